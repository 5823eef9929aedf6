from __future__ import annotations

import hashlib
import uuid
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q

from documents.freeze import Tampered
from projects.models.department_goal import DepartmentGoal
from projects.models.form_record import FormRecord
from projects.models.goal_table import GoalTable
from projects.models.indicator import Indicator


def stored_name(attachment: models.Model, filename: str) -> str:
    """Nothing of what the person called it: names of strangers stay out of the file system."""
    name = uuid.uuid4().hex
    return f"attachments/{name[:2]}/{name}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def present(self) -> Self:
        return self.filter(removed_at=None)

    def of_book(self, tables: models.QuerySet[GoalTable], goal: DepartmentGoal) -> Self:
        """Those a book lists, the department's goal first and then in the order of its tables."""
        wanted = Q(table__in=tables.values("pk")) | (Q(goal=goal) if goal.pk else Q(pk__in=[]))
        found = self.present().filter(wanted).select_related("table__project", "goal__department")
        return found.order_by(F("table__position").asc(nulls_first=True), "table", "pk")

    def with_people(self) -> Self:
        return self.select_related("uploaded_by", "removed_by")


class Attachment(FormRecord):
    """依据文件: a file that proves a form or one of its indicators.

    `place` keeps in words what it belongs to, for when the row is gone. Once the form was submitted
    a removed file is only struck out: somebody may have judged by it.
    """

    indicator = models.ForeignKey(
        Indicator, on_delete=models.SET_NULL, null=True, blank=True, related_name="attachments"
    )
    place = models.CharField("所属", max_length=200)
    file = models.FileField("文件", upload_to=stored_name, max_length=100)
    name = models.CharField("文件名", max_length=255)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("大小")
    sha256 = models.CharField("校验值", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="移除人",
    )
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta(FormRecord.Meta):
        verbose_name = "依据文件"
        verbose_name_plural = "依据文件"
        ordering = ["pk"]
        constraints = [
            *FormRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="attachment_removed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def content(self) -> bytes:
        """Raises Tampered where the file is gone or is not the one that was uploaded."""
        try:
            with self.file.open("rb") as file:
                content: bytes = file.read()
        except OSError:
            raise Tampered(f"“{self.name}”的文件读不到了，请系统管理员从备份恢复") from None
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise Tampered(
                f"“{self.name}”与上传时的校验值不符，可能被改动过，不能下载；请系统管理员从备份恢复"
            )
        return content

    def discard(self) -> None:
        """Delete the row, and the file once that is certain."""
        self.delete()
        transaction.on_commit(self.delete_file)

    def delete_file(self) -> None:
        if self.file.name:
            self.file.storage.delete(self.file.name)
