from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from projects.models import BudgetYear
from projects.states import State
from projects.workflow import VERBS, transitions

HEAD = """# 表的状态与流转

本页由 `manage.py workflow_diagram > docs/reference/states.md` 生成，来源是 `projects/workflow.py`；
两者不一致时测试不通过。部门审核和财政业务股室这两步可以在预算年度里去掉，去掉后直接到下一步。
"""


class Command(BaseCommand):
    help = "输出流程图和操作说明（Markdown，Mermaid）"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(document(), ending="")


def document() -> str:
    """The page docs/reference/states.md."""
    rows = transitions(BudgetYear(year=2023))
    arrows = [
        f"    {row.source} --> {row.target}: {row.verb.label}（{row.role.label}）" for row in rows
    ]
    names = [f'    state "{state.label}" as {state}' for state in State]
    diagram = "\n".join(["```mermaid", "stateDiagram-v2", *names, *arrows, "```"])
    verbs = [f"| {verb.label} | {verb.help} | {verb.asks or '—'} |" for verb in VERBS.values()]
    table = "\n".join(["| 操作 | 说明 | 要写明 |", "| --- | --- | --- |", *verbs])
    return f"{HEAD}\n{diagram}\n\n{table}\n"
