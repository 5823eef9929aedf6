"""A small streaming xlsx: sheets are drawn one by one into the zip, the workbook is put around them
at the end. (XlsxWriter and openpyxl keep every cell as an object; for a county's book that is
seconds and gigabytes.) Cells are text or numbers, never formulas. Same calls, same bytes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import IO, Self
from xml.sax.saxutils import escape, quoteattr

from documents.measure import MM_PER_POINT
from documents.spec import Align, Face, PageSetup
from documents.write_docx import zip_info

MAX_TEXT = 32_767
"""Characters a cell can hold (Excel's specification)."""

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# What Excel would take for an escaped character: _x000D_ is a carriage return.
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_AMOUNT_FORMAT_ID = 164
"""The first number of a format that is the file's own."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks; `amount` cells hold numbers shown with at least two decimals."""

    face: Face
    align: Align
    border: bool = True
    amount: bool = False
    link: bool = False


@dataclass(slots=True)
class Sheet:
    """The cells of one sheet; rows and columns count from 0, lengths are mm."""

    name: str
    widths: Iterable[float]
    landscape: bool = False
    frozen: int = 0
    """Rows at the top that stay in sight."""
    repeated: int | None = None
    """The row that is printed again at the top of each page after its own."""
    filtered: str = ""
    heights: dict[int, float] = field(default_factory=dict)
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def put(
        self,
        row: int,
        col: int,
        value: str | Decimal,
        style: int,
        *,
        rows: int = 1,
        cols: int = 1,
    ) -> None:
        """Write a cell, merged over `rows` and `cols`; each covered cell has the style's border."""
        for below in range(row, row + rows):
            line = self.cells.setdefault(below, {})
            for beside in range(col, col + cols):
                line[beside] = f'<c r="{_address(below, beside)}" s="{style}"/>'
        self.cells[row][col] = _cell(_address(row, col), style, value)
        if rows > 1 or cols > 1:
            self.merges.append(f"{_address(row, col)}:{_address(row + rows - 1, col + cols - 1)}")

    def link(self, row: int, col: int, sheet: str) -> None:
        """Make a cell lead to another sheet."""
        location = quoteattr(f"'{sheet}'!A1")
        self.links.append(f'<hyperlink ref="{_address(row, col)}" location={location}/>')

    def filter_rows(self, first: int, last: int, cols: int) -> None:
        """Offer filters in row `first` for the rows down to `last`."""
        self.filtered = f"{_address(first, 0)}:{_address(last, cols - 1)}"

    def xml(self, page: PageSetup, mark: str = "") -> str:
        header = f"<oddHeader>{escape('&R' + mark.replace('&', '&&'))}</oddHeader>" if mark else ""
        merges = "".join(f'<mergeCell ref="{merge}"/>' for merge in self.merges)
        orientation = "landscape" if self.landscape else "portrait"
        return (
            f'{_XML}<worksheet xmlns="{_MAIN}">'
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f"<sheetViews>{self._view()}</sheetViews>"
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{self._columns()}</cols>'
            f"<sheetData>{''.join(map(self._row, sorted(self.cells)))}</sheetData>"
            + (f'<autoFilter ref="{self.filtered}"/>' if self.filtered else "")
            + (f'<mergeCells count="{len(self.merges)}">{merges}</mergeCells>' if merges else "")
            + (f"<hyperlinks>{''.join(self.links)}</hyperlinks>" if self.links else "")
            + '<printOptions horizontalCentered="1"/>'
            f'<pageMargins left="{_inches(page.margin_left)}" right="{_inches(page.margin_right)}"'
            f' top="{_inches(page.margin_top)}" bottom="{_inches(page.margin_bottom)}"'
            ' header="0.3" footer="0.4"/>'
            f'<pageSetup paperSize="9" orientation="{orientation}" fitToHeight="0"/>'
            f"<headerFooter>{header}<oddFooter>&amp;C— &amp;P —</oddFooter></headerFooter>"
            "</worksheet>"
        )

    def _view(self) -> str:
        if not self.frozen:
            return '<sheetView showGridLines="0" workbookViewId="0"/>'
        top = _address(self.frozen, 0)
        pane = f'<pane ySplit="{self.frozen}" topLeftCell="{top}" activePane="bottomLeft"'
        return f'<sheetView workbookViewId="0">{pane} state="frozen"/></sheetView>'

    def _columns(self) -> str:
        return "".join(
            f'<col min="{number}" max="{number}" width="{_characters(width)}" customWidth="1"/>'
            for number, width in enumerate(self.widths, start=1)
        )

    def _row(self, row: int) -> str:
        height = self.heights.get(row)
        points = f' ht="{height / MM_PER_POINT:.2f}" customHeight="1"' if height else ""
        line = self.cells[row]
        return f'<row r="{row + 1}"{points}>{"".join(line[col] for col in sorted(line))}</row>'


class Workbook:
    """An xlsx being written to `out`: `with` closes the zip. Sheets may be added in any order;
    `finish` names them in the order they are to stand in."""

    def __init__(
        self, out: IO[bytes], page: PageSetup, default: Style, title: str, mark: str = ""
    ) -> None:
        self.archive = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self.page = page
        self.title = title
        self.mark = mark
        # Style 0 is what Excel takes for the workbook's own: its face measures the columns.
        self.styles: dict[Style, int] = {default: 0}
        self.files: dict[str, int] = {}
        self.repeated: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.archive.close()

    def style(self, style: Style) -> int:
        """The number cells of this style are put with."""
        return self.styles.setdefault(style, len(self.styles))

    def add(self, sheet: Sheet) -> None:
        self.files[sheet.name] = len(self.files) + 1
        if sheet.repeated is not None:
            self.repeated[sheet.name] = sheet.repeated + 1
        self._write(
            f"xl/worksheets/sheet{self.files[sheet.name]}.xml", sheet.xml(self.page, self.mark)
        )

    def finish(self, order: Iterable[str]) -> None:
        names = list(order)
        self._write("xl/styles.xml", _styles_xml(list(self.styles)))
        self._write("xl/workbook.xml", self._workbook_xml(names))
        self._write("xl/_rels/workbook.xml.rels", self._relations_xml())
        self._write("docProps/core.xml", _properties_xml(self.title))
        self._write("_rels/.rels", _ROOT_RELATIONS)
        self._write("[Content_Types].xml", self._types_xml())

    def _write(self, name: str, text: str) -> None:
        self.archive.writestr(zip_info(name), text.encode())

    def _workbook_xml(self, names: list[str]) -> str:
        sheets = "".join(
            f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{self.files[name]}"/>'
            for number, name in enumerate(names, start=1)
        )
        titles = "".join(
            f'<definedName name="_xlnm.Print_Titles" localSheetId="{number}">'
            f"'{escape(name)}'!${self.repeated[name]}:${self.repeated[name]}</definedName>"
            for number, name in enumerate(names)
            if name in self.repeated
        )
        return (
            f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
            f"<bookViews><workbookView/></bookViews><sheets>{sheets}</sheets>"
            + (f"<definedNames>{titles}</definedNames>" if titles else "")
            + "</workbook>"
        )

    def _relations_xml(self) -> str:
        sheets = "".join(
            f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet"'
            f' Target="worksheets/sheet{number}.xml"/>'
            for number in self.files.values()
        )
        return (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{sheets}'
            f'<Relationship Id="styles" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
            "</Relationships>"
        )

    def _types_xml(self) -> str:
        sheets = "".join(
            f'<Override PartName="/xl/worksheets/sheet{number}.xml"'
            f' ContentType="{_TYPES}.worksheet+xml"/>'
            for number in self.files.values()
        )
        return (
            f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
            '<Override PartName="/docProps/core.xml"'
            ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
            f"{sheets}</Types>"
        )


_ROOT_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)


def _properties_xml(title: str) -> str:
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title></cp:coreProperties>"
    )


def _styles_xml(styles: list[Style]) -> str:
    fonts = "".join(_font_xml(style) for style in styles)
    formats = "".join(_format_xml(style, number) for number, style in enumerate(styles))
    sides = "".join(
        f'<{side} style="thin"><color rgb="FF000000"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    return (
        f'{_XML}<styleSheet xmlns="{_MAIN}">'
        f'<numFmts count="1"><numFmt numFmtId="{_AMOUNT_FORMAT_ID}" formatCode="0.00##"/></numFmts>'
        f'<fonts count="{len(styles)}">{fonts}</fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        f'<borders count="2"><border/><border>{sides}</border></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="{len(styles)}">{formats}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


def _font_xml(style: Style) -> str:
    face = style.face
    marks = ("<b/>" if face.bold else "") + ("<u/>" if style.link else "")
    color = "FF0000FF" if style.link else "FF000000"
    return (
        f'<font>{marks}<sz val="{face.size:g}"/><color rgb="{color}"/>'
        f"<name val={quoteattr(face.name)}/></font>"
    )


def _format_xml(style: Style, font: int) -> str:
    top = style.align is Align.TOP_LEFT
    horizontal = "left" if top else style.align.value
    number_format = _AMOUNT_FORMAT_ID if style.amount else 49  # 49 is the built-in text format
    return (
        f'<xf numFmtId="{number_format}" fontId="{font}" fillId="0" borderId="{int(style.border)}"'
        ' xfId="0" applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1">'
        f'<alignment horizontal="{horizontal}" vertical="{"top" if top else "center"}"'
        ' wrapText="1"/></xf>'
    )


def _cell(address: str, style: int, value: str | Decimal) -> str:
    if isinstance(value, Decimal):
        return f'<c r="{address}" s="{style}"><v>{value:f}</v></c>'
    if not value:
        return f'<c r="{address}" s="{style}"/>'
    text = escape(_ESCAPE_LIKE.sub("_x005F_", value))
    return (
        f'<c r="{address}" s="{style}" t="inlineStr">'
        f'<is><t xml:space="preserve">{text}</t></is></c>'
    )


def address(row: int, column: int) -> str:
    """`D14`, as people see it in their spreadsheet: both count from 1."""
    return f"{_column_name(column)}{row}"


@cache
def _column_name(column: int) -> str:
    name = ""
    while column > 0:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def _address(row: int, col: int) -> str:
    """The address of a cell counted from 0, as everything in a Sheet is."""
    return f"{_column_name(col + 1)}{row + 1}"


def _characters(mm: float) -> str:
    """Excel measures columns in digits of the default face: 7 pixels each and 5 around them."""
    return f"{(mm / 25.4 * 96 - 5) / 7:.2f}"


def _inches(mm: float) -> str:
    return f"{mm / 25.4:.3f}"
