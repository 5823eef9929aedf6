from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from departments.actions import (
    change_own_password,
    change_person,
    change_unit,
    create_person,
    create_unit,
    deactivate_person,
    reactivate_person,
    set_password,
    unlock_person,
)
from departments.models import Department, User
from departments.passwords import first_password, quick_hash
from departments.roles import Role
from tests.departments.conftest import last_changes


def new_person(county, *appointments):
    return create_person(
        username="wanglan",
        full_name="王兰",
        email="",
        password_hash=quick_hash("qndbqk-65276"),
        appointments=appointments or [(Role.CLERK, county.u471002)],
        by=county.admin,
    )


def change(county, person, *appointments, full_name=None, email=""):
    return change_person(
        person=person,
        full_name=full_name or person.full_name,
        email=email,
        appointments=appointments,
        by=county.admin,
    )


def titles(person):
    return [m.title for m in person.memberships.order_by("pk")]


# People


def test_new_person_has_the_appointments_and_a_first_password(county, told):
    person = new_person(county, (Role.CLERK, county.u471002), (Role.REVIEWER, county.d471))

    assert titles(person) == [
        "单位经办（471002怀来县数字经济局）",
        "部门审核（471怀来县工业和信息化局）",
    ]
    assert person.must_change_password
    assert person.check_password("qndbqk-65276")
    assert not person.is_staff
    assert told() == ["郑华新增了人员王兰（wanglan）"]
    assert last_changes() == [
        ("用户名", "", "wanglan"),
        ("姓名", "", "王兰"),
        ("电子邮箱", "", ""),
        ("任职", "", "单位经办（471002怀来县数字经济局）\n部门审核（471怀来县工业和信息化局）"),
    ]


def test_password_is_never_recorded(county):
    new_person(county)
    set_password(person=county.clerk978, password="huailai-2023", by=county.admin)
    change_own_password(password="huailai-2024", by=county.clerk978)

    for event in AuditEvent.objects.all():
        texts = " ".join(str(getattr(event, f.attname)) for f in event._meta.fields)
        assert "huailai" not in texts
        assert "qndbqk" not in texts
        assert "pbkdf2" not in texts and "md5$" not in texts


def test_change_of_name_is_one_event(county, told):
    assert change(county, county.clerk978, (Role.CLERK, county.d978), full_name="赵敏敏")

    assert told() == ["郑华修改了人员赵敏敏（clerk978）"]
    assert last_changes() == [
        ("用户名", "clerk978", "clerk978"),
        ("姓名", "赵敏", "赵敏敏"),
        ("电子邮箱", "", ""),
    ]


def test_each_appointment_given_and_taken_is_an_event(county, told):
    person = county.clerk471

    change(county, person, (Role.CLERK, county.u471001), (Role.REVIEWER, county.d471))

    assert titles(person) == [
        "单位经办（471001怀来县工业和信息化局）",
        "部门审核（471怀来县工业和信息化局）",
    ]
    assert told() == [
        "郑华取消了钱立（clerk471）的任职：单位经办（471怀来县工业和信息化局）",
        "郑华给钱立（clerk471）增加了任职：单位经办（471001怀来县工业和信息化局）",
        "郑华给钱立（clerk471）增加了任职：部门审核（471怀来县工业和信息化局）",
    ]


def test_no_change_is_no_event(county, told):
    assert not change(county, county.clerk978, (Role.CLERK, county.d978))

    assert told() == []


def test_kept_appointment_is_the_same_row(county):
    kept = county.clerk978.memberships.get()

    change(county, county.clerk978, (Role.REVIEWER, county.d978), (Role.CLERK, county.d978))

    assert county.clerk978.memberships.get(role=Role.CLERK) == kept


def test_administrators_enter_the_back_office_others_leave_it(county):
    person = new_person(county, (Role.ADMINISTRATOR, None))
    assert person.is_staff and person.is_superuser

    change(county, person, (Role.AUDITOR, None))

    person.refresh_from_db()
    assert not person.is_staff and not person.is_superuser


def test_first_person_of_the_house_keeps_what_the_command_line_gave(county):
    root = User.objects.create_superuser("root", full_name="陈晨")

    change(county, root, (Role.AUDITOR, None))

    root.refresh_from_db()
    assert root.is_superuser


def test_deactivation_and_return(county, told):
    deactivate_person(person=county.clerk978, by=county.admin, remark="退休")
    reactivate_person(person=county.clerk978, by=county.admin)

    county.clerk978.refresh_from_db()
    assert county.clerk978.is_active
    assert told() == [
        "郑华停用了人员赵敏（clerk978）：退休",
        "郑华恢复了人员赵敏（clerk978）",
    ]


def test_unlocking_and_new_password(county, told):
    unlock_person(person=county.clerk978, by=county.admin)
    set_password(person=county.clerk978, password="huailai-2023", by=county.admin)

    county.clerk978.refresh_from_db()
    assert county.clerk978.must_change_password
    assert county.clerk978.check_password("huailai-2023")
    assert told() == ["郑华解除了赵敏（clerk978）的登录锁定", "郑华重设了赵敏（clerk978）的密码"]


def test_own_password(county, told):
    county.clerk978.must_change_password = True

    change_own_password(password="huailai-2023", by=county.clerk978)

    county.clerk978.refresh_from_db()
    assert not county.clerk978.must_change_password
    assert told() == ["赵敏修改了自己的密码"]


def test_first_passwords_are_chance_and_well_readable():
    made = {first_password() for _ in range(200)}

    assert len(made) == 200
    assert not set("".join(made)) & set("01loiI")


def test_quick_hash_is_quick_and_made_slow_at_sign_in(county, client, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    person = new_person(county)
    assert person.password.split("$")[:2] == ["pbkdf2_sha256", "20000"]

    client.post("/login/", {"username": "wanglan", "password": "qndbqk-65276"})

    person.refresh_from_db()
    assert int(person.password.split("$")[1]) > 500_000


# Units


def test_new_unit(county, told):
    unit = create_unit(
        region=county.region, parent=county.d471, code="471003", name="某所", by=county.admin
    )

    assert Department.objects.get(code="471003") == unit
    assert told() == ["郑华新增了单位471003某所"]


def test_unit_against_the_tree_is_refused(county, told):
    with pytest.raises(ValidationError, match="单位编码的前 3 位应为 471"):
        create_unit(
            region=county.region, parent=county.d471, code="978009", name="某所", by=county.admin
        )

    assert told() == []


def test_renamed_unit(county, told):
    assert change_unit(unit=county.u471002, code="471002", name="数据局", by=county.admin)
    assert not change_unit(unit=county.u471002, code="471002", name="数据局", by=county.admin)

    assert told() == ["郑华修改了单位471002数据局"]
    assert last_changes() == [("编码", "471002", "471002"), ("名称", "怀来县数字经济局", "数据局")]


# Who they are in the trail


def test_actor_is_named_with_roles_and_units(county):
    change(county, county.clerk471, (Role.CLERK, county.u471001), (Role.REVIEWER, county.d471))
    person = User.objects.get(pk=county.clerk471.pk)

    actor = person.as_actor()

    assert (actor.username, actor.full_name) == ("clerk471", "钱立")
    assert actor.roles == "单位经办、部门审核"
    assert actor.unit == "471001怀来县工业和信息化局、471怀来县工业和信息化局"
    assert county.auditor.as_actor().unit == "全县"
    assert User.objects.create_user("nobody", full_name="陈晨").as_actor().unit == ""


def test_actor_costs_one_query(county, django_assert_num_queries):
    person = User.objects.get(pk=county.clerk471.pk)

    with django_assert_num_queries(1):
        person.as_actor()
        assert person.roles == {"clerk"}


def test_finance_desk_may_be_given_some_departments(county):
    change(county, county.finance1, (Role.FINANCE_BUSINESS, county.d471))

    assert titles(county.finance1) == ["财政业务股室（471怀来县工业和信息化局）"]
