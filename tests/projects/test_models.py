"""What must always be true is held by the database, whoever writes to it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from departments.models import Region
from indicators.models import Category, Framework
from projects.models import BudgetYear, DepartmentGoal, GoalTable, Indicator, Project
from projects.models.goal_table import PLAN

AMOUNTS = ("budget", "fiscal", "other")


@pytest.fixture
def project(county):
    return Project.objects.create(
        region=county.region, unit=county.u978001, code="P1", name="管网工程"
    )


@pytest.fixture
def table(project, year):
    return GoalTable.objects.create(project=project, year=year)


def refused(constraint, row):
    """The database refuses the row and names the rule; SQLite names a unique index's columns."""
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        row.save()
    message = str(raised.value)
    return constraint in message or "UNIQUE constraint failed" in message


def other_year(year, status=BudgetYear.Status.OPEN):
    return BudgetYear(year=2024, status=status, framework=year.framework)


# Budget year


def test_year_stands_once(year):
    assert refused("year", BudgetYear(year=2023, framework=year.framework))


def test_current_year_is_only_one(year):
    row = other_year(year, BudgetYear.Status.CURRENT)

    assert refused("budget_year_one_current", row)
    with pytest.raises(ValidationError, match="已经有一个当前年度"):
        row.full_clean()


@pytest.mark.parametrize("status", [BudgetYear.Status.OPEN, BudgetYear.Status.CLOSED])
def test_other_years_may_be_many(year, status):
    other_year(year, status).save()
    BudgetYear.objects.create(year=2022, status=status, framework=year.framework)

    assert BudgetYear.objects.count() == 3


def test_year_knows_its_layout_and_whether_it_is_closed(year):
    assert (year.layout.form, year.layout.edition) == ("hebei", "2023")
    assert not year.is_closed
    assert other_year(year, BudgetYear.Status.CLOSED).is_closed


# Project


def test_project_code_is_unique_in_the_region(county, project):
    row = Project(region=county.region, unit=county.u471001, code="P1", name="另一个")

    assert refused("project_code_unique_in_region", row)
    with pytest.raises(ValidationError, match="这个项目编码已经有了"):
        row.full_clean()


def test_project_code_may_stand_in_another_region(county, project):
    elsewhere = Region.objects.create(code="130731", name="涿鹿县")

    Project.objects.create(region=elsewhere, unit=county.u471001, code="P1", name="另一个")

    assert Project.objects.filter(code="P1").count() == 2


def test_project_has_a_code(county):
    row = Project(region=county.region, unit=county.u978001, code="", name="无编码")

    assert refused("project_has_a_code", row)


# Goal table


def test_project_has_one_table_a_year(project, table, year):
    row = GoalTable(project=project, year=year)

    assert refused("goal_table_one_a_year", row)
    with pytest.raises(ValidationError, match="这个项目本年度已经有绩效目标表"):
        row.full_clean()


def test_project_has_a_table_in_each_year(project, table, year):
    next_year = other_year(year)
    next_year.save()

    GoalTable.objects.create(project=project, year=next_year)

    assert project.goal_tables.count() == 2


def test_table_tells_every_wrong_figure_in_chinese(table):
    for name in (*AMOUNTS, *PLAN):
        setattr(table, name, Decimal(-1))
    table.plan_june = Decimal(101)

    with pytest.raises(ValidationError) as raised:
        table.full_clean()

    assert raised.value.messages.count("金额不能小于0。") == 3
    assert raised.value.messages.count("支出计划应在0到100之间。") == 4


@pytest.mark.parametrize("name", AMOUNTS)
def test_amount_is_never_below_0(table, name):
    setattr(table, name, Decimal("-0.000001"))

    assert refused(f"goal_table_{name}_not_negative", table)


@pytest.mark.parametrize("name", PLAN)
@pytest.mark.parametrize("percent", ["-0.000001", "100.000001"])
def test_plan_is_never_outside_0_to_100(table, name, percent):
    setattr(table, name, Decimal(percent))

    assert refused(f"goal_table_{name}_within_100", table)


@pytest.mark.parametrize("value", [None, Decimal(0), Decimal("99999999.999999")])
def test_amounts_keep_blank_zero_and_every_digit(table, value):
    for name in AMOUNTS:
        setattr(table, name, value)
    table.save()

    table.refresh_from_db()

    assert [getattr(table, name) for name in AMOUNTS] == [value] * 3


@pytest.mark.parametrize("value", [None, Decimal(0), Decimal("33.333333"), Decimal(100)])
def test_plan_keeps_blank_zero_and_every_digit(table, value):
    for name in PLAN:
        setattr(table, name, value)
    table.save()

    table.refresh_from_db()

    assert [getattr(table, name) for name in PLAN] == [value] * 4


def test_table_starts_as_a_draft(table):
    assert table.state == "draft"
    assert table.is_with_clerk
    assert table.never_submitted
    assert table.version == 1


# Indicator


def test_indicators_stand_by_position(table):
    category = Category.objects.get(name="数量指标", framework__code="hebei")
    for position, name in ((3, "丙"), (1, "甲"), (2, "乙")):
        Indicator.objects.create(table=table, category=category, position=position, name=name)

    assert [indicator.name for indicator in table.indicators.all()] == ["甲", "乙", "丙"]


def test_category_in_use_cannot_be_deleted(table):
    category = Category.objects.get(name="数量指标", framework__code="hebei")
    Indicator.objects.create(table=table, category=category, position=1, name="甲")

    with pytest.raises(IntegrityError):
        category.delete()


def test_framework_in_use_cannot_be_deleted(year):
    with pytest.raises(IntegrityError):
        Framework.objects.get(code="hebei").delete()


# Department goal


def test_department_has_one_goal_a_year(county, year):
    DepartmentGoal.objects.create(department=county.d978, year=year)
    row = DepartmentGoal(department=county.d978, year=year)

    assert refused("department_goal_one_a_year", row)
    with pytest.raises(ValidationError, match="这个部门本年度已经有整体绩效目标"):
        row.full_clean()
