from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from audit.actors import Target
from projects.models.project import Project
from projects.models.yearly_form import YearlyForm
from projects.querysets import GoalTableQuerySet

PLAN = ("plan_march", "plan_june", "plan_october", "plan_december")


def _amount(label: str) -> models.DecimalField[Any, Decimal | None]:
    # SQLite keeps 15 digits of a number; 14 with 6 decimals reach 99,999,999.999999 万元.
    return models.DecimalField(
        label,
        max_digits=14,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "金额不能小于0。")],
    )


def _percent(label: str) -> models.DecimalField[Any, Decimal | None]:
    within = "支出计划应在0到100之间。"
    return models.DecimalField(
        label,
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, within), MaxValueValidator(100, within)],
    )


class GoalTable(YearlyForm):
    """项目绩效目标表: one project in one year. Amounts in 万元, plan in %; blank is not 0."""

    KIND = "table"

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="goal_tables", verbose_name="项目"
    )
    position = models.PositiveIntegerField("在文本中的次序", default=0)
    budget = _amount("预算数")
    fiscal = _amount("财政资金")
    other = _amount("其他资金")
    purpose = models.TextField("资金用途", blank=True)
    plan_march = _percent("3月底支出计划")
    plan_june = _percent("6月底支出计划")
    plan_october = _percent("10月底支出计划")
    plan_december = _percent("12月底支出计划")
    goals = models.TextField("绩效目标", blank=True)

    objects = GoalTableQuerySet.as_manager()

    class Meta:
        verbose_name = "项目绩效目标表"
        verbose_name_plural = "项目绩效目标表"
        ordering = ["project__unit__code", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "year"],
                name="goal_table_one_a_year",
                violation_error_message="这个项目本年度已经有绩效目标表。",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__gte": 0}) | Q(**{name: None}),
                    name=f"goal_table_{name}_not_negative",
                    violation_error_message="金额不能小于0。",
                )
                for name in ("budget", "fiscal", "other")
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__gte": 0, f"{name}__lte": 100}) | Q(**{name: None}),
                    name=f"goal_table_{name}_within_100",
                    violation_error_message="支出计划应在0到100之间。",
                )
                for name in PLAN
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project.name}（{self.year}）"

    @property
    def title(self) -> str:
        return self.project.name

    def as_target(self) -> Target:
        return Target("项目绩效目标表", f"{self.project.code}/{self.year.year}", self.title)

    def get_absolute_url(self) -> str:
        return reverse("table", args=[self.pk])
