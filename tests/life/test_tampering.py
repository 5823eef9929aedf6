"""Somebody with the database's own rights changes a row behind the application's back."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from audit.append_only import lifted
from audit.models import AuditEvent
from documents.freeze import Tampered, checksum
from projects import workflow
from projects.actions import perform
from tests.projects.books import OF_978, table, with_books

WAY = (("submit", "clerk978"), ("pass", "finance1"), ("pass", "finance2"))


@pytest.fixture
def approved(county):
    """A table with a version, approved step by step."""
    books = with_books(county, tables=1)
    books.year.department_reviews = False
    books.year.save()
    for code, who in WAY:
        verb, by = workflow.VERBS[code], getattr(books, who)
        perform(form=table(OF_978), verb=verb, by=by, opinion="")
    return table(OF_978)


def behind_the_back(sql, *values):
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount == 1


def test_changed_step_of_the_trail_is_named_by_verify_audit(approved):
    call_command("verify_audit")
    event = AuditEvent.objects.get(deed="pass", username="finance1")

    sql = "UPDATE audit_auditevent SET username = 'finance2', full_name = '周静' WHERE id = %s"
    behind_the_back(sql, event.pk)

    told = f"操作记录不完整。第 {event.pk} 号事件：内容与它的校验值不符，记下之后被改过。"
    with pytest.raises(CommandError) as caught:
        call_command("verify_audit")
    assert (str(caught.value), caught.value.returncode) == (told, 1)


def test_deleted_step_of_the_trail_is_named_by_verify_audit(approved):
    event = AuditEvent.objects.get(deed="submit")

    behind_the_back("DELETE FROM audit_auditevent WHERE id = %s", event.pk)

    with pytest.raises(CommandError, match=f"第 {event.pk} 号事件：不见了"):
        call_command("verify_audit")


def test_changed_version_is_found_by_its_hash(approved, client, county):
    revision = approved.revisions.get()
    assert checksum(revision.values) == revision.sha256
    forged = revision.values.replace("4204.68", "9204.68")
    assert forged != revision.values

    sql = "UPDATE projects_revision SET values = %s WHERE id = %s"
    behind_the_back(sql.replace("values", connection.ops.quote_name("values")), forged, revision.pk)

    stored = approved.revisions.get()
    assert checksum(stored.values) != stored.sha256
    with pytest.raises(Tampered):
        stored.unsealed()
    client.force_login(county.auditor)
    for path in (f"/tables/{approved.pk}.docx", f"/tables/{approved.pk}/versions/1.docx"):
        response = client.get(path)
        assert response.status_code == 409
        assert "与批复时的校验值不符" in response.text


def test_changed_live_row_does_not_change_what_was_approved(approved, client, county):
    client.force_login(county.auditor)
    path = f"/tables/{approved.pk}.docx"
    before = client.get(path).content

    behind_the_back("UPDATE projects_goaltable SET budget = 9 WHERE id = %s", approved.pk)

    assert client.get(path).content == before


def test_without_the_intruders_rights_nothing_is_changed(approved):
    before = list(AuditEvent.objects.values()), list(approved.revisions.values())

    with connection.cursor() as cursor:
        for sql in ("UPDATE projects_revision SET sha256 = ''", "DELETE FROM audit_auditevent"):
            with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
                cursor.execute(sql)

    assert (list(AuditEvent.objects.values()), list(approved.revisions.values())) == before
