"""The blocks of an xlsx: each sheet's rows, with merged cells taken together as on a form."""

from __future__ import annotations

from collections.abc import Iterator

from documents.blocks import Block, Break, DocumentError, Piece, Reading, TableRow
from documents.package import open_package
from documents.recognise import recognise
from documents.spec import Layout
from documents.write_xlsx import CONTENTS_SHEET, LEDGER_SHEET
from documents.xlsx_cells import MAX_COLUMNS, WORKBOOK, Area, SheetCells, sheets
from documents.xlsx_package import address


def read_xlsx(content: bytes, layout: Layout) -> Reading:
    """Raises DocumentError where the bytes are no xlsx or no book of this layout."""
    with open_package(content, WORKBOOK) as archive:
        return recognise(_blocks(sheets(archive), layout), layout)


def _blocks(workbook: Iterator[SheetCells], layout: Layout) -> Iterator[Block]:
    for sheet in workbook:
        if sheet.name == CONTENTS_SHEET:
            yield Piece(layout.table_part.title, sheet.name)
        elif sheet.name != LEDGER_SHEET:  # contents and ledger repeat what the sheets say
            yield from _sheet(sheet)
            yield Break()


def _sheet(sheet: SheetCells) -> Iterator[Block]:
    width = max((max(row) for row in sheet.rows.values()), default=0)
    width = max(width, *(min(area.right, MAX_COLUMNS) for area in sheet.areas), 0)
    active: list[Area] = []
    coming = iter([*sheet.areas, None])
    area = next(coming)
    for number in sorted({*sheet.rows, *(area.top for area in sheet.areas)}):
        active = [area for area in active if area.bottom >= number]
        while area and area.top <= number:
            active.append(area)
            area = next(coming)
        if len(active) > MAX_COLUMNS:
            raise DocumentError(f"工作表“{sheet.name}”已损坏：第{number}行的合并单元格重叠")
        if block := _row(sheet, number, active, width):
            yield block


def _row(sheet: SheetCells, number: int, active: list[Area], width: int) -> Block | None:
    """None where the row is blank, or nothing but the lower part of cells of the row above."""
    texts = sheet.rows.get(number, {})
    areas = {area.left: area for area in active}
    cells: list[Piece] = []
    used = column = 0  # cells up to the last one that is merged or has text
    lower = True
    while column < width:
        column += 1
        area = areas.get(column)
        hidden = area is not None and area.top != number  # covered from above
        text = "" if hidden else texts.get(column, "")
        cells.append(Piece(text, f"{sheet.name}!{address(number, column)}"))
        if text or area:
            used = len(cells)
            lower = lower and hidden
        if area:
            column = max(column, area.right)
    if lower:
        return None
    return cells[0] if used == 1 else TableRow(cells)
