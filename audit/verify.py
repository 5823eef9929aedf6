"""Walks the chain and finds the first link that does not hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from audit.models import GENESIS, HASHED, AuditEvent, AuditTail, event_hash

CHUNK = 2000
COLUMNS = (*HASHED, "hash")


@dataclass(frozen=True, slots=True)
class Link:
    """Where the chain has come to."""

    id: int = 0
    hash: str = GENESIS


class BrokenChain(Exception):
    """The sentence names the event and what is wrong with it."""

    def __init__(self, event: int, sentence: str) -> None:
        self.event = event
        super().__init__(f"第 {event} 号事件：{sentence}")


def verify() -> Link:
    """The last link of an unbroken chain. Raises BrokenChain.

    Writers go on while it walks; they wait only while the few events they added are looked at.
    """
    link = _follow(Link())
    with transaction.atomic():
        tail = AuditTail.objects.select_for_update().first()
        link = _follow(link)
        _compare(link, tail)
    return link


def _follow(link: Link) -> Link:
    """As far as the events go; a chunk at a time, so millions take no memory and no long cursor."""
    while rows := _events_after(link):
        for row in rows:
            link = _next_link(dict(zip(COLUMNS, row, strict=True)), link)
    return link


def _events_after(link: Link) -> list[tuple[Any, ...]]:
    events = AuditEvent.objects.filter(pk__gt=link.id).order_by("pk").values_list(*COLUMNS)
    try:
        return list(events[:CHUNK])
    except ValueError as error:
        sentence = f"起的 {CHUNK} 条里有内容已经读不出来（{error}）。"
        raise BrokenChain(link.id + 1, sentence) from error


def _next_link(values: dict[str, Any], link: Link) -> Link:
    stored = values.pop("hash")
    number = values["id"]
    if number != link.id + 1:
        raise BrokenChain(link.id + 1, f"不见了，{link.id or '开头'} 之后直接是 {number} 号。")
    if values["previous_hash"] != link.hash:
        raise BrokenChain(number, "记着的前一条校验值与前一条不符，前面的事件被换过。")
    if event_hash(values) != stored:
        raise BrokenChain(number, "内容与它的校验值不符，记下之后被改过。")
    return Link(number, stored)


def _compare(link: Link, tail: AuditTail | None) -> None:
    if tail is None:
        if link.id:
            raise BrokenChain(link.id, "之后没有链尾，链尾被删除了。")
        return
    if tail.last_id > link.id:
        missing = tail.last_id - link.id
        raise BrokenChain(
            link.id + 1, f"起的 {missing} 条不见了，链尾记着最后是 {tail.last_id} 号。"
        )
    if tail.last_id < link.id:
        raise BrokenChain(tail.last_id + 1, f"不在链尾之内，链尾记着最后是 {tail.last_id} 号。")
    if tail.last_hash != link.hash:
        raise BrokenChain(link.id, "与链尾记着的校验值不符，事件或链尾被改过。")
