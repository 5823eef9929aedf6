"""Who may do what to a form. Loading is the check: not yours to see is 404, yours to see but not to
do is 403 with the sentence `refusal` gives, which the greyed button shows too."""

from __future__ import annotations

import enum

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from departments.models import Department, User
from departments.roles import Role
from projects.models import BudgetYear, DepartmentGoal, GoalTable


class Deed(enum.Enum):
    """What a person may ask to do to a form."""

    EDIT = "修改"
    DELETE = "删除"


def refusal(user: User, form: GoalTable | DepartmentGoal, deed: Deed) -> str:
    """Why `user` may not do it, as a sentence; "" where he may."""
    if reason := creation_refusal(user, unit_of(form), form.year):
        return reason
    if not form.is_with_clerk:
        return f"现在是“{form.get_state_display()}”，不能{deed.value}。"
    if deed is Deed.DELETE and not form.never_submitted:
        return "送审过的表不能删除。"
    return ""


def creation_refusal(user: User, unit: Department, year: BudgetYear) -> str:
    """Why `user` may not start a form for the unit in the year; "" where he may."""
    if year.is_closed:
        return f"{year}已关闭，只能查看。"
    if not is_clerk_of(user, unit):
        return f"只有{unit.name}的单位经办可以填报。"
    return ""


def is_clerk_of(user: User, unit: Department) -> bool:
    places = [place for place in (unit.pk, unit.parent_id) if place]
    return user.memberships.filter(role=Role.CLERK, department__in=places).exists()


def units_of_clerk(user: User) -> QuerySet[Department]:
    """The units the clerk fills in tables for."""
    own = user.memberships.filter(role=Role.CLERK).values("department")
    return Department.objects.units().filter(Q(pk__in=own) | Q(parent__in=own))


def unit_of(form: GoalTable | DepartmentGoal) -> Department:
    return form.project.unit if isinstance(form, GoalTable) else form.department


def get_table_for(user: User, pk: int, deed: Deed | None = None) -> GoalTable:
    """The table with all its rows. Raises Http404, or PermissionDenied with the sentence."""
    table = get_object_or_404(GoalTable.objects.visible_to(user).whole(), pk=pk)
    if deed and (reason := refusal(user, table, deed)):
        raise PermissionDenied(reason)
    return table


def get_goal_for(
    user: User, department: Department, year: BudgetYear, deed: Deed | None = None
) -> DepartmentGoal:
    """The department's goal, an unsaved blank one where there is none yet.

    Raises PermissionDenied with the sentence; whether he may see it, `get_department_for` said.
    """
    goal = DepartmentGoal.objects.filter(department=department, year=year).first()
    goal = goal or DepartmentGoal(department=department, year=year, version=0)
    if deed and (reason := refusal(user, goal, deed)):
        raise PermissionDenied(reason)
    return goal


def get_department_for(user: User, code: str) -> Department:
    """A 部门 whose book the user may see. Raises Http404."""
    return get_object_or_404(_with_books(user), code=code)


def may_see_book(user: User, department: Department) -> bool:
    """Not who works in one of its units only: the book holds the others' tables too."""
    return _with_books(user).filter(pk=department.pk).exists()


def _with_books(user: User) -> QuerySet[Department]:
    return Department.objects.departments().visible_to(user)
