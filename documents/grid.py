"""Where each cell of a form stands: the only code that decides columns, spans and merges."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, groupby, pairwise
from operator import attrgetter
from typing import Any

from documents.spec import Field, Label, Layout, Repeat, Row, Table
from documents.values import GoalTableValues


class LayoutError(ValueError):
    """A layout whose cells leave a hole or overlap: a mistake of the programmer."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell in its place. `item` counts the rows of a Repeat from 0; None elsewhere."""

    spec: Label | Field
    row: int
    col: int
    colspan: int
    rowspan: int = 1
    item: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class PlacedRow:
    spec: Row | Repeat
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """`columns` are widths in mm. A cell merged from a row above is not listed again."""

    columns: tuple[int, ...]
    rows: tuple[PlacedRow, ...]

    def edges(self) -> list[int]:
        """The columns' edges in mm from the left, one more than there are columns."""
        return list(accumulate(self.columns, initial=0))


@lru_cache
def place(table: Table) -> PlacedTable:
    """Place the cells of a layout's table, without text; a Repeat takes one row.

    Raises LayoutError on a hole, an overlap or a label merged past the last row.
    """
    rows = list(_positions(table))
    edges = sorted({0, table.width}.union(*({x, x + c.width} for row in rows for x, c in row)))
    column = {edge: index for index, edge in enumerate(edges)}
    placed = tuple(
        PlacedRow(
            spec,
            tuple(
                Cell(
                    spec=cell,
                    row=number,
                    col=column[x],
                    colspan=column[x + cell.width] - column[x],
                    rowspan=_rows(cell),
                )
                for x, cell in row
            ),
        )
        for number, (spec, row) in enumerate(zip(table.rows, rows, strict=True))
    )
    return PlacedTable(tuple(right - left for left, right in pairwise(edges)), placed)


def _rows(cell: Label | Field) -> int:
    return cell.rows if isinstance(cell, Label) else 1


def _positions(table: Table) -> Iterator[list[tuple[int, Label | Field]]]:
    """For each row its cells with their left edges in mm."""
    hanging: list[tuple[int, int, int]] = []  # left edge, right edge, last row of a merged label
    for number, row in enumerate(table.rows):
        taken = {left: right for left, right, last in hanging if last >= number}
        cells: list[tuple[int, Label | Field]] = []
        x = _skip(taken, 0)
        for cell in row.cells:
            right = x + cell.width
            if any(x < left < right for left in taken):
                raise LayoutError(
                    f"row {number}: cell at {x} mm overlaps a label merged from above"
                )
            cells.append((x, cell))
            if _rows(cell) > 1:
                hanging.append((x, right, number + _rows(cell) - 1))
            x = _skip(taken, right)
        if x != table.width:
            raise LayoutError(f"row {number}: cells end at {x} mm, the table at {table.width} mm")
        yield cells
    if any(last >= len(table.rows) for _, _, last in hanging):
        raise LayoutError("a label is merged past the last row")


def _skip(taken: dict[int, int], x: int) -> int:
    while x in taken:
        x = taken[x]
    return x


def physical_rows(table: PlacedTable) -> list[tuple[Cell, ...]]:
    """The cells of each row from left to right, those merged from above included.

    A merged cell stands in each row it covers; in the rows after its first, `cell.row` differs.
    """
    rows: list[list[Cell]] = [[] for _ in table.rows]
    for placed in table.rows:
        for cell in placed.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                rows[row].append(cell)
    return [tuple(sorted(row, key=attrgetter("col"))) for row in rows]


def fill(layout: Layout, values: GoalTableValues, *, merge: bool = True) -> tuple[PlacedTable, ...]:
    """The tables of the form with every cell's text, a row for each indicator.

    `merge=False` leaves the repeated cells unmerged, as an editor needs them.
    """
    return tuple(_fill_table(table, values, merge) for table in layout.tables)


def _fill_table(table: Table, values: GoalTableValues, merge: bool) -> PlacedTable:
    placed = place(table)
    rows: list[PlacedRow] = []
    for row in placed.rows:
        if isinstance(row.spec, Repeat):
            rows += _repeat(row, len(rows), getter(row.spec.of)(values), merge)
        else:
            cells = tuple(replace(c, row=len(rows), text=_text(c.spec, values)) for c in row.cells)
            rows.append(PlacedRow(row.spec, cells))
    return PlacedTable(placed.columns, tuple(rows))


def _repeat(row: PlacedRow, first: int, items: Sequence[Any], merge: bool) -> Iterator[PlacedRow]:
    assert isinstance(row.spec, Repeat)
    spans = merged_spans(row.spec, items) if merge else [{} for _ in items]
    for number, (item, span) in enumerate(zip(items, spans, strict=True)):
        cells = tuple(
            replace(
                cell,
                row=first + number,
                rowspan=span.get(cell.spec.name, 1),
                item=number,
                text=_text(cell.spec, item),
            )
            for cell in row.cells
            if isinstance(cell.spec, Field) and span.get(cell.spec.name, 1)
        )
        yield PlacedRow(row.spec, cells)


def merged_spans(repeat: Repeat, items: Sequence[Any]) -> list[dict[str, int]]:
    """For each item the number of rows each merged field covers; 0 where covered from above.

    Neighbours merge in a field when they are equal in it and in the fields before it.
    """
    spans: list[dict[str, int]] = [{} for _ in items]
    for depth, name in enumerate(repeat.merge, start=1):
        start = 0
        for _, run in groupby(items, key=attrgetter(*repeat.merge[:depth])):
            length = len(list(run))
            for offset in range(length):
                spans[start + offset][name] = length if offset == 0 else 0
            start += length
    return spans


def _text(spec: Label | Field, values: Any) -> str:
    if isinstance(spec, Label):
        return spec.text
    return spec.kind.show(getter(spec.name)(values))


@lru_cache
def getter(path: str) -> Callable[[Any], Any]:
    """Reads an attribute path (`plan.march`) of a value."""
    return attrgetter(path)
