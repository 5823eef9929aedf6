from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from audit.actors import Target
from documents.layouts import LAYOUTS
from documents.spec import Layout
from indicators.models import Framework
from projects.states import State

LAYOUT_CHOICES = [(f"{form}/{edition}", f"{form} {edition}") for form, edition in LAYOUTS]


class BudgetYear(models.Model):
    """A budget year: which framework and which layout hold, and whether it may still be changed."""

    class Status(models.TextChoices):
        CURRENT = "current", "当前"
        OPEN = "open", "开放"
        CLOSED = "closed", "已关闭"

    year = models.PositiveSmallIntegerField(
        "年度", unique=True, validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    status = models.CharField(
        "状态",
        max_length=10,
        choices=Status.choices,
        default=Status.OPEN,
        help_text="当前年度只能有一个；关闭的年度只能查看。",
    )
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, verbose_name="指标体系")
    layout_key = models.CharField(
        "表样", max_length=40, choices=LAYOUT_CHOICES, default=LAYOUT_CHOICES[0][0]
    )

    department_reviews = models.BooleanField(
        "部门审核", default=True, help_text="单位送审后先由部门审核；不设这一步时直接报财政。"
    )
    finance_desks = models.PositiveSmallIntegerField(
        "财政审核",
        choices=[(1, "只由财政绩效股审核"), (2, "先财政业务股室，后财政绩效股")],
        default=2,
    )
    deadline = models.DateField("填报截止日期", null=True, blank=True)

    class Meta:
        verbose_name = "预算年度"
        verbose_name_plural = "预算年度"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["status"],
                condition=Q(status="current"),
                name="budget_year_one_current",
                violation_error_message="已经有一个当前年度，请先把它改为开放或关闭。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度"

    def as_target(self) -> Target:
        return Target("预算年度", str(self.year), str(self))

    @property
    def days_left(self) -> int | None:
        """Days to the deadline, negative when it has passed; None without one."""
        return (self.deadline - localdate()).days if self.deadline else None

    def clean(self) -> None:
        """A desk that still has forms to review cannot be taken away."""
        for state in (State.DEPARTMENT_REVIEW, State.BUSINESS_REVIEW):
            left_out = (
                not self.department_reviews
                if state == State.DEPARTMENT_REVIEW
                else self.finance_desks == 1
            )
            if left_out and self.pk and self._waiting_in(state):
                raise ValidationError(f"还有表在“{state.label}”，处理完才能去掉这一步。")

    def _waiting_in(self, state: State) -> bool:
        tables, goals = self.goaltable_set, self.departmentgoal_set
        return tables.filter(state=state).exists() or goals.filter(state=state).exists()

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED

    @property
    def layout(self) -> Layout:
        form, _, edition = self.layout_key.partition("/")
        return LAYOUTS[form, edition]
