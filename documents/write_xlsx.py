"""A book or a single table as xlsx: 目录, 部门整体绩效目标, one sheet a project, 指标台账.

Amounts are numbers, everything else is text, nothing a formula. Same values, same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import IO, Any

from documents.grid import Cell, PlacedTable, fill, place
from documents.kinds import Kind
from documents.layouts import get_layout
from documents.measure import MM_PER_POINT, text_height
from documents.spec import Align, Field, Label, Layout, Row
from documents.values import (
    FIELD_LABELS,
    Book,
    DepartmentGoalValues,
    GoalTableValues,
    ValuesError,
)
from documents.xlsx_package import MAX_TEXT, Sheet, Style, Workbook

CONTENTS_SHEET = "目录"
LEDGER_SHEET = "指标台账"
_MAX_ROW = 400 * MM_PER_POINT
"""Excel draws no row higher than 409 points: a higher one is merged out of several (mm)."""
_PADDING = 2.0
"""Left and right of the text in a cell together, mm; above and below it as much."""
_GOAL_COLUMNS = 2
"""LibreOffice fits several columns to a page's width, but cuts off a single wide one."""
_GAP = 5.0
"""Between the tables of a form, mm."""


def write_xlsx(
    out: IO[bytes],
    book: Book,
    tables: Iterable[GoalTableValues] | None = None,
    *,
    parts: bool = True,
    mark: str = "",
) -> None:
    """Write `book` to `out`. `tables`, read as they are drawn, stand in for `book.tables`;
    `parts=False` writes the tables alone, without contents, goal and ledger and without numbers;
    `mark`, such as 草稿, stands in the header of every page.

    Raises ValuesError where a text is longer than a cell can hold.
    """
    layout = get_layout(book.form, book.edition)
    base = Style(layout.faces.cell, Align.LEFT, border=False)
    with Workbook(out, layout.page, base, "部门预算绩效文本", mark) as workbook:
        writer = _Writer(workbook, layout)
        source = book.tables if tables is None else tables
        if parts:
            _write_parts(writer, book.goals, source)
        else:
            workbook.finish([writer.table(values, n) for n, values in enumerate(source, start=1)])


def _write_parts(
    writer: _Writer, goals: DepartmentGoalValues, tables: Iterable[GoalTableValues]
) -> None:
    contents = _List(writer, CONTENTS_SHEET, writer.layout.table_part.title, _CONTENTS)
    ledger = _List(writer, LEDGER_SHEET, LEDGER_SHEET, _LEDGER)
    names = []
    for number, values in enumerate(tables, start=1):
        names.append(writer.table(values, number, title_number=number))
        contents.add(values, link=str(number))
        for indicator in values.indicators:
            ledger.add(indicator, values)
    names = [contents.name, writer.goals(goals), *names, ledger.name]
    contents.finish()
    ledger.finish()
    writer.workbook.finish(names)


# --- the forms ----------------------------------------------------------------------------------


class _Writer:
    """Draws the forms of one workbook, with its styles."""

    def __init__(self, workbook: Workbook, layout: Layout) -> None:
        self.workbook = workbook
        self.layout = layout
        faces, style = layout.faces, workbook.style
        self.title = style(Style(faces.table_title, Align.CENTER, border=False))
        self.heading = style(Style(faces.heading, Align.LEFT, border=False))
        self.paragraph = style(Style(faces.body, Align.TOP_LEFT, border=False))
        self.label = style(Style(faces.label, Align.CENTER))
        self.texts = {align: style(Style(faces.cell, align)) for align in Align}
        self.bare = {align: style(Style(faces.cell, align, border=False)) for align in Align}
        self.amount = style(Style(faces.cell, Align.CENTER, amount=True))
        self.link = style(Style(faces.cell, Align.CENTER, link=True))

    def table(self, values: GoalTableValues, number: int, title_number: int | None = None) -> str:
        """Add the sheet of the form with this number; its name."""
        edges = _edges(self.layout)
        sheet = Sheet(str(number), [right - left for left, right in pairwise(edges)])
        title = self.layout.table_title(values.project_name, title_number)
        at = self._heading(sheet, title, len(edges) - 1)
        column = {edge: col for col, edge in enumerate(edges)}
        for table in fill(self.layout, values):
            at = self._placed(sheet, table, at, column)
            sheet.heights[at] = _GAP
            sheet.cells[at] = {}
            at += 1
        self.workbook.add(sheet)
        return sheet.name

    def _heading(self, sheet: Sheet, title: str, columns: int) -> int:
        face, width = self.layout.faces.table_title, self.layout.tables[0].width
        sheet.heights[0] = text_height(title, width - _PADDING, face.size) + 2 * _PADDING
        sheet.put(0, 0, _checked(title, sheet.name, "标题"), self.title, cols=columns)
        return 1

    def _placed(self, sheet: Sheet, table: PlacedTable, at: int, column: dict[int, int]) -> int:
        """Draw the table from sheet row `at` on; the row after it."""
        edges, top = table.edges(), [at]
        for height in _heights(table, self.layout.faces.cell.size):
            top.append(_set_height(sheet, top[-1], height))
        for row in table.rows:
            borders = not isinstance(row.spec, Row) or row.spec.borders
            if isinstance(row.spec, Row) and row.spec.header:
                sheet.repeated = top[row.cells[0].row]
            for cell in row.cells:
                left, right = column[edges[cell.col]], column[edges[cell.col + cell.colspan]]
                sheet.put(
                    top[cell.row],
                    left,
                    _cell_value(cell, sheet.name),
                    self._style(cell.spec, borders),
                    rows=top[cell.row + cell.rowspan] - top[cell.row],
                    cols=right - left,
                )
        return top[-1]

    def _style(self, spec: Label | Field, borders: bool) -> int:
        if not borders:
            return self.bare[spec.align]
        if isinstance(spec, Label):
            return self.label
        return self.amount if spec.kind is Kind.AMOUNT else self.texts[spec.align]

    def goals(self, goals: DepartmentGoalValues) -> str:
        """Add the sheet of the department's goal; its name."""
        part, half = self.layout.goal_part, self.layout.tables[0].width / _GOAL_COLUMNS
        sheet = Sheet(part.title, [half] * _GOAL_COLUMNS)
        row = self._heading(sheet, part.title, _GOAL_COLUMNS)
        for section in self.layout.goal_sections:
            row = self._paragraph(sheet, row, section.heading, self.heading)
            for line in getattr(goals, section.field).splitlines():
                row = self._paragraph(sheet, row, line, self.paragraph)
        self.workbook.add(sheet)
        return sheet.name

    def _paragraph(self, sheet: Sheet, row: int, text: str, style: int) -> int:
        width = self.layout.tables[0].width - _PADDING
        height = text_height(text, width, self.layout.faces.body.size) + _PADDING
        after = _set_height(sheet, row, height)
        text = _checked(text, sheet.name, "一段文字")
        sheet.put(row, 0, text, style, rows=after - row, cols=_GOAL_COLUMNS)
        return after


@lru_cache
def _edges(layout: Layout) -> list[int]:
    """The columns all tables of the form share on a sheet, as edges in mm."""
    return sorted({edge for table in layout.tables for edge in place(table).edges()})


def _heights(table: PlacedTable, size: float) -> list[float]:
    """The height of each row in mm, so that every line of every cell shows."""
    heights = [float(row.spec.height) for row in table.rows]
    edges = table.edges()
    for cell in sorted((c for row in table.rows for c in row.cells), key=_rowspan):
        width = edges[cell.col + cell.colspan] - edges[cell.col] - _PADDING
        needed = text_height(cell.text, width, size) + _PADDING
        last = cell.row + cell.rowspan
        heights[last - 1] += max(0.0, needed - sum(heights[cell.row : last]))
    return heights


def _rowspan(cell: Cell) -> int:
    return cell.rowspan


def _set_height(sheet: Sheet, row: int, height: float) -> int:
    """Give `height` mm to as many sheet rows from `row` on as it takes; the row after them."""
    pieces = math.ceil(height / _MAX_ROW)
    for offset in range(pieces):
        sheet.heights[row + offset] = height / pieces
    return row + pieces


def _cell_value(cell: Cell, sheet: str) -> str | Decimal:
    if not isinstance(cell.spec, Field):
        return cell.text
    if cell.spec.kind is Kind.AMOUNT and cell.text:
        return _amount(Decimal(cell.text))
    return _checked(cell.text, sheet, FIELD_LABELS[cell.spec.name])


def _amount(amount: Decimal) -> str | Decimal:
    """A number where a double keeps all its digits (15 are sure), else text."""
    return amount if Decimal(f"{amount:.15g}") == amount else format(amount, "f")


def _checked(text: str, sheet: str, label: str) -> str:
    """Raises ValuesError naming the sheet and the field where no cell can hold the text."""
    if len(text) > MAX_TEXT:
        raise ValuesError(
            f"工作表“{sheet}”的“{label}”有{len(text)}个字，"
            f"超过Excel单元格的{MAX_TEXT}个字，请缩短后重试"
        )
    return text


# --- the lists ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a list: the attribute it shows ("" for the row's number), its heading and its
    width in mm."""

    key: str
    title: str
    width: int


_CONTENTS = (
    _Column("", "序号", 12),
    _Column("unit_code", "单位编码", 20),
    _Column("unit_name", "单位名称", 44),
    _Column("project_code", "项目编码", 44),
    _Column("project_name", "项目名称", 70),
    _Column("budget", "预算数", 26),
    _Column("fiscal", "财政资金", 26),
    _Column("other", "其他资金", 26),
)
_LEDGER = (
    *_CONTENTS[:-2],
    _Column("level1", "一级指标", 22),
    _Column("level2", "二级指标", 28),
    _Column("name", "三级指标", 36),
    _Column("description", "绩效指标描述", 44),
    _Column("target", "指标值", 24),
    _Column("basis", "指标值确定依据", 34),
)
_AMOUNTS = ("budget", "fiscal", "other")


class _List:
    """A sheet with a title, a heading row and a row an item, numbered."""

    def __init__(
        self, writer: _Writer, name: str, title: str, columns: tuple[_Column, ...]
    ) -> None:
        self.writer, self.name, self.columns, self.rows = writer, name, columns, 0
        widths = [column.width for column in columns]
        self.sheet = Sheet(name, widths, landscape=True, frozen=2, repeated=1)
        self.sheet.heights |= {0: 10.0, 1: 8.0}
        self.sheet.put(0, 0, title, writer.title, cols=len(columns))
        for col, column in enumerate(columns):
            self.sheet.put(1, col, column.title, writer.label)

    def add(self, *sources: object, link: str = "") -> None:
        """A row from the attributes of `sources`; its number leads to the sheet `link`."""
        self.rows += 1
        row, height = self.rows + 1, 0.0
        for col, column in enumerate(self.columns):
            value = _attribute(sources, column.key) if column.key else str(self.rows)
            style = self._style(column, link)
            if isinstance(value, Decimal):
                value = _amount(value)
            else:
                value = _checked(value or "", self.name, column.title)
                size = self.writer.layout.faces.cell.size
                height = max(height, text_height(value, column.width - _PADDING, size))
            self.sheet.put(row, col, value, style)
            if link and not column.key:
                self.sheet.link(row, col, link)
        self.sheet.heights[row] = min(height + _PADDING, _MAX_ROW)

    def _style(self, column: _Column, link: str) -> int:
        if column.key in _AMOUNTS:
            return self.writer.amount
        if column.key:
            return self.writer.texts[Align.LEFT]
        # Not on a long text: LibreOffice does not break the lines of a link.
        return self.writer.link if link else self.writer.texts[Align.CENTER]

    def finish(self) -> None:
        self.sheet.filter_rows(1, self.rows + 1, len(self.columns))
        self.writer.workbook.add(self.sheet)


def _attribute(sources: tuple[object, ...], key: str) -> Any:
    return next(getattr(source, key) for source in sources if hasattr(source, key))
