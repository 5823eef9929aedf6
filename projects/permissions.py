"""Who may do what to a form. Loading is the check: not yours to see is 404, yours to see but not to
do is 403 with the sentence `refusal` gives, which the greyed button shows too."""

from __future__ import annotations

import enum

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from departments.models import Department, User
from departments.roles import DEPARTMENTAL, REGIONAL, Role
from projects import workflow
from projects.models import BudgetYear, DepartmentGoal, Form, GoalTable
from projects.states import DESKS


class Deed(enum.Enum):
    """What a clerk may ask to do to a form without moving it on."""

    EDIT = "修改"
    DELETE = "删除"


# --- deeds --------------------------------------------------------------------------------------


def refusal(user: User, form: Form, deed: Deed | workflow.Verb) -> str:
    """Why `user` may not do it, as a sentence; "" where he may."""
    if isinstance(deed, workflow.Verb):
        return _transition_refusal(user, form, deed)
    if reason := creation_refusal(user, unit_of(form), form.year):
        return reason
    if not form.is_with_clerk:
        return f"现在是“{form.get_state_display()}”，不能{deed.value}。"
    if deed is Deed.DELETE and not form.never_submitted:
        return "送审过的表不能删除，可以作废。"
    return ""


def creation_refusal(user: User, unit: Department, year: BudgetYear) -> str:
    """Why `user` may not start a form for the unit in the year; "" where he may."""
    if year.is_closed:
        return f"{year}已关闭，只能查看。"
    if not sits_at(user, Role.CLERK, unit):
        return f"只有{unit.name}的单位经办可以填报。"
    return ""


# --- transitions --------------------------------------------------------------------------------


def _transition_refusal(user: User, form: Form, verb: workflow.Verb) -> str:
    if form.year.is_closed:
        return f"{form.year}已关闭，不能{verb.label}。"
    row = workflow.find(form.year, form.state, verb, form.submitted_from)
    if row is None:
        return f"现在是“{form.get_state_display()}”，不能{verb.label}。"
    if not sits_at(user, row.role, unit_of(form)):
        return f"只有{_desk(row.role, unit_of(form))}可以{verb.label}。"
    if row.role is not Role.CLERK and form.editors.filter(pk=user.pk).exists():
        return f"您填写过这张表，不能由您{verb.label}。"
    if verb is workflow.SUBMIT and (left := form.comments.demands().count()):
        return f"还有{left}条“必须修改”的意见没有处理，处理后再送审。"
    return _ruled_out(form, verb)


def comment_refusal(user: User, form: Form) -> str:
    """Why `user` may not put a comment on the form; "" where it lies on his desk for review."""
    if form.state not in workflow.IN_REVIEW:
        return f"现在是“{form.get_state_display()}”，审核时才能提意见。"
    return refusal(user, form, workflow.RETURN)


def reply_refusal(user: User, form: Form) -> str:
    """Why `user` may not answer a comment on the form; "" where it comes to one of his desks."""
    unit = unit_of(form)
    if any(sits_at(user, role, unit) for role in DESKS.values()):
        return ""
    return "只有填报和审核这张表的人可以回复意见。"


def _desk(role: Role, unit: Department) -> str:
    owner = unit if role is Role.CLERK else unit.department
    return f"{owner.name}的{role.label}" if role in DEPARTMENTAL else role.label


def possible_verbs(user: User, form: Form) -> list[tuple[workflow.Verb, str]]:
    """The verbs of the form's state that are the user's kind of work, each with its refusal.

    What the form's own past rules out for good is left out, not greyed.
    """
    rows = [row for row in workflow.transitions(form.year) if row.source == form.state]
    mine = dict.fromkeys(row.verb for row in rows if user.has_role(row.role))
    return [(verb, refusal(user, form, verb)) for verb in mine if not _ruled_out(form, verb)]


def _ruled_out(form: Form, verb: workflow.Verb) -> str:
    """Why a form with this past can never be abandoned or voided; "" where it can."""
    if verb is workflow.ABANDON and not form.was_approved:
        return "这张表还没有批复过，没有可以恢复的内容。"
    if verb is workflow.VOID and form.was_approved:
        return "批复过的表不能作废。"
    if verb is workflow.VOID and form.never_submitted:
        return "没有送审过的表可以直接删除。"
    return ""


# --- where people sit ---------------------------------------------------------------------------


def sits_at(user: User, role: Role, unit: Department) -> bool:
    """Whether the user has the role for the unit: at it, at its 部门, or for the whole region."""
    places = (unit.pk, unit.parent_id, None)
    return any(held.role == role and held.department_id in places for held in user.appointments)


def people_at(role: Role, unit: Department) -> QuerySet[User]:
    """Everybody who has the role for the unit."""
    users = User.objects.filter(is_active=True)
    return users.filter(_covers(unit, "memberships__"), memberships__role=role).distinct()


def _covers(unit: Department, prefix: str = "") -> Q:
    places = [place for place in (unit.pk, unit.parent_id) if place]
    everywhere = Q(**{f"{prefix}department": None})
    return Q(**{f"{prefix}department__in": places}) | everywhere


def units_of_clerk(user: User) -> QuerySet[Department]:
    """The units the clerk fills in tables for."""
    own = user.memberships.filter(role=Role.CLERK).values("department")
    return Department.objects.units().filter(Q(pk__in=own) | Q(parent__in=own))


def unit_of(form: Form) -> Department:
    return form.project.unit if isinstance(form, GoalTable) else form.department


# --- loading ------------------------------------------------------------------------------------


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


def get_form_for(user: User, kind: str, pk: int) -> Form:
    """A goal table (`table`) or a department's goal (`goal`) the user may see. Raises Http404."""
    if kind == GoalTable.KIND:
        return get_table_for(user, pk)
    goals = DepartmentGoal.objects.visible_to(user).select_related("department", "year")
    return get_object_or_404(goals, pk=pk)


def get_department_for(user: User, code: str) -> Department:
    """A 部门 whose book the user may see. Raises Http404."""
    return get_object_or_404(_with_books(user), code=code)


def may_see_book(user: User, department: Department) -> bool:
    """Not who works in one of its units only: the book holds the others' tables too.

    As `_with_books`, but from what is in memory.
    """
    return any(
        held.role in REGIONAL or held.department_id == department.pk for held in user.appointments
    )


def _with_books(user: User) -> QuerySet[Department]:
    return Department.objects.departments().visible_to(user)
