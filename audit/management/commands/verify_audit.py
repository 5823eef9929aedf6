from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from audit.append_only import guarded
from audit.models import AuditEvent
from audit.verify import BrokenChain, verify


class Command(BaseCommand):
    help = "逐条核对操作记录：没有被改过、删过、换过；否则说明第一处断在哪里，返回 1"

    def handle(self, *args: Any, **options: Any) -> None:
        if AuditEvent._meta.db_table not in guarded(connection):
            self.stderr.write("注意：数据库里防止修改操作记录的触发器不在了，请重新建立。")
        try:
            last = verify()
        except BrokenChain as error:
            raise CommandError(f"操作记录不完整。{error}", returncode=1) from error
        self.stdout.write(
            f"操作记录完整：共 {last.id} 条，一环扣一环，没有改动。最后一条的校验值是 {last.hash}。"
        )
