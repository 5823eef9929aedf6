from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from departments.models import Department, Membership, Region, User
from departments.roles import Role
from documents.book_json import load_book
from indicators.models import Framework
from projects.imports import import_book
from projects.models import BudgetYear

PASSWORD = "perfgoals-demo"
REGION = ("130730", "怀来县")
YEAR = 2023
FIXTURES = Path(settings.BASE_DIR) / "fixtures"
PEOPLE = (
    ("clerk978", "赵敏", Role.CLERK, "978"),
    ("clerk471", "钱立", Role.CLERK, "471"),
    ("reviewer471", "孙洁", Role.REVIEWER, "471"),
    ("finance1", "李强", Role.FINANCE_BUSINESS, ""),
    ("finance2", "周静", Role.FINANCE_PERFORMANCE, ""),
    ("auditor", "吴刚", Role.AUDITOR, ""),
    ("admin", "郑华", Role.ADMINISTRATOR, ""),
)


class Command(BaseCommand):
    help = "装入演示县：一个年度、两个部门、十三张表和七个人；只在DEBUG打开时可用，只装一次"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("演示数据的密码是公开的，只能在DEBUG打开时装入。")
        if User.objects.filter(username=PEOPLE[0][0]).exists():
            self.stdout.write("演示县已经装入过，没有再装。")
        else:
            with transaction.atomic():
                load_demo()
            self.stdout.write("已装入演示县：怀来县2023年度，两个部门，十三张项目绩效目标表。")
        self.stdout.write(f"登录名（密码都是 {PASSWORD}）：")
        for username, name, role, code in PEOPLE:
            self.stdout.write(f"  {username:<12} {name}  {role.label}{code and f'（{code}）'}")


def load_demo() -> None:
    """The demo county: its region and year, both books of fixtures/, a person of every role."""
    region, _ = Region.objects.get_or_create(code=REGION[0], defaults={"name": REGION[1]})
    year, _ = BudgetYear.objects.get_or_create(
        year=YEAR,
        defaults={
            "status": BudgetYear.Status.CURRENT,
            "framework": Framework.objects.get(code="hebei"),
        },
    )
    for path in sorted(FIXTURES.glob(f"*_{YEAR}.json")):
        book = load_book(path.read_text(encoding="utf-8"))
        import_book(book, year, region, by=None, create_units=True)
    for username, name, role, code in PEOPLE:
        _add_person(username, name, role, code)


def _add_person(username: str, name: str, role: Role, code: str) -> None:
    administrator = role is Role.ADMINISTRATOR
    user = User.objects.create_user(
        username,
        password=PASSWORD,
        full_name=name,
        is_staff=administrator,
        is_superuser=administrator,
    )
    department = Department.objects.get(code=code) if code else None
    Membership.objects.create(user=user, role=role, department=department)
