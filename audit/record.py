"""The one way into the audit trail, called by an action as the last thing in its transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.utils import timezone

from audit.actors import NOTHING, SYSTEM, Acting, Targeted
from audit.deeds import Deed
from audit.models import AuditEvent, AuditTail
from audit.origin import current_origin

TAIL = 1
_waiting: ContextVar[list[AuditEvent] | None] = ContextVar("audit_waiting", default=None)


class OutsideTransaction(RuntimeError):
    """An event must come and go with what it tells of."""


def record(
    *,
    deed: Deed,
    by: Acting | None,
    target: Targeted | None = None,
    before: Any = None,
    after: Any = None,
    remark: str = "",
) -> None:
    """Add one event. `before` and `after` are anything JSON can say, best a flat dict from what
    people call a thing to its text; None where there is nothing to say.

    It locks the end of the chain until the transaction ends, so nothing should follow it.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"“{deed.label}”要和它所记的事在同一个事务里。")
    actor = (by or SYSTEM).as_actor()
    what = (target or NOTHING).as_target()
    event = AuditEvent(
        at=timezone.now(),
        username=actor.username,
        full_name=actor.full_name,
        roles=actor.roles,
        unit=actor.unit,
        deed=deed.code,
        deed_label=deed.label,
        object_kind=what.kind,
        object_key=what.key,
        object_label=what.label,
        before=as_json(before),
        after=as_json(after),
        remark=remark,
        origin=current_origin(),
    )
    _fit_columns(event)
    waiting = _waiting.get()
    if waiting is None:
        _append([event])
    else:
        waiting.append(event)


@contextmanager
def together() -> Iterator[None]:
    """What is recorded inside is written when the outermost block ends, under one lock.

    For actions that call actions: a lock taken by the first of them while the others still change
    rows would meet another writer the wrong way round. Leaving a block by an exception forgets what
    was recorded in it, so wrap an inner transaction that may fail in its own.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction("together() 要放在事务里面。")
    outer = _waiting.get()
    mine: list[AuditEvent] = []
    token = _waiting.set(mine)
    try:
        yield
    finally:
        _waiting.reset(token)
    if outer is not None:
        outer.extend(mine)
    elif mine:
        _append(mine)


def as_json(value: Any) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)


def _fit_columns(event: AuditEvent) -> None:
    """Strangers choose some of these texts (a name at sign-in): cut them and drop what no database
    holds, before they are hashed."""
    for field in event._meta.fields:
        if isinstance(field, models.CharField | models.TextField):
            text = str(getattr(event, field.attname))
            clean = text.encode("utf-8", "replace").decode().replace("\x00", "")
            setattr(event, field.attname, clean[: field.max_length])


def _append(events: list[AuditEvent]) -> None:
    """One lock, one insert, one update, however many events there are."""
    tail, _ = AuditTail.objects.select_for_update().get_or_create(pk=TAIL)
    for event in events:
        event.pk = tail.last_id + 1
        event.previous_hash = tail.last_hash
        event.hash = event.computed_hash()
        tail.last_id, tail.last_hash = event.pk, event.hash
    AuditEvent.objects.bulk_create(events)
    tail.save(update_fields=["last_id", "last_hash"])
