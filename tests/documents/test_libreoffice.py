"""Our files in another program: opened, saved again, printed."""

from __future__ import annotations

import re
from dataclasses import replace

import pypdf
import pytest

from documents.files import read_file, write_file
from documents.values import Book, DepartmentGoalValues, GoalTableValues, IndicatorRow
from tests.documents import seed_text
from tests.documents.forms import what_it_says
from tests.documents.strategies import TRICKY

pytestmark = pytest.mark.libreoffice

# LibreOffice writes _x000D_ as _x005F_x000D_ into a docx too, where Word takes it as it stands.
TRICKY_TEXTS = [text for text in TRICKY if "_x" not in text]


@pytest.fixture(scope="module")
def books(seeds, layout):
    """The two real books, and one of texts that a spreadsheet would like to change."""
    found = {name[:3]: read_file(seeds / name, layout).book for name in seed_text.NAMES}
    rows = tuple(IndicatorRow("产出指标", "数量指标", *[text] * 4) for text in TRICKY_TEXTS)
    tables = [
        GoalTableValues("471001", "局", f"{number}", text, purpose=text, goals=text)
        for number, text in enumerate(TRICKY_TEXTS)
    ]
    tables[0] = replace(tables[0], indicators=rows)
    return found | {"odd": Book(DepartmentGoalValues("=甲\n+乙"), tuple(tables))}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("books")


def write_all(books, folder, kind):
    paths = [folder / f"{name}_{kind}.{kind}" for name in books]
    for path, book in zip(paths, books.values(), strict=True):
        write_file(path, book)
    return paths


def differences(paths, books, layout):
    """Every value that did not come back, for a readable failure."""
    return [
        (name, what, back)
        for path, (name, book) in zip(paths, books.items(), strict=True)
        for what, back in pairs(what_it_says(book), what_it_says(read_file(path, layout).book))
        if what != back
    ]


def pairs(said, back):
    (goals, tables), (goals_back, tables_back) = said, back
    assert len(tables) == len(tables_back)
    return [(goals, goals_back), *zip(tables, tables_back, strict=True)]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_resaved_file_reads_back_equal(books, folder, soffice_all, layout, kind):
    resaved = soffice_all(write_all(books, folder, kind), kind)

    assert differences(resaved, books, layout) == []


def test_docx_through_odt_reads_back_equal(books, folder, soffice_all, layout):
    through = soffice_all(soffice_all(write_all(books, folder, "docx"), "odt"), "docx")

    assert differences(through, books, layout) == []


# Print


@pytest.fixture(scope="module")
def printed(books, folder, soffice_all):
    """The text of each page of the real books' PDFs, by name and kind, without blanks."""
    real = {name: book for name, book in books.items() if name != "odd"}
    paths = [path for kind in ("docx", "xlsx") for path in write_all(real, folder, kind)]
    return {path.stem: pages(path) for path in soffice_all(paths, "pdf")}


FOOTER = re.compile(r"^—\d+—|—\d+—$")


def pages(path):
    texts = (page.extract_text() for page in pypdf.PdfReader(path).pages)
    return [FOOTER.sub("", squash(text)) for text in texts]


def squash(text):
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_every_cell_is_printed_whole_on_the_pages_of_its_table(printed, books, layout, kind):
    for name in ("978", "471"):
        book = books[name]
        titles = [
            squash(layout.table_title(table.project_name, number))
            for number, table in enumerate(book.tables, start=1)
        ]
        sections = by_title(printed[f"{name}_{kind}"], titles)
        for table, section in zip(book.tables, sections, strict=True):
            cells = [squash(text) for text in shown(table)]
            assert [cell for cell in cells if cell not in section] == []


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_every_paragraph_of_the_goals_is_printed_whole(printed, books, kind):
    for name in ("978", "471"):
        text, goals = "".join(printed[f"{name}_{kind}"]), books[name].goals
        lines = [line for part in goals.LABELS for line in getattr(goals, part).split("\n")]
        assert [line for line in lines if squash(line) not in text] == []


def by_title(found, titles):
    """The text of the pages from the one with a title to the one before the next title."""
    starts = [next(n for n, page in enumerate(found) if title in page) for title in titles]
    ends = [*starts[1:], len(found)]
    return ["".join(found[start:end]) for start, end in zip(starts, ends, strict=True)]


def shown(table):
    amounts = [n for n in (table.budget, table.fiscal, table.other) if n is not None]
    texts = seed_text.cells_of(table)
    for at in (*seed_text.AMOUNTS, *seed_text.PLAN):
        texts[at] = ""
    return [*texts, *(f"{amount:.2f}" for amount in amounts), f"{table.plan.december:f}%"]


def test_docx_books_have_the_pages_expected(printed):
    assert {name: len(found) for name, found in printed.items() if "docx" in name} == {
        "978_docx": 6,
        "471_docx": 13,
    }


def test_each_form_begins_a_page_and_only_the_long_one_takes_two(printed, books, layout):
    for name in ("978", "471"):
        with_title = [
            number
            for number, page in enumerate(printed[f"{name}_docx"])
            for table in books[name].tables
            if squash(table.project_name + layout.title_suffix) in page
        ]
        assert with_title == list(range(with_title[0], with_title[0] + len(with_title)))
        assert len(with_title) == len(books[name].tables)


def test_indicator_header_is_printed_again_on_the_second_page(printed):
    header = "一级指标二级指标三级指标绩效指标描述指标值指标值确定依据"
    for kind in ("docx", "xlsx"):
        long = [page for page in printed[f"471_{kind}"] if "机关人员满意率" in page]
        assert header in long[0]


def test_sheets_are_one_page_wide(printed, books):
    """A sheet wider than a page would print its right half on a page without the left one."""
    for name in ("978", "471"):
        forms = [
            page for page in printed[f"{name}_xlsx"] if "项目编码" in page and "单位：" in page
        ]
        assert len(forms) == len(books[name].tables)
        for page in forms:
            assert "一级指标" in page
            assert "指标值确定依据" in page
