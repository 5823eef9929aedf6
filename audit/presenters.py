"""Events as people read them: one sentence, and what changed line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from audit.models import AuditEvent

# One row a deed whose sentence is not simply “who did what to what”.
SENTENCES = {
    "sign_in": "{who}登录",
    "sign_in_failed": "有人用“{username}”登录，没有成功",
    "sign_out": "{who}退出",
    "password_changed": "{who}修改了自己的密码",
    "refused": "{who}要打开 {label}，被拒绝",
    "create": "{who}新增了{what}",
    "edit": "{who}编辑了{what}",
    "delete": "{who}删除了{what}",
    "import": "{who}导入了{what}",
    "download": "{who}下载了{what}",
    "person_created": "{who}新增了人员{label}",
    "person_changed": "{who}修改了人员{label}",
    "person_deactivated": "{who}停用了人员{label}",
    "person_reactivated": "{who}恢复了人员{label}",
    "person_unlocked": "{who}解除了{label}的登录锁定",
    "password_set": "{who}重设了{label}的密码",
    "membership_added": "{who}给{label}增加了任职：{after}",
    "membership_removed": "{who}取消了{label}的任职：{before}",
    "unit_created": "{who}新增了单位{label}",
    "unit_changed": "{who}修改了单位{label}",
    "year_changed": "{who}修改了{label}",
}
# Whatever another room recorded, and what older editions knew.
ANY_OTHER = "{who}：{deed}{what}"


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str

    @property
    def is_change(self) -> bool:
        return self.before != self.after


def sentence(event: AuditEvent) -> str:
    texts = {
        "who": event.full_name or event.username or "有人",
        "username": event.username,
        "deed": event.deed_label,
        "label": event.object_label,
        "what": f"{event.object_kind}“{event.object_label}”" if event.object_label else "",
        "before": _listed(event.before),
        "after": _listed(event.after),
    }
    told = SENTENCES.get(event.deed, ANY_OTHER).format_map(texts)
    return f"{told}：{event.remark}" if event.remark else told


def changes(event: AuditEvent) -> list[Change]:
    """Line by line, in the order they were recorded in; what stayed the same is part of it."""
    before, after = dict(_lines(event.before)), dict(_lines(event.after))
    return [
        Change(label, before.get(label, ""), after.get(label, ""))
        for label in dict.fromkeys([*before, *after])
    ]


def _lines(text: str) -> Iterator[tuple[str, str]]:
    value = _read(text)
    if value in (None, ""):
        return
    if isinstance(value, dict):
        yield from ((str(label), _said(part)) for label, part in value.items())
    else:
        yield "", _said(value)


def _read(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text  # somebody wrote into the database; show it all the same


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "\n".join(_said(part) for part in value)
    if isinstance(value, dict):
        return "\n".join(f"{label}：{_said(part)}" for label, part in value.items())
    return str(value)


def _listed(text: str) -> str:
    return "、".join(said for _, said in _lines(text) if said)
