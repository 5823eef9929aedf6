"""The only bridge between rows and documents' values, both ways and lossless."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from departments.models import Department
from documents.freeze import Frozen, freeze
from documents.values import (
    Book,
    DepartmentGoalValues,
    GoalTableValues,
    IndicatorRow,
    SpendingPlan,
)
from indicators.models import Category, Framework
from projects.models import BudgetYear, DepartmentGoal, Form, GoalTable, Indicator

_AMOUNTS = ("budget", "fiscal", "other")
_TEXTS = ("purpose", "goals")
_MONTHS = tuple(SpendingPlan.LABELS)
_INDICATOR_TEXTS = ("name", "description", "target", "basis")
GOAL_FIELDS = tuple(DepartmentGoalValues.LABELS)
# Nothing else is written back: where the form is in its life may have changed since it was loaded.
_WRITTEN = ("updated_by", "updated_at")
_TABLE_COLUMNS = (*_AMOUNTS, *_TEXTS, *(f"plan_{month}" for month in _MONTHS), *_WRITTEN)

CategoryIndex = Mapping[tuple[str, str], Category]


class UnknownCategory(ValueError):
    """A level-1 / level-2 name the year's framework does not have; the message is a sentence."""


# --- rows to values -----------------------------------------------------------------------------


def table_values(table: GoalTable) -> GoalTableValues:
    """What the table says. Load it with `GoalTable.objects.whole()`."""
    project = table.project
    return GoalTableValues(
        unit_code=project.unit.code,
        unit_name=project.unit.name,
        project_code=project.code,
        project_name=project.name,
        plan=SpendingPlan(**{month: getattr(table, f"plan_{month}") for month in _MONTHS}),
        indicators=tuple(_indicator_row(indicator) for indicator in table.indicators.all()),
        **{name: getattr(table, name) for name in _AMOUNTS},
        **{name: getattr(table, name) for name in _TEXTS},
    )


def _indicator_row(indicator: Indicator) -> IndicatorRow:
    category = indicator.category
    return IndicatorRow(
        level1=category.parent.name if category.parent else "",
        level2=category.name,
        **{name: getattr(indicator, name) for name in _INDICATOR_TEXTS},
    )


def goal_values(goal: DepartmentGoal | None) -> DepartmentGoalValues:
    """What the department's goal says; blank where there is none yet."""
    if goal is None:
        return DepartmentGoalValues()
    return DepartmentGoalValues(**{name: getattr(goal, name) for name in GOAL_FIELDS})


def book_values(
    department: Department, year: BudgetYear, goal: DepartmentGoal | None = None
) -> Book:
    """A department's book without its tables, which a writer takes one by one."""
    return Book(
        form=year.layout.form,
        edition=year.layout.edition,
        year=year.year,
        department_code=department.code,
        department_name=department.name,
        goals=goal_values(goal),
    )


def form_values(form: Form) -> GoalTableValues | DepartmentGoalValues:
    return table_values(form) if isinstance(form, GoalTable) else goal_values(form)


def frozen(form: Form) -> Frozen:
    """What the form says now, frozen in its year's layout."""
    return freeze(form_values(form), form.year.layout_key)


# --- values to rows -----------------------------------------------------------------------------


def category_index(framework: Framework) -> CategoryIndex:
    """The framework's level-2 categories by the names of both levels."""
    categories = framework.categories.filter(level=Category.Level.TWO).select_related("parent")
    return {
        (category.parent.name, category.name): category
        for category in categories
        if category.parent
    }


def find_category(row: IndicatorRow, categories: CategoryIndex) -> Category:
    """Raises UnknownCategory with both names."""
    try:
        return categories[row.level1, row.level2]
    except KeyError:
        raise UnknownCategory(
            f"“{row.level1 or '（空）'}—{row.level2 or '（空）'}”不在本年度的指标体系里"
        ) from None


def store_table(
    table: GoalTable,
    values: GoalTableValues,
    categories: CategoryIndex,
    ids: Sequence[int | None] | None = None,
) -> None:
    """Make the rows say `values`. The project's unit, code and name are the caller's.

    `ids` names for each indicator the row it was; without it rows are matched by what they say.
    Raises UnknownCategory before anything is written.
    """
    found = [find_category(row, categories) for row in values.indicators]
    store_fields(table, values)
    table.save(update_fields=_TABLE_COLUMNS)
    old = {indicator.pk: indicator for indicator in table.indicators.all()}
    matched = match_indicators(old.values(), values.indicators) if ids is None else ids
    kept = _store_indicators(table, values.indicators, found, [old.get(pk or 0) for pk in matched])
    table.indicators.exclude(pk__in=kept).delete()


def store_fields(table: GoalTable, values: GoalTableValues) -> None:
    """Set the table's own columns, without saving."""
    for name in (*_AMOUNTS, *_TEXTS):
        setattr(table, name, getattr(values, name))
    for month in _MONTHS:
        setattr(table, f"plan_{month}", getattr(values.plan, month))


def _store_indicators(
    table: GoalTable,
    rows: Sequence[IndicatorRow],
    categories: Sequence[Category],
    old: Sequence[Indicator | None],
) -> list[int]:
    changed: list[Indicator] = []
    new: list[Indicator] = []
    for position, (row, category, indicator) in enumerate(
        zip(rows, categories, old, strict=True), start=1
    ):
        stored = indicator or Indicator(table=table)
        stored.position, stored.category = position, category
        for name in _INDICATOR_TEXTS:
            setattr(stored, name, getattr(row, name))
        (changed if indicator else new).append(stored)
    Indicator.objects.bulk_update(changed, ["position", "category", *_INDICATOR_TEXTS])
    Indicator.objects.bulk_create(new)
    return [indicator.pk for indicator in (*changed, *new)]


def match_indicators(old: Iterable[Indicator], rows: Sequence[IndicatorRow]) -> list[int | None]:
    """For each row the id of the indicator it continues: same name in the same category."""
    left: dict[tuple[str, str], list[int]] = {}
    for indicator in old:
        left.setdefault((indicator.category.name, indicator.name), []).append(indicator.pk)
    return [ids.pop(0) if (ids := left.get((row.level2, row.name))) else None for row in rows]


def store_goal(goal: DepartmentGoal, values: DepartmentGoalValues) -> None:
    for name in GOAL_FIELDS:
        setattr(goal, name, getattr(values, name))
    goal.save(update_fields=[*GOAL_FIELDS, *_WRITTEN])
