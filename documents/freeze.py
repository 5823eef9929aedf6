"""Values frozen for good: canonical JSON and its SHA-256, and back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from documents.book_json import (
    goals_from_json,
    goals_to_json,
    table_from_json,
    table_to_json,
)
from documents.values import DepartmentGoalValues, GoalTableValues


@dataclass(frozen=True, slots=True)
class Frozen:
    """`text` is canonical: equal values of one layout give equal bytes on any day, anywhere."""

    text: str
    sha256: str


def freeze(values: GoalTableValues | DepartmentGoalValues, layout_key: str) -> Frozen:
    """What was approved, together with the layout it was approved in."""
    table = isinstance(values, GoalTableValues)
    said = table_to_json(values) if isinstance(values, GoalTableValues) else goals_to_json(values)
    content = {"layout": layout_key, "table" if table else "goals": said}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Frozen(text, checksum(text))


def checksum(text: str) -> str:
    """SHA-256 of a frozen text in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def thaw(text: str) -> GoalTableValues | DepartmentGoalValues:
    """The values frozen in `text`. Raises ValuesError where it is no frozen form."""
    content = json.loads(text)
    if "table" in content:
        return table_from_json(content["table"], "批复版本")
    return goals_from_json(content["goals"])
