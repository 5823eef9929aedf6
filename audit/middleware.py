from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from audit.origin import client_ip, coming_from


class OriginMiddleware:
    """Whatever is recorded while a request is answered came from its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with coming_from(client_ip(request)):
            return self.get_response(request)
