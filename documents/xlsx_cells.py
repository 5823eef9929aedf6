"""The cells of an xlsx, straight from its XML: what each shows, as text, and the merged areas.

(openpyxl makes an object of every cell of the square around all cells and of every merged area,
which a small file can make billions of; it also takes ten times as long.)
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from documents.blocks import DocumentError
from documents.package import parse_part
from documents.xlsx_package import address

WORKBOOK = "xl/workbook.xml"
MAX_COLUMNS = 256

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
# A character XML or Excel cannot write as it is: _x000D_ is a carriage return.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area; rows and columns count from 1, the last ones are part of it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class SheetCells:
    """`rows` holds what the cells with text show, by row and column, each counted from 1."""

    name: str
    rows: dict[int, dict[int, str]]
    areas: list[Area]


def sheets(archive: zipfile.ZipFile) -> Iterator[SheetCells]:
    """The worksheets in their order. Raises DocumentError where the workbook is damaged."""
    workbook = parse_part(archive, WORKBOOK)
    targets = _targets(archive)
    with _damaged("样式"):
        show = _Shown(archive, workbook)
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        name = str(sheet.get("name", ""))
        link = next((str(value) for key, value in sheet.items() if str(key).endswith("}id")), "")
        root = parse_part(archive, targets.get(link, f"工作表“{name}”"))
        if etree.QName(root).localname != "worksheet":
            continue  # a sheet may be a chart
        with _damaged(f"工作表“{name}”"):
            cells = _sheet(name, root, show)
        yield cells


@contextmanager
def _damaged(what: str) -> Iterator[None]:
    """Turns what a number, a style or a date that is none raises into the sentence."""
    try:
        yield
    except DocumentError:
        raise
    except (ValueError, IndexError, OverflowError):
        raise DocumentError(f"工作簿已损坏：{what}读不通，请用Excel或WPS打开后另存") from None


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    """The parts the workbook's relations lead to."""
    relations = parse_part(archive, "xl/_rels/workbook.xml.rels")
    return {
        relation.get("Id", ""): posixpath.normpath(
            posixpath.join("/xl", relation.get("Target", ""))
        ).lstrip("/")
        for relation in relations.iterfind("{*}Relationship")
    }


def _sheet(name: str, root: etree._Element, show: _Shown) -> SheetCells:
    rows: dict[int, dict[int, str]] = {}
    row = column = 0
    for line in root.iterfind("{*}sheetData/{*}row"):
        row, column = int(line.get("r", row + 1)), 0
        for cell in line.iterfind("{*}c"):
            where = cell.get("r")
            row, column = _position(where) if where else (row, column + 1)
            if text := show.text(cell):
                rows.setdefault(row, {})[column] = text
                if column > MAX_COLUMNS:
                    raise DocumentError(
                        f"{name}!{address(row, column)}：这里还有内容，超出了表样的范围，请删去"
                    )
    return SheetCells(name, dict(sorted(rows.items())), _areas(root))


def _areas(root: etree._Element) -> list[Area]:
    areas = []
    for merged in root.iterfind("{*}mergeCells/{*}mergeCell"):
        first, _, last = merged.get("ref", "").partition(":")
        top, left = _position(first)
        bottom, right = _position(last or first)
        areas.append(Area(top, left, bottom, right))
    return sorted(areas, key=lambda area: area.top)


def _position(where: str) -> tuple[int, int]:
    """Row and column of `D14`."""
    found = _ADDRESS.fullmatch(where)
    if not found:
        raise DocumentError(f"工作簿已损坏：“{where[:20]}”不是单元格的位置")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


class _Shown:
    """Makes text of a cell's value: shared texts, number formats and dates are the workbook's."""

    def __init__(self, archive: zipfile.ZipFile, workbook: etree._Element) -> None:
        parts = archive.NameToInfo
        shared = "xl/sharedStrings.xml"
        self.shared = (
            [_rich(item) for item in parse_part(archive, shared)] if shared in parts else []
        )
        styles = "xl/styles.xml"
        self.formats = _formats(parse_part(archive, styles)) if styles in parts else []
        mac = any(pr.get("date1904") in ("1", "true") for pr in workbook.iterfind("{*}workbookPr"))
        self.epoch = CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900

    def text(self, cell: etree._Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(_rich(item) for item in cell.iterfind("{*}is"))
        value = cell.findtext("{*}v") or ""
        if kind == "s":
            return self.shared[int(value)] if value else ""
        if kind == "b":
            return "是" if value == "1" else "否"
        if kind == "n" and value:
            return self._number(value, self._format(cell))
        return _ESCAPED.sub(_unescape, value)

    def _format(self, cell: etree._Element) -> str:
        style = int(cell.get("s", 0))
        return self.formats[style] if style < len(self.formats) else "General"

    def _number(self, value: str, number_format: str) -> str:
        """A number with all its digits, a percentage with its sign, a date as 2023-12-31."""
        number = float(value)
        if is_date_format(number_format):
            return str(from_excel(number, self.epoch)).removesuffix(" 00:00:00")
        if "%" in number_format:
            return f"{_plain(number * 100)}%"
        return _plain(number)


def _plain(number: float) -> str:
    """The 15 digits a double is sure of."""
    return format(Decimal(f"{number:.15g}"), "f")


def _formats(styles: etree._Element) -> list[str]:
    """The number format of each style cells may name."""
    own = {
        int(known.get("numFmtId", 0)): known.get("formatCode", "General")
        for known in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    numbers = [int(style.get("numFmtId", 0)) for style in styles.iterfind("{*}cellXfs/{*}xf")]
    return [own.get(number) or BUILTIN_FORMATS.get(number, "General") for number in numbers]


def _rich(item: etree._Element) -> str:
    """A text of one or several runs; `rPh` would be its phonetic reading."""
    texts = [*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t")]
    return _ESCAPED.sub(_unescape, "".join(text.text or "" for text in texts))


def _unescape(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))
