"""Text taken out of a book, as in the published extractions: each cell on its own line behind a
tab, further lines of the cell without one, an empty line after each row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.blocks import Block, DocumentError, Note, Piece, Reading, Severity, TableRow
from documents.recognise import recognise
from documents.spec import Layout

# Word's hidden bookmarks (_Toc…, _GoBack) as the extraction prints them.
BOOKMARK = re.compile(r"\[bookmark: _\w+\]")


def read_text(content: bytes, layout: Layout) -> Reading:
    """Raises DocumentError where the text is not UTF-8 or no book."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = content[: error.start].count(b"\n") + 1
        raise DocumentError(f"第{place}行不是UTF-8编码的文字，请另存为UTF-8文本") from None
    return recognise(_blocks(text.replace("\r\n", "\n")), layout)


def _blocks(text: str) -> Iterator[Block]:
    row: list[Piece] = []
    for number, raw in enumerate(text.split("\n"), start=1):
        place, line = f"第{number}行", BOOKMARK.sub("", raw)
        if line != raw and (row or line.startswith("\t")):
            yield Note(Severity.INFO, place, "去掉了书签标记")
        if line.startswith("\t"):
            row.append(Piece(line[1:], place))
        elif not row:
            yield Piece(line, place)
        elif line:
            row[-1] = Piece(f"{row[-1].text}\n{line}", row[-1].place)
        else:
            yield TableRow(row)
            row = []
    if row:
        yield TableRow(row)
