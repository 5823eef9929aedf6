"""The book of a department and year, and its files."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from documents.read_docx import read_docx
from documents.read_xlsx import read_xlsx
from projects.exports import whole_book
from projects.models import BudgetYear, DepartmentGoal, GoalTable
from tests.projects.books import fixture_book, many
from tests.projects.pages import content, filename, hrefs, parsed

READERS = {"docx": read_docx, "xlsx": read_xlsx}


@pytest.fixture
def reader(books, client):
    client.force_login(books.auditor)
    return client


def rows(response):
    return [
        [cell.text_content().strip() for cell in line]
        for line in parsed(response).xpath("//tbody/tr")
    ]


def test_page_lists_the_tables_in_the_books_order(reader):
    lines = rows(reader.get("/books/471/2023/"))

    assert [(line[0], line[1]) for line in lines] == [
        (str(number), values.project_code)
        for number, values in enumerate(fixture_book("471").tables, start=1)
    ]


def test_page_sums_the_amounts(reader):
    foot = parsed(reader.get("/books/471/2023/")).xpath("//tfoot//td/text()")

    assert foot[:3] == ["合计", "1849.25", "1849.25"]


def test_page_offers_files_goal_and_tables(books, reader):
    links = set(hrefs(reader.get("/books/471/2023/")))

    assert {
        "/books/471/2023.docx",
        "/books/471/2023.xlsx",
        "/books/471/2023/goal/",
        f"/tables/{books.t471.pk}/",
    } <= links
    assert "/books/471/2023/goal/edit/" not in links


def test_clerk_of_the_department_may_edit_the_goal_from_here(books, client):
    client.force_login(books.clerk471)

    assert "/books/471/2023/goal/edit/" in hrefs(client.get("/books/471/2023/"))


def test_book_of_an_empty_year_says_what_to_do(books, reader):
    BudgetYear.objects.create(year=2024, framework=books.year.framework)

    response = reader.get("/books/471/2024/")

    assert "本年度还没有项目" in response.text
    assert "还没有填写" in response.text
    assert reader.get("/books/471/2024.docx").status_code == 200


def test_what_is_not_there_is_missing(reader):
    for url in (
        "/books/471/2031/",
        "/books/999/2023/",
        "/books/471001/2023/",
        "/books/471/2031.docx",
        "/books/999/2023.xlsx",
        "/books/471/2023.pdf",
        "/books/471/23/",
    ):
        assert reader.get(url).status_code == 404, url


# Files


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("code", ["471", "978"])
def test_file_says_what_the_book_says(books, reader, code, kind):
    response = reader.get(f"/books/{code}/2023.{kind}")

    read = READERS[kind](content(response), books.year.layout)
    book = fixture_book(code)
    assert (read.book.tables, read.book.goals) == (book.tables, book.goals)
    assert read.errors == []


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("/books/471/2023.docx", "471怀来县工业和信息化局2023年部门预算绩效文本.docx"),
        ("/books/978/2023.xlsx", "978河北沙城经济开发区管理委员会2023年部门预算绩效文本.xlsx"),
    ],
)
def test_file_has_an_offices_name(reader, url, name):
    response = reader.get(url)

    assert filename(response) == name
    assert response.headers["Cache-Control"] == "private, no-store"


def test_workbook_has_its_sheets(reader):
    book = load_workbook(BytesIO(content(reader.get("/books/978/2023.xlsx"))))

    assert book.sheetnames == ["目录", "部门整体绩效目标", "1", "2", "3", "指标台账"]


def test_large_book_comes_whole(books, reader):
    """More tables than are read from the database at once."""
    many(books, books.year, 450)

    read = read_docx(content(reader.get("/books/978/2023.docx")), books.year.layout).book

    assert read.tables == whole_book(books.d978, books.year).tables
    assert len(read.tables) == 453


def test_same_book_same_bytes(reader):
    first, second = (content(reader.get("/books/471/2023.docx")) for _ in range(2))

    assert first == second


# The list of books


def test_list_shows_each_departments_figures(reader):
    assert [line[:4] for line in rows(reader.get("/books/"))] == [
        ["471", "怀来县工业和信息化局", "10", "1849.25"],
        ["978", "河北沙城经济开发区管理委员会", "3", "5248.76"],
    ]


def test_list_shows_departments_without_tables(books, reader):
    GoalTable.objects.of_department(books.d978).delete()
    DepartmentGoal.objects.all().delete()

    assert rows(reader.get("/books/"))[1][:4] == [
        "978",
        "河北沙城经济开发区管理委员会",
        "0",
        "",
    ]


def test_list_is_of_ones_own_departments(books, client):
    client.force_login(books.clerk978)

    assert [line[0] for line in rows(client.get("/books/"))] == ["978"]
