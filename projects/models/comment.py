from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.models.form_record import FormRecord
from projects.models.indicator import Indicator


class CommentQuerySet(models.QuerySet["Comment"]):
    def demands(self) -> CommentQuerySet:
        """必须修改 that nobody has ticked off yet."""
        return self.unresolved().filter(kind=Comment.Kind.DEMAND)

    def unresolved(self) -> CommentQuerySet:
        return self.filter(parent=None, resolved_at=None)


class Comment(FormRecord):
    """A reviewer's remark on a cell, a row or the whole form, or a reply to one.

    `field` is the layout's name of the cell, "" for the whole row or form. `place` keeps in words
    where it stood, for when the row is gone.
    """

    class Kind(models.TextChoices):
        DEMAND = "demand", "必须修改"
        ADVICE = "advice", "建议"
        QUESTION = "question", "疑问"

    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    field = models.CharField("单元格", max_length=40, blank=True)
    place = models.CharField("位置", max_length=200)
    kind = models.CharField("类别", max_length=10, choices=Kind.choices, default=Kind.DEMAND)
    text = models.TextField("意见")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="提出人"
    )
    at = models.DateTimeField("时间", auto_now_add=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="处理人",
    )
    resolved_at = models.DateTimeField("处理时间", null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta(FormRecord.Meta):
        verbose_name = "审核意见"
        verbose_name_plural = "审核意见"
        ordering = ["pk"]
        constraints = [
            *FormRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_resolved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}：{self.text}"

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None
