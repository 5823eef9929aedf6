"""The list base, shown on the tree of departments; the real lists are tested with their pages."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import django_filters
import django_tables2 as tables
import pytest
from django.utils.html import format_html
from openpyxl import load_workbook

from departments.models import Department
from perfgoals.lists import TableList, figure


class DepartmentTable(tables.Table):
    code = tables.Column("编码", attrs={"td": {"class": "code"}})
    name = tables.Column("名称")
    length = tables.Column("字数", accessor="name", orderable=False)
    share = tables.Column("金额", accessor="code", orderable=False)

    class Meta:
        order_by = "code"

    def render_name(self, value):
        return format_html("<b>{}</b>", value)

    def render_length(self, value):
        return len(value)

    def render_share(self, value):
        return Decimal(value) / 100


class DepartmentFilter(django_filters.FilterSet):
    words = django_filters.CharFilter("name", "contains", label="名称包含")
    top = django_filters.BooleanFilter("parent", "isnull", label="只看部门")


class DepartmentList(TableList):
    table_class = DepartmentTable
    filterset_class = DepartmentFilter
    title = "部门、单位"
    row_template = "lists/_row.html"

    def totals(self):
        return {"share": sum(Decimal(row.code) / 100 for row in self.rows)}


class PlainList(DepartmentList):
    def totals(self):
        return {}


@pytest.fixture
def listing(county, rf):
    """Ask for the list as a person would, with this query."""

    def ask(query="", *, kind=DepartmentList, htmx=False):
        request = rf.get(f"/list/?{query}")
        request.user = county.finance1
        request.session = {}
        request.htmx = SimpleNamespace(history_restore_request=False) if htmx else None
        return kind(request, Department.objects.visible_to(county.finance1)).response()

    return ask


def add_units(county, number):
    Department.objects.bulk_create(
        Department(region=county.region, parent=county.d978, code=f"9781{n:02}", name=f"第{n}所")
        for n in range(number)
    )


def codes(response):
    return [part[:6].split("<")[0] for part in response.text.split('<td class="code">')[1:]]


def sheet(response):
    return load_workbook(BytesIO(response.content)).active


def values(response):
    return [list(row) for row in sheet(response).iter_rows(values_only=True)]


def test_list_shows_rows_in_the_tables_order(listing):
    assert codes(listing(kind=PlainList)) == ["471", "471001", "471002", "978", "978001"]


def test_list_filters(listing):
    response = listing("words=数字", kind=PlainList)

    assert codes(response) == ["471002"]
    assert "共 <strong>1</strong> 条" in response.text


def test_list_sorts(listing):
    response = listing("sort=-code", kind=PlainList)

    assert codes(response) == ["978001", "978", "471002", "471001", "471"]
    assert 'aria-sort="descending"' in response.text


def test_list_ignores_a_column_it_does_not_have(listing):
    assert len(codes(listing("sort=password", kind=PlainList))) == 5


def test_list_shows_25_rows_a_page(county, listing):
    add_units(county, 30)

    response = listing(kind=PlainList)

    assert len(codes(response)) == 25
    assert "第 1 / 2 页" in response.text


@pytest.mark.parametrize(("query", "rows"), [("per_page=50", 50), ("per_page=100", 85)])
def test_list_shows_as_many_rows_as_asked(county, listing, query, rows):
    add_units(county, 80)

    assert len(codes(listing(query, kind=PlainList))) == rows


@pytest.mark.parametrize("size", ["10", "100000", "-1", "all", ""])
def test_list_offers_no_other_page_size(county, listing, size):
    add_units(county, 80)

    assert len(codes(listing(f"per_page={size}", kind=PlainList))) == 25


@pytest.mark.parametrize(("number", "rows"), [("2", 10), ("99", 10), ("0", 10), ("first", 25)])
def test_list_answers_a_missing_page_with_the_nearest(county, listing, number, rows):
    add_units(county, 30)

    assert len(codes(listing(f"page={number}", kind=PlainList))) == rows


def test_list_links_keep_the_query(county, listing):
    add_units(county, 30)

    text = listing("words=所&sort=-code", kind=PlainList).text

    assert 'href="?words=%E6%89%80&amp;sort=-code&amp;page=2"' in text
    assert 'href="?words=%E6%89%80&amp;sort=-code&amp;per_page=100"' in text
    assert 'href="?words=%E6%89%80&amp;sort=-code&amp;export=xlsx"' in text


def test_list_search_keeps_the_order_and_size(listing):
    fragment = listing("sort=-code&per_page=50", htmx=True).text

    assert '<input type="hidden" name="sort" value="-code" form="filters">' in fragment
    assert '<input type="hidden" name="per_page" value="50" form="filters">' in fragment


def test_list_says_when_nothing_is_found(listing):
    response = listing("words=没有")

    assert "没有符合条件的记录。" in response.text
    assert "<table" not in response.text


def test_list_totals_all_filtered_rows(county, listing):
    response = listing("top=true")

    assert "<td >合计</td>" in response.text.replace(' class="code"', " ")
    assert "14.49" in response.text


def test_list_answers_htmx_with_the_fragment(listing):
    page, fragment = listing().text, listing(htmx=True).text

    assert "<html" in page
    assert "<html" not in fragment
    assert fragment.strip() in page
    assert listing().headers["Vary"] == "HX-Request"


@pytest.mark.parametrize("units", [1, 3, 60])
def test_list_asks_the_same_number_of_queries(county, listing, units, django_assert_num_queries):
    add_units(county, units)

    # Roles, years and notices for the header, the count and the rows.
    with django_assert_num_queries(5):
        listing(kind=PlainList)


# The workbook


def test_export_holds_what_the_table_shows(listing):
    response = listing("export=xlsx&words=数字&sort=-code", kind=PlainList)

    assert values(response) == [
        ["编码", "名称", "字数", "金额"],
        ["471002", "怀来县数字经济局", 8, 4710.02],
    ]


def test_export_holds_every_page(county, listing):
    add_units(county, 80)

    assert len(values(listing("export=xlsx&page=2", kind=PlainList))) == 1 + 85


def test_export_ends_with_the_totals(listing):
    assert values(listing("export=xlsx&top=true"))[-1] == ["合计", None, None, 14.49]


def test_export_writes_text_as_text_and_amounts_as_numbers(county, listing):
    county.u471002.name = "=1+1"
    county.u471002.save()

    row = sheet(listing("export=xlsx&words=%3D", kind=PlainList))[2]

    assert [cell.data_type for cell in row] == ["s", "s", "n", "n"]
    assert row[1].value == "=1+1"
    assert row[3].number_format == "0.00##"


def test_export_is_named_after_the_list(listing):
    disposition = listing("export=xlsx").headers["Content-Disposition"]

    assert "%E9%83%A8%E9%97%A8" in disposition
    assert disposition.endswith(".xlsx")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("0"), "0.00"),
        (Decimal("50"), "50.00"),
        (Decimal("4204.680000"), "4204.68"),
        (Decimal("0.1234"), "0.1234"),
        (Decimal("1E+2"), "100.00"),
        (7, 7),
        ("合计", "合计"),
    ],
)
def test_figure(value, shown):
    assert figure(value) == shown
