"""Who may manage people and units and who may read the audit trail; refusals are sentences."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase

from departments.models import User
from departments.requests import PersonRequest

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=HttpResponseBase)
View = Callable[Concatenate[PersonRequest, P], Answer]

ONLY_ADMINISTRATORS = "只有系统管理人员可以管理人员和单位。"
ONLY_AUDITORS = "只有审计和系统管理人员可以查看操作记录。"


def administrators_only(view: View[P, Answer]) -> View[P, Answer]:
    return _only(view, lambda user: user.is_administrator, ONLY_ADMINISTRATORS)


def auditors_only(view: View[P, Answer]) -> View[P, Answer]:
    return _only(view, lambda user: user.may_read_audit, ONLY_AUDITORS)


def _only(view: View[P, Answer], allowed: Callable[[User], bool], sentence: str) -> View[P, Answer]:
    @wraps(view)
    def checked(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        if not allowed(request.user):
            raise PermissionDenied(sentence)
        return view(request, *args, **kwargs)

    return checked


def deactivation_refusal(user: User, person: User) -> str:
    if person == user:
        return "不能停用自己。请由另一位系统管理人员来做。"
    if not person.is_active:
        return "已经停用了。"
    return ""
