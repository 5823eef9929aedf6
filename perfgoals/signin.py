from __future__ import annotations

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_htmx.http import HttpResponseClientRedirect


class SignInMiddleware(LoginRequiredMiddleware):
    """Everything needs sign-in; a fragment asked for after the session ended moves the whole page.

    An ordinary redirect would be followed by htmx and put the sign-in form inside the list.
    """

    # The stubs promise a redirect of one class; htmx's is of another.
    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        response = super().handle_no_permission(request, view_func)
        if getattr(request, "htmx", None):
            return HttpResponseClientRedirect(response["Location"])
        return response
