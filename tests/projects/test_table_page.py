"""The page of one table: the official sheet to read, print and download."""

from __future__ import annotations

from io import BytesIO
from itertools import groupby

import pytest
from lxml import html
from openpyxl import load_workbook

from documents.grid import fill
from documents.read_docx import read_docx
from documents.read_xlsx import read_xlsx
from projects.models import GoalTable
from projects.values import table_values
from tests.projects.books import OF_978, table, with_books
from tests.projects.pages import content, filename, hrefs, parsed, sheet_cells

NAME = "怀财预批【2022】27号 怀来大数据产业园区综合管网工程项目资金"
READERS = {"docx": read_docx, "xlsx": read_xlsx}


@pytest.fixture
def books(county):
    """One table of each department is enough here."""
    return with_books(county, tables=1)


def opened(client, stored):
    return client.get(f"/tables/{stored.pk}/")


def official(stored):
    """The cells of the form as the layout places them."""
    placed = fill(stored.year.layout, table_values(stored))
    return [cell.text for part in placed for row in part.rows for cell in row.cells]


@pytest.mark.parametrize("which", ["t978", "t471"])
def test_page_shows_every_cell_of_the_official_sheet(books, client, which):
    client.force_login(books.finance1)
    stored = getattr(books, which)

    response = opened(client, stored)

    cells = sheet_cells(response)
    assert cells == official(stored)
    assert {"项目编码", "预算规模及资金用途", "资金支出计划（%）", "三级指标", "100%"} <= set(cells)
    assert stored.project.code in cells


def test_page_is_headed_as_the_printed_form(books, clerk):
    sheet = parsed(opened(clerk, books.t978)).find_class("official-form")[0]

    assert sheet.find("h2").text == f"{NAME}绩效目标表"


def test_levels_are_merged_over_their_rows(books, clerk):
    sheet = parsed(opened(clerk, books.t978)).find_class("official-form")[0]

    level_1 = [row[0] for row in sheet.xpath(".//tr[@class='item']") if len(row) == 6]
    assert [(cell.text_content(), int(cell.get("rowspan", 1))) for cell in level_1] == [
        (name, len(list(run)))
        for name, run in groupby(table_values(books.t978).indicators, key=lambda row: row.level1)
    ]


def test_page_escapes_what_people_wrote(books, clerk):
    bad = '<script>alert(1)</script> & "引号" {{ 7 }}'
    GoalTable.objects.filter(pk=books.t978.pk).update(purpose=bad)
    books.t978.indicators.update(name=bad)

    response = opened(clerk, books.t978)

    assert "<script>alert" not in response.text
    assert sheet_cells(response).count(bad) == 1 + books.t978.indicators.count()


def test_page_keeps_lines(books, clerk):
    GoalTable.objects.filter(pk=books.t978.pk).update(goals="1.第一\n2.第二")

    assert "1.第一\n2.第二" in sheet_cells(opened(clerk, books.t978))


def test_page_says_state_year_unit_and_who_changed_it(books, clerk):
    GoalTable.objects.filter(pk=books.t978.pk).update(updated_by=books.clerk978, state="returned")

    text = opened(clerk, books.t978).text

    for said in ("被退回", "2023年度", str(books.u978001), "最后修改", "赵敏"):
        assert said in text


def test_page_offers_both_downloads_and_the_book(books, clerk):
    links = hrefs(opened(clerk, books.t978))

    pk = books.t978.pk
    assert {f"/tables/{pk}.docx", f"/tables/{pk}.xlsx", "/books/978/2023/"} <= set(links)


def test_unknown_table_is_missing(clerk):
    for url in ("/tables/999999/", "/tables/99999999999999999999999/", "/tables/999999.docx"):
        assert clerk.get(url).status_code == 404


def test_page_is_only_read(books, clerk):
    assert clerk.post(f"/tables/{books.t978.pk}/").status_code == 405
    assert clerk.post(f"/tables/{books.t978.pk}.docx").status_code == 405


# Downloads


@pytest.mark.parametrize("kind", READERS)
def test_file_says_what_the_table_says(books, clerk, kind):
    response = clerk.get(f"/tables/{books.t978.pk}.{kind}")

    read = READERS[kind](content(response), books.year.layout)
    assert read.book.tables == (table_values(table(OF_978)),)
    assert read.errors == []


@pytest.mark.parametrize("kind", READERS)
def test_file_has_an_offices_name(books, clerk, kind):
    response = clerk.get(f"/tables/{books.t978.pk}.{kind}")

    assert filename(response) == f"13073022P00865210002J {NAME} 绩效目标表.{kind}"
    assert response.headers["Cache-Control"] == "private, no-store"


def test_files_name_leaves_out_what_windows_refuses(books, clerk):
    project = books.t978.project
    project.name = 'a/b\\c:d*e?f"g<h>i|j'
    project.save()

    response = clerk.get(f"/tables/{books.t978.pk}.docx")

    assert filename(response) == f"{OF_978} a_b_c_d_e_f_g_h_i_j 绩效目标表.docx"


def test_workbook_has_amounts_as_numbers(books, clerk):
    book = load_workbook(BytesIO(content(clerk.get(f"/tables/{books.t978.pk}.xlsx"))))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert 4204.68 in [cell.value for cell in cells if cell.data_type == "n"]
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("kind", ["pdf", "txt", "doc", "html"])
def test_other_kinds_are_missing(books, clerk, kind):
    assert clerk.get(f"/tables/{books.t978.pk}.{kind}").status_code == 404


def test_table_without_indicators_still_opens(books, clerk):
    books.t978.indicators.all().delete()

    assert opened(clerk, books.t978).status_code == 200
    assert clerk.get(f"/tables/{books.t978.pk}.docx").status_code == 200
    assert clerk.get(f"/tables/{books.t978.pk}/edit/").status_code == 200


def test_page_is_well_formed(books, clerk):
    page_ids = html.fromstring(opened(clerk, books.t978).text).xpath("//@id")

    assert len(page_ids) == len(set(page_ids))
