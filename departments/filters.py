from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.forms import DateInput, TextInput
from django.utils import timezone

from audit.deeds import DEEDS
from audit.models import AuditEvent
from departments.models import Department, User
from departments.requests import PersonRequest
from departments.roles import Role

_SEVERAL = TextInput(attrs={"placeholder": "几个词用空格隔开"})


def _visible_departments(request: PersonRequest) -> QuerySet[Department]:
    return Department.objects.visible_to(request.user)


def _every_word(rows: QuerySet[Any], words: str, *columns: str) -> QuerySet[Any]:
    """Each word stands somewhere in one of the columns."""
    for word in words.split():
        condition = Q()
        for column in columns:
            condition |= Q(**{f"{column}__icontains": word})
        rows = rows.filter(condition)
    return rows


class PersonFilter(filters.FilterSet):
    words = filters.CharFilter(label="用户名或姓名", method="containing", widget=_SEVERAL)
    role = filters.ChoiceFilter(
        label="角色", choices=Role.choices, method="in_role", empty_label="全部角色"
    )
    unit = filters.ModelChoiceFilter(
        label="部门、单位",
        queryset=_visible_departments,  # type: ignore[arg-type]  # the stubs miss callables
        method="of_unit",
        empty_label="全部",
    )
    active = filters.ChoiceFilter(
        label="状态",
        choices=[("1", "在用"), ("0", "已停用")],
        field_name="is_active",
        empty_label="全部状态",
    )

    class Meta:
        model = User
        fields = ["words", "role", "unit", "active"]

    def containing(self, rows: QuerySet[Any], name: str, words: str) -> QuerySet[Any]:
        return _every_word(rows, words, "username", "full_name")

    def in_role(self, rows: QuerySet[Any], name: str, role: str) -> QuerySet[Any]:
        return rows.filter(memberships__role=role).distinct()

    def of_unit(self, rows: QuerySet[Any], name: str, unit: Department) -> QuerySet[Any]:
        here = Q(memberships__department=unit) | Q(memberships__department__parent=unit)
        return rows.filter(here).distinct()


class UnitFilter(filters.FilterSet):
    words = filters.CharFilter(label="编码或名称", method="containing", widget=_SEVERAL)
    department = filters.ModelChoiceFilter(
        label="部门",
        queryset=lambda request: _visible_departments(request).filter(parent=None),  # type: ignore[arg-type]
        method="of_department",
        empty_label="全部部门",
    )

    class Meta:
        model = Department
        fields = ["words", "department"]

    def containing(self, rows: QuerySet[Any], name: str, words: str) -> QuerySet[Any]:
        return _every_word(rows, words, "code", "name")

    def of_department(self, rows: QuerySet[Any], name: str, top: Department) -> QuerySet[Any]:
        return rows.filter(Q(pk=top.pk) | Q(parent=top))


def _deeds() -> list[tuple[str, str]]:
    return [(deed.code, deed.label) for deed in DEEDS.values()]


def _midnight(day: date) -> datetime:
    """The beginning of the day here; comparing moments, not dates, lets the index serve."""
    return timezone.make_aware(datetime.combine(day, time.min))


class AuditFilter(filters.FilterSet):
    words = filters.CharFilter(label="内容", method="containing", widget=_SEVERAL)
    person = filters.CharFilter(label="用户名或姓名", method="by_person")
    deed = filters.ChoiceFilter(label="操作", choices=_deeds, empty_label="全部操作")
    target = filters.CharFilter(label="对象的名称或编码", method="about")
    since = filters.DateFilter(
        label="从", method="from_day", widget=DateInput(attrs={"type": "date"})
    )
    until = filters.DateFilter(
        label="到", method="to_day", widget=DateInput(attrs={"type": "date"})
    )

    class Meta:
        model = AuditEvent
        fields = ["words", "person", "deed", "target", "since", "until"]

    def containing(self, rows: QuerySet[Any], name: str, words: str) -> QuerySet[Any]:
        return _every_word(rows, words, "object_label", "remark", "before", "after", "unit")

    def by_person(self, rows: QuerySet[Any], name: str, words: str) -> QuerySet[Any]:
        return _every_word(rows, words, "username", "full_name")

    def about(self, rows: QuerySet[Any], name: str, words: str) -> QuerySet[Any]:
        return _every_word(rows, words, "object_label", "object_key", "object_kind")

    def from_day(self, rows: QuerySet[Any], name: str, day: date) -> QuerySet[Any]:
        return rows.filter(at__gte=_midnight(day))

    def to_day(self, rows: QuerySet[Any], name: str, day: date) -> QuerySet[Any]:
        return rows.filter(at__lt=_midnight(day + timedelta(days=1)))
