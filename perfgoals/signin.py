from __future__ import annotations

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect

# What a person with a first password may still do: change it, or go.
WITH_FIRST_PASSWORD = {"password", "logout"}


class SignInMiddleware(LoginRequiredMiddleware):
    """Everything needs sign-in, and a first password is changed before anything else is done.

    A fragment asked for after the session ended moves the whole page: an ordinary redirect would be
    followed by htmx and put the sign-in form inside the list.
    """

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        refused = super().process_view(request, view_func, view_args, view_kwargs)
        if refused or not getattr(request.user, "must_change_password", False):
            return refused
        if request.resolver_match and request.resolver_match.url_name in WITH_FIRST_PASSWORD:
            return None
        return _whole_page(request, redirect("password"))

    # The stubs promise a redirect of one class; htmx's is of another.
    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        return _whole_page(request, super().handle_no_permission(request, view_func))


def _whole_page(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if getattr(request, "htmx", None):
        return HttpResponseClientRedirect(response["Location"])
    return response
