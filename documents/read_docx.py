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
_BLOCKS = {_P, _TBL, _TR, _TC}
_R, _T, _TCPR, _VMERGE, _VAL = f"{_W}r", f"{_W}t", f"{_W}tcPr", f"{_W}vMerge", f"{_W}val"
_MARKS = {
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}tab": " ",
    f"{_W}noBreakHyphen": "-",
    f"{_W}ptab": " ",
}
# Properties say nothing. Deleted and moved-away text, and pictures with their text boxes, are not
# what the page says.
_SKIPPED = {
    f"{_W}tblPr",
    f"{_W}tblGrid",
    f"{_W}trPr",
    _TCPR,
    f"{_W}pPr",
    f"{_W}rPr",
    f"{_W}del",
    f"{_W}moveFrom",
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
        if element.tag in _BLOCKS:
            yield element
        elif element.tag not in _SKIPPED:
            yield from _children(element)


def _table(table: etree._Element, number: int) -> Iterator[Block]:
    rows = (element for element in _children(table) if element.tag == _TR)
    for row_number, row in enumerate(rows, start=1):
        prefix = f"表{number} 第{row_number}行第"
        cells = (element for element in _children(row) if element.tag == _TC)
        yield TableRow(
            [Piece(_cell(cell), f"{prefix}{at}列") for at, cell in enumerate(cells, start=1)]
        )
    yield Break()


def _cell(cell: etree._Element) -> str:
    """The text of a cell, a line a paragraph; blank where it is merged from the row above."""
    lines: list[str] = []
    for element in cell:
        tag = element.tag
        if tag == _P:
            lines.append(_text(element))
        elif tag == _TCPR:
            if _continues(element):
                return ""
        elif tag not in _SKIPPED:
            lines += map(_text, _paragraphs(element))
    return "\n".join(lines)


def _continues(properties: etree._Element) -> bool:
    return any(
        merge.get(_VAL, "continue") == "continue" for merge in properties.iterchildren(_VMERGE)
    )


def _paragraphs(parent: etree._Element) -> Iterator[etree._Element]:
    """Those of tables inside a cell, or of content controls: nothing is to be lost."""
    for element in _children(parent):
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
        elif tag == _R:
            _collect(child, pieces)
        elif tag in _MARKS:
            pieces.append(_MARKS[tag])
        elif tag not in _SKIPPED:
            _collect(child, pieces)
