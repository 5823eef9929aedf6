"""Who did it and to what, as texts; the rooms above say how their people and forms are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Actor:
    username: str
    full_name: str = ""
    roles: str = ""
    unit: str = ""

    def as_actor(self) -> Actor:
        return self


@dataclass(frozen=True, slots=True)
class Target:
    """`kind` as people call it (项目绩效目标表), `key` what finds it, `label` its name then."""

    kind: str
    key: str
    label: str

    def as_target(self) -> Target:
        return self


class Acting(Protocol):
    def as_actor(self) -> Actor: ...


class Targeted(Protocol):
    def as_target(self) -> Target: ...


# What no person asked for: commands and scheduled work.
SYSTEM = Actor(username="", full_name="系统")
NOTHING = Target(kind="", key="", label="")
