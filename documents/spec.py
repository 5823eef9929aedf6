"""The words a layout is written in. A layout says once which label or field sits in which cell.

Widths are whole mm. Column spans are never written down: they follow from the widths
(`grid.place`), so a cell is changed in one place.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from documents.kinds import Kind


class Align(enum.Enum):
    """How the text of a cell stands in it; every cell is centred vertically unless TOP_LEFT."""

    CENTER = "center"
    LEFT = "left"
    RIGHT = "right"
    TOP_LEFT = "top-left"


@dataclass(frozen=True, slots=True)
class Label:
    """A cell with fixed text, merged over `rows` rows."""

    text: str
    width: int
    rows: int = 1
    align: Align = Align.CENTER


@dataclass(frozen=True, slots=True)
class Field:
    """A cell that holds a field of the values; `name` is its attribute path (`plan.march`)."""

    name: str
    width: int
    kind: Kind = Kind.TEXT
    align: Align = Align.CENTER


@dataclass(frozen=True, slots=True)
class Row:
    """Cells from left to right; a label merged from the row above is not named again.

    `header` rows repeat on each page; `height` is the least height in mm.
    """

    cells: tuple[Label | Field, ...]
    borders: bool = True
    header: bool = False
    height: int = 8


@dataclass(frozen=True, slots=True)
class Repeat:
    """One row an item of `of`; equal neighbours in the `merge` fields are merged vertically."""

    of: str
    cells: tuple[Field, ...]
    merge: tuple[str, ...] = ()
    height: int = 8


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table `width` mm wide."""

    width: int
    rows: tuple[Row | Repeat, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """第一部分 / 第二部分: its number and its title, each a line of its own."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading over free text: the field of DepartmentGoalValues and the heading's words."""

    field: str
    heading: str


@dataclass(frozen=True, slots=True)
class PageSetup:
    """Paper and margins in mm."""

    width: int
    height: int
    margin_top: int
    margin_bottom: int
    margin_left: int
    margin_right: int

    @property
    def text_height(self) -> int:
        return self.height - self.margin_top - self.margin_bottom


@dataclass(frozen=True, slots=True)
class Face:
    """A type face as offices name it, its size in points, and faces to fall back on."""

    name: str
    size: float
    bold: bool = False
    fallbacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces of the book's title, its headings, its running text and a table's cells."""

    title: Face
    part: Face
    heading: Face
    table_title: Face
    body: Face
    label: Face
    cell: Face


@dataclass(frozen=True, slots=True)
class Layout:
    """One edition of an official form. Editions are not edited after use; a new year's form is a
    new file in layouts/."""

    form: str
    edition: str
    page: PageSetup
    faces: Faces
    goal_part: Part
    goal_sections: tuple[Section, ...]
    table_part: Part
    title_suffix: str
    tables: tuple[Table, ...]

    def table_title(self, project_name: str, number: int | None = None) -> str:
        """The heading over a project's tables; it is generated, never typed."""
        prefix = "" if number is None else f"{number}."
        return f"{prefix}{' '.join(project_name.split(chr(10)))}{self.title_suffix}"

    def fields(self) -> Iterator[Field]:
        """Every field cell, in the order of the form."""
        for table in self.tables:
            for row in table.rows:
                yield from (cell for cell in row.cells if isinstance(cell, Field))
