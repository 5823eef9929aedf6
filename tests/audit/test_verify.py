from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit.append_only import guarded, remove
from audit.append_only_model import append_only_tables
from audit.models import AuditEvent, AuditTail
from audit.verify import BrokenChain, Link, verify
from tests.audit.conftest import write_events

TABLE = "audit_auditevent"


def first_break():
    with pytest.raises(BrokenChain) as caught:
        verify()
    return caught.value.event, str(caught.value)


def test_empty_chain_holds(db):
    assert verify() == Link()


def test_chain_holds(chain):
    last = AuditEvent.objects.get(pk=5)

    assert verify() == Link(5, last.hash)


def test_chain_holds_over_many_chunks(db, monkeypatch):
    monkeypatch.setattr("audit.verify.CHUNK", 2)
    write_events(7)

    assert verify().id == 7


def test_walk_asks_once_for_each_chunk(chain, django_assert_num_queries):
    # The events, that there are no more, a savepoint, the tail, that none were added, its release.
    with django_assert_num_queries(6):
        verify()


@pytest.mark.parametrize(
    "change",
    [
        "username = 'clerk471'",
        "full_name = '钱立'",
        "roles = ''",
        "unit = '471'",
        "deed = 'delete'",
        "deed_label = '删除'",
        "object_kind = ''",
        "object_key = '8'",
        "object_label = '另一张表'",
        "before = ''",
        'after = \'{"预算数": "9999"}\'',
        "remark = '没有的事'",
        "origin = '10.0.0.1'",
        "at = '2020-01-01 00:00:00'",
        "hash = 'f'",
    ],
)
def test_changed_column_is_found(chain, intruder, change):
    intruder(f"UPDATE {TABLE} SET {change} WHERE id = 3")

    assert first_break() == (3, "第 3 号事件：内容与它的校验值不符，记下之后被改过。")


def test_changed_link_is_found(chain, intruder):
    intruder(f"UPDATE {TABLE} SET previous_hash = 'f' WHERE id = 3")

    assert first_break() == (3, "第 3 号事件：记着的前一条校验值与前一条不符，前面的事件被换过。")


def test_event_rewritten_with_a_new_hash_is_found_by_the_next(chain, intruder):
    event = AuditEvent.objects.get(pk=3)
    event.remark = "没有的事"
    intruder(
        f"UPDATE {TABLE} SET remark = '没有的事', hash = '{event.computed_hash()}' WHERE id = 3"
    )

    assert first_break()[0] == 4


def test_removed_event_is_found(chain, intruder):
    intruder(f"DELETE FROM {TABLE} WHERE id = 3")

    assert first_break() == (3, "第 3 号事件：不见了，2 之后直接是 4 号。")


def test_removed_beginning_is_found(chain, intruder):
    intruder(f"DELETE FROM {TABLE} WHERE id < 3")

    assert first_break() == (1, "第 1 号事件：不见了，开头 之后直接是 3 号。")


def test_removed_end_is_found(chain, intruder):
    intruder(f"DELETE FROM {TABLE} WHERE id > 3")

    assert first_break() == (4, "第 4 号事件：起的 2 条不见了，链尾记着最后是 5 号。")


def test_everything_removed_is_found(chain, intruder):
    intruder(f"DELETE FROM {TABLE}")

    assert first_break()[0] == 1


def test_swapped_pair_is_found(chain, intruder):
    intruder(
        f"UPDATE {TABLE} SET id = 99 WHERE id = 2",
        f"UPDATE {TABLE} SET id = 2 WHERE id = 3",
        f"UPDATE {TABLE} SET id = 3 WHERE id = 99",
    )

    assert first_break()[0] == 2


def test_added_event_is_found(chain, intruder):
    columns = ", ".join(f.column for f in AuditEvent._meta.fields if f.column != "id")
    intruder(f"INSERT INTO {TABLE} (id, {columns}) SELECT 6, {columns} FROM {TABLE} WHERE id = 5")

    assert first_break()[0] == 6


@pytest.mark.parametrize(
    ("change", "event"),
    [("last_id = 4", 5), ("last_id = 9", 6), (f"last_hash = '{'0' * 64}'", 5)],
)
def test_changed_tail_is_found(chain, intruder, change, event):
    intruder(f"UPDATE audit_audittail SET {change}")

    assert first_break()[0] == event


def test_removed_tail_is_found(chain, intruder):
    intruder("DELETE FROM audit_audittail")

    assert first_break() == (5, "第 5 号事件：之后没有链尾，链尾被删除了。")


def test_moment_that_is_none_is_found(chain, intruder):
    if connection.vendor == "postgresql":
        return  # its column takes moments only
    intruder(f"UPDATE {TABLE} SET at = 'yesterday' WHERE id = 3")

    assert first_break()[0] == 3


def test_moment_that_cannot_be_is_found(chain, intruder):
    if connection.vendor == "postgresql":
        return
    intruder(f"UPDATE {TABLE} SET at = '2023-13-45 00:00:00' WHERE id = 3")

    assert first_break()[0] == 1


def test_walk_looks_at_what_was_added_meanwhile(chain, monkeypatch):
    from audit import verify as module  # noqa: PLC0415 (patched here only)

    whole = module._events_after

    def events_after(link):
        rows = whole(link)
        if link.id == 0:
            write_events(2)
        return rows

    monkeypatch.setattr(module, "_events_after", events_after)

    assert verify() == Link(7, AuditTail.objects.get().last_hash)


# The command


def test_command_says_how_many_events_there_are(chain):
    out = io.StringIO()

    call_command("verify_audit", stdout=out)

    last = AuditEvent.objects.get(pk=5)
    assert out.getvalue() == (
        f"操作记录完整：共 5 条，一环扣一环，没有改动。请抄下最后一条：5:{last.hash}\n"
    )


def test_command_holds_the_chain_against_what_was_written_down(chain):
    third = AuditEvent.objects.get(pk=3)

    call_command("verify_audit", anchor=f"3:{third.hash}", stdout=io.StringIO())

    with pytest.raises(CommandError, match="第 4 号事件与抄下的校验值不符") as caught:
        call_command("verify_audit", anchor=f"4:{third.hash}", stdout=io.StringIO())
    assert caught.value.returncode == 1
    with pytest.raises(CommandError, match="要写成“编号:校验值”"):
        call_command("verify_audit", anchor="3", stdout=io.StringIO())


def test_command_names_the_first_broken_link(chain, intruder):
    intruder(f"DELETE FROM {TABLE} WHERE id IN (2, 4)")

    with pytest.raises(CommandError, match="第 2 号事件：不见了，1 之后直接是 3 号。") as caught:
        call_command("verify_audit")

    assert caught.value.returncode == 1


def test_command_warns_of_missing_triggers(chain):
    remove(connection, TABLE)
    err = io.StringIO()

    call_command("verify_audit", stdout=io.StringIO(), stderr=err)

    assert f"防止修改的触发器不在了（{TABLE}）" in err.getvalue()


def test_command_puts_missing_triggers_back(chain):
    remove(connection, TABLE)
    out = io.StringIO()

    call_command("verify_audit", guard=True, stdout=out)

    assert f"已装回防止修改的触发器：{TABLE}。" in out.getvalue()
    assert TABLE in guarded(connection)


def test_every_append_only_table_has_its_triggers(db):
    assert set(append_only_tables()) <= set(guarded(connection))
    assert TABLE in append_only_tables()
