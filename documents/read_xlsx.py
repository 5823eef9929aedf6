"""The blocks of an xlsx: each sheet's rows, with merged cells taken together as on a form."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from documents.blocks import Block, Break, DocumentError, Piece, Reading, TableRow
from documents.package import open_package
from documents.recognise import recognise
from documents.spec import Layout
from documents.write_xlsx import CONTENTS_SHEET, LEDGER_SHEET

# How Excel writes a carriage return in a text, and how a text that looks like that is kept apart.
_ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)|_x000D_")


def read_xlsx(content: bytes, layout: Layout) -> Reading:
    """Raises DocumentError where the bytes are no xlsx or no book of this layout."""
    open_package(content, "xl/workbook.xml").close()
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, zipfile.BadZipFile):
        raise DocumentError("工作簿已损坏，请用Excel或WPS打开后另存") from None
    return recognise(_blocks(workbook, layout), layout)


def _blocks(workbook: openpyxl.Workbook, layout: Layout) -> Iterator[Block]:
    for sheet in workbook.worksheets:
        if sheet.title == CONTENTS_SHEET:
            yield Piece(layout.table_part.title, sheet.title)
        elif sheet.title != LEDGER_SHEET:  # contents and ledger repeat what the sheets say
            yield from _sheet(sheet)
            yield Break()


def _sheet(sheet: Worksheet) -> Iterator[Block]:
    anchors = {
        cell: (merged.min_row, merged.min_col)
        for merged in sheet.merged_cells.ranges
        for cell in merged.cells
    }
    for row in sheet.iter_rows():
        block = _row(sheet.title, row, anchors)
        if block:
            yield block


def _row(
    title: str, row: tuple[Cell | MergedCell, ...], anchors: dict[tuple[int, int], tuple[int, int]]
) -> Block | None:
    """None where the row is blank, or nothing but the lower part of cells of the row above."""
    cells: list[Piece] = []
    used = 0  # cells up to the last one that is merged or has text
    lower = True
    for cell in row:
        here = (cell.row or 0, cell.column or 0)
        anchor = anchors.get(here, here)
        if anchor[1] != cell.column:
            continue
        text = _text(cell) if anchor == here else ""
        cells.append(Piece(text, f"{title}!{cell.coordinate}"))
        if text or here in anchors:
            used = len(cells)
            lower = lower and anchor[0] != cell.row
    if not used or lower:
        return None
    return cells[0] if used == 1 else TableRow(cells)


def _text(cell: Cell | MergedCell) -> str:
    """What the cell shows; a number with all its digits, a percentage with its sign."""
    value: Any = cell.value
    if value is None or isinstance(value, str):
        return _ESCAPED.sub(_unescape, value or "")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        percent = "%" in cell.number_format
        return f"{value * 100:.15g}%" if percent else format(Decimal(f"{value:.15g}"), "f")
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)


def _unescape(found: re.Match[str]) -> str:
    return "\r" if found[0] == "_x000D_" else "_"
