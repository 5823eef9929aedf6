from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from threading import Barrier, Thread
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.http import HttpResponse

from audit import deeds
from audit.actors import Actor, Target
from audit.middleware import OriginMiddleware
from audit.models import GENESIS, AuditEvent, AuditTail
from audit.origin import client_ip, coming_from
from audit.record import OutsideTransaction, record, together
from audit.verify import verify
from tests.audit.conftest import CLERK, TABLE, write_events


def written(**more):
    with transaction.atomic():
        record(deed=deeds.EDIT, **{"by": CLERK, "target": TABLE} | more)
    return AuditEvent.objects.first()


# What an event says


def test_event_is_a_copy_of_all_texts(db):
    event = written(before={"预算数": "1"}, after={"预算数": Decimal("2.50")}, remark="核减")

    assert (event.username, event.full_name, event.roles, event.unit) == (
        "clerk978",
        "赵敏",
        "单位经办",
        "978河北沙城经济开发区管理委员会",
    )
    assert (event.deed, event.deed_label) == ("edit", "编辑")
    assert (event.object_kind, event.object_key, event.object_label) == (
        "项目绩效目标表",
        "7",
        "13073022P00865210002J 综合配套管网工程",
    )
    assert json.loads(event.before) == {"预算数": "1"}
    assert json.loads(event.after) == {"预算数": "2.50"}
    assert event.remark == "核减"
    assert event.origin == "命令行"
    assert abs((datetime.now(UTC) - event.at).total_seconds()) < 10


def test_events_count_from_one_and_hold_the_hash_before(db):
    write_events(3)

    first, second, third = AuditEvent.objects.order_by("pk")
    assert [first.pk, second.pk, third.pk] == [1, 2, 3]
    assert first.previous_hash == GENESIS
    assert second.previous_hash == first.hash
    assert third.previous_hash == second.hash
    assert AuditTail.objects.get().last_hash == third.hash


def test_hash_stays_what_it_is():
    # Written out once: a chain must verify for ever, whatever becomes of the code.
    event = AuditEvent(pk=1, at=datetime(2023, 3, 1, tzinfo=UTC), deed="edit", remark="一")

    expected = "25ef2b1ced1cc608beeb7cb18ee29afe8542294320ad367e6115b3731c5867d2"
    assert event.computed_hash() == expected


def test_nobody_is_the_system(db):
    event = written(by=None, target=None)

    assert (event.username, event.full_name, event.object_label) == ("", "系统", "")
    assert (event.before, event.after) == ("", "")


def test_people_and_forms_say_themselves_who_they_are(db):
    person = SimpleNamespace(as_actor=lambda: Actor("zhang", "张三"))
    form = SimpleNamespace(as_target=lambda: Target("文本", "471", "471局"))

    event = written(by=person, target=form)

    assert (event.username, event.object_kind) == ("zhang", "文本")


def test_texts_no_column_holds_are_cut_and_cleaned(db):
    event = written(by=Actor("a\x00" * 200, "\ud800赵敏"), remark="行\x00内\n下一行")

    assert event.username == "a" * 150
    assert event.full_name == "?赵敏"
    assert event.remark == "行内\n下一行"
    assert verify().id == 1


def test_event_survives_json_no_database_would_keep(db):
    written(after={"数": 1e5, "\x00键": "\ud800", "列": [1, {"二": None}]})

    assert verify().id == 1


def test_event_costs_one_lock_one_insert_and_one_update(db, django_assert_num_queries):
    write_events(1)

    with transaction.atomic(), django_assert_num_queries(3):
        record(deed=deeds.EDIT, by=CLERK)


# Transactions


def test_event_outside_a_transaction_is_refused(monkeypatch):
    monkeypatch.setattr("audit.record.connection", SimpleNamespace(in_atomic_block=False))

    with pytest.raises(OutsideTransaction, match="“编辑”要和它所记的事在同一个事务里。"):
        record(deed=deeds.EDIT, by=CLERK)
    with pytest.raises(OutsideTransaction), together():
        pass


def test_event_goes_with_what_it_tells_of(db):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(deed=deeds.EDIT, by=CLERK)
        raise ZeroDivisionError

    assert AuditEvent.objects.count() == 0
    assert written().pk == 1


def test_events_recorded_together_are_written_at_the_end(db, django_assert_num_queries):
    write_events(1)

    with transaction.atomic(), django_assert_num_queries(3), together():
        for _ in range(30):
            record(deed=deeds.EDIT, by=CLERK)
        with together():
            record(deed=deeds.DELETE, by=CLERK)

    assert AuditEvent.objects.count() == 32
    assert AuditEvent.objects.get(pk=32).deed == "delete"
    assert verify().id == 32


def test_failed_part_of_a_whole_is_forgotten(db):
    with transaction.atomic(), together():
        record(deed=deeds.EDIT, by=CLERK)
        with pytest.raises(ZeroDivisionError), together():
            record(deed=deeds.DELETE, by=CLERK)
            raise ZeroDivisionError

    assert [event.deed for event in AuditEvent.objects.all()] == ["edit"]


def test_nothing_recorded_together_is_nothing_written(db):
    with transaction.atomic(), together():
        pass

    assert AuditTail.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_leave_one_unbroken_chain():
    writers, each = (20, 5) if connection.vendor == "postgresql" else (5, 4)
    start = Barrier(writers)

    def write():
        start.wait()
        try:
            write_events(each)
        finally:
            connection.close()

    threads = [Thread(target=write) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert verify().id == writers * each


# Where it came from


def test_request_gives_its_address(rf, db):
    def answer(request):
        written()
        return HttpResponse()

    OriginMiddleware(answer)(rf.get("/", REMOTE_ADDR="10.1.2.3"))

    assert AuditEvent.objects.first().origin == "10.1.2.3"
    assert written().origin == "命令行"


def test_origin_ends_even_after_an_error(db):
    with pytest.raises(ZeroDivisionError), coming_from("10.1.2.3"):
        raise ZeroDivisionError

    assert written().origin == "命令行"


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "found"),
    [
        (False, "1.2.3.4", "10.0.0.1"),
        (True, "1.2.3.4", "1.2.3.4"),
        (True, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (True, "", "10.0.0.1"),
    ],
)
def test_forwarded_address_is_believed_only_behind_a_proxy(
    rf, settings, behind_proxy, forwarded, found
):
    settings.BEHIND_PROXY = behind_proxy
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)

    assert client_ip(request) == found


# Deeds


def test_declaring_twice_is_harmless_but_not_with_another_label():
    assert deeds.declare("edit", "编辑") is deeds.EDIT
    with pytest.raises(ValueError, match="already called 编辑"):
        deeds.declare("edit", "修改")
