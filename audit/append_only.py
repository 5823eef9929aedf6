"""Tables whose rows are only ever added: triggers refuse every change, on PostgreSQL and SQLite.

A migration puts them on with `AppendOnly("app_table")` as its last operation. SQLite remakes a
table to alter it and loses the triggers, so a later migration that alters it ends with the same
operation again; putting them on twice is harmless.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

PREFIX = "append_only"
MESSAGE = "rows are only ever added"

# Class 23, so that both databases raise an IntegrityError.
_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {PREFIX}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: {MESSAGE}', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""
_POSTGRES = {
    "rows": "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW",
    "truncate": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
}
# INSERT OR REPLACE removes the old row without asking the delete trigger.
_SQLITE = {
    "update": "BEFORE UPDATE ON {table}",
    "delete": "BEFORE DELETE ON {table}",
    "replace": "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)",
}


def _triggers(vendor: str) -> dict[str, str]:
    return _POSTGRES if vendor == "postgresql" else _SQLITE


def install(connection: BaseDatabaseWrapper, table: str) -> None:
    remove(connection, table)
    quoted = connection.ops.quote_name(table)
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgres:
            cursor.execute(_POSTGRES_FUNCTION)
        for kind, when in _triggers(connection.vendor).items():
            name = connection.ops.quote_name(f"{PREFIX}_{kind}_{table}")
            body = (
                f"EXECUTE FUNCTION {PREFIX}()"
                if postgres
                else f"BEGIN SELECT RAISE(ABORT, '{table}: {MESSAGE}'); END"
            )
            cursor.execute(f"CREATE TRIGGER {name} {when.format(table=quoted)} {body}")


def remove(connection: BaseDatabaseWrapper, table: str) -> None:
    where = ""
    if connection.vendor == "postgresql":
        # It drops no trigger while deferred foreign keys of new rows wait for their check.
        connection.check_constraints()
        where = f" ON {connection.ops.quote_name(table)}"
    with connection.cursor() as cursor:
        for kind in _triggers(connection.vendor):
            name = connection.ops.quote_name(f"{PREFIX}_{kind}_{table}")
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def guarded(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables on which every trigger is in force."""
    if connection.vendor == "postgresql":
        query = (
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE tgname LIKE %s AND tgenabled IN ('O', 'A')"
        )
    else:
        query = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [f"{PREFIX}%"])
        found = set(cursor.fetchall())
    kinds = _triggers(connection.vendor)
    return sorted(
        table
        for table in {table for table, _ in found}
        if all((table, f"{PREFIX}_{kind}_{table}") in found for kind in kinds)
    )


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers, for tests alone: they empty their database, and play the intruder."""
    tables = guarded(connection)
    for table in tables:
        remove(connection, table)
    try:
        yield
    finally:
        for table in tables:
            install(connection, table)


class AppendOnly(Operation):
    """Migration operation: from here on the rows of `table` can only be added."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        install(schema_editor.connection, self.table)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        remove(schema_editor.connection, self.table)

    def describe(self) -> str:
        return f"Make {self.table} append-only"
