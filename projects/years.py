"""Which budget year a person works in: the one he switched to, else the current one."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from projects.models import BudgetYear

SESSION_KEY = "year"
_CACHE = "_budget_years"


def working_year(request: HttpRequest) -> BudgetYear | None:
    """None only before an administrator made the first year."""
    return choose_year(request, known_years(request))


def known_years(request: HttpRequest) -> list[BudgetYear]:
    """All years, read once a request: the header and the page both ask."""
    if not hasattr(request, _CACHE):
        setattr(request, _CACHE, list(BudgetYear.objects.all()))
    return cast("list[BudgetYear]", getattr(request, _CACHE))


def choose_year(request: HttpRequest, years: list[BudgetYear]) -> BudgetYear | None:
    wanted = request.session.get(SESSION_KEY)
    chosen = next((year for year in years if year.year == wanted), None)
    current = next((year for year in years if year.status == BudgetYear.Status.CURRENT), None)
    return chosen or current or next(iter(years), None)
