"""What Word, Excel and people put into a file besides our own forms is read as the page says it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest

from documents.blocks import DocumentError, Severity
from documents.values import Book, DepartmentGoalValues, GoalTableValues, IndicatorRow
from documents.xlsx_package import address
from tests.documents.forms import read, written

ROW = IndicatorRow("产出指标", "数量指标", "甲", "乙", "1项", "丙")
TABLE = GoalTableValues("471001", "局", "码", "项目甲", purpose="用途", indicators=(ROW, ROW))
BOOK = Book(DepartmentGoalValues(overall="总体"), (TABLE,))
CELL = "<w:tc><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc>"
BODY, SHEET = "word/document.xml", "xl/worksheets/sheet1.xml"


def edited(kind, part, *changes, **parts):
    """The bytes of BOOK with texts of one part replaced and other parts added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written(BOOK, kind))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode() if name == part else old.read(name)
            for before, after in changes if name == part else ():
                assert before in content
                content = content.replace(before, after)
            new.writestr(name, content)
        for name, content in parts.items():
            new.writestr(f"xl/{name}.xml", content)
    return out.getvalue()


def purpose_in_docx(run):
    """How the purpose is read when its run is this XML."""
    old = '<w:r><w:t xml:space="preserve">用途</w:t></w:r>'
    return read(edited("docx", BODY, (old, run)), "docx").book.tables[0].purpose


@pytest.mark.parametrize(
    ("run", "text"),
    [
        ("<w:r><w:t>用</w:t></w:r><w:r><w:t>途</w:t></w:r>", "用途"),
        ("<w:r><w:t>用</w:t><w:br/><w:t>途</w:t><w:cr/><w:t>三</w:t></w:r>", "用\n途\n三"),
        ("<w:r><w:t>用</w:t><w:tab/><w:t>途</w:t></w:r>", "用 途"),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>", "a-b"),
        ("<w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:t>旧</w:t></w:r></w:del>", "新"),
        ("<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>", "链接"),
        (
            "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>",
            "控件",
        ),
        (
            "<w:r><w:pict><w:p><w:r><w:t>框</w:t></w:r></w:p></w:pict></w:r><w:r><w:t>文</w:t></w:r>",
            "文",
        ),
        (
            f"<w:r><w:t>见表</w:t></w:r></w:p><w:tbl><w:tr>{CELL}{CELL}</w:tr></w:tbl><w:p>",
            "见表\n格\n格",
        ),
        ("<w:r/>", ""),
    ],
)
def test_text_of_a_word_cell_is_what_the_page_says(run, text):
    assert purpose_in_docx(run) == text


def test_word_leaves_out_the_value_of_a_continued_merge():
    content = edited("docx", BODY, ('<w:vMerge w:val="continue"/>', "<w:vMerge/>"))

    assert read(content, "docx").book == BOOK_READ


def test_rows_and_tables_within_content_controls_are_read():
    content = edited(
        "docx",
        BODY,
        ("<w:tr>", "<w:sdt><w:sdtContent><w:tr>"),
        ("</w:tr>", "</w:tr></w:sdtContent></w:sdt>"),
        ("<w:tbl>", "<w:customXml><w:tbl>"),
        ("</w:tbl>", "</w:tbl></w:customXml>"),
    )

    assert read(content, "docx").book == BOOK_READ


BOOK_READ = replace(BOOK, department_code="471")


# Excel


def cell_in_xlsx(cell, *changes, **parts):
    """How the purpose is read when its cell has this type and value."""
    content = edited(
        "xlsx",
        SHEET,
        (' t="inlineStr"><is><t xml:space="preserve">用途</t></is></c>', f"{cell}</c>"),
        *changes,
        **parts,
    )
    return read(content, "xlsx").book.tables[0].purpose


SHARED = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<si><t>零</t></si><si><r><t>用</t></r><r><t>途</t></r><rPh><t>yong</t></rPh></si>"
    "<si><t>甲_x000D_\n乙_x005F_x000D_</t></si></sst>"
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (' t="s"><v>1</v>', "用途"),
        (' t="s"><v>2</v>', "甲\n乙_x000D_"),
        (' t="str"><f>A1</f><v>结果</v>', "结果"),
        (' t="b"><v>1</v>', "是"),
        (' t="b"><v>0</v>', "否"),
        (' t="e"><v>#N/A</v>', "#N/A"),
        ("><v>0.1</v>", "0.1"),
        ("><v>12345678901234567890</v>", "12345678901234600000"),
        ("><v></v>", ""),
        (">", ""),
    ],
)
def test_text_of_an_excel_cell_is_what_it_shows(cell, text):
    assert cell_in_xlsx(cell, sharedStrings=SHARED) == text


@pytest.mark.parametrize(
    ("number", "number_format", "text"),
    [
        ("0.5", 9, "50%"),
        ("0.333", 10, "33.3%"),
        ("45291", 14, "2023-12-31"),
        ("45291.5", 22, "2023-12-31 12:00:00"),
        ("5", 49, "5"),
        ("5", 999, "5"),
    ],
)
def test_number_is_read_as_its_format_shows_it(number, number_format, text):
    content = edited(
        "xlsx",
        "xl/styles.xml",
        ('numFmtId="49"', f'numFmtId="{number_format}"'),
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == SHEET:
                old_cell = ' t="inlineStr"><is><t xml:space="preserve">用途</t></is>'
                part = part.replace(old_cell.encode(), f"><v>{number}</v>".encode())
            new.writestr(name, part)

    assert read(out.getvalue(), "xlsx").book.tables[0].purpose == text


def test_cells_without_addresses_count_from_the_left():
    content = edited("xlsx", SHEET)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            if name == SHEET:
                cells = re.findall(r'<row r="4".*?</row>', part)[0]
                part = part.replace(cells, re.sub(r'<c r="\w+"', "<c", cells))
                part = re.sub(r'<row r="\d+"', "<row", part)
            new.writestr(name, part)

    assert read(out.getvalue(), "xlsx").book == BOOK_READ


@pytest.mark.parametrize(
    ("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (16384, "XFD")]
)
def test_addresses_are_those_people_see(column, name):
    assert address(14, column) == f"{name}14"


def test_sheet_of_a_chart_is_passed_over():
    chart = '<chartsheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    whole = written(BOOK, "xlsx")
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        contents = archive.read("xl/workbook.xml").decode()
        number = re.search(r'name="指标台账" sheetId="\d+" r:id="rId(\d+)"', contents)[1]
        ledger = archive.read(f"xl/worksheets/sheet{number}.xml").decode()

    content = edited("xlsx", f"xl/worksheets/sheet{number}.xml", (ledger, chart))

    assert read(content, "xlsx").book == BOOK_READ


# Text


def test_line_ends_of_windows_are_read():
    content = written(BOOK, "txt").replace(b"\n", b"\r\n")

    assert read(content, "txt").book == BOOK_READ


def test_byte_order_mark_is_read():
    assert read(b"\xef\xbb\xbf" + written(BOOK, "txt"), "txt").book == BOOK_READ


def test_last_row_without_an_empty_line_is_read():
    content = written(BOOK, "txt").rstrip()

    assert read(content, "txt").book == BOOK_READ


def test_row_torn_at_the_very_end_is_refused():
    text = written(BOOK, "txt").decode().rstrip()
    torn = "\n".join(text.split("\n")[:-4]) + "\n\t\n甲\n"

    with pytest.raises(DocumentError, match=r"^第\d+行：这一行应有6个单元格"):
        read(torn.encode(), "txt")


# Remarks


def notes(text):
    return [(n.severity, n.message) for n in read(text.encode(), "txt").notes]


def test_what_has_no_place_is_reported():
    text = written(BOOK, "txt").decode().replace(" 第二部分", "第二部分\n附注：略")

    assert notes(text) == [(Severity.WARNING, "未能归位，没有读入：“附注：略”")]


def test_cell_too_many_is_reported():
    text = written(BOOK, "txt").decode().replace("\t项目甲\n", "\t项目甲\n\t多\n")

    assert notes(text) == [(Severity.WARNING, "未能归位，没有读入：“多”")]


def test_table_of_another_kind_is_reported_cell_by_cell():
    text = written(BOOK, "txt").decode().replace("1.项目甲", "\t序号\n\t名称\n\n1.项目甲")

    assert [message for _, message in notes(text)] == [
        "未能归位，没有读入：“序号”",
        "未能归位，没有读入：“名称”",
    ]


def test_heading_that_differs_from_the_name_is_reported():
    text = written(BOOK, "txt").decode().replace("1.项目甲绩效", "1.项目乙绩效")

    assert notes(text) == [(Severity.WARNING, "标题与项目名称“项目甲”不一致，以项目名称为准")]


@pytest.mark.parametrize(
    ("raw", "remark"),
    [
        ("用途 ", "“资金用途”去掉了行首行末的空白"),
        ("用途\n\u3000", "“资金用途”去掉了行首行末的空白"),
        ("用\t途", "“资金用途”制表符改成了空格"),
        ("用\u200b途", "“资金用途”含有看不见的零宽字符，已原样保留"),
    ],
)
def test_what_normalising_did_is_reported(raw, remark):
    found = notes(written(BOOK, "txt").decode().replace("\t用途\n", f"\t{raw}\n"))

    assert (Severity.INFO, remark) in found


def test_sentence_stays_one_line_whatever_the_file_holds():
    text = written(BOOK, "txt").decode().replace("\t预算数\n", "\t预\n算\n数目\n")

    with pytest.raises(DocumentError) as caught:
        read(text.encode(), "txt")
    assert "\n" not in str(caught.value)
