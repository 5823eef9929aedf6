"""The list of goal tables: sort, filter, totals, pages and the workbook."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from projects.models import BudgetYear, GoalTable
from projects.tables import GoalTableTable
from tests.projects.books import OF_471, OF_978, close, many, put
from tests.projects.pages import alert, filename, hrefs, parsed

COLUMNS = list(GoalTableTable.base_columns)


@pytest.fixture
def listing(books, client):
    """listing("sort=code") is the list as one who sees the whole county gets it."""
    client.force_login(books.finance1)

    def ask(query="", **headers):
        return client.get(f"/tables/?{query}", **headers)

    return ask


def rows(response, part="tbody"):
    lines = parsed(response).xpath(f"//table[@class='list-table']/{part}/tr")
    return [[cell.text_content().strip() for cell in line] for line in lines]


def column(response, name):
    return [row[COLUMNS.index(name)] for row in rows(response)]


def total(response):
    cells = dict(zip(COLUMNS, rows(response, "tfoot")[0], strict=True))
    return cells["code"], cells["budget"], cells["fiscal"], cells["other"]


def sheet(response):
    book = load_workbook(BytesIO(response.content))
    return [list(line) for line in book.active.iter_rows(values_only=True)]


def test_list_shows_the_columns_of_a_table(listing):
    response = listing(f"words={OF_978}")

    row = rows(response)[0]
    updated = datetime.strptime(row.pop(), "%Y-%m-%d %H:%M")  # noqa: DTZ007
    assert row == [
        "13073022P00865210002J",
        "怀财预批【2022】27号 怀来大数据产业园区综合管网工程项目资金",
        "河北沙城经济开发区管理委员会",
        "2023",
        "4204.68",
        "4204.68",
        "—",
        "未送审",
    ]
    assert updated.year > 2000


def test_code_and_name_lead_to_the_table(books, listing):
    links = hrefs(listing(f"words={OF_978}"))

    assert links.count(f"/tables/{books.t978.pk}/") == 2


def test_list_stands_in_the_books_order(books, listing):
    order = GoalTable.objects.order_by("project__unit__code", "position")

    assert column(listing(), "code") == [table.project.code for table in order]


# Sorting


def test_every_column_sorts_both_ways(books, listing):
    put(books.t978, "returned")
    GoalTable.objects.filter(pk=books.t471.pk).update(other=7, budget=Decimal("0.5"))
    heads = parsed(listing()).xpath("//thead//a/@href")

    for name, link in zip(COLUMNS, heads, strict=True):
        up, down = column(listing(f"sort={name}"), name), column(listing(f"sort=-{name}"), name)
        assert f"sort={name}" in link or f"sort=-{name}" in link
        assert len(up) == 13, name
        assert up == down[::-1], name
        if name in ("budget", "fiscal"):
            assert list(map(float, up)) == sorted(map(float, up)), name
            assert float(up[0]) < float(up[-1]), name
        if name == "code":
            assert up == sorted(up)
            assert up != down


# Filters


def test_list_starts_in_the_working_year(books, listing):
    later = BudgetYear.objects.create(year=2024, framework=books.year.framework)
    many(books, later, 2)

    assert set(column(listing(), "year")) == {"2023"}
    assert set(column(listing(f"year={later.pk}"), "year")) == {"2024"}
    assert len(rows(listing("year="))) == 15


def test_list_filters_by_unit(books, listing):
    assert column(listing(f"unit={books.u471002.pk}"), "code") == ["13073023P00017110001T"]
    assert len(rows(listing(f"unit={books.u471001.pk}"))) == 9


def test_list_filters_by_department_with_its_units(books, listing):
    assert len(rows(listing(f"unit={books.d471.pk}"))) == 10
    assert len(rows(listing(f"unit={books.d978.pk}"))) == 3


def test_list_filters_by_state(books, listing):
    put(books.t471, "returned")

    assert column(listing("state=returned"), "code") == [OF_471]
    assert len(rows(listing("state=draft"))) == 12


def test_list_finds_words_in_code_and_name(listing):
    wanted = {
        "13073022P0086521": 1,
        "p00865210002j": 1,
        "省级工业设计中心": 1,
        "冀财建": 4,
        "冀财建 238号": 1,
        "238号 冀财建": 1,
        "冀财建 没有的词": 0,
        "土地相关经费": 1,
        "怀%25费": 0,  # a percent sign is no wildcard
        "怀_预批": 0,
    }

    assert {words: len(rows(listing(f"words={words}"))) for words in wanted} == wanted


def test_list_finds_words_in_purpose_and_indicators(books, listing):
    GoalTable.objects.filter(pk=books.t978.pk).update(purpose="修建雨水管网")
    books.t471.indicators.filter(position=1).update(basis="独一无二的依据")

    assert column(listing("words=雨水管网"), "code") == [OF_978]
    assert column(listing("words=独一无二"), "code") == [OF_471]
    assert column(listing("words=独一无二 依据"), "code") == [OF_471]


def test_list_shows_a_table_once_however_many_indicators_match(listing):
    found = column(listing("words=指标"), "code")

    assert len(found) == len(set(found))


def test_nonsense_in_the_query_is_no_error(listing):
    for query in (
        "year=abc",
        "year=999999",
        "unit=0",
        "state=nothing",
        "per_page=x&page=y&sort=pk",
    ):
        assert listing(query).status_code == 200, query


def test_clerk_chooses_among_his_own_units_only(books, client):
    client.force_login(books.clerk978)

    options = parsed(client.get("/tables/")).xpath("//select[@name='unit']/option/text()")

    assert [option.strip() for option in options] == ["全部", str(books.d978), str(books.u978001)]


# Totals


def test_totals_are_of_the_filtered_rows(books, listing):
    assert total(listing()) == ("合计", "7098.01", "7098.01", "")
    assert total(listing(f"unit={books.d978.pk}")) == ("合计", "5248.76", "5248.76", "")
    assert total(listing(f"words={OF_471}"))[1] == "0.11"


def test_totals_are_of_all_pages(books, listing):
    many(books, books.year, 60)

    for query in ("", "page=3", "per_page=100"):
        assert total(listing(query))[1] == "7158.01"


# Pages


def test_list_offers_three_page_sizes(books, listing):
    many(books, books.year, 100)

    sizes = {size: len(rows(listing(f"per_page={size}"))) for size in (25, 50, 100)}

    assert sizes == {25: 25, 50: 50, 100: 100}
    assert len(rows(listing())) == 25
    assert len(rows(listing("per_page=50&page=3"))) == 13


def test_pages_hold_every_table_once(books, listing):
    many(books, books.year, 60)

    found = [
        code for page in (1, 2, 3) for code in column(listing(f"sort=budget&page={page}"), "code")
    ]

    assert len(found) == len(set(found)) == 73


# The workbook


@pytest.mark.parametrize("query", ["", "words=冀财建&sort=-budget", "sort=code&per_page=25&page=2"])
def test_workbook_holds_what_the_list_shows(books, listing, query):
    GoalTable.objects.filter(pk=books.t471.pk).update(other=Decimal("7.125"))
    many(books, books.year, 30)
    shown = listing(query.replace("&per_page=25&page=2", "") + "&per_page=100")

    head, *lines, foot = sheet(listing(f"{query}&export=xlsx"))

    assert head == [cell.rstrip("▲▼") for cell in rows(shown, "thead")[0]]
    # A blank cell shows as a dash on the page.
    assert [[as_shown(cell) for cell in line] for line in lines] == rows(shown)
    assert foot[0] == "合计"
    assert as_shown(foot[COLUMNS.index("budget")]) == total(shown)[1]


def as_shown(cell):
    if isinstance(cell, float) or (isinstance(cell, int) and cell not in (2023, 2024)):
        return f"{cell:.6f}".rstrip("0").ljust(len(str(int(cell))) + 3, "0")
    return "—" if cell in (None, "") else str(cell)


def test_workbook_has_an_offices_name(listing):
    assert filename(listing("export=xlsx")) == "项目绩效目标表.xlsx"


# What else the page offers


def test_new_project_is_offered_to_clerks_only(books, client):
    offered = {}
    for username in ("clerk978", "reviewer471", "finance1", "auditor", "admin"):
        client.force_login(getattr(books, username))
        offered[username] = "/tables/new/" in hrefs(client.get("/tables/"))

    assert [name for name, offer in offered.items() if offer] == ["clerk978"]


def test_fragment_for_htmx_is_part_of_the_page(listing):
    fragment = listing("words=冀财建", headers={"HX-Request": "true"}).text

    assert "<html" not in fragment
    assert fragment.count("<tr>") == 1 + 4 + 1


def test_empty_list_says_what_to_do(listing):
    response = listing("words=没有")

    assert "没有符合条件的绩效目标表" in response.text
    assert alert(response) == ""


def test_closed_year_can_still_be_listed(books, listing):
    close(books.year)

    assert len(rows(listing())) == 13
