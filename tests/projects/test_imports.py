"""A book comes in whole or not at all, and a second time without a trace."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from departments.models import Department
from documents.values import Book, DepartmentGoalValues, GoalTableValues, IndicatorRow, SpendingPlan
from projects.exports import whole_book
from projects.imports import ImportRefused, import_book
from projects.models import BudgetYear, DepartmentGoal, GoalTable, Indicator, Project
from projects.values import table_values
from tests.projects.books import OF_978, fixture_book, table

BOOK = fixture_book("978")


def everything():
    """All rows an import may touch, as they stand in the database."""
    models = (Department, Project, GoalTable, Indicator, DepartmentGoal)
    return [list(model.objects.order_by("pk").values()) for model in models]


def come_in(county, book, **options):
    return import_book(book, BudgetYear.objects.get(year=2023), county.region, by=None, **options)


def refused(county, book, **options):
    """The problems; and nothing was stored."""
    before = everything()
    with pytest.raises(ImportRefused) as raised:
        come_in(county, book, **options)
    assert everything() == before
    return raised.value.problems


def with_table(book, number, **changes):
    tables = list(book.tables)
    tables[number] = replace(tables[number], **changes)
    return replace(book, tables=tuple(tables))


def test_book_comes_in(county, year):
    report = come_in(county, BOOK)

    assert report.new == [values.project_name for values in BOOK.tables]
    assert report.goal == "已新增"
    assert report.summary() == "新增3张表，修改0张，相同0张；部门整体绩效目标已新增"
    assert whole_book(county.d978, year) == BOOK


def test_second_import_changes_nothing_and_says_so(county, year):
    come_in(county, BOOK)
    before = everything()

    report = come_in(county, BOOK)

    assert everything() == before
    assert report.changes_nothing
    assert report.summary() == "3张表与系统里的完全相同，没有任何改动"


def test_changed_table_alone_is_changed(county, year):
    come_in(county, BOOK)
    before = dict(GoalTable.objects.values_list("project__code", "version"))

    report = come_in(county, with_table(BOOK, 1, purpose="另有用途"))

    after = dict(GoalTable.objects.values_list("project__code", "version"))
    changed = BOOK.tables[1]
    assert report.changed == [changed.project_name]
    assert len(report.unchanged) == 2
    assert {code for code in after if after[code] != before[code]} == {changed.project_code}
    assert table(changed.project_code).purpose == "另有用途"


def test_changed_goal_is_changed(county, year):
    come_in(county, BOOK)

    report = come_in(county, replace(BOOK, goals=replace(BOOK.goals, overall="新的总体目标")))

    assert report.goal == "已修改"
    assert DepartmentGoal.objects.get().overall == "新的总体目标"


def test_book_without_goals_leaves_the_stored_goal_alone(county, year):
    come_in(county, BOOK)

    report = come_in(county, replace(BOOK, goals=DepartmentGoalValues()))

    assert report.changes_nothing
    assert DepartmentGoal.objects.get().overall == BOOK.goals.overall


def test_books_order_is_kept(county, year):
    backwards = replace(BOOK, tables=BOOK.tables[::-1])

    come_in(county, backwards)

    assert whole_book(county.d978, year).tables == backwards.tables


def test_new_order_of_a_known_book_is_taken_over(county, year):
    come_in(county, BOOK)

    report = come_in(county, replace(BOOK, tables=BOOK.tables[::-1]))

    assert whole_book(county.d978, year).tables == BOOK.tables[::-1]
    assert "次序按文件调整" in report.summary()


def test_part_of_a_book_leaves_the_order_alone(county, year):
    come_in(county, BOOK)

    report = come_in(county, replace(BOOK, tables=BOOK.tables[2:]))

    assert report.changes_nothing
    assert whole_book(county.d978, year).tables == BOOK.tables


def test_project_goes_on_in_a_new_year(county, year):
    come_in(county, BOOK)
    next_year = BudgetYear.objects.create(year=2024, framework=year.framework)

    report = import_book(BOOK, next_year, county.region, by=None)

    assert len(report.new) == 3
    assert Project.objects.count() == 3
    assert GoalTable.objects.count() == 6


def test_person_who_imports_is_kept(county, year):
    import_book(BOOK, year, county.region, by=county.clerk978)

    assert {t.updated_by for t in GoalTable.objects.all()} == {county.clerk978}
    assert DepartmentGoal.objects.get().updated_by == county.clerk978


# Refusals


def test_bad_table_in_the_middle_leaves_nothing(county, year):
    bad = IndicatorRow("产出指标", "数目指标", "管网长度")

    problems = refused(county, with_table(BOOK, 1, indicators=(BOOK.tables[1].indicators[0], bad)))

    name = BOOK.tables[1].project_name
    assert problems == [
        f"第2张表“{name}”第2个指标“管网长度”：“产出指标—数目指标”不在本年度的指标体系里"
    ]


def test_bad_table_leaves_no_new_unit_either(county, year):
    book = with_table(BOOK, 0, unit_code="978002", unit_name="新设单位")
    book = with_table(book, 1, indicators=(IndicatorRow("甲", "乙", "丙"),))

    problems = refused(county, book, create_units=True)

    assert len(problems) == 1
    assert not Department.objects.filter(code="978002").exists()


def test_every_problem_of_the_book_is_told(county, year):
    bad = (IndicatorRow("甲", "乙", "丙"),)
    book = with_table(with_table(BOOK, 0, indicators=bad), 2, indicators=bad)

    with pytest.raises(ImportRefused) as raised:
        come_in(county, book)

    assert len(raised.value.problems) == 2
    assert str(raised.value).endswith("（另有1处问题）")


def test_unknown_unit_is_refused_with_its_place(county, year):
    problems = refused(county, with_table(BOOK, 1, unit_code="978009", unit_name="新设单位"))

    assert problems == [
        f"第2张表“{BOOK.tables[1].project_name}”：系统里没有单位978009新设单位，请先建立这个单位"
    ]


def test_unit_of_another_department_is_refused_with_the_goals(county, year):
    """Whose the goals are cannot be known where a book mixes departments."""
    problems = refused(
        county, with_table(BOOK, 1, unit_code="471001", unit_name=county.u471001.name)
    )

    assert problems == ["文件里项目属于几个部门，不知道整体绩效目标是哪个部门的"]


def test_goals_without_tables_are_refused(county, year):
    problems = refused(county, replace(BOOK, tables=()))

    assert problems == ["文件里没有项目表，不知道整体绩效目标是哪个部门的"]


def test_two_tables_of_one_code_are_refused(county, year):
    code = BOOK.tables[0].project_code

    problems = refused(county, with_table(BOOK, 2, project_code=code))

    assert problems == [f"第1张表和第3张表的项目编码都是{code}，请核对"]


def test_closed_year_is_refused(county, year):
    year.status = BudgetYear.Status.CLOSED
    year.save()

    assert refused(county, BOOK) == ["2023年度已关闭，不能导入"]


@pytest.mark.parametrize(
    ("state", "label"),
    [
        ("department_review", "部门审核"),
        ("business_review", "财政业务审核"),
        ("approved", "已批复"),
    ],
)
def test_table_in_review_is_refused(books, state, label):
    GoalTable.objects.filter(pk=books.t978.pk).update(state=state)

    problems = refused(books, with_table(BOOK, 0, purpose="另有用途"))

    assert problems == [
        f"第1张表“{BOOK.tables[0].project_name}”：系统里这张表现在是“{label}”，不能导入"
    ]


def test_goal_in_review_is_refused(books):
    DepartmentGoal.objects.filter(department=books.d978).update(state="department_review")

    problems = refused(books, replace(BOOK, goals=replace(BOOK.goals, overall="新的总体目标")))

    assert len(problems) == 1
    assert "整体绩效目标" in problems[0]
    assert "部门审核" in problems[0]


def test_code_of_another_unit_is_refused(books):
    other = replace(BOOK.tables[0], unit_code="471001", unit_name=books.u471001.name)

    problems = refused(books, Book(tables=(other,)))

    assert problems == [
        f"第1张表“{other.project_name}”：项目编码{OF_978}已经属于{books.u978001.name}"
    ]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"budget": Decimal("-1")}, "金额不能小于0。"),
        ({"budget": Decimal("100000000")}, "预算数"),
        ({"other": Decimal("0.0000001")}, "其他资金"),
        ({"plan": SpendingPlan(june=Decimal(101))}, "支出计划应在0到100之间。"),
        ({"project_code": "长" * 41}, "项目编码"),
        ({"project_code": ""}, "项目编码"),
        ({"project_name": "长" * 301}, "项目名称"),
    ],
)
def test_what_the_columns_cannot_hold_is_refused(county, year, changes, told):
    problems = refused(county, with_table(BOOK, 1, **changes))

    assert len(problems) == 1
    assert problems[0].startswith("第2张表")
    assert told in problems[0]


# Units


def test_unit_of_another_name_comes_in_under_the_stored_one(county, year):
    renamed = with_table(BOOK, 0, unit_name="旧名称")

    report = come_in(county, renamed)

    assert report.remarks == [
        f"单位978001在文件里叫“旧名称”，按系统里的“{county.u978001.name}”导入"
    ]
    assert table_values(table(OF_978)).unit_name == county.u978001.name
    assert come_in(county, renamed).changes_nothing


def test_units_and_departments_are_made_on_demand(county, year):
    Department.objects.filter(code__startswith="978").exclude(memberships=None).update(code="977")
    county.u978001.delete()

    report = come_in(county, BOOK, create_units=True)

    unit = Department.objects.get(code="978001")
    assert unit.name == BOOK.tables[0].unit_name
    assert (unit.parent.code, unit.parent.name) == ("978", unit.name)
    assert report.remarks == [f"新建单位978001{unit.name}"]
    assert come_in(county, BOOK, create_units=True).changes_nothing


@pytest.mark.parametrize("code", ["", "97", "97800A"])
def test_unit_without_a_proper_code_is_not_made(county, year, code):
    problems = refused(
        county, with_table(BOOK, 1, unit_code=code, unit_name="新设单位"), create_units=True
    )

    assert problems[0].startswith(f"第2张表“{BOOK.tables[1].project_name}”")


def test_table_on_a_department_itself_comes_in(county, year):
    """A 部门 without units of its own fills in tables under its three digits."""
    values = replace(BOOK.tables[0], unit_code="978", unit_name=county.d978.name)

    come_in(county, Book(tables=(values,)))

    assert whole_book(county.d978, year).tables == (values,)


def test_sixty_indicators_come_in_in_order(county, year):
    rows = tuple(
        IndicatorRow(*pair, f"指标{n}")
        for n in range(30)
        for pair in (("效益指标", "社会效益指标"), ("产出指标", "数量指标"))
    )
    values = GoalTableValues("978001", county.u978001.name, "P1", "管网", indicators=rows)

    come_in(county, Book(tables=(values,)))

    assert table_values(table("P1")).indicators == rows
