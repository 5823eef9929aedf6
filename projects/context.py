"""What the header of every page shows: the years, and how many notices are unread."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from departments.models import User
from projects.years import choose_year, known_years


def header(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user.is_authenticated:
        return {}
    years = known_years(request)
    return {
        "years": years,
        "working_year": choose_year(request, years),
        "unread": user.notices.filter(read_at=None).count(),
    }
