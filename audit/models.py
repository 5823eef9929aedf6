from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.db import models

from audit.append_only_model import AppendOnlyModel, AppendOnlyQuerySet

# What the first event names as the hash before it.
GENESIS = "0" * 64


class AuditEvent(AppendOnlyModel):
    """One thing that happened, in texts as they were then: no foreign key can blur or block it.

    `id` counts without a gap from 1, so a removed row is seen. `before` and `after` are JSON as
    text, because jsonb rewrites what it stores and the hash would no longer hold.
    """

    at = models.DateTimeField("时间", db_index=True)
    username = models.CharField("用户名", max_length=150, blank=True)
    full_name = models.CharField("姓名", max_length=50, blank=True)
    roles = models.CharField("角色", max_length=100, blank=True)
    unit = models.CharField("单位", max_length=500, blank=True)
    deed = models.CharField("操作代码", max_length=40)
    deed_label = models.CharField("操作", max_length=40)
    object_kind = models.CharField("对象类型", max_length=40, blank=True)
    object_key = models.CharField("对象标识", max_length=100, blank=True)
    object_label = models.CharField("对象", max_length=500, blank=True)
    before = models.TextField("原来", blank=True)
    after = models.TextField("现在", blank=True)
    remark = models.TextField("说明", blank=True)
    origin = models.CharField("来源", max_length=64, blank=True)
    previous_hash = models.CharField("前一条校验值", max_length=64)
    hash = models.CharField("校验值", max_length=64)

    objects = AppendOnlyQuerySet["AuditEvent"].as_manager()

    class Meta:
        verbose_name = "审计事件"
        verbose_name_plural = "审计事件"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["username", "id"], name="audit_by_person"),
            models.Index(fields=["deed", "id"], name="audit_by_deed"),
            models.Index(fields=["object_kind", "object_key", "id"], name="audit_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.deed_label} {self.object_label}"

    def computed_hash(self) -> str:
        return event_hash({name: getattr(self, name) for name in HASHED})


class AuditTail(models.Model):
    """The one row every writer locks: where the chain ends."""

    last_id = models.BigIntegerField("最后一条", default=0)
    last_hash = models.CharField("校验值", max_length=64, default=GENESIS)

    class Meta:
        verbose_name = "审计链尾"
        verbose_name_plural = "审计链尾"

    def __str__(self) -> str:
        return f"{self.last_id} {self.last_hash[:8]}"


# Every column but the hash itself.
HASHED = tuple(field.attname for field in AuditEvent._meta.fields if field.attname != "hash")


def event_hash(values: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a whole event; a moment is said in UTC."""
    said = values | {"at": _moment(values["at"])}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _moment(at: datetime | None) -> str:
    # A moment somebody spoilt in the database comes back as None.
    return "" if at is None else at.astimezone(UTC).isoformat(timespec="microseconds")
