from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from projects.models.department_goal import DepartmentGoal
from projects.models.goal_table import GoalTable

Form = GoalTable | DepartmentGoal
"""What lives the life of projects/workflow.py."""


def about(form: Form) -> dict[str, Any]:
    """The column that names the form, for filters and for new rows."""
    return {"table" if isinstance(form, GoalTable) else "goal": form}


class FormRecord(models.Model):
    """Something about one form: a goal table or a department's goal. It keeps the form from being
    deleted."""

    table = models.ForeignKey(
        GoalTable,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name="绩效目标表",
    )
    goal = models.ForeignKey(
        DepartmentGoal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name="部门整体绩效目标",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(table__isnull=False, goal=None) | Q(table=None, goal__isnull=False),
                name="%(class)s_is_about_one_form",
            )
        ]

    @property
    def form(self) -> Form:
        form = self.table or self.goal
        assert form is not None
        return form
