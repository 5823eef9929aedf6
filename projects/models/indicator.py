from __future__ import annotations

from django.db import models

from indicators.models import Category
from projects.models.goal_table import GoalTable


class Indicator(models.Model):
    """A 三级指标 of a goal table. Its id stays the same when it is moved or reworded."""

    table = models.ForeignKey(
        GoalTable, on_delete=models.CASCADE, related_name="indicators", verbose_name="绩效目标表"
    )
    position = models.PositiveSmallIntegerField("次序")
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        related_name="indicators",
        limit_choices_to={"level": 2},
        verbose_name="二级指标",
    )
    name = models.TextField("三级指标", blank=True)
    description = models.TextField("绩效指标描述", blank=True)
    target = models.TextField("指标值", blank=True)
    basis = models.TextField("指标值确定依据", blank=True)

    class Meta:
        verbose_name = "绩效指标"
        verbose_name_plural = "绩效指标"
        ordering = ["table", "position", "pk"]

    def __str__(self) -> str:
        return self.name
