"""Files by their suffix: which reader, which writer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO

from documents.blocks import DocumentError, Reading
from documents.package import load_file
from documents.read_docx import read_docx
from documents.read_text import read_text
from documents.read_xlsx import read_xlsx
from documents.spec import Layout
from documents.values import Book
from documents.write_docx import write_docx
from documents.write_html import write_html_book
from documents.write_text import write_text
from documents.write_xlsx import write_xlsx

_READERS: dict[str, Callable[[bytes, Layout], Reading]] = {
    ".docx": read_docx,
    ".xlsx": read_xlsx,
    ".txt": read_text,
}


def _write_html(out: IO[bytes], book: Book, *, mark: str = "") -> None:
    out.write(write_html_book(book).encode())


def _write_text(out: IO[bytes], book: Book, *, mark: str = "") -> None:
    out.write(write_text(book).encode())


_WRITERS: dict[str, Callable[..., None]] = {
    ".docx": write_docx,
    ".xlsx": write_xlsx,
    ".html": _write_html,
    ".txt": _write_text,
}


def read_file(path: Path, layout: Layout) -> Reading:
    """Raises DocumentError where the file is none we can read."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise DocumentError(f"不认识“{path.name}”的格式，可以读入docx、xlsx、txt")
    return reader(load_file(path), layout)


def write_file(path: Path, book: Book, *, mark: str = "") -> None:
    """Writes beside `path` first: what stands there is replaced by a whole file or not at all.
    `mark`, such as 草稿, is for docx and xlsx; the other kinds have no pages to put it on.

    Raises DocumentError on an unknown suffix, ValuesError where the format cannot hold a value,
    OSError where the file cannot be written.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise DocumentError(f"还不能写出“{path.suffix}”格式，可以写出docx、xlsx、html、txt")
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("wb") as out:
            writer(out, book, mark=mark)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
