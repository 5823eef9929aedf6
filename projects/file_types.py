"""What kind of file an upload is, by its content and its suffix together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from documents.blocks import DocumentError
from documents.package import open_package
from perfgoals.downloads import DOCX, XLSX

MAX_SIZE = 20 * 2**20
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


class WrongFile(ValueError):
    """The file cannot be taken; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class FileType:
    content_type: str
    holds: Callable[[bytes], bool]
    """Whether the content is of this type."""


def _starts(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signatures)


def _ole(*streams: str) -> Callable[[bytes], bool]:
    """An old Office file keeps the names of its streams in UTF-16; one of them tells its type."""
    names = [stream.encode("utf-16-le") for stream in streams]
    return lambda content: content.startswith(_OLE) and any(name in content for name in names)


def _package(main_part: str) -> Callable[[bytes], bool]:
    def holds(content: bytes) -> bool:
        try:
            with open_package(content, main_part):
                return True
        except DocumentError:
            return False

    return holds


_JPEG = FileType("image/jpeg", _starts(b"\xff\xd8\xff"))
TYPES = {
    "pdf": FileType("application/pdf", _starts(b"%PDF-")),
    "doc": FileType("application/msword", _ole("WordDocument")),
    "docx": FileType(DOCX, _package("word/document.xml")),
    "xls": FileType("application/vnd.ms-excel", _ole("Workbook", "Book")),
    "xlsx": FileType(XLSX, _package("xl/workbook.xml")),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": FileType("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
}


def file_type(name: str, content: bytes) -> FileType:
    """Raises WrongFile with the sentence why the file is not taken."""
    suffix = PurePath(name).suffix.lower().removeprefix(".")
    found = TYPES.get(suffix)
    if found is None:
        raise WrongFile(f"“{name}”的格式不能上传，可以上传{'、'.join(TYPES)}。")
    if not content:
        raise WrongFile(f"“{name}”是空文件。")
    if not found.holds(content):
        raise WrongFile(f"“{name}”的内容不是{suffix}文件，或者加了密码，请另存后再上传。")
    return found


def check_size(name: str, size: int) -> None:
    """Asked before the content is read. Raises WrongFile."""
    if size > MAX_SIZE:
        raise WrongFile(f"“{name}”有{size / 2**20:.1f}兆，每个文件不能超过{MAX_SIZE // 2**20}兆。")
