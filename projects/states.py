from __future__ import annotations

from collections.abc import Iterable

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

MARKS = {
    State.VOID: "作废",
    **dict.fromkeys(WITH_CLERK, "草稿"),
    State.DEPARTMENT_REVIEW: "送审稿",
    State.BUSINESS_REVIEW: "送审稿",
    State.PERFORMANCE_REVIEW: "送审稿",
    State.APPROVED: "",
}
"""What stands on the pages of a file by the form's state, the weakest first."""


def weakest_mark(states: Iterable[str]) -> str:
    """The mark of a file with several forms: of the one furthest from being approved."""
    marks = {MARKS[State(state)] for state in states}
    return next((mark for mark in MARKS.values() if mark in marks), "")
