"""The verbs about 依据文件: each one transaction, keyword-only, `by=` the person who does it."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone

from audit import deeds
from audit.record import record
from departments.models import User
from perfgoals.downloads import safe_filename
from projects.actions import Refused
from projects.file_types import WrongFile, check_size, file_type
from projects.models import Attachment, Form, Indicator, about
from projects.permissions import Deed, refusal

MOST = 10
"""Files a form may have."""

ATTACHED = deeds.declare("attach", "上传依据文件")
DETACHED = deeds.declare("detach", "移除依据文件")


def add_attachment(
    *, form: Form, file: File[bytes], by: User, indicator: Indicator | None = None
) -> Attachment:
    """Keep `file` with the form, or with one of its indicators.

    Raises Refused where `by` may not, WrongFile where the file cannot be taken.
    """
    name = safe_filename(file.name or "")
    check_size(name, file.size or 0)
    content = file.read()
    made = Attachment(
        **about(form),
        indicator=indicator,
        place=f"三级指标“{indicator.name}”"[:200] if indicator else "整张表",
        name=name,
        content_type=file_type(name, content).content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
    )
    try:
        _store(made, content, by)
    except BaseException:
        made.delete_file()
        raise
    return made


@transaction.atomic
def _store(made: Attachment, content: bytes, by: User) -> None:
    form = _locked(made.form)
    if reason := refusal(by, form, Deed.EDIT):
        raise Refused(reason)
    present = form.attachments.present()
    if present.count() >= MOST:
        raise WrongFile(f"每张表最多{MOST}个依据文件，请先移除不用的。")
    if present.filter(sha256=made.sha256).exists():
        raise WrongFile(f"“{made.name}”已经上传过了。")
    made.file.save(made.name, ContentFile(content), save=False)
    made.save()
    record(deed=ATTACHED, by=by, target=form, after=_told(made))


@transaction.atomic
def remove_attachment(*, attachment: Attachment, by: User) -> None:
    """Raises Refused where `by` may not, or it is removed already."""
    form = _locked(attachment.form)
    if reason := refusal(by, form, Deed.EDIT):
        raise Refused(reason)
    if attachment.removed_at:
        raise Refused("这个依据文件已经移除了。")
    told = _told(attachment)
    if form.never_submitted:
        attachment.discard()
    else:
        attachment.removed_by, attachment.removed_at = by, timezone.now()
        attachment.save(update_fields=["removed_by", "removed_at"])
    record(deed=DETACHED, by=by, target=form, before=told)


def _locked(form: Form) -> Form:
    """As it is now, and nobody moves it on, or counts its files, until the transaction ends."""
    return type(form)._default_manager.select_for_update().get(pk=form.pk)


def _told(attachment: Attachment) -> dict[str, str]:
    return {
        "文件名": attachment.name,
        "所属": attachment.place,
        "大小": f"{attachment.size}字节",
        "校验值": attachment.sha256,
    }
