"""The blocks of a docx, straight from its XML (python-docx takes quadratic time over cells)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from documents.blocks import Block, Break, DocumentError, Piece, Reading, TableRow
from documents.docx_package import BODY
from documents.package import open_package, parse_part
from documents.recognise import recognise
from documents.spec import Layout

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _TBL, _TR, _TC = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"
_T, _VMERGE, _VAL = f"{_W}t", f"{_W}vMerge", f"{_W}val"
_MARKS = {
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}tab": " ",
    f"{_W}noBreakHyphen": "-",
    f"{_W}ptab": " ",
}
# Deleted and moved-away text, and pictures with their text boxes, are not what the page says.
_SKIPPED = {
    f"{_W}del",
    f"{_W}moveFrom",
    f"{_W}pPr",
    f"{_W}rPr",
    f"{_W}drawing",
    f"{_W}pict",
    f"{_W}object",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
}


def read_docx(content: bytes, layout: Layout) -> Reading:
    """Raises DocumentError where the bytes are no docx or no book of this layout."""
    with open_package(content, BODY) as archive:
        root = parse_part(archive, BODY)
    body = root.find(f"{_W}body")
    if body is None:
        raise DocumentError("文件没有正文，请用Word或WPS打开后另存")
    return recognise(_blocks(body), layout)


def _blocks(body: etree._Element) -> Iterator[Block]:
    paragraphs = tables = 0
    for element in _children(body):
        if element.tag == _P:
            paragraphs += 1
            yield Piece(_text(element), f"第{paragraphs}段")
        elif element.tag == _TBL:
            tables += 1
            yield from _table(element, tables)


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs, tables, rows or cells below `parent`, through content controls and the like."""
    for element in parent:
        if element.tag in (_P, _TBL, _TR, _TC):
            yield element
        elif element.tag not in _SKIPPED:
            yield from _children(element)


def _table(table: etree._Element, number: int) -> Iterator[Block]:
    rows = (element for element in _children(table) if element.tag == _TR)
    for row_number, row in enumerate(rows, start=1):
        cells = (element for element in _children(row) if element.tag == _TC)
        prefix = f"表{number} 第{row_number}行第"
        yield TableRow(
            [
                Piece(_cell(cell), f"{prefix}{column}列")
                for column, cell in enumerate(cells, start=1)
            ]
        )
    yield Break()


def _cell(cell: etree._Element) -> str:
    merge = cell.find(f"{_W}tcPr/{_VMERGE}")
    if merge is not None and merge.get(_VAL, "continue") == "continue":
        return ""
    return "\n".join(_text(paragraph) for paragraph in _paragraphs(cell))


def _paragraphs(cell: etree._Element) -> Iterator[etree._Element]:
    """Also those of tables inside the cell: what they say is not to be lost."""
    for element in _children(cell):
        if element.tag == _P:
            yield element
        else:
            yield from _paragraphs(element)


def _text(paragraph: etree._Element) -> str:
    pieces: list[str] = []
    _collect(paragraph, pieces)
    return "".join(pieces)


def _collect(element: etree._Element, pieces: list[str]) -> None:
    for child in element:
        tag = child.tag
        if tag == _T:
            pieces.append(child.text or "")
        elif tag in _MARKS:
            pieces.append(_MARKS[tag])
        elif tag not in _SKIPPED and len(child):
            _collect(child, pieces)
