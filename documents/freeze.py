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
from documents.values import DepartmentGoalValues, GoalTableValues, ValuesError


class Tampered(ValuesError):
    """What is stored is not what was frozen; the message is a sentence."""


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


def unseal(text: str, sha256: str, name: str) -> GoalTableValues | DepartmentGoalValues:
    """The values frozen in `text`. Raises Tampered, naming `name`, where it is not the text the
    checksum was taken of."""
    if checksum(text) != sha256:
        raise Tampered(
            f"“{name}”的批复版本与批复时的校验值不符，内容可能被改动过，不能导出；"
            "请系统管理员核对操作记录和备份"
        )
    return thaw(text)
