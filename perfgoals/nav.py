"""The menu as data: what it says, where it leads, who sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from departments.models import User


def everybody(user: User) -> bool:
    return True


def staff(user: User) -> bool:
    return user.is_staff


def administrators(user: User) -> bool:
    return user.is_administrator


def auditors(user: User) -> bool:
    return user.may_read_audit


@dataclass(frozen=True)
class Item:
    label: str
    url_name: str
    shown_to: Callable[[User], bool] = everybody
    args: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_current: bool


ITEMS = (
    Item("首页", "home"),
    Item("待办", "todo", args=("waiting",)),
    Item("项目绩效目标表", "table_list"),
    Item("绩效目标文本", "book_list"),
    Item("人员", "person_list", administrators),
    Item("单位", "unit_list", administrators),
    Item("操作记录", "audit_list", auditors),
    Item("后台管理", "admin:index", staff),
)


def links(user: User, path: str) -> list[Link]:
    home = reverse("home")
    shown = [
        (item.label, reverse(item.url_name, args=item.args))
        for item in ITEMS
        if item.shown_to(user)
    ]
    return [
        # Every path begins with the home page's, so that one must match whole.
        Link(label, url, path == url if url == home else path.startswith(url))
        for label, url in shown
    ]


def menu(request: HttpRequest) -> dict[str, list[Link]]:
    user = getattr(request, "user", None)
    return {"menu": links(user, request.path) if isinstance(user, User) else []}
