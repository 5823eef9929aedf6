"""The verbs over people and units: each one transaction, keyword-only, recorded inside."""

from __future__ import annotations

from collections.abc import Iterable

from axes.utils import reset
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from audit import deeds
from audit.actors import Actor, Target
from audit.record import record, together
from departments.models import Department, Membership, Region, User
from departments.roles import Role

# A role, and for which department; None is the whole county.
Appointment = tuple[Role, Department | None]


# People


@transaction.atomic
def create_person(
    *,
    username: str,
    full_name: str,
    email: str,
    password_hash: str,
    appointments: Iterable[Appointment],
    by: User | None,
) -> User:
    """A person who must change the first password at the first sign-in."""
    person = User.objects.create(
        username=username,
        full_name=full_name,
        email=email,
        password=password_hash,
        must_change_password=True,
    )
    wanted = list(dict.fromkeys(appointments))
    made = [Membership(user=person, role=role, department=place) for role, place in wanted]
    Membership.objects.bulk_create(made)
    _let_into_back_office(person, {role for role, _ in wanted})
    after = _said(person) | {"任职": [membership.title for membership in made]}
    record(deed=deeds.PERSON_CREATED, by=by, target=person, after=after)
    return person


@transaction.atomic
def change_person(
    *,
    person: User,
    full_name: str,
    email: str,
    appointments: Iterable[Appointment],
    by: User | None,
) -> bool:
    """Make name, address and appointments these; False where they were so already."""
    with together():
        changed = _rename(person, full_name, email, by)
        return _appoint(person, list(dict.fromkeys(appointments)), by) or changed


def _rename(person: User, full_name: str, email: str, by: User | None) -> bool:
    before = _said(person)
    person.full_name, person.email = full_name, email
    if _said(person) == before:
        return False
    person.save(update_fields=["full_name", "email"])
    record(deed=deeds.PERSON_CHANGED, by=by, target=person, before=before, after=_said(person))
    return True


def _appoint(person: User, wanted: list[Appointment], by: User | None) -> bool:
    held = list(person.memberships.select_related("department").order_by("pk"))
    kept = [membership for membership in held if _appointment(membership) in wanted]
    for membership in held:
        if membership not in kept:
            before = {"任职": membership.title}
            membership.delete()
            record(deed=deeds.MEMBERSHIP_REMOVED, by=by, target=person, before=before)
    known = [_appointment(membership) for membership in kept]
    added = [appointment for appointment in wanted if appointment not in known]
    for role, department in added:
        membership = Membership.objects.create(user=person, role=role, department=department)
        after = {"任职": membership.title}
        record(deed=deeds.MEMBERSHIP_ADDED, by=by, target=person, after=after)
    if changed := bool(added) or len(kept) < len(held):
        _let_into_back_office(person, {role for role, _ in wanted}, {m.role for m in held})
    return changed


def _appointment(membership: Membership) -> Appointment:
    return Role(membership.role), membership.department


def _let_into_back_office(
    person: User, roles: Iterable[str], before: Iterable[str] = frozenset()
) -> None:
    """Years and frameworks are kept there. Who has no such role, and had none, stays as he is."""
    if Role.ADMINISTRATOR in {*roles, *before}:
        person.is_staff = person.is_superuser = Role.ADMINISTRATOR in set(roles)
        person.save(update_fields=["is_staff", "is_superuser"])


def _said(person: User) -> dict[str, str]:
    return {"用户名": person.username, "姓名": person.full_name, "电子邮箱": person.email}


@transaction.atomic
def deactivate_person(*, person: User, remark: str = "", by: User | None) -> None:
    """He cannot sign in any more, and where he is signed in he is out."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    _end_sessions(person)
    record(deed=deeds.PERSON_DEACTIVATED, by=by, target=person, remark=remark)


@transaction.atomic
def reactivate_person(*, person: User, by: User | None) -> None:
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(deed=deeds.PERSON_REACTIVATED, by=by, target=person)


def _end_sessions(person: User) -> None:
    """Django turns away people who are not active, but their sessions would revive with them."""
    for session in Session.objects.filter(expire_date__gte=timezone.now()):
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()


@transaction.atomic
def unlock_person(*, person: User, by: User | None) -> None:
    """After too many wrong passwords."""
    reset(username=person.username)
    record(deed=deeds.PERSON_UNLOCKED, by=by, target=person)


@transaction.atomic
def set_password(*, person: User, password: str, by: User | None) -> None:
    """Give a new first password; this ends his sessions and a lockout."""
    person.password = make_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    reset(username=person.username)
    record(deed=deeds.PASSWORD_SET, by=by, target=person)


@transaction.atomic
def change_own_password(*, password: str, by: User) -> None:
    by.set_password(password)
    by.must_change_password = False
    by.save(update_fields=["password", "must_change_password"])
    record(deed=deeds.PASSWORD_CHANGED, by=by, target=by)


# Units


@transaction.atomic
def create_unit(
    *, region: Region, parent: Department | None, code: str, name: str, by: User | None
) -> Department:
    """A 部门, or a 单位 under one. Raises ValidationError where code and tree disagree."""
    unit = Department(region=region, parent=parent, code=code, name=name)
    unit.full_clean()
    unit.save()
    record(deed=deeds.UNIT_CREATED, by=by, target=unit, after=_unit_said(unit))
    return unit


@transaction.atomic
def change_unit(*, unit: Department, code: str, name: str, by: User | None) -> bool:
    """Raises ValidationError as above; False where code and name were these already."""
    stored = Department.objects.select_related("region").get(pk=unit.pk)
    before = _unit_said(stored)
    unit.code, unit.name = code, name
    if _unit_said(unit) == before:
        return False
    unit.full_clean()
    unit.save(update_fields=["code", "name"])
    record(deed=deeds.UNIT_CHANGED, by=by, target=unit, before=before, after=_unit_said(unit))
    return True


def _unit_said(unit: Department) -> dict[str, str]:
    return {"编码": unit.code, "名称": unit.name}


# Coming, going and being turned away


@transaction.atomic
def record_sign_in(*, by: User) -> None:
    record(deed=deeds.SIGN_IN, by=by)


@transaction.atomic
def record_failed_sign_in(*, username: str, remark: str = "") -> None:
    """Under the name that was typed, whether somebody is called so or not."""
    record(deed=deeds.SIGN_IN_FAILED, by=Actor(username), remark=remark)


@transaction.atomic
def record_sign_out(*, by: User) -> None:
    record(deed=deeds.SIGN_OUT, by=by)


@transaction.atomic
def record_refusal(*, path: str, sentence: str, by: User) -> None:
    record(deed=deeds.REFUSED, by=by, target=Target("网页", path, path), remark=sentence)


@transaction.atomic
def record_download(*, what: str, remark: str, by: User) -> None:
    record(deed=deeds.DOWNLOAD, by=by, target=Target("清单", "", what), remark=remark)
