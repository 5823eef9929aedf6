"""A book or a single table as docx.

The layout is compiled once into row templates; the body is streamed into the zip table by table, so
memory does not grow with the book. Same values, same bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Any
from xml.sax.saxutils import escape

from documents import docx_package
from documents.docx_package import BODY, Package
from documents.grid import Cell, getter, merged_spans, physical_rows, place
from documents.layouts import get_layout
from documents.measure import text_height
from documents.spec import Align, Field, Label, Layout, Repeat, Row, Table
from documents.values import Book, DepartmentGoalValues, GoalTableValues

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_DXA_PER_MM = 1440 / 25.4
_CELL_MARGIN = 1.0
"""Around the text in a cell, mm."""
_SURELY_FITS = 200
"""A row of so few characters, without line ends, takes at most 40 lines in the narrowest cell."""
_PAGE_SHARE = 0.8
"""Heights are estimated: a row that may be as tall as this part of a page is let split."""

_NEW_LINE = '</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr><w:r>'
_NEW_LINE += '<w:t xml:space="preserve">'
GAP = '<w:p><w:pPr><w:spacing w:line="240" w:lineRule="exact"/></w:pPr></w:p>'
_NO_BORDER = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left"))
_NO_BORDER += '<w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
_NO_BORDER += '<w:right w:val="nil"/>'


def write_docx(
    out: IO[bytes],
    book: Book,
    tables: Iterable[GoalTableValues] | None = None,
    *,
    parts: bool = True,
    mark: str = "",
) -> None:
    """Write `book` to `out`. `tables`, read as they are drawn, stand in for `book.tables`;
    `parts=False` writes the tables alone, without 第一部分 / 第二部分 and without numbers; `mark`,
    such as 草稿, stands on every page."""
    layout = get_layout(book.form, book.edition)
    source = book.tables if tables is None else tables
    package = docx_package.docx_package(layout, mark)
    write_package(out, package, _body(layout, book, source, parts))


def write_package(out: IO[bytes], package: Package, body: Iterable[str]) -> None:
    """A docx of the package and the blocks of its body, which are drawn one by one."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in package.parts:
            archive.writestr(zip_info(name), content)
        with archive.open(zip_info(BODY), "w") as part:
            part.write(package.head)
            for chunk in body:
                part.write(chunk.encode())
            part.write(package.tail)


def zip_info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, ZIP_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _body(
    layout: Layout, book: Book, tables: Iterable[GoalTableValues], parts: bool
) -> Iterator[str]:
    if parts:
        yield _goal_part(layout, book.goals)
        yield _part(layout.table_part.number, layout.table_part.title, page_break=True)
    draw = _compile(layout)
    for number, values in enumerate(tables, start=1):
        title = layout.table_title(values.project_name, number if parts else None)
        yield f"{table_heading(layout, title, page_break=number > 1)}{draw(values)}"
    yield "<w:p/>"


# --- headings and running text ------------------------------------------------------------------


def paragraph(style: str, text: str, properties: str = "", run: str = "") -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>'
        f'<w:r>{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def _part(number: str, title: str, *, page_break: bool) -> str:
    before = "<w:pageBreakBefore/>" if page_break else ""
    return paragraph(docx_package.PART_STYLE, number, before) + paragraph(
        docx_package.PART_TITLE_STYLE, title
    )


def _goal_part(layout: Layout, goals: DepartmentGoalValues) -> str:
    blocks = [_part(layout.goal_part.number, layout.goal_part.title, page_break=False)]
    for section in layout.goal_sections:
        blocks.append(paragraph(docx_package.HEADING_STYLE, section.heading))
        text = getattr(goals, section.field)
        blocks += [paragraph(docx_package.BODY_STYLE, line) for line in text.splitlines()]
    return "".join(blocks)


def table_heading(layout: Layout, title: str, *, page_break: bool = False) -> str:
    before = "<w:pageBreakBefore/>" if page_break else ""
    face = layout.faces.table_title
    names = " ".join(f'w:{script}="{face.name}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    return paragraph(
        docx_package.HEADING_STYLE,
        title,
        f'{before}<w:jc w:val="center"/>',
        f'<w:rPr><w:rFonts {names}/><w:sz w:val="{round(face.size * 2)}"/></w:rPr>',
    )


# --- tables -------------------------------------------------------------------------------------


_SPECIAL = re.compile("[&<>\n]")


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where the text of a field goes: how to get it and the XML between two of its lines."""

    get: Callable[[Any], Any]
    show: Callable[[Any], str]
    new_line: str
    width: float
    """Room for text in mm."""

    def xml(self, text: str) -> str:
        if not _SPECIAL.search(text):  # most cells
            return text
        return escape(text).replace("\n", self.new_line)


@dataclass(frozen=True, slots=True)
class _RowTemplate:
    """A row's XML with %s for the row's properties and for each slot."""

    xml: str
    slots: tuple[_Slot, ...]
    page: float
    """The height in mm from which on a row may split; every other may not."""
    size: float

    def draw(self, values: Any) -> str:
        texts = [slot.show(slot.get(values)) for slot in self.slots]
        return self.xml % (
            "<w:cantSplit/>" if self._fits_a_page(texts) else "",
            *[slot.xml(text) for slot, text in zip(self.slots, texts, strict=True)],
        )

    def _fits_a_page(self, texts: list[str]) -> bool:
        line = "".join(texts)
        if len(line) < _SURELY_FITS and "\n" not in line:
            return True
        return all(
            text_height(text, slot.width, self.size) < self.page
            for slot, text in zip(self.slots, texts, strict=True)
        )


@lru_cache
def _compile(layout: Layout) -> Callable[[GoalTableValues], str]:
    """A function that draws the tables of one form."""
    drawers = [compile_table(layout, table) for table in layout.tables]

    def draw(values: GoalTableValues) -> str:
        return GAP.join("".join(drawer(values)) for drawer in drawers)

    return draw


def compile_table(layout: Layout, table: Table) -> Callable[[Any], Iterator[str]]:
    """A function that draws the table with the attributes of any value its fields name."""
    placed = place(table)
    opening = _table_opening(table.width, placed.columns)
    rows = [
        _compile_repeat(layout, spec.spec, cells)
        if isinstance(spec.spec, Repeat)
        else _compile_row(layout, spec.spec, number, cells)
        for number, (spec, cells) in enumerate(zip(placed.rows, physical_rows(placed), strict=True))
    ]

    def draw(values: Any) -> Iterator[str]:
        yield opening
        for row in rows:
            yield row(values)
        yield "</w:tbl>"

    return draw


def _compile_row(
    layout: Layout, spec: Row, number: int, cells: tuple[Cell, ...]
) -> Callable[[Any], str]:
    merges = {
        cell.col: "continue" if cell.row != number else "restart"
        for cell in cells
        if cell.rowspan > 1
    }
    return _row_template(layout, spec, cells, merges).draw


def _compile_repeat(layout: Layout, spec: Repeat, cells: tuple[Cell, ...]) -> Callable[[Any], str]:
    """Draws all items; one template a combination of merged cells, made when first needed."""
    columns = {cell.spec.name: cell.col for cell in cells if isinstance(cell.spec, Field)}
    items = getter(spec.of)

    @lru_cache
    def template(spans: tuple[int, ...]) -> _RowTemplate:
        merges = {
            columns[name]: "restart" if span else "continue"
            for name, span in zip(spec.merge, spans, strict=True)
            if span != 1
        }
        return _row_template(layout, spec, cells, merges)

    def draw(values: Any) -> str:
        rows = items(values)
        spans = merged_spans(spec, rows)
        return "".join(
            template(tuple(min(span[name], 2) for name in spec.merge)).draw(row)
            for row, span in zip(rows, spans, strict=True)
        )

    return draw


def _row_template(
    layout: Layout, spec: Row | Repeat, cells: tuple[Cell, ...], merges: dict[int, str]
) -> _RowTemplate:
    slots = tuple(
        _slot(cell.spec)
        for cell in cells
        if isinstance(cell.spec, Field) and merges.get(cell.col) != "continue"
    )
    header = "<w:tblHeader/>" if isinstance(spec, Row) and spec.header else ""
    borders = isinstance(spec, Repeat) or spec.borders
    height = f'<w:trHeight w:val="{_dxa(spec.height)}" w:hRule="atLeast"/>'
    drawn = "".join(_cell(cell, merges.get(cell.col), borders) for cell in cells)
    return _RowTemplate(
        f"<w:tr><w:trPr>%s{height}{header}</w:trPr>{drawn}</w:tr>",
        slots,
        layout.page.text_height * _PAGE_SHARE,
        layout.faces.cell.size,
    )


def _slot(field: Field) -> _Slot:
    style = docx_package.CELL_STYLES[field.align]
    return _Slot(
        getter(field.name), field.kind.shower, _NEW_LINE % style, field.width - 2 * _CELL_MARGIN
    )


def _cell(cell: Cell, merge: str | None, borders: bool) -> str:
    """The template of a cell: %s where a field's text goes, nothing where merged from above."""
    spec = cell.spec
    style = docx_package.CELL_STYLES[spec.align]
    if isinstance(spec, Label):
        text = spec.text.replace("%", "%%")
        style = docx_package.LABEL_STYLE if spec.align is Align.CENTER else style
    else:
        text = "%s"
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if merge != "continue" else ""
    properties = f'<w:tcW w:w="{_dxa(spec.width)}" w:type="dxa"/>'
    if cell.colspan > 1:
        properties += f'<w:gridSpan w:val="{cell.colspan}"/>'
    if merge:
        properties += f'<w:vMerge w:val="{merge}"/>'
    if not borders:
        properties += f"<w:tcBorders>{_NO_BORDER}</w:tcBorders>"
    vertical = "top" if spec.align is Align.TOP_LEFT else "center"
    return (
        f'<w:tc><w:tcPr>{properties}<w:vAlign w:val="{vertical}"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p></w:tc>'
    )


def _table_opening(width: int, columns: tuple[int, ...]) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides
    )
    margins = "".join(
        f'<w:{side} w:w="{_dxa(margin)}" w:type="dxa"/>'
        for side, margin in (
            ("top", _CELL_MARGIN),
            ("left", _CELL_MARGIN),
            ("bottom", _CELL_MARGIN),
            ("right", _CELL_MARGIN),
        )
    )
    grid = "".join(f'<w:gridCol w:w="{_dxa(column)}"/>' for column in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_dxa(width)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{borders}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )


def _dxa(mm: float) -> int:
    """Twentieths of a point, Word's unit of length."""
    return round(mm * _DXA_PER_MM)
