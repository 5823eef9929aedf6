"""The lists an office knows: what waits for me, what I have dealt with, what came back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from departments.models import User
from projects.querysets import LifeQuerySet
from projects.states import State

_Q = TypeVar("_Q", bound=LifeQuerySet)  # type: ignore[type-arg]


@dataclass(frozen=True, slots=True)
class Tab:
    """A list of forms: which of the year's visible ones it holds for a person."""

    code: str
    label: str
    pick: Callable[[LifeQuerySet, User], LifeQuerySet]  # type: ignore[type-arg]
    empty: str


WAITING = Tab(
    "waiting", "待我处理", lambda forms, user: forms.at_desk_of(user), "没有等您处理的表。"
)
TABS = (
    WAITING,
    Tab(
        "handled",
        "已处理",
        lambda forms, user: forms.handled_by(user).exclude(pk__in=forms.at_desk_of(user)),
        "您处理过、已经转到别处的表会列在这里。",
    ),
    Tab(
        "returned",
        "被退回",
        lambda forms, user: forms.filter(state=State.RETURNED),
        "没有被退回的表。",
    ),
    Tab(
        "ever",
        "曾经办",
        lambda forms, user: forms.handled_by(user),
        "您经办过的表会列在这里。",
    ),
)
