from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from departments.requests import PersonRequest
from departments.roles import Role
from projects.actions import (
    CodeTaken,
    Conflict,
    Refused,
    create_table,
    delete_table,
    move_project,
    save_table,
)
from projects.forms import MoveForm, NewTableForm
from projects.merging import saved_message
from projects.models import GoalTable
from projects.permissions import Deed, get_table_for, may_see_book, refusal, units_of_clerk
from projects.sheet import edit_sheet, read_sheet
from projects.table_form import TableForm
from projects.tables import GoalTableList
from projects.views.attachments import attached
from projects.views.review import life
from projects.years import working_year


@require_GET
def table_list(request: PersonRequest) -> HttpResponseBase:
    rows = GoalTable.objects.visible_to(request.user).with_project()
    return GoalTableList(request, rows).response()


@require_GET
def table_page(request: PersonRequest, pk: int) -> HttpResponse:
    table = get_table_for(request.user, pk)
    past = life(request, table)
    context = past | attached(request, table)
    context |= {
        "table": table,
        "sheet": read_sheet(table, past["comments"]),
        "edit_refusal": refusal(request.user, table, Deed.EDIT),
        "delete_refusal": refusal(request.user, table, Deed.DELETE),
        "may_move": request.user.has_role(Role.ADMINISTRATOR),
        "in_book": may_see_book(request.user, table.project.unit.department),
    }
    return render(request, "projects/table.html", context)


@require_http_methods(["GET", "POST"])
def table_edit(request: PersonRequest, pk: int) -> HttpResponse:
    table = get_table_for(request.user, pk, Deed.EDIT)
    if request.method == "GET":
        return _editor(request, TableForm(table))
    form = TableForm(table, request.POST)
    if "arrange" in request.POST:
        form.arrange(request.POST["arrange"])
        return _editor(request, form)
    if not form.is_valid():
        return _editor(request, form, status=422)
    try:
        form = _save(request, form)
    except CodeTaken as taken:
        form.head.add_error("project_code", str(taken))
        return _editor(request, form, status=422)
    if form.conflicts or not form.is_valid():
        return _editor(request, form, conflict=True, status=409)
    messages.success(request, saved_message(form.taken_over))
    return redirect(table)


def _save(request: PersonRequest, form: TableForm) -> TableForm:
    """Save the form; what others saved meanwhile is merged in, unless both changed one cell: then
    the merged form comes back unsaved, with its conflicts."""
    while not form.conflicts and form.is_valid():
        try:
            save_table(
                table=form.table,
                values=form.values(),
                ids=form.ids(),
                version=form.version,
                by=request.user,
            )
        except Conflict:
            assert form.data is not None
            newer = get_table_for(request.user, form.table.pk, Deed.EDIT)
            merged = TableForm.merged(newer, form.data)
            merged.taken_over += form.taken_over
            form = merged
        else:
            break
    return form


def _editor(
    request: PersonRequest, form: TableForm, *, conflict: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "table": form.table,
        "sheet": edit_sheet(form, form.table.comments.unresolved()),
        "conflict": conflict,
        "wrong_cells": form.wrong_cells(),
    }
    return render(request, "projects/table_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def table_new(request: PersonRequest) -> HttpResponse:
    year = working_year(request)
    units = units_of_clerk(request.user)
    if not units:
        raise PermissionDenied("只有单位经办可以新增项目。")
    if year is None or year.is_closed:
        raise PermissionDenied(f"{year or '预算年度'}没有开放，不能新增项目。")
    form = NewTableForm(request.POST or None, units=units, year=year)
    if form.is_valid():
        try:
            table = create_table(year=year, by=request.user, **form.cleaned_data)
        except CodeTaken as taken:
            form.add_error("code", str(taken))
        else:
            messages.success(request, "已新增项目，请填写绩效目标表。")
            return redirect("table_edit", table.pk)
    return render(request, "projects/table_new.html", {"form": form, "year": year})


@require_http_methods(["GET", "POST"])
def table_delete(request: PersonRequest, pk: int) -> HttpResponse:
    table = get_table_for(request.user, pk, Deed.DELETE)
    if request.method == "GET":
        return render(request, "projects/table_delete.html", {"table": table})
    name = table.project.name
    try:
        delete_table(table=table, by=request.user)
    except Refused as refused:
        raise PermissionDenied(str(refused)) from None
    messages.success(request, f"已删除“{name}”的绩效目标表。")
    return redirect("table_list")


@require_http_methods(["GET", "POST"])
def table_move(request: PersonRequest, pk: int) -> HttpResponse:
    """An administrator gives the table's project to another unit."""
    table = get_table_for(request.user, pk)
    if not request.user.has_role(Role.ADMINISTRATOR):
        raise PermissionDenied("只有系统管理可以把项目转给别的单位。")
    form = MoveForm(request.POST or None, project=table.project)
    if form.is_valid():
        move_project(project=table.project, by=request.user, **form.cleaned_data)
        messages.success(request, f"已转给{table.project.unit}。")
        return redirect(table)
    return render(request, "projects/table_move.html", {"form": form, "table": table})
