from __future__ import annotations

from django.db import models

from audit.append_only_model import AppendOnlyModel, AppendOnlyQuerySet
from documents.freeze import unseal
from documents.layouts import LAYOUTS
from documents.spec import Layout
from documents.values import DepartmentGoalValues, GoalTableValues
from projects.models.form_record import FormRecord


class Revision(AppendOnlyModel, FormRecord):
    """批复版本: what an approved form says, frozen. Rows are never changed or deleted; a database
    trigger refuses it too.

    Text copies instead of keys to people: the version must read the same when they are gone.
    """

    number = models.PositiveIntegerField("版本")
    layout_key = models.CharField("表样", max_length=40)
    values = models.TextField("内容")
    sha256 = models.CharField("校验值", max_length=64)
    approved_by = models.CharField("批复人", max_length=100)
    approved_at = models.DateTimeField("批复时间", auto_now_add=True)
    reason = models.TextField("调整原因", blank=True)

    objects = AppendOnlyQuerySet["Revision"].as_manager()

    class Meta(FormRecord.Meta):
        verbose_name = "批复版本"
        verbose_name_plural = "批复版本"
        ordering = ["number"]
        constraints = [
            *FormRecord.Meta.constraints,
            models.UniqueConstraint(fields=["table", "number"], name="revision_of_table"),
            models.UniqueConstraint(fields=["goal", "number"], name="revision_of_goal"),
        ]

    # Long, and only the comparing pages and downloads read it.
    LISTED = ("number", "approved_by", "approved_at", "reason", "sha256")

    def __str__(self) -> str:
        return f"{self.form} 第{self.number}版"

    def unsealed(self) -> GoalTableValues | DepartmentGoalValues:
        """What was approved. Raises Tampered where somebody changed it since."""
        return unseal(self.values, self.sha256, self.form.title)

    @property
    def layout(self) -> Layout:
        form, _, edition = self.layout_key.partition("/")
        return LAYOUTS[form, edition]

    @property
    def short_hash(self) -> str:
        return self.sha256[:12]
