from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class PerfgoalsConfig(AppConfig):
    name = "perfgoals"
    verbose_name = "预算绩效目标管理系统"

    def ready(self) -> None:
        import_module("perfgoals.checks")
