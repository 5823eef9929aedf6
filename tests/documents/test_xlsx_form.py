"""The xlsx as Excel sees it: numbers and text, borders, merges, a page's width, heights."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from lxml import etree
from openpyxl.utils import get_column_letter

from documents.values import Book, DepartmentGoalValues, GoalTableValues, IndicatorRow
from tests.documents import seed_text
from tests.documents.forms import written
from tests.documents.strategies import TRICKY


def opened(book):
    return openpyxl.load_workbook(io.BytesIO(written(book, "xlsx")))


@pytest.fixture(scope="module")
def workbook(reading):
    return opened(reading.book)


@pytest.fixture(scope="module")
def forms(workbook):
    return [sheet for sheet in workbook.worksheets if sheet.title.isdigit()]


def cells(sheet):
    return [cell for row in sheet.iter_rows() for cell in row]


def test_sheets_are_named_by_number(workbook, reading):
    numbers = [str(number) for number in range(1, len(reading.book.tables) + 1)]

    assert workbook.sheetnames == ["目录", "部门整体绩效目标", *numbers, "指标台账"]


def test_amounts_are_numbers_and_all_else_is_text(workbook):
    for sheet in workbook.worksheets:
        for cell in cells(sheet):
            if cell.data_type == "n" and cell.value is not None:
                assert cell.number_format == "0.00##"
            else:
                assert cell.value is None or cell.data_type == "s"


def test_amounts_stand_where_the_form_has_them(forms, reading):
    for sheet, values in zip(forms, reading.book.tables, strict=True):
        numbers = [Decimal(str(c.value)) for c in cells(sheet) if c.data_type == "n" and c.value]

        amounts = (values.budget, values.fiscal, values.other)
        assert numbers == [amount for amount in amounts if amount]


def test_text_that_looks_like_a_formula_stays_text():
    rows = tuple(IndicatorRow(*[text] * 6) for text in TRICKY)
    goals = DepartmentGoalValues("=1+1", "+1", "@x")
    values = GoalTableValues("=1", "=2", "=3", "=4", purpose="=5", goals="=6", indicators=rows)

    workbook = opened(Book(goals, (values,)))

    assert {cell.data_type for sheet in workbook.worksheets for cell in cells(sheet)} <= {"s", "n"}


def test_no_part_of_the_file_holds_a_formula(reading):
    archive = zipfile.ZipFile(io.BytesIO(written(reading.book, "xlsx")))
    with archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets" in name]

    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def test_cells_are_the_seeds_cells_in_order(forms, seed):
    for sheet, expected in zip(forms, seed_text.tables_of(seed), strict=True):
        covered = {cell for merged in sheet.merged_cells.ranges for cell in list(merged.cells)[1:]}
        found = [
            str(cell.value)
            for cell in cells(sheet)[1:]  # the title
            if (cell.row, cell.column) not in covered and cell.value is not None
        ]

        texts = [text for text in seed_text.numbers_plain(expected) if text]
        assert [plain(text) for text in found] == [plain(text) for text in texts]


def plain(text):
    """2.0 and 50% are what the form writes for 2 and 50."""
    number = re.fullmatch(r"(\d+(?:\.\d+)?)%?", text)
    return seed_text.plain(Decimal(number[1])) if number else text


def test_every_cell_of_a_merged_area_has_its_borders(reading, forms):
    """Read from the XML: openpyxl draws the borders of a merged area anew when it opens a file."""
    archive = zipfile.ZipFile(io.BytesIO(written(reading.book, "xlsx")))
    with archive:
        styles = etree.fromstring(archive.read("xl/styles.xml"))
        for sheet in forms:
            root = etree.fromstring(archive.read(f"xl/worksheets/sheet{sheet.title}.xml"))
            bordered = {
                cell.get("r")
                for cell in root.iterfind(".//{*}c")
                if styles.find("{*}cellXfs")[int(cell.get("s"))].get("borderId") == "1"
            }
            for merged in sheet.merged_cells.ranges:
                if merged.min_row > 2:  # below the title and the line without borders
                    places = {sheet.cell(*where).coordinate for where in merged.cells}
                    assert places <= bordered
    sides = list(styles.find("{*}borders")[1])
    assert [side.get("style") for side in sides] == ["thin"] * 4


def test_line_above_the_form_has_no_borders(forms):
    for sheet in forms:
        for cell in sheet[2]:
            assert cell.border.left is None or cell.border.left.style is None


def test_pages_are_a4_and_one_page_wide(workbook):
    for sheet in workbook.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)  # one is what is meant where it is left out
        assert sheet.page_setup.fitToHeight == 0
        wide = sheet.title in ("目录", "指标台账")
        assert sheet.page_setup.orientation == ("landscape" if wide else "portrait")


def test_header_rows_print_on_every_page(workbook, forms):
    assert workbook["指标台账"].print_title_rows == "$2:$2"
    for sheet in forms:
        row = int(sheet.print_title_rows.split("$")[-1])
        assert sheet.cell(row, 1).value == "一级指标"


def independent_lines(text, width):
    """Lines a text takes in the width of so many digits, a Chinese character being two."""
    count = 0
    for line in str(text).split("\n"):
        used, lines = 0, 1
        for character in line:
            size = 1 if ord(character) < 0x2000 else 2
            if used + size > width:
                lines, used = lines + 1, 0
            used += size
        count += lines
    return count


def test_rows_are_high_enough_for_all_lines(workbook):
    for sheet in workbook.worksheets:
        merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
        for cell in cells(sheet):
            if not isinstance(cell.value, str):
                continue
            area = merged.get((cell.row, cell.column))
            last_row = area.max_row if area else cell.row
            last_column = area.max_col if area else cell.column
            # A column is as wide as its digits of 7 pixels and 5 pixels more; 4 points stay free.
            points = 0.75 * sum(
                7 * sheet.column_dimensions[get_column_letter(column)].width + 5
                for column in range(cell.column, last_column + 1)
            )
            height = sum(sheet.row_dimensions[r].height for r in range(cell.row, last_row + 1))
            size = cell.font.size
            lines = independent_lines(cell.value, int((points - 4) / (size / 2)))
            assert height >= lines * size * 1.4, (sheet.title, cell.coordinate, cell.value)


def test_no_row_is_higher_than_excel_draws(workbook):
    tall = GoalTableValues("", "", "", "", goals="\n".join("行" * 200))

    sheets = [*workbook.worksheets, *opened(Book(tables=(tall,))).worksheets]

    for sheet in sheets:
        assert max(row.height or 0 for row in sheet.row_dimensions.values()) <= 409


def test_contents_lead_to_the_sheets(workbook, reading):
    sheet = workbook["目录"]

    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]

    assert rows == [
        [
            str(number),
            table.unit_code,
            table.unit_name,
            table.project_code,
            table.project_name,
            *(None if n is None else float(n) for n in (table.budget, table.fiscal, table.other)),
        ]
        for number, table in enumerate(reading.book.tables, start=1)
    ]
    links = [sheet.cell(row, 1).hyperlink.location for row in range(3, len(rows) + 3)]
    assert links == [f"'{number}'!A1" for number in range(1, len(rows) + 1)]


def test_ledger_has_a_row_an_indicator(workbook, reading):
    rows = [[cell.value for cell in row] for row in workbook["指标台账"].iter_rows(min_row=3)]

    assert [row[3:5] + row[6:] for row in rows] == [
        [table.project_code, table.project_name, *(getattr(item, key) for key in item.LABELS)]
        for table in reading.book.tables
        for item in table.indicators
    ]


def test_lists_can_be_filtered_and_keep_their_heading_in_sight(workbook):
    for title in ("目录", "指标台账"):
        assert workbook[title].freeze_panes == "A3"
        assert workbook[title].auto_filter.ref.startswith("A2:")


def test_empty_book_opens():
    assert opened(Book()).sheetnames == ["目录", "部门整体绩效目标", "指标台账"]
