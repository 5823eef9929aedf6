"""依据文件 on a form's page: the list, uploading, removing. (Downloads are in files.py.)"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from departments.requests import PersonRequest
from projects.actions import Refused
from projects.attachments import MOST, add_attachment, remove_attachment
from projects.file_types import MAX_SIZE, TYPES, WrongFile
from projects.models import Attachment, Form, GoalTable, Indicator
from projects.permissions import Deed, get_form_for, refusal


def attached(request: PersonRequest, form: Form) -> dict[str, Any]:
    """Context of projects/_attachments.html."""
    if form.pk is None:
        return {}
    return {
        "attachments": form.attachments.with_people(),
        "can_attach": not refusal(request.user, form, Deed.EDIT),
        "attachable": form.indicators.all() if isinstance(form, GoalTable) else [],
        "attachment_types": ",".join(f".{suffix}" for suffix in TYPES),
        "attachment_limits": f"每个不超过{MAX_SIZE // 2**20}兆，最多{MOST}个；"
        f"可以是{'、'.join(TYPES)}。",
    }


@require_POST
def attach(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    form = get_form_for(request.user, kind, pk)
    if reason := refusal(request.user, form, Deed.EDIT):
        raise PermissionDenied(reason)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, "请先选择文件。")
        return redirect(form)
    indicator = _indicator(form, request.POST.get("indicator", ""))
    try:
        add_attachment(form=form, file=file, indicator=indicator, by=request.user)
        messages.success(request, f"已上传：{file.name}")
    except WrongFile as wrong:
        messages.error(request, str(wrong))
        return redirect(form)  # to its top, where the sentence stands
    except Refused as refused:
        raise PermissionDenied(str(refused)) from None
    return _back(form)


def _indicator(form: Form, code: str) -> Indicator | None:
    """None for the whole form, or where the row was removed in the meantime."""
    if not isinstance(form, GoalTable) or not code.isdecimal():
        return None
    return next((row for row in form.indicators.all() if str(row.pk) == code), None)


@require_POST
def detach(request: PersonRequest, pk: int) -> HttpResponse:
    attachment = get_object_or_404(Attachment, pk=pk)
    form = get_form_for(request.user, attachment.form.KIND, attachment.form.pk)
    try:
        remove_attachment(attachment=attachment, by=request.user)
    except Refused as refused:
        raise PermissionDenied(str(refused)) from None
    messages.success(request, f"已移除：{attachment.name}")
    return _back(form)


def _back(form: Form) -> HttpResponse:
    return redirect(f"{form.get_absolute_url()}#attachments")
