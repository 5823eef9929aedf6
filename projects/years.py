"""Which budget year a person works in: the one he switched to, else the current one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from projects.models import BudgetYear

SESSION_KEY = "year"


def working_year(request: HttpRequest) -> BudgetYear | None:
    """None only before an administrator made the first year."""
    return _choose(request, list(BudgetYear.objects.all()))


def year_switch(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the years there are and the one worked in."""
    if not request.user.is_authenticated:
        return {}
    years = list(BudgetYear.objects.all())
    return {"years": years, "working_year": _choose(request, years)}


def _choose(request: HttpRequest, years: list[BudgetYear]) -> BudgetYear | None:
    wanted = request.session.get(SESSION_KEY)
    chosen = next((year for year in years if year.year == wanted), None)
    current = next((year for year in years if year.status == BudgetYear.Status.CURRENT), None)
    return chosen or current or next(iter(years), None)
