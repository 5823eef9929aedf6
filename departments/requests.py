from __future__ import annotations

from django.http import HttpRequest

from departments.models import User


class PersonRequest(HttpRequest):
    """A request behind sign-in, where the middleware lets nobody else through."""

    user: User
