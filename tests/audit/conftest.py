from __future__ import annotations

import pytest
from django.db import connection, transaction

from audit.actors import Actor, Target
from audit.append_only import lifted
from audit.deeds import EDIT
from audit.record import record

CLERK = Actor("clerk978", "赵敏", "单位经办", "978河北沙城经济开发区管理委员会")
TABLE = Target("项目绩效目标表", "7", "13073022P00865210002J 综合配套管网工程")


def write_events(number: int) -> None:
    for count in range(1, number + 1):
        with transaction.atomic():
            record(
                deed=EDIT,
                by=CLERK,
                target=TABLE,
                before={"预算数": str(count - 1)},
                after={"预算数": str(count)},
            )


@pytest.fixture
def chain(db):
    """Five events of one clerk."""
    write_events(5)


@pytest.fixture
def intruder(db):
    """intruder("UPDATE …") with the database's own rights and the triggers out of the way."""

    def execute(*statements):
        with lifted(connection), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    return execute
