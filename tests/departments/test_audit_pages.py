from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from audit.append_only import lifted
from audit.models import AuditEvent
from audit.verify import verify
from departments.actions import change_unit, create_unit, deactivate_person, record_sign_in
from departments.audit_export import HEADS
from departments.models import User
from departments.permissions import ONLY_AUDITORS

PEOPLE = ("clerk978", "clerk471", "reviewer471", "finance1", "finance2", "auditor", "admin")


@pytest.fixture
def trail(county):
    """Four events: two sign-ins, a renamed unit, a person deactivated."""
    record_sign_in(by=county.clerk978)
    record_sign_in(by=county.finance1)
    change_unit(unit=county.u471002, code="471002", name="=数据局", by=county.admin)
    leaver = User.objects.create_user("leaver", full_name="冯燕")
    deactivate_person(person=leaver, remark="调离", by=county.admin)
    return county


@pytest.fixture
def auditor(trail, client):
    client.force_login(trail.auditor)
    return client


def numbers(response):
    return [row.record.pk for row in response.context["table"].paginated_rows]


def content(response):
    return b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize("path", ["/audit/", "/audit/1/", "/audit/?export=csv"])
@pytest.mark.parametrize("username", PEOPLE)
def test_trail_is_read_by_auditors_and_administrators(trail, client, path, username):
    client.force_login(getattr(trail, username))

    response = client.get(path)

    if username in ("auditor", "admin"):
        assert response.status_code == 200
    else:
        assert response.status_code == 403
        assert ONLY_AUDITORS in response.text


@pytest.mark.parametrize("path", ["/audit/", "/audit/1/"])
def test_trail_is_not_for_strangers(trail, client, path):
    assert client.get(path).headers["Location"] == f"/login/?next={path}"


def test_trail_is_not_written_by_a_page(auditor):
    assert auditor.post("/audit/").status_code == 405
    assert auditor.post("/audit/1/").status_code == 405


def test_newest_event_stands_first(auditor):
    response = auditor.get("/audit/")

    assert numbers(response) == [4, 3, 2, 1]
    assert "郑华停用了人员冯燕（leaver）：调离" in response.text


def test_unknown_event_is_not_found(auditor):
    assert auditor.get("/audit/99/").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("deed=sign_in", [2, 1]),
        ("person=clerk978", [1]),
        ("person=郑", [4, 3]),
        ("target=471002", [3]),
        ("target=leaver", [4]),
        ("target=人员", [4]),
        ("words=调离", [4]),
        ("words=数字经济", [3]),
        ("words=数据局+471", [3]),
        ("deed=sign_in&person=clerk978", [1]),
        ("words=没有", []),
    ],
)
def test_events_are_found(auditor, query, found):
    response = auditor.get(f"/audit/?{query}")

    assert numbers(response) == found


def test_events_are_found_by_day(auditor):
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)

    assert numbers(auditor.get(f"/audit/?since={today}&until={today}")) == [4, 3, 2, 1]
    assert numbers(auditor.get(f"/audit/?since={tomorrow}")) == []
    assert numbers(auditor.get(f"/audit/?until={today - timedelta(days=1)}")) == []


@pytest.mark.parametrize("more", [1, 3, 30])
def test_list_asks_the_same_number_of_queries(auditor, trail, more, django_assert_num_queries):
    for _ in range(more):
        record_sign_in(by=trail.finance2)

    # Session, person, the header's roles, years and notices, the count, the events.
    with django_assert_num_queries(7):
        auditor.get("/audit/")


def test_event_shows_what_changed(auditor):
    text = auditor.get("/audit/3/").text

    assert "怀来县数字经济局" in text
    assert "=数据局" in text
    assert AuditEvent.objects.get(pk=3).hash in text
    assert "与它的校验值不符" not in text


def test_changed_event_is_marked(auditor):
    from django.db import connection  # noqa: PLC0415 (the intruder's alone)

    with lifted(connection), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET remark = '没有的事' WHERE id = 3")

    assert "与它的校验值不符" in auditor.get("/audit/3/").text


# Files


def test_csv_holds_what_the_filter_shows(auditor):
    response = auditor.get("/audit/?export=csv&deed=unit_changed")

    assert response.streaming
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    heads, line = csv.reader(io.StringIO(content(response).decode("utf-8-sig")))
    event = AuditEvent.objects.get(pk=3)
    assert tuple(heads) == HEADS
    assert line[0] == "3"
    assert line[2:] == [
        "admin",
        "郑华",
        "系统管理",
        "全县",
        "修改单位",
        "单位",
        "130730/471002",
        "471002=数据局",
        "郑华修改了单位471002=数据局",
        "编码：471002\n名称：怀来县数字经济局",
        "编码：471002\n名称：=数据局",
        "",
        "命令行",
        event.hash,
    ]


def test_csv_computes_nothing(trail, auditor):
    record_sign_in(by=trail.finance1)
    trail.finance1.full_name = "=1+1"
    record_sign_in(by=trail.finance1)

    lines = content(auditor.get("/audit/?export=csv&deed=sign_in")).decode("utf-8-sig")

    assert [line[3] for line in csv.reader(io.StringIO(lines))][1] == "'=1+1"


def test_long_csv_comes_in_pieces(trail, auditor, monkeypatch):
    monkeypatch.setattr("departments.audit_export._CHUNK", 2)

    pieces = list(auditor.get("/audit/?export=csv"))

    assert len(pieces) == 3
    assert len(list(csv.reader(io.StringIO(b"".join(pieces).decode("utf-8-sig"))))) == 5


def test_workbook_holds_what_the_filter_shows(auditor):
    response = auditor.get("/audit/?export=xlsx&person=admin")

    sheet = load_workbook(io.BytesIO(content(response))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == HEADS
    assert [row[0] for row in rows[1:]] == [4, 3]
    assert {cell.data_type for cell in sheet[3]} <= {"s", "n"}


def test_too_long_a_workbook_is_refused_with_advice(auditor, monkeypatch):
    monkeypatch.setattr("departments.views.audit.MOST_ROWS_IN_EXCEL", 3)

    response = auditor.get("/audit/?export=xlsx&words=", follow=True)

    assert response.redirect_chain == [("/audit/?words=", 302)]
    assert "查到 4 条，Excel 一次最多导出 3 条。请缩小范围，或者导出 CSV。" in response.text


def test_taking_the_trail_away_is_recorded(auditor, told):
    auditor.get("/audit/?export=csv&deed=sign_in")

    assert told()[-1] == "吴刚下载了清单“操作记录”：csv，共 2 条"
    assert verify().id == 5


def test_unit_made_by_the_command_line_says_so(county, client):
    create_unit(region=county.region, parent=county.d471, code="471009", name="某所", by=None)
    client.force_login(county.auditor)

    text = client.get("/audit/").text

    assert "系统新增了单位471009某所" in text
    assert "命令行" in text
