from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.timezone import localtime

from departments.requests import PersonRequest
from documents.kinds import format_amount
from perfgoals.lists import TableList
from projects.filters import GoalTableFilter
from projects.models import GoalTable
from projects.permissions import units_of_clerk
from projects.years import working_year

_NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
_SHORT = {"td": {"class": "code"}}  # one line, figures of one width


class AmountColumn(tables.Column):
    """万元, printed as on the forms, exported as a number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs=_NUMBER, **options)

    def render(self, value: Decimal) -> str:
        return format_amount(value)

    def value(self, value: Decimal) -> Decimal:
        return value


class TimeColumn(tables.DateTimeColumn):
    """To the minute in local time, in the workbook too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="Y-m-d H:i", attrs=_SHORT, **options)

    def value(self, value: datetime) -> str:
        return f"{localtime(value):%Y-%m-%d %H:%M}"


class GoalTableTable(tables.Table):
    code = tables.Column(
        accessor="project__code", verbose_name="项目编码", linkify=True, attrs=_SHORT
    )
    name = tables.Column(accessor="project__name", verbose_name="项目名称", linkify=True)
    unit = tables.Column(
        accessor="project__unit__name", verbose_name="单位", order_by="project__unit__code"
    )
    year = tables.Column(accessor="year__year", verbose_name="年度")
    budget = AmountColumn(verbose_name="预算数（万元）")
    fiscal = AmountColumn(verbose_name="财政资金")
    other = AmountColumn(verbose_name="其他资金")
    state = tables.Column(verbose_name="状态", attrs=_SHORT)
    updated_at = TimeColumn(verbose_name="最后修改")

    class Meta:
        order_by = ("unit", "position")
        empty_text = ""


class TodoTable(tables.Table):
    """Forms on their way: with whom each is, since when, how often it came back."""

    select = tables.Column(
        accessor="pk", orderable=False, exclude_from_export=True, verbose_name=""
    )
    code = tables.Column(
        accessor="project__code", verbose_name="项目编码", linkify=True, attrs=_SHORT
    )
    name = tables.Column(accessor="project__name", verbose_name="项目名称", linkify=True)
    unit = tables.Column(
        accessor="project__unit__name", verbose_name="单位", order_by="project__unit__code"
    )
    budget = AmountColumn(verbose_name="预算数（万元）")
    state = tables.Column(verbose_name="状态", attrs=_SHORT)
    desk = tables.Column(verbose_name="在谁手上", orderable=False, attrs=_SHORT)
    since = TimeColumn(verbose_name="到达时间")
    returned = tables.Column(verbose_name="退回次数", attrs=_NUMBER)

    class Meta:
        order_by = ("since",)
        empty_text = ""

    def render_select(self, value: int, record: GoalTable) -> str:
        return format_html(
            '<input type="checkbox" name="form" value="{}" form="batch" aria-label="选择{}">',
            value,
            record.title,
        )


class GoalTableList(TableList):
    request: PersonRequest
    table_class = GoalTableTable
    filterset_class = GoalTableFilter
    title = "项目绩效目标表"
    template_name = "projects/table_list.html"
    empty_text = "没有符合条件的绩效目标表。换一个年度或清除查询条件再看。"

    def filter_data(self) -> QueryDict:
        """Without a year asked for, the one worked in."""
        data = self.request.GET.copy()
        if "year" not in data and (year := working_year(self.request)):
            data["year"] = str(year.pk)
        return data

    def extra_context(self) -> dict[str, Any]:
        return {"can_add": bool(units_of_clerk(self.request.user))}

    def totals(self) -> dict[str, Any]:
        rows: Any = self.rows
        return {name: total for name, total in rows.totals().items() if total is not None}
