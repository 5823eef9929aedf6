"""Mistakes of deployment, found by `manage.py check` and before every other command."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.utils import DatabaseError

from audit.append_only import guarded
from audit.append_only_model import append_only_tables
from departments.models import User
from projects.management.commands.load_demo import PASSWORD, PEOPLE

SHORTEST_KEY = 50
AT_HOME = {"localhost", "127.0.0.1", "[::1]", "::1", "testserver"}
# Without these pages would be open to everybody, or events without their origin.
NEEDED = (
    "audit.middleware.OriginMiddleware",
    "perfgoals.signin.SignInMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
)


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


@register(Tags.security)
def debug_stays_at_home(**kwargs: Any) -> list[CheckMessage]:
    if not settings.DEBUG or set(settings.ALLOWED_HOSTS) <= AT_HOME:
        return []
    return [
        checks.Warning(
            "DEBUG 打开着，却允许别的机器访问：出错页面会把程序和设置给人看。",
            hint="正式运行去掉环境变量 DEBUG；只在自己的机器上试用，去掉 ALLOWED_HOSTS。",
            id="perfgoals.W004",
        )
    ]


@register(Tags.security)
def pages_are_encrypted(**kwargs: Any) -> list[CheckMessage]:
    if settings.DEBUG or settings.HTTPS:
        return []
    return [
        checks.Warning(
            "HTTPS 关着，密码在网上明文传送。",
            hint="只在封闭的内网可以这样；否则配好证书，去掉环境变量 HTTPS=0。",
            id="perfgoals.W005",
        )
    ]


@register(Tags.security)
def cookies_are_secure(**kwargs: Any) -> list[CheckMessage]:
    secure = settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
    if settings.DEBUG or not settings.HTTPS or (secure and settings.SESSION_COOKIE_HTTPONLY):
        return []
    return [
        Error(
            "登录用的 Cookie 会走不加密的连接，或者能被网页脚本读到。",
            hint="SESSION_COOKIE_SECURE、CSRF_COOKIE_SECURE 和 SESSION_COOKIE_HTTPONLY 都要为真。",
            id="perfgoals.E006",
        )
    ]


@register(Tags.security)
def proxy_is_named(**kwargs: Any) -> list[CheckMessage]:
    """gunicorn speaks plain http: with HTTPS on there is a proxy, and it must be believed."""
    if settings.DEBUG or not settings.HTTPS or settings.BEHIND_PROXY:
        return []
    return [
        checks.Warning(
            "HTTPS 打开着，却没有说明前面有反向代理：网页会不停地跳转，操作记录里只有代理的地址。",
            hint="反向代理一定会写 X-Forwarded-Proto 和 X-Forwarded-For 时，设 BEHIND_PROXY=1。",
            id="perfgoals.W007",
        )
    ]


@register(Tags.security)
def guards_are_in_place(**kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"设置的 MIDDLEWARE 里少了 {name}。",
            hint="恢复 perfgoals/settings.py 原来的次序。",
            id="perfgoals.E008",
        )
        for name in NEEDED
        if name not in settings.MIDDLEWARE
    ]


# These ask the database, so only migrate and `check --database default` run them.


@register(Tags.database)
def audit_is_append_only(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    for alias in databases or []:
        connection = connections[alias]
        there = set(append_only_tables()) & set(connection.introspection.table_names())
        if bare := sorted(there - set(guarded(connection))):
            return [
                Error(
                    f"防止修改的数据库触发器不在了：{'、'.join(bare)}。",
                    hint="运行 manage.py verify_audit --guard，核对操作记录并装回触发器。",
                    id="perfgoals.E009",
                )
            ]
    return []


@register(Tags.database, deploy=True)
def demo_people_are_gone(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """A county that was tried out must not go into service with passwords everybody can read."""
    if settings.DEBUG or not databases:
        return []
    names = [username for username, *_ in PEOPLE]
    try:
        people = list(User.objects.filter(username__in=names, is_active=True))
    except DatabaseError:
        return []  # before the first migrate
    found = [person.username for person in people if check_password(PASSWORD, person.password)]
    if not found:
        return []
    return [
        Error(
            f"演示账号还在用公开的密码：{'、'.join(found)}。",
            hint="在“人员”里停用它们，或者重设密码。",
            id="perfgoals.E010",
        )
    ]


# Asks no database; ids count on in the order of the file.


@register(Tags.security)
def attachments_are_private(**kwargs: Any) -> list[CheckMessage]:
    """What lies below the folders of static files is handed out to anybody."""
    folder = Path(settings.MEDIA_ROOT).resolve()
    public = [settings.STATIC_ROOT, *settings.STATICFILES_DIRS]
    if not any(folder.is_relative_to(Path(place).resolve()) for place in public):
        return []
    return [
        Error(
            "依据文件的文件夹（MEDIA_ROOT）在静态文件的文件夹里，谁都能打开。",
            hint="把环境变量 MEDIA_ROOT 设为静态文件之外的文件夹，并把文件移过去。",
            id="perfgoals.E011",
        )
    ]
