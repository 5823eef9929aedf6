from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction

from audit.append_only import AppendOnly, guarded, install, lifted, remove
from audit.append_only_model import AppendOnlyError
from audit.models import AuditEvent

TABLE = "audit_auditevent"


def refused(statement):
    message = pytest.raises(IntegrityError, match="rows are only ever added")
    with message, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# In the database


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET remark = '没有的事' WHERE id = 3",
        f"UPDATE {TABLE} SET id = 99 WHERE id = 3",
        f"DELETE FROM {TABLE} WHERE id = 3",
        f"DELETE FROM {TABLE}",
    ],
)
def test_database_refuses_changes(chain, statement):
    refused(statement)

    assert AuditEvent.objects.filter(remark="").count() == 5


def test_database_refuses_to_empty_or_replace(chain):
    columns = ", ".join(f.column for f in AuditEvent._meta.fields)
    if connection.vendor == "postgresql":
        refused(f"TRUNCATE {TABLE}")
    else:
        refused(f"INSERT OR REPLACE INTO {TABLE} SELECT {columns} FROM {TABLE} WHERE id = 3")

    assert AuditEvent.objects.count() == 5


def test_guarded_table_is_known(db):
    assert TABLE in guarded(connection)


def test_table_with_a_trigger_missing_is_not_guarded(db):
    where = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    kind = "truncate" if connection.vendor == "postgresql" else "delete"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER append_only_{kind}_{TABLE}{where}")

    assert TABLE not in guarded(connection)


def test_lifted_triggers_come_back_even_after_an_error(chain):
    with pytest.raises(ZeroDivisionError), lifted(connection):
        assert TABLE not in guarded(connection)
        raise ZeroDivisionError

    refused(f"DELETE FROM {TABLE}")


def test_installing_twice_is_harmless(chain):
    install(connection, TABLE)

    refused(f"DELETE FROM {TABLE}")


def test_operation_goes_forwards_and_backwards(db):
    operation = AppendOnly(TABLE)
    remove(connection, TABLE)

    # SQLite's own editor does not start inside a test's transaction.
    editor = SimpleNamespace(connection=connection)
    operation.database_forwards("audit", editor, None, None)
    assert TABLE in guarded(connection)
    operation.database_backwards("audit", editor, None, None)

    assert TABLE not in guarded(connection)
    assert operation.describe() == f"Make {TABLE} append-only"


# In the code


def test_saved_event_is_not_saved_again(chain):
    event = AuditEvent.objects.get(pk=3)

    with pytest.raises(AppendOnlyError):
        event.save()


def test_event_is_not_deleted(chain):
    with pytest.raises(AppendOnlyError):
        AuditEvent.objects.get(pk=3).delete()


@pytest.mark.parametrize(
    "change",
    [
        lambda events: events.update(remark=""),
        lambda events: events.delete(),
        lambda events: events.filter(pk=3).delete(),
        lambda events: events.bulk_update(events, ["remark"]),
    ],
)
def test_events_are_not_changed_together(chain, change):
    with pytest.raises(AppendOnlyError):
        change(AuditEvent.objects.all())
