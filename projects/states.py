from __future__ import annotations

from django.db import models

from departments.roles import Role


class State(models.TextChoices):
    """Where a goal table or a department's goal is in its life."""

    DRAFT = "draft", "未送审"
    DEPARTMENT_REVIEW = "department_review", "部门审核"
    BUSINESS_REVIEW = "business_review", "财政业务审核"
    PERFORMANCE_REVIEW = "performance_review", "财政绩效审核"
    APPROVED = "approved", "已批复"
    RETURNED = "returned", "被退回"
    ADJUSTING = "adjusting", "调整中"
    VOID = "void", "作废"


WITH_CLERK = (State.DRAFT, State.RETURNED, State.ADJUSTING)
"""The states in which the clerk may change the form."""

DESKS = {
    **dict.fromkeys(WITH_CLERK, Role.CLERK),
    State.DEPARTMENT_REVIEW: Role.REVIEWER,
    State.BUSINESS_REVIEW: Role.FINANCE_BUSINESS,
    State.PERFORMANCE_REVIEW: Role.FINANCE_PERFORMANCE,
}
"""Whose desk a form lies on in each state; none once it is approved or void."""
