from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from audit.append_only import guarded, install
from audit.append_only_model import append_only_tables
from audit.models import AuditEvent
from audit.verify import BrokenChain, verify


class Command(BaseCommand):
    help = "逐条核对操作记录：没有被改过、删过、换过；否则说明第一处断在哪里，返回 1"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchor",
            metavar="编号:校验值",
            help="以前核对时抄下的最后一条；整条记录被重写过，只有它看得出来",
        )
        parser.add_argument("--guard", action="store_true", help="装回丢失的防止修改的触发器")

    def handle(self, *args: Any, **options: Any) -> None:
        bare = [table for table in append_only_tables() if table not in guarded(connection)]
        if bare and options["guard"]:
            for table in bare:
                install(connection, table)
            self.stdout.write(f"已装回防止修改的触发器：{'、'.join(bare)}。")
        elif bare:
            names = "、".join(bare)
            self.stderr.write(f"注意：防止修改的触发器不在了（{names}）；加 --guard 装回去。")
        try:
            last = verify()
        except BrokenChain as error:
            raise CommandError(f"操作记录不完整。{error}", returncode=1) from error
        if anchor := options["anchor"]:
            _check_anchor(anchor)
        self.stdout.write(
            f"操作记录完整：共 {last.id} 条，一环扣一环，没有改动。"
            f"请抄下最后一条：{last.id}:{last.hash}"
        )


def _check_anchor(anchor: str) -> None:
    number, _, written_down = anchor.partition(":")
    if not number.isdecimal() or not written_down:
        raise CommandError("--anchor 要写成“编号:校验值”。", returncode=2)
    if not AuditEvent.objects.filter(pk=int(number), hash=written_down).exists():
        sentence = f"第 {number} 号事件与抄下的校验值不符，整条记录被重写过。"
        raise CommandError(f"操作记录不完整。{sentence}", returncode=1)
