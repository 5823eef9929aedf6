from __future__ import annotations

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from audit.actors import Actor, Target
from departments.querysets import DepartmentQuerySet
from departments.roles import DEPARTMENTAL, HOUSEWIDE, Role

# \A and \Z mean the same to Python (SQLite) and PostgreSQL; $ would let a line end through.
SIX_DIGITS = r"\A[0-9]{6}\Z"
THREE_DIGITS = r"\A[0-9]{3}\Z"


class Region(models.Model):
    code = models.CharField(
        "区划代码",
        max_length=6,
        unique=True,
        validators=[RegexValidator(SIX_DIGITS, "区划代码是 6 位数字。")],
        help_text="6 位数字，按 GB/T 2260，例如 130730。",
    )
    name = models.CharField("名称", max_length=100)

    class Meta:
        verbose_name = "行政区划"
        verbose_name_plural = "行政区划"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=SIX_DIGITS),
                name="region_code_has_6_digits",
                violation_error_message="区划代码是 6 位数字。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Department(models.Model):
    """A 部门 (no parent) or a 单位 under it; the tree never goes deeper."""

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="departments", verbose_name="行政区划"
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        verbose_name="所属部门",
        help_text="部门留空；单位选它所属的部门。",
    )
    code = models.CharField(
        "编码",
        max_length=6,
        help_text="部门 3 位数字，例如 471；单位 6 位数字，前 3 位是所属部门的编码，例如 471001。",
    )
    name = models.CharField("名称", max_length=200)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = "部门、单位"
        verbose_name_plural = "部门、单位"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "code"],
                name="department_code_unique_in_region",
                violation_error_message="这个编码在本行政区划里已经有了。",
            ),
            models.CheckConstraint(
                condition=Q(parent=None, code__regex=THREE_DIGITS)
                | Q(parent__isnull=False, code__regex=SIX_DIGITS),
                name="department_code_shape",
                violation_error_message="部门编码是 3 位数字，单位编码是 6 位数字。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}{self.name}"

    @property
    def is_department(self) -> bool:
        return self.parent_id is None

    @property
    def department(self) -> Department:
        """The 部门 it belongs to; itself where it is one."""
        return self.parent or self

    def as_target(self) -> Target:
        return Target("单位", f"{self.region.code}/{self.code}", str(self))

    def clean(self) -> None:
        """What spans two rows and so is beyond a constraint."""
        if self.parent is None:
            return
        if not self.parent.is_department:
            raise ValidationError({"parent": "单位只能放在部门下面，不能放在另一个单位下面。"})
        if self.parent.region_id != self.region_id:
            raise ValidationError({"parent": "单位和所属部门必须在同一个行政区划。"})
        if not self.code.startswith(self.parent.code):
            raise ValidationError({"code": f"单位编码的前 3 位应为 {self.parent.code}。"})


class User(AbstractUser):
    # Chinese names have no first and last.
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("姓名", max_length=50)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        ordering = ["username"]

    def __str__(self) -> str:
        return f"{self.full_name}（{self.username}）"

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @cached_property
    def appointments(self) -> list[Membership]:
        """Asked many times a page, read once: every request loads its own User."""
        return list(self.memberships.select_related("department").order_by("pk"))

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(appointment.role for appointment in self.appointments)

    @property
    def role_labels(self) -> str:
        return "、".join(role.label for role in Role if role in self.roles)

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def is_administrator(self) -> bool:
        """The first person of a new house has no appointment yet, only the command line's word."""
        return self.is_superuser or self.has_role(Role.ADMINISTRATOR)

    @property
    def may_read_audit(self) -> bool:
        return self.is_administrator or self.has_role(Role.AUDITOR)

    def as_actor(self) -> Actor:
        places = dict.fromkeys(appointment.place for appointment in self.appointments)
        return Actor(self.username, self.full_name, self.role_labels, "、".join(places))

    def as_target(self) -> Target:
        return Target("人员", self.username, str(self))


class Membership(models.Model):
    """What a person is, and for which department."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="memberships", verbose_name="人员"
    )
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="部门、单位",
        help_text="单位经办和部门审核必须选；其他角色留空表示全县所有部门。",
    )

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        ordering = ["user", "role", "department"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "department"],
                name="membership_unique",
                violation_error_message="这个人在这里已经有这个角色。",
            ),
            # NULLs count as different in a unique index, so the empty department needs its own.
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(department=None),
                name="membership_unique_for_region",
                violation_error_message="这个人已经有这个角色。",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=DEPARTMENTAL) | Q(department__isnull=False),
                name="membership_role_has_its_department",
                violation_error_message="单位经办和部门审核必须选部门或单位。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.full_name}：{self.title}"

    @property
    def place(self) -> str:
        return str(self.department or "全县")

    @property
    def title(self) -> str:
        return f"{self.get_role_display()}（{self.place}）"

    def clean(self) -> None:
        if self.role in DEPARTMENTAL and self.department is None:
            raise ValidationError({"department": "单位经办和部门审核必须选部门或单位。"})
        if self.role in HOUSEWIDE and self.department is not None:
            raise ValidationError({"department": "审计和系统管理管全县，请留空。"})
