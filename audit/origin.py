"""Where a deed comes from: the address of the request being answered, else the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest

COMMAND_LINE = "命令行"
_origin: ContextVar[str] = ContextVar("audit_origin", default=COMMAND_LINE)


def current_origin() -> str:
    return _origin.get()


@contextmanager
def coming_from(origin: str) -> Iterator[None]:
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


def client_ip(request: HttpRequest) -> str:
    """The last entry of X-Forwarded-For is our own proxy's word; those before it anybody may claim.

    Without a proxy the whole header is the visitor's invention.
    """
    if settings.BEHIND_PROXY:
        claimed = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if claimed:
            return str(claimed)
    return str(request.META.get("REMOTE_ADDR", ""))
