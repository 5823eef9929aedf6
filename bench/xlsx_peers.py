"""The same forms as xlsx by other means, one sheet a form.

The peers are given the placed cells and the heights of the layout; ours also measures its texts.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import xlsxwriter
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bench.data import LAYOUT
from bench.docx_peers import Form
from documents.grid import Cell, PlacedTable
from documents.kinds import Kind
from documents.spec import Align, Face, Field

_POINTS = 72 / 25.4
_AMOUNT = "0.00##"


def _amount(cell: Cell) -> float | None:
    spec = cell.spec
    if isinstance(spec, Field) and spec.kind is Kind.AMOUNT and cell.text:
        return float(cell.text)
    return None


def _face(cell: Cell) -> Face:
    return LAYOUT.faces.cell if isinstance(cell.spec, Field) else LAYOUT.faces.label


def _sheet_columns(tables: Sequence[PlacedTable]) -> list[int]:
    """The edges of the columns both tables share on one sheet."""
    return sorted({edge for table in tables for edge in table.edges()})


def _span(cell: Cell, table: PlacedTable, column: dict[int, int]) -> tuple[int, int]:
    """First and last sheet column of a cell."""
    edges = table.edges()
    return column[edges[cell.col]], column[edges[cell.col + cell.colspan]] - 1


# --- openpyxl -----------------------------------------------------------------------------------

_SIDE = Side(style="thin")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_FONTS = {
    face: Font(name=face.name, size=face.size) for face in (LAYOUT.faces.cell, LAYOUT.faces.label)
}
_ALIGNMENTS = {
    align: Alignment(
        horizontal="left" if align is Align.TOP_LEFT else align.value,
        vertical="top" if align is Align.TOP_LEFT else "center",
        wrap_text=True,
    )
    for align in Align
}


def write_with_openpyxl(forms: Sequence[Form]) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for number, (title, tables) in enumerate(forms, start=1):
        _fill_openpyxl(workbook.create_sheet(str(number)), title, tables)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _fill_openpyxl(sheet: Worksheet, title: str, tables: Sequence[PlacedTable]) -> None:
    edges = _sheet_columns(tables)
    column = {edge: number for number, edge in enumerate(edges, start=1)}
    for number, (left, right) in enumerate(pairwise(edges), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = (right - left) / 2
    sheet.cell(1, 1, title).alignment = _ALIGNMENTS[Align.CENTER]
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(edges) - 1)
    top = 2
    for table in tables:
        for offset, row in enumerate(table.rows):
            sheet.row_dimensions[top + offset].height = row.spec.height * _POINTS
            for cell in row.cells:
                _put_openpyxl(sheet, cell, top + cell.row, *_span(cell, table, column))
        top += len(table.rows) + 1


def _put_openpyxl(sheet: Worksheet, cell: Cell, row: int, first: int, last: int) -> None:
    bottom = row + cell.rowspan - 1
    target = sheet.cell(row, first)
    amount = _amount(cell)
    if amount is None:
        target.value = cell.text
        target.data_type = "s"
    else:
        target.value = amount
        target.number_format = _AMOUNT
    target.border = _BORDER  # merge_cells gives it to the covered cells
    target.font = _FONTS[_face(cell)]
    target.alignment = _ALIGNMENTS[cell.spec.align]
    if bottom > row or last > first:
        sheet.merge_cells(start_row=row, start_column=first, end_row=bottom, end_column=last)


# --- XlsxWriter ---------------------------------------------------------------------------------


def write_with_xlsxwriter(forms: Sequence[Form]) -> bytes:
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    formats = _Formats(workbook)
    for number, (title, tables) in enumerate(forms, start=1):
        _fill_xlsxwriter(workbook.add_worksheet(str(number)), formats, title, tables)
    workbook.close()
    return out.getvalue()


class _Formats:
    """The workbook's formats, each made once."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self.known: dict[tuple[Face, Align, bool], Any] = {}

    def get(self, cell: Cell, *, amount: bool) -> Any:
        key = _face(cell), cell.spec.align, amount
        if key not in self.known:
            top = cell.spec.align is Align.TOP_LEFT
            properties = {
                "font_name": _face(cell).name,
                "font_size": _face(cell).size,
                "align": "left" if top else cell.spec.align.value,
                "valign": "top" if top else "vcenter",
                "text_wrap": True,
                "border": 1,
                "num_format": _AMOUNT if amount else "@",
            }
            self.known[key] = self.workbook.add_format(properties)
        return self.known[key]


def _fill_xlsxwriter(
    sheet: Any, formats: _Formats, title: str, tables: Sequence[PlacedTable]
) -> None:
    edges = _sheet_columns(tables)
    column = {edge: number for number, edge in enumerate(edges)}
    for number, (left, right) in enumerate(pairwise(edges)):
        sheet.set_column(number, number, (right - left) / 2)
    sheet.merge_range(0, 0, 0, len(edges) - 2, title)
    top = 1
    for table in tables:
        for offset, row in enumerate(table.rows):
            sheet.set_row(top + offset, row.spec.height * _POINTS)
            for cell in row.cells:
                _put_xlsxwriter(sheet, formats, cell, top + cell.row, *_span(cell, table, column))
        top += len(table.rows) + 1


def _put_xlsxwriter(
    sheet: Any, formats: _Formats, cell: Cell, row: int, first: int, last: int
) -> None:
    amount = _amount(cell)
    style = formats.get(cell, amount=amount is not None)
    if cell.rowspan > 1 or last > first:
        sheet.merge_range(row, first, row + cell.rowspan - 1, last, "", style)
    if amount is None:
        sheet.write_string(row, first, cell.text, style)
    else:
        sheet.write_number(row, first, amount, style)
