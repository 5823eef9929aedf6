from __future__ import annotations

from django.db import models
from django.urls import reverse

from audit.actors import Target
from departments.models import Department
from projects.models.yearly_form import YearlyForm
from projects.querysets import DepartmentGoalQuerySet


class DepartmentGoal(YearlyForm):
    """部门整体绩效目标: one 部门 in one budget year."""

    KIND = "goal"

    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="goals",
        limit_choices_to={"parent": None},
        verbose_name="部门",
    )
    overall = models.TextField("总体绩效目标", blank=True)
    itemised = models.TextField("分项绩效目标", blank=True)
    safeguards = models.TextField("工作保障措施", blank=True)

    objects = DepartmentGoalQuerySet.as_manager()

    class Meta:
        verbose_name = "部门整体绩效目标"
        verbose_name_plural = "部门整体绩效目标"
        ordering = ["department__code", "-year__year"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "year"],
                name="department_goal_one_a_year",
                violation_error_message="这个部门本年度已经有整体绩效目标。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}（{self.year}）"

    @property
    def title(self) -> str:
        return f"{self.department.name}整体绩效目标"

    def as_target(self) -> Target:
        return Target("部门整体绩效目标", f"{self.department.code}/{self.year.year}", self.title)

    def get_absolute_url(self) -> str:
        return reverse("goal", args=[self.department.code, self.year.year])
