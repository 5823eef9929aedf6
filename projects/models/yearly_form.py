"""What a goal table and a department's goal have in common: a year, a state, a version."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property

from projects.models.budget_year import BudgetYear
from projects.states import DESKS, WITH_CLERK, State


class YearlyForm(models.Model):
    year = models.ForeignKey(BudgetYear, on_delete=models.PROTECT, verbose_name="预算年度")
    state = models.CharField(
        "状态", max_length=20, choices=State.choices, default=State.DRAFT, db_index=True
    )
    submitted_from = models.CharField(
        "送审前状态", max_length=20, blank=True, editable=False, choices=State.choices
    )
    version = models.PositiveIntegerField(
        "修改次数", default=1, editable=False, help_text="每保存一次加一；两人同时修改由它发现。"
    )
    updated_at = models.DateTimeField("最后修改时间", auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="最后修改人",
    )

    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", editable=False, verbose_name="填写过的人"
    )

    revisions: Any  # the other side of Revision's keys, which each form has

    class Meta:
        abstract = True

    @property
    def is_with_clerk(self) -> bool:
        return self.state in WITH_CLERK

    @property
    def desk(self) -> str:
        """Who has it now, for people to read; "" where nobody has anything to do."""
        role = DESKS.get(State(self.state))
        return role.label if role else ""

    @cached_property
    def was_approved(self) -> bool:
        """Whether there is a frozen version; asked by several buttons of a page."""
        return bool(self.revisions.exists())

    @property
    def never_submitted(self) -> bool:
        return self.state == State.DRAFT and not self.submitted_from
