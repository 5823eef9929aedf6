from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from departments.requests import PersonRequest

PER_PAGE = 50


@require_GET
def notices(request: PersonRequest) -> HttpResponse:
    told = request.user.notices.select_related(
        "table__project", "table__year", "goal__department", "goal__year"
    )
    page = Paginator(told, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "projects/notices.html", {"page": page})


@require_POST
def read_notices(request: PersonRequest) -> HttpResponse:
    """Mark every notice the person has as read."""
    request.user.notices.filter(read_at=None).update(read_at=timezone.now())
    return redirect("notices")
