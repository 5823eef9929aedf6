"""Units and people out of a workbook: everything that speaks against it is found first, then all of
it is stored in one transaction, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.record import together
from departments.actions import (
    Appointment,
    change_person,
    change_unit,
    create_person,
    create_unit,
)
from departments.models import SIX_DIGITS, THREE_DIGITS, Department, Membership, Region, User
from departments.passwords import first_password, quick_hash
from departments.people_file import Line, read_people_file
from departments.roles import Role

ROLES = {role.label: role for role in Role}


class LoadRefused(Exception):
    """`problems` are Chinese sentences, each with its cell."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(problems[0])


@dataclass(slots=True)
class LoadReport:
    units_new: list[str] = field(default_factory=list)
    units_renamed: list[str] = field(default_factory=list)
    people_new: list[tuple[User, str]] = field(default_factory=list)
    """With the first password, which is nowhere else."""
    people_changed: list[str] = field(default_factory=list)
    unchanged: int = 0


@dataclass(slots=True)
class _Person:
    """What all lines of one username say together."""

    line: Line
    user: User
    places: list[tuple[Role, str]] = field(default_factory=list)


def load_people(*, content: bytes, region: Region, by: User) -> LoadReport:
    """Raises LoadRefused, and then nothing was stored."""
    with transaction.atomic(), together():
        return _Load(region, by).run(content)


class _Load:
    def __init__(self, region: Region, by: User) -> None:
        self.region, self.by = region, by
        self.departments = {unit.code: unit for unit in region.departments.all()}
        self.users = {user.username: user for user in User.objects.all()}
        self.report = LoadReport()
        self.problems: list[str] = []
        self.people: dict[str, _Person] = {}

    def run(self, content: bytes) -> LoadReport:
        file = read_people_file(content)
        self.problems += file.problems
        self._check_units(file.units)
        codes = {*self.departments, *(line["编码"] for line in file.units)}
        for line in file.people:
            self.problems += self._check_person(line, codes)
        if self.problems:
            raise LoadRefused(self.problems)
        # Departments before their units, which are saved under them.
        for line in sorted(file.units, key=lambda line: len(line["编码"])):
            self._store_unit(line)
        for person in self.people.values():
            self._store_person(person)
        return self.report

    # --- units ---

    def _check_units(self, lines: list[Line]) -> None:
        seen: dict[str, str] = {}
        tops = {line["编码"] for line in lines} | self.departments.keys()
        for line in lines:
            code, name, place = line["编码"], line["名称"], line.place("编码")
            if not re.fullmatch(f"{THREE_DIGITS}|{SIX_DIGITS}", code):
                self.problems.append(f"{place}：编码“{code}”应为 3 位（部门）或 6 位（单位）数字。")
            elif code[:3] not in tops:
                self.problems.append(f"{place}：系统里和文件里都没有部门 {code[:3]}。")
            if code and seen.setdefault(code, place) != place:
                self.problems.append(f"{place}：编码 {code} 在 {seen[code]} 已经有了。")
            if not name or len(name) > 200:
                self.problems.append(f"{line.place('名称')}：名称要写，不超过 200 字。")

    def _store_unit(self, line: Line) -> None:
        code, name = line["编码"], line["名称"]
        known = self.departments.get(code)
        if known is None:
            parent = self.departments[code[:3]] if len(code) > 3 else None
            self.departments[code] = create_unit(
                region=self.region, parent=parent, code=code, name=name, by=self.by
            )
            self.report.units_new.append(f"{code}{name}")
        elif known.name == name:
            self.report.unchanged += 1
        else:
            old = known.name
            change_unit(unit=known, code=code, name=name, by=self.by)
            self.report.units_renamed.append(f"{code}{old} → {name}")

    # --- people ---

    def _check_person(self, line: Line, codes: set[str]) -> Iterator[str]:
        username, name = line["用户名"], line["姓名"]
        person = self.people.get(username)
        if person is None:
            user = self.users.get(username) or User(username=username, full_name=name)
            person = self.people[username] = _Person(line, user)
            yield from self._check_new(line, user)
        else:
            yield from self._check_again(line, person.line)
        yield from self._check_appointment(line, person, codes)

    @staticmethod
    def _check_again(line: Line, first: Line) -> Iterator[str]:
        """Every line of one username must tell of the same person."""
        for head in ("姓名", "电子邮箱"):
            if line[head] != first[head] and (line[head] or head == "姓名"):
                place = first.place(head)
                yield f"{line.place(head)}：用户名 {line['用户名']} 在 {place} 是“{first[head]}”。"

    def _check_new(self, line: Line, user: User) -> Iterator[str]:
        """What speaks against the person himself, said once for all his lines."""
        if user.pk and user.full_name != line["姓名"]:
            yield (
                f"{line.place('姓名')}：用户名 {user.username} 在系统里是“{user.full_name}”，"
                "不是同一个人就换一个用户名。"
            )
        if user.pk and not user.is_active:
            yield f"{line.place('用户名')}：{user}已停用，请先恢复。"
        heads = {"username": "用户名", "full_name": "姓名", "email": "电子邮箱"}
        user.email = line["电子邮箱"] or user.email
        for name, head in heads.items():
            value = getattr(user, name)
            try:
                User._meta.get_field(name).clean(value, user)  # type: ignore[union-attr]
            except ValidationError as error:
                yield f"{line.place(head)}：{head}“{value}”不对，{''.join(error.messages)}"

    def _check_appointment(self, line: Line, person: _Person, codes: set[str]) -> Iterator[str]:
        code = line["部门或单位编码"]
        role = ROLES.get(line["角色"])
        if role is None:
            allowed = "、".join(ROLES)
            yield f"{line.place('角色')}：没有“{line['角色']}”这个角色，只能是{allowed}。"
        if code and code not in codes:
            yield f"{line.place('部门或单位编码')}：系统里和文件里都没有部门或单位 {code}。"
        if role is None:
            return
        if (role, code) in person.places:
            yield f"{line.row}：这个任职前面已经写过。"
        person.places.append((role, code))
        try:
            # Which one does not matter here, only whether one is named.
            Membership(role=role, department=Department() if code else None).clean()
        except ValidationError as error:
            yield f"{line.place('部门或单位编码')}：{''.join(error.messages)}"

    def _store_person(self, person: _Person) -> None:
        wanted: list[Appointment] = [
            (role, self.departments[code] if code else None) for role, code in person.places
        ]
        user = person.user
        if user.pk is None:
            password = first_password()
            made = create_person(
                username=user.username,
                full_name=user.full_name,
                email=user.email,
                password_hash=quick_hash(password),
                appointments=wanted,
                by=self.by,
            )
            self.report.people_new.append((made, password))
            return
        held: list[Appointment] = [(Role(m.role), m.department) for m in user.appointments]
        email, user = user.email, User.objects.get(pk=user.pk)
        if change_person(
            person=user,
            full_name=user.full_name,
            email=email,
            appointments=[*held, *wanted],
            by=self.by,
        ):
            self.report.people_changed.append(str(user))
        else:
            self.report.unchanged += 1
