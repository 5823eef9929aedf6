"""Rows and values say the same, both ways."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.files import read_file
from documents.layouts import get_layout
from documents.values import DepartmentGoalValues, GoalTableValues, IndicatorRow, SpendingPlan
from projects.actions import create_table, save_table
from projects.exports import whole_book
from projects.imports import import_book
from projects.models import DepartmentGoal, GoalTable, Indicator
from projects.values import (
    UnknownCategory,
    book_values,
    category_index,
    find_category,
    goal_values,
    match_indicators,
    store_goal,
    table_values,
)
from tests.documents.strategies import any_characters, department_goals, free_texts
from tests.projects.books import OF_978, fixture_book, table

CATEGORIES = [
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("产出指标", "成本指标"),
    ("效益指标", "经济效益指标"),
    ("效益指标", "社会效益指标"),
    ("效益指标", "生态效益指标"),
    ("效益指标", "可持续影响指标"),
    ("满意度指标", "服务对象满意度指标"),
]
SEEDS = {"978": "978_sha_cheng_2023.txt", "471": "471_gongxin_2023.txt"}

texts = free_texts | any_characters | st.just("1.第一行\n2.第二行；\n3.第三行")
amounts = st.none() | st.decimals(0, Decimal("99999999.999999"), places=6)
percents = st.none() | st.decimals(0, 100, places=6) | st.integers(0, 100).map(Decimal)
indicators = st.builds(
    lambda category, *cells: IndicatorRow(*category, *cells),
    st.sampled_from(CATEGORIES),
    *[texts] * 4,
)
tables = st.builds(
    GoalTableValues,
    unit_code=st.just("978001"),
    unit_name=st.just("河北沙城经济开发区管理委员会"),
    project_code=texts.map(lambda text: text[:40].strip()).filter(bool),
    project_name=texts.map(lambda text: text[:300].strip()),
    budget=amounts,
    fiscal=amounts,
    other=amounts,
    purpose=texts,
    plan=st.builds(SpendingPlan, percents, percents, percents, percents),
    goals=texts,
    indicators=st.lists(indicators, min_size=1, max_size=20).map(tuple),
)
# The rows stay in one transaction and every example overwrites the one before.
on_rows = settings(
    max_examples=100,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def blank(county, year):
    return create_table(unit=county.u978001, year=year, code="P1", name="管网", by=None)


@on_rows
@given(values=tables)
def test_table_stored_and_loaded_says_the_same(blank, values):
    save_table(table=GoalTable.objects.whole().get(pk=blank.pk), values=values, by=None)

    assert table_values(GoalTable.objects.whole().get(pk=blank.pk)) == values


@on_rows
@given(values=department_goals)
def test_goal_stored_and_loaded_says_the_same(county, year, values):
    goal, _ = DepartmentGoal.objects.get_or_create(department=county.d978, year=year)
    store_goal(goal, values)

    assert goal_values(DepartmentGoal.objects.get(pk=goal.pk)) == values


def test_missing_goal_is_blank():
    assert goal_values(None) == DepartmentGoalValues()


@pytest.mark.parametrize("code", SEEDS)
def test_seed_imported_and_exported_says_the_same(county, year, seeds, code):
    read = read_file(seeds / SEEDS[code], get_layout("hebei", "2023")).book
    department = county.d978 if code == "978" else county.d471

    import_book(read, year, county.region, by=None)

    exported = whole_book(department, year)
    assert exported.tables == read.tables
    assert replace(exported, department_name="", year=None) == replace(
        read, department_name="", year=None
    )


@pytest.mark.parametrize("code", SEEDS)
def test_fixture_imported_and_exported_says_the_same(county, year, code):
    book = fixture_book(code)
    department = county.d978 if code == "978" else county.d471

    import_book(book, year, county.region, by=None)

    assert whole_book(department, year) == book


def test_book_without_tables_names_form_year_and_department(county, year):
    book = book_values(county.d978, year)

    assert (book.form, book.edition, book.year) == ("hebei", "2023", 2023)
    assert (book.department_code, book.department_name) == (county.d978.code, county.d978.name)
    assert book.tables == ()


# The rows behind the indicators


def rows(stored):
    return list(stored.indicators.values_list("pk", "name"))


def test_indicator_ids_survive_edit_and_move(books):
    before = rows(books.t978)
    values = table_values(books.t978)
    moved = (*values.indicators[1:], replace(values.indicators[0], name="改了名称", target="≥1米"))
    ids = [pk for pk, _ in before]

    save_table(
        table=books.t978,
        values=replace(values, indicators=moved),
        ids=[*ids[1:], ids[0]],
        by=None,
    )

    assert rows(table(OF_978)) == [*before[1:], (ids[0], "改了名称")]


def test_indicator_ids_survive_without_being_named(books):
    before = rows(books.t978)
    values = table_values(books.t978)
    changed = tuple(replace(row, target="100%") for row in reversed(values.indicators))

    save_table(table=books.t978, values=replace(values, indicators=changed), by=None)

    assert rows(table(OF_978)) == before[::-1]


def test_removed_indicator_goes_and_new_one_gets_an_id_of_its_own(books):
    before = rows(books.t978)
    values = table_values(books.t978)
    new = IndicatorRow("产出指标", "数量指标", "新指标")
    ids = [pk for pk, _ in before]

    save_table(
        table=books.t978,
        values=replace(values, indicators=(new, *values.indicators[1:])),
        ids=[None, *ids[1:]],
        by=None,
    )

    after = rows(table(OF_978))
    assert after[1:] == before[1:]
    assert after[0][1] == "新指标"
    assert after[0][0] not in ids
    assert not Indicator.objects.filter(pk=ids[0]).exists()


def test_id_of_another_tables_indicator_touches_that_table_not(books):
    theirs = rows(books.t471)
    values = table_values(books.t978)

    save_table(
        table=books.t978,
        values=replace(values, indicators=values.indicators[:1]),
        ids=[theirs[0][0]],
        by=None,
    )

    assert rows(books.t471) == theirs
    assert [name for _, name in rows(table(OF_978))] == [values.indicators[0].name]


def test_same_names_in_one_category_are_matched_in_order(books):
    first, second = list(books.t978.indicators.all())[:2]
    second.name, second.category = first.name, first.category
    row = IndicatorRow("产出指标", first.category.name, first.name)

    assert match_indicators([first, second], [row, row, row]) == [first.pk, second.pk, None]


# Categories


def test_category_is_found_by_both_names(year):
    index = category_index(year.framework)

    found = find_category(IndicatorRow("产出指标", "成本指标", ""), index)

    assert (found.parent.name, found.name) == ("产出指标", "成本指标")
    assert set(index) == set(CATEGORIES)


@pytest.mark.parametrize("names", [("效益指标", "数量指标"), ("产出指标", ""), ("", "")])
def test_unknown_category_is_named(year, names):
    with pytest.raises(UnknownCategory, match="不在本年度的指标体系里") as raised:
        find_category(IndicatorRow(*names, "甲"), category_index(year.framework))

    assert (names[1] or "（空）") in str(raised.value)


def test_unknown_category_leaves_the_table_as_it_was(books):
    before, version = table_values(books.t978), books.t978.version
    bad = replace(before, purpose="新用途", indicators=(IndicatorRow("甲", "乙", "丙"),))

    with pytest.raises(UnknownCategory):
        save_table(table=books.t978, values=bad, by=None)

    assert table_values(table(OF_978)) == before
    assert table(OF_978).version == version
