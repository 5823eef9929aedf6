from __future__ import annotations

from django.conf import settings
from django.db import models

from projects.models.form_record import FormRecord


class Opening(FormRecord):
    """Somebody has a form open in the editor; true while `seen_at` is recent."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="openings"
    )
    seen_at = models.DateTimeField("最近一次")

    class Meta(FormRecord.Meta):
        verbose_name = "正在打开"
        verbose_name_plural = "正在打开"
        constraints = [
            *FormRecord.Meta.constraints,
            models.UniqueConstraint(fields=["table", "person"], name="opening_of_table"),
            models.UniqueConstraint(fields=["goal", "person"], name="opening_of_goal"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.form}"
