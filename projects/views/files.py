"""Everything that is handed out as a file. A file is whole before the first byte leaves."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from audit.actors import Target
from departments.requests import PersonRequest
from documents.values import ValuesError
from perfgoals.downloads import DOCX, attachment
from projects.actions import record_download
from projects.exports import (
    CONTENT_TYPES,
    book_file,
    book_filename,
    table_file,
    table_filename,
    version_file,
    version_filename,
)
from projects.models import Attachment, BudgetYear
from projects.papers import (
    adjustment_file,
    adjustment_filename,
    opinion_file,
    opinion_filename,
)
from projects.permissions import get_department_for, get_form_for, get_table_for
from projects.versions import NOW
from projects.workflow import RETURN


def _file(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """What no file may or can be made of is 409 with its sentence."""

    @require_GET
    @wraps(view)
    def answered(request: PersonRequest, **places: Any) -> HttpResponseBase:
        try:
            return view(request, **places)
        except ValuesError as error:
            return render(request, "409.html", {"sentence": error}, status=409)

    return answered


@_file
def table_download(request: PersonRequest, pk: int, kind: str) -> HttpResponseBase:
    table = get_table_for(request.user, pk)
    content = table_file(table, kind)
    record_download(request.user, table, kind)
    return attachment(table_filename(table, kind), content, CONTENT_TYPES[kind])


@_file
def version_download(request: PersonRequest, pk: int, number: int, kind: str) -> HttpResponseBase:
    table = get_table_for(request.user, pk)
    revision = get_object_or_404(table.revisions, number=number)
    content = version_file(table, revision, kind)
    record_download(request.user, table, f"第{revision.number}版 {kind}")
    name = version_filename(table, revision.number, kind)
    return attachment(name, content, CONTENT_TYPES[kind])


@_file
def adjustment_download(
    request: PersonRequest, pk: int, before: int, after: str
) -> HttpResponseBase:
    """调整前后对照表 of two versions, or of a version and the table as it is now."""
    table = get_table_for(request.user, pk)
    first = get_object_or_404(table.revisions, number=before)
    second = None if after == NOW else get_object_or_404(table.revisions, number=after)
    content = adjustment_file(table, first, second)
    record_download(request.user, table, "调整前后对照表 docx")
    return attachment(adjustment_filename(table, first, second), content, DOCX)


@_file
def opinion_download(request: PersonRequest, kind: str, pk: int, step: int) -> HttpResponseBase:
    form = get_form_for(request.user, kind, pk)
    returned = get_object_or_404(form.steps.select_related("by"), pk=step, verb=RETURN.code)
    content = opinion_file(form, returned)
    record_download(request.user, form, "退回意见书 docx")
    return attachment(opinion_filename(form, returned), content, DOCX)


@_file
def attachment_download(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Always to be saved, never shown: what strangers made is not opened inside the house."""
    found = get_object_or_404(Attachment, pk=pk)
    form = get_form_for(request.user, found.form.KIND, found.form.pk)
    content = found.content()
    record_download(request.user, form, f"依据文件 {found.name}")
    return attachment(found.name, content, found.content_type)


@_file
def book_download(request: PersonRequest, code: str, year: int, kind: str) -> HttpResponseBase:
    department = get_department_for(request.user, code)
    budget_year = get_object_or_404(BudgetYear, year=year)
    content = book_file(department, budget_year, kind)
    target = Target("绩效目标文本", f"{code}/{year}", f"{department}{year}年")
    record_download(request.user, target, kind)
    name = book_filename(department, budget_year, kind)
    return attachment(name, content, CONTENT_TYPES[kind])
