from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from departments.requests import PersonRequest
from perfgoals.lists import TableList
from projects.actions import Refused, perform
from projects.filters import TodoFilter
from projects.models import BudgetYear, DepartmentGoal, GoalTable
from projects.permissions import get_table_for
from projects.tables import TodoTable
from projects.todo import TABS, WAITING, Tab
from projects.workflow import BATCH, VERBS, Verb, transitions
from projects.years import working_year


class TodoList(TableList):
    """One tab: the goal tables as a list, the departments' goals above it."""

    request: PersonRequest
    table_class = TodoTable
    filterset_class = TodoFilter
    template_name = "projects/todo.html"

    def __init__(self, request: PersonRequest, tab: Tab, year: BudgetYear) -> None:
        self.tab, self.year, self.user = tab, year, request.user
        self.title, self.empty_text = tab.label, tab.empty
        super().__init__(request, self._tables(tab).with_project().with_life())

    def _tables(self, tab: Tab) -> Any:
        visible = GoalTable.objects.visible_to(self.user).for_year(self.year)
        return tab.pick(visible, self.user)

    def extra_context(self) -> dict[str, Any]:
        goals = DepartmentGoal.objects.visible_to(self.user).for_year(self.year)
        chosen = self.tab.pick(goals, self.user).select_related("department", "year")
        return {
            "tabs": [(tab, self._tables(tab).count()) for tab in TABS],
            "chosen": self.tab,
            "goals": chosen.with_life(),
            "batch": self._batch() if self.tab is WAITING else [],
            "year": self.year,
        }

    def _batch(self) -> list[Verb]:
        """Those of BATCH that are the person's kind of work."""
        rows = transitions(self.year)
        mine = {row.verb for row in rows if self.user.has_role(row.role)}
        return [verb for verb in BATCH if verb in mine]


@require_GET
def todo(request: PersonRequest, tab: str) -> HttpResponseBase:
    year = working_year(request)
    if year is None:
        raise Http404("还没有预算年度")
    chosen = next(candidate for candidate in TABS if candidate.code == tab)
    return TodoList(request, chosen, year).response()


@require_POST
def batch(request: PersonRequest) -> HttpResponse:
    """One verb on several tables with one opinion; each item is reported by itself."""
    verb = VERBS.get(request.POST.get("verb", ""))
    if verb not in BATCH:
        raise Http404("没有这种批量操作")
    opinion = request.POST.get("opinion", "")
    chosen = [int(pk) for pk in request.POST.getlist("form") if pk.isdecimal()]
    if not chosen:
        messages.warning(request, "请先在表格左边勾选要处理的表。")
    for pk in chosen:
        table = get_table_for(request.user, pk)
        try:
            perform(form=table, verb=verb, by=request.user, opinion=opinion)
            messages.success(request, f"已{verb.label}：{table.title}")
        except Refused as refused:
            messages.error(request, f"没有{verb.label}“{table.title}”：{refused}")
    return redirect("todo", WAITING.code)
