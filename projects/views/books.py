from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from departments.models import Department
from departments.requests import PersonRequest
from projects.actions import Conflict, save_goal
from projects.goal_form import GoalEditor
from projects.merging import saved_message
from projects.models import Attachment, BudgetYear, GoalTable
from projects.permissions import Deed, get_department_for, get_goal_for, refusal
from projects.views.attachments import attached
from projects.views.review import life
from projects.years import working_year


def _book(request: PersonRequest, code: str, year: int) -> tuple[Department, BudgetYear]:
    return get_department_for(request.user, code), get_object_or_404(BudgetYear, year=year)


@require_GET
def book_list(request: PersonRequest) -> HttpResponse:
    year = working_year(request)
    departments = Department.objects.departments().visible_to(request.user)
    figures = GoalTable.objects.for_year(year).by_department() if year else {}
    books = [(department, figures.get(department.pk)) for department in departments]
    return render(request, "projects/book_list.html", {"books": books, "year": year})


@require_GET
def book_page(request: PersonRequest, code: str, year: int) -> HttpResponse:
    department, budget_year = _book(request, code, year)
    tables = GoalTable.objects.of_book(department, budget_year)
    goal = get_goal_for(request.user, department, budget_year)
    context = {
        "department": department,
        "year": budget_year,
        "goal": goal,
        "edit_refusal": refusal(request.user, goal, Deed.EDIT),
        "tables": tables.with_project(),
        "totals": tables.totals(),
        "attachments": Attachment.objects.of_book(tables, goal),
    }
    return render(request, "projects/book.html", context)


@require_GET
def goal_page(request: PersonRequest, code: str, year: int) -> HttpResponse:
    department, budget_year = _book(request, code, year)
    goal = get_goal_for(request.user, department, budget_year)
    context = life(request, goal) | attached(request, goal)
    context |= {
        "department": department,
        "year": budget_year,
        "goal": goal,
        "sections": [
            (section.heading, getattr(goal, section.field).splitlines())
            for section in budget_year.layout.goal_sections
        ],
        "part": budget_year.layout.goal_part,
        "edit_refusal": refusal(request.user, goal, Deed.EDIT),
    }
    return render(request, "projects/goal.html", context)


@require_http_methods(["GET", "POST"])
def goal_edit(request: PersonRequest, code: str, year: int) -> HttpResponse:
    department, budget_year = _book(request, code, year)
    goal = get_goal_for(request.user, department, budget_year, Deed.EDIT)
    if request.method == "GET":
        return _goal_editor(request, GoalEditor(goal))
    editor = GoalEditor(goal, request.POST.dict())
    if not editor.form.is_valid():
        return _goal_editor(request, editor, status=422)
    editor = _save(request, editor)
    if editor.conflicts or not editor.form.is_valid():
        return _goal_editor(request, editor, conflict=True, status=409)
    messages.success(request, saved_message(editor.taken_over))
    return redirect("goal", code, year)


def _save(request: PersonRequest, editor: GoalEditor) -> GoalEditor:
    """As for a table: merged where nobody else changed the same part, else back with conflicts."""
    while not editor.conflicts and editor.form.is_valid():
        goal = editor.goal
        try:
            save_goal(goal=goal, values=editor.values(), version=editor.version, by=request.user)
        except Conflict:
            assert editor.data is not None
            newer = get_goal_for(request.user, goal.department, goal.year, Deed.EDIT)
            merged = GoalEditor.merged(newer, editor.data)
            merged.taken_over += editor.taken_over
            editor = merged
        else:
            break
    return editor


def _goal_editor(
    request: PersonRequest, editor: GoalEditor, *, conflict: bool = False, status: int = 200
) -> HttpResponse:
    context = {"editor": editor, "goal": editor.goal, "conflict": conflict}
    return render(request, "projects/goal_edit.html", context, status=status)
