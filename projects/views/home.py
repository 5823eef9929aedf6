from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from departments.models import Department
from departments.requests import PersonRequest
from projects.models import BudgetYear, DepartmentGoal, GoalTable
from projects.permissions import units_of_clerk
from projects.states import State
from projects.years import SESSION_KEY, working_year

SHOWN = 10


@require_GET
def home(request: PersonRequest) -> HttpResponse:
    """What there is to do in the year, and where everything stands."""
    year = working_year(request)
    if year is None:
        return render(request, "projects/home.html", {"year": None})
    tables = GoalTable.objects.visible_to(request.user).for_year(year)
    units = units_of_clerk(request.user)
    mine = tables.with_clerk().filter(project__unit__in=units).with_project()
    counts = tables.by_state()
    context = {
        "year": year,
        "is_clerk": bool(units),
        "to_fill": mine.order_by("updated_at")[:SHOWN],
        "to_fill_count": mine.count(),
        "states": [(state, counts.get(state, 0)) for state in State],
        "totals": tables.totals(),
        "goals_missing": _goals_missing(request, year),
    }
    return render(request, "projects/home.html", context)


def _goals_missing(request: PersonRequest, year: BudgetYear) -> list[Department]:
    """The departments one may see whose overall goal is still blank."""
    written = DepartmentGoal.objects.filter(year=year).exclude(overall="").values("department")
    departments = Department.objects.departments().visible_to(request.user)
    return list(departments.exclude(pk__in=written)[:SHOWN])


@require_POST
def switch_year(request: PersonRequest) -> HttpResponse:
    wanted = request.POST.get("year", "")
    year = BudgetYear.objects.filter(year=wanted).first() if wanted.isdecimal() else None
    if year:
        request.session[SESSION_KEY] = year.year
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe else "home")
