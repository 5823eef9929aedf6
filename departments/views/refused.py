from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from departments.actions import record_refusal
from departments.models import User


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of every 403: who asked for what, and the sentence he was given, are recorded."""
    sentence = str(exception)
    if isinstance(request.user, User):
        path = f"{request.method} {request.path}"
        record_refusal(path=path, sentence=sentence, by=request.user)
    return render(request, "403.html", {"exception": sentence}, status=403)
