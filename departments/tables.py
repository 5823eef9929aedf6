from __future__ import annotations

import django_tables2 as tables
from django_tables2 import A

from audit.models import AuditEvent
from audit.presenters import sentence
from departments.filters import AuditFilter, PersonFilter, UnitFilter
from departments.models import Department, User
from perfgoals.lists import TableList

_SHORT = {"td": {"class": "code"}}
_NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
MOMENT = "Y-m-d H:i:s"


class PersonTable(tables.Table):
    username = tables.Column("用户名", linkify=("person", {"pk": A("pk")}), attrs=_SHORT)
    full_name = tables.Column("姓名", linkify=("person", {"pk": A("pk")}), attrs=_SHORT)
    # Not called after User.appointments, which would ask the database again for every row.
    titles = tables.Column("任职", empty_values=(), orderable=False)
    standing = tables.Column("状态", empty_values=(), order_by="is_active", attrs=_SHORT)
    last_login = tables.DateTimeColumn(
        verbose_name="最近登录", format="Y-m-d H:i", default="从未登录", attrs=_SHORT
    )

    class Meta:
        order_by = "username"

    def render_titles(self, record: User) -> str:
        return "、".join(m.title for m in record.memberships.all()) or "没有任职"

    def render_standing(self, record: User) -> str:
        if not record.is_active:
            return "已停用"
        return "初始密码未改" if record.must_change_password else "在用"


class PersonList(TableList):
    table_class = PersonTable
    filterset_class = PersonFilter
    title = "人员"
    template_name = "departments/person_list.html"
    empty_text = "没有符合条件的人员。"


def _unit_class(record: Department | None = None) -> str:
    return "code" if record is None or record.is_department else "code branch"


class UnitTable(tables.Table):
    code = tables.Column(
        "编码", linkify=("unit", {"pk": A("pk")}), attrs={"td": {"class": _unit_class}}
    )
    name = tables.Column("名称", linkify=("unit", {"pk": A("pk")}))
    kind = tables.Column("性质", empty_values=(), orderable=False, attrs=_SHORT)
    region = tables.Column("行政区划", accessor="region__name", attrs=_SHORT)
    people = tables.Column("任职人员", orderable=False)

    class Meta:
        order_by = ("region", "code")

    def render_kind(self, record: Department) -> str:
        return "部门" if record.is_department else "单位"


class UnitList(TableList):
    table_class = UnitTable
    filterset_class = UnitFilter
    title = "部门、单位"
    template_name = "departments/unit_list.html"
    empty_text = "没有符合条件的部门和单位。"


class AuditTable(tables.Table):
    number = tables.Column("编号", accessor="pk", attrs=_NUMBER)
    at = tables.DateTimeColumn(verbose_name="时间", format=MOMENT, orderable=False, attrs=_SHORT)
    told = tables.Column(
        "经过", empty_values=(), orderable=False, linkify=("audit_event", {"pk": A("pk")})
    )
    username = tables.Column("用户名", orderable=False, attrs=_SHORT)
    roles = tables.Column("角色", orderable=False)
    unit = tables.Column("单位", orderable=False)
    origin = tables.Column("来源", orderable=False, attrs=_SHORT)

    class Meta:
        order_by = "-number"

    def render_told(self, record: AuditEvent) -> str:
        return sentence(record)


class AuditList(TableList):
    table_class = AuditTable
    filterset_class = AuditFilter
    title = "操作记录"
    exports = (("xlsx", "导出 Excel"), ("csv", "导出 CSV"))
    empty_text = "没有符合条件的操作记录。"
