"""The verbs: each one transaction, keyword-only, `by=` the person who does it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Max

from departments.models import Department, User
from documents.values import DepartmentGoalValues, GoalTableValues
from projects.models import BudgetYear, DepartmentGoal, GoalTable, Project
from projects.values import category_index, store_goal, store_table


class Conflict(Exception):
    """Somebody else saved a newer version in the meantime; nothing was written."""


@transaction.atomic
def create_table(
    *, unit: Department, year: BudgetYear, code: str, name: str, by: User | None
) -> GoalTable:
    """A blank table for a project, which is made where the region does not have its code yet."""
    project, _ = Project.objects.get_or_create(
        region=unit.region, code=code, defaults={"unit": unit, "name": name}
    )
    last = (
        GoalTable.objects.for_year(year)
        .of_department(unit.department)
        .aggregate(position=Max("position", default=0))
    )
    return GoalTable.objects.create(
        project=project, year=year, position=last["position"] + 1, updated_by=by
    )


@transaction.atomic
def save_table(
    *,
    table: GoalTable,
    values: GoalTableValues,
    by: User | None,
    version: int | None = None,
    ids: Sequence[int | None] | None = None,
) -> None:
    """Make the table, and its project's code and name, say `values`.

    `version` is the one the changes were made on, by default the table's. `ids` as in
    `values.store_table`. Raises Conflict, UnknownCategory.
    """
    _claim(table, table.version if version is None else version)
    project = table.project
    if (project.code, project.name) != (values.project_code, values.project_name):
        project.code, project.name = values.project_code, values.project_name
        project.save()
    table.updated_by = by
    store_table(table, values, category_index(table.year.framework), ids)


@transaction.atomic
def save_goal(
    *, goal: DepartmentGoal, values: DepartmentGoalValues, by: User | None, version: int
) -> None:
    """Make the department's goal say `values`; an unsaved goal has version 0. Raises Conflict."""
    if goal.pk is None:
        goal, _ = DepartmentGoal.objects.get_or_create(
            department=goal.department, year=goal.year, defaults={"version": 0}
        )
    _claim(goal, version)
    goal.updated_by = by
    store_goal(goal, values)


def _claim(form: GoalTable | DepartmentGoal, version: int) -> None:
    """Take the next version; of two people who save at once exactly one gets it."""
    rows = type(form)._default_manager.filter(pk=form.pk, version=version)
    if not rows.update(version=F("version") + 1):
        raise Conflict
    form.version = version + 1


@transaction.atomic
def delete_table(*, table: GoalTable) -> None:
    """Delete a table that was never submitted, and its project with the last of its tables."""
    project = table.project
    table.delete()
    if not project.goal_tables.exists():
        project.delete()
