from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.forms import TextInput

from departments.models import Department
from departments.requests import PersonRequest
from projects.models import BudgetYear, GoalTable
from projects.states import State


def _visible_departments(request: PersonRequest) -> QuerySet[Department]:
    return Department.objects.visible_to(request.user)


class TodoFilter(filters.FilterSet):
    words = filters.CharFilter(
        label="编码、名称或指标",
        method="containing",
        widget=TextInput(attrs={"placeholder": "几个词用空格隔开"}),
    )
    unit = filters.ModelChoiceFilter(
        label="部门、单位",
        queryset=_visible_departments,  # type: ignore[arg-type]  # the stubs miss callables
        method="of_unit",
        empty_label="全部",
    )

    class Meta:
        model = GoalTable
        fields = ["words", "unit"]

    def of_unit(self, rows: QuerySet[Any], name: str, unit: Department) -> QuerySet[Any]:
        return rows.filter(Q(project__unit=unit) | Q(project__unit__parent=unit))

    def containing(self, rows: QuerySet[Any], name: str, words: str) -> QuerySet[Any]:
        """Every word stands somewhere in the code, the name, the purpose or an indicator."""
        for word in words.split():
            rows = rows.filter(
                Q(project__code__icontains=word)
                | Q(project__name__icontains=word)
                | Q(purpose__icontains=word)
                | Q(pk__in=GoalTable.objects.with_indicator(word).values("pk"))
            )
        return rows


class GoalTableFilter(TodoFilter):
    year = filters.ModelChoiceFilter(
        label="年度", queryset=BudgetYear.objects.all(), empty_label="全部年度"
    )
    state = filters.ChoiceFilter(label="状态", choices=State.choices, empty_label="全部状态")

    class Meta:
        model = GoalTable
        fields = ["words", "year", "unit", "state"]
