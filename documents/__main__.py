"""`python -m documents read FILE [--year Y]` and `python -m documents write BOOK.json OUT`.

Exit 0, or 2 with one sentence on stderr.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TextIO

from documents.blocks import DocumentError
from documents.book_json import dump_book, load_book
from documents.files import read_file, write_file
from documents.layouts import get_layout
from documents.values import ValuesError


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        if options.command == "read":
            _read(options.file, options.year)
        else:
            write_file(options.out, load_book(options.book.read_text(encoding="utf-8")))
    except (DocumentError, ValuesError) as error:
        return _refuse(str(error))
    except UnicodeDecodeError:
        return _refuse(f"{options.book.name}不是UTF-8编码的文字")
    except OSError as error:
        return _refuse(f"{error.filename or ''}打不开或写不进：{error.strerror}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m documents", description="绩效目标文本的读与写")
    commands = parser.add_subparsers(dest="command", required=True)
    read = commands.add_parser("read", help="读入docx、xlsx或txt，输出JSON")
    read.add_argument("file", type=Path)
    read.add_argument("--year", type=int)
    write = commands.add_parser("write", help="把JSON写成docx、xlsx、html或txt")
    write.add_argument("book", type=Path)
    write.add_argument("out", type=Path)
    return parser


def _read(path: Path, year: int | None) -> None:
    reading = read_file(path, get_layout("hebei", "2023"))
    for note in reading.notes:
        _print(sys.stderr, json.dumps(note.as_json(), ensure_ascii=False) + "\n")
    _print(sys.stdout, dump_book(reading.book.with_year(year)))


def _refuse(sentence: str) -> int:
    _print(sys.stderr, f"{sentence}\n")
    return 2


def _print(stream: TextIO, text: str) -> None:
    """In UTF-8, whatever the locale of the office's machine."""
    stream.flush()
    stream.buffer.write(text.encode("utf-8", "backslashreplace"))
    stream.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
