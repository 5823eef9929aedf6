"""Mistakes of deployment, found by `manage.py check` and before every other command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

SHORTEST_KEY = 50


@register(Tags.security)
def secret_key_is_secret(**kwargs: Any) -> list[CheckMessage]:
    key = settings.SECRET_KEY
    guessable = key.startswith("django-insecure") or len(key) < SHORTEST_KEY or len(set(key)) < 8
    if settings.DEBUG or not guessable:
        return []
    return [
        Error(
            "SECRET_KEY 太容易猜到。",
            hint=f"设为不少于 {SHORTEST_KEY} 个字符的随机文字，不要照抄示例。",
            id="perfgoals.E001",
        )
    ]


@register(Tags.security)
def hosts_are_named(**kwargs: Any) -> list[CheckMessage]:
    if settings.DEBUG or (settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            "没有写明本系统的网址（ALLOWED_HOSTS 为空或为 *）。",
            hint="把浏览器地址栏里的主机名写进环境变量 ALLOWED_HOSTS，几个之间用逗号隔开。",
            id="perfgoals.E002",
        )
    ]


@register(Tags.staticfiles)
def static_files_are_collected(**kwargs: Any) -> list[CheckMessage]:
    if settings.DEBUG or (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return []
    return [
        checks.Warning(
            "静态文件还没有收集，网页会打不开。",
            hint="运行 manage.py collectstatic --noinput，每次更新版本后也要运行。",
            id="perfgoals.W003",
        )
    ]
