"""Books as bytes and back, for the tests."""

from __future__ import annotations

import io

from documents.blocks import Reading
from documents.layouts import get_layout
from documents.read_docx import read_docx
from documents.read_text import read_text
from documents.read_xlsx import read_xlsx
from documents.values import Book
from documents.write_docx import write_docx
from documents.write_text import write_text
from documents.write_xlsx import write_xlsx

KINDS = ("docx", "xlsx", "txt")


def written(book: Book, kind: str) -> bytes:
    if kind == "txt":
        return write_text(book).encode()
    out = io.BytesIO()
    {"docx": write_docx, "xlsx": write_xlsx}[kind](out, book)
    return out.getvalue()


def read(content: bytes, kind: str) -> Reading:
    readers = {"docx": read_docx, "xlsx": read_xlsx, "txt": read_text}
    return readers[kind](content, get_layout("hebei", "2023"))


def what_it_says(book: Book) -> tuple[object, ...]:
    """Equality of a round trip covers these; form, edition, year and name are the caller's."""
    return book.goals, book.tables
