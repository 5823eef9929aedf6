"""The roles as data: what they are called, what they are for, and how far they see."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.db import models


class Role(models.TextChoices):
    CLERK = "clerk", "单位经办"
    REVIEWER = "reviewer", "部门审核"
    FINANCE_BUSINESS = "finance_business", "财政业务股室"
    FINANCE_PERFORMANCE = "finance_performance", "财政绩效股"
    AUDITOR = "auditor", "审计"
    ADMINISTRATOR = "administrator", "系统管理"


class Scope(Enum):
    DEPARTMENT = "所属部门、单位"
    REGION = "全县"


@dataclass(frozen=True)
class RoleProfile:
    role: Role
    scope: Scope
    duty: str


PROFILES = (
    RoleProfile(
        Role.CLERK,
        Scope.DEPARTMENT,
        "填写本单位的项目绩效目标表和部门整体绩效目标，自查后送审。",
    ),
    RoleProfile(
        Role.REVIEWER,
        Scope.DEPARTMENT,
        "审核本部门及所属单位填报的绩效目标，通过后报财政，或者写明原因退回。",
    ),
    RoleProfile(
        Role.FINANCE_BUSINESS,
        Scope.REGION,
        "从业务角度审核各部门的绩效目标，通过、退回，打印绩效目标文本。",
    ),
    RoleProfile(
        Role.FINANCE_PERFORMANCE,
        Scope.REGION,
        "从绩效角度审核各部门的绩效目标，批复、退回，打印和公开绩效目标文本。",
    ),
    RoleProfile(
        Role.AUDITOR,
        Scope.REGION,
        "查阅、比对、下载和核验全县的绩效目标，不做任何修改。",
    ),
    RoleProfile(
        Role.ADMINISTRATOR,
        Scope.REGION,
        "管理人员、单位和预算年度。",
    ),
)

DEPARTMENTAL = tuple(p.role for p in PROFILES if p.scope is Scope.DEPARTMENT)
REGIONAL = tuple(p.role for p in PROFILES if p.scope is Scope.REGION)
# Who looks at everything or at nothing of the forms; a finance desk may be given a few departments.
HOUSEWIDE = (Role.AUDITOR, Role.ADMINISTRATOR)
