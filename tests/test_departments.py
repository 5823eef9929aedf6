from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError

from departments.models import Department, Membership, Region, User
from departments.roles import DEPARTMENTAL, PROFILES, REGIONAL, Role

ALL_CODES = ["471", "471001", "471002", "978", "978001"]


def codes_seen_by(user):
    return [department.code for department in Department.objects.visible_to(user)]


# What the database refuses, whoever writes


@pytest.mark.parametrize("code", ["13073", "1307300", "13073A", "13073\n", "１３０７３０"])
def test_region_code_has_six_digits(db, code):
    # PostgreSQL refuses a too long text before it looks at the constraint.
    with pytest.raises(DatabaseError):
        Region.objects.create(code=code, name="怀来县")


def test_region_code_is_unique(county):
    with pytest.raises(IntegrityError):
        Region.objects.create(code="130730", name="另一个县")


@pytest.mark.parametrize("code", ["47", "4711", "47A", "471001", ""])
def test_department_code_has_three_digits(county, code):
    with pytest.raises(IntegrityError):
        Department.objects.create(region=county.region, code=code, name="某局")


@pytest.mark.parametrize("code", ["471", "47100", "47100A", ""])
def test_unit_code_has_six_digits(county, code):
    with pytest.raises(IntegrityError):
        Department.objects.create(region=county.region, parent=county.d471, code=code, name="某所")


def test_department_code_is_unique_in_its_region(county):
    with pytest.raises(IntegrityError):
        Department.objects.create(region=county.region, code="471", name="某局")


def test_department_code_may_return_in_another_region(county):
    other = Region.objects.create(code="130731", name="涿鹿县")

    made = Department.objects.create(region=other, code="471", name="涿鹿县某局")

    assert made.is_department


@pytest.mark.parametrize("role", DEPARTMENTAL)
def test_membership_of_a_department_role_needs_a_department(county, role):
    with pytest.raises(IntegrityError):
        Membership.objects.create(user=county.auditor, role=role)


def test_membership_is_unique(county):
    with pytest.raises(IntegrityError):
        Membership.objects.create(user=county.clerk978, role=Role.CLERK, department=county.d978)


def test_membership_for_the_whole_region_is_unique(county):
    with pytest.raises(IntegrityError):
        Membership.objects.create(user=county.auditor, role=Role.AUDITOR)


def test_membership_may_join_several_departments(county):
    Membership.objects.create(user=county.clerk978, role=Role.CLERK, department=county.u471002)

    assert codes_seen_by(county.clerk978) == ["471002", "978", "978001"]


# What spans two rows, refused by the form and the importer


def refusal(department):
    with pytest.raises(ValidationError) as caught:
        department.full_clean()
    return caught.value.message_dict


def test_unit_code_begins_with_its_departments(county):
    unit = Department(region=county.region, parent=county.d471, code="978002", name="某所")

    assert refusal(unit) == {"code": ["单位编码的前 3 位应为 471。"]}


def test_unit_cannot_stand_under_a_unit(county):
    unit = Department(region=county.region, parent=county.u471001, code="471003", name="某所")

    assert refusal(unit) == {"parent": ["单位只能放在部门下面，不能放在另一个单位下面。"]}


def test_unit_stands_in_the_region_of_its_department(county):
    other = Region.objects.create(code="130731", name="涿鹿县")
    unit = Department(region=other, parent=county.d471, code="471003", name="某所")

    assert refusal(unit) == {"parent": ["单位和所属部门必须在同一个行政区划。"]}


def test_wrong_code_shape_is_said_in_chinese(county):
    wrong = Department(region=county.region, code="47", name="某局")

    assert refusal(wrong) == {"__all__": ["部门编码是 3 位数字，单位编码是 6 位数字。"]}


def test_unit_knows_its_department(county):
    assert county.u471002.department == county.d471
    assert county.d471.department == county.d471


# Who sees what


def test_clerk_sees_the_department_and_its_units(county):
    assert codes_seen_by(county.clerk978) == ["978", "978001"]


def test_reviewer_sees_the_department_and_its_units(county):
    assert codes_seen_by(county.reviewer471) == ["471", "471001", "471002"]


def test_clerk_of_a_unit_sees_that_unit_alone(county):
    clerk = User.objects.create_user("clerk471002", full_name="冯燕")
    Membership.objects.create(user=clerk, role=Role.CLERK, department=county.u471002)

    assert codes_seen_by(clerk) == ["471002"]


@pytest.mark.parametrize("name", ["finance1", "finance2", "auditor", "admin"])
def test_regional_roles_see_everything(county, name):
    assert codes_seen_by(getattr(county, name)) == ALL_CODES


def test_person_without_membership_sees_nothing(county):
    assert codes_seen_by(User.objects.create_user("nobody", full_name="陈晨")) == []


def test_superuser_without_membership_sees_nothing(county):
    root = User.objects.create_superuser("root", full_name="陈晨")

    assert codes_seen_by(root) == []


def test_anonymous_sees_nothing(county):
    assert codes_seen_by(AnonymousUser()) == []


def test_two_memberships_in_one_subtree_show_each_row_once(county):
    Membership.objects.create(user=county.clerk471, role=Role.REVIEWER, department=county.d471)
    Membership.objects.create(user=county.clerk471, role=Role.CLERK, department=county.u471001)

    assert codes_seen_by(county.clerk471) == ["471", "471001", "471002"]


def test_visible_to_is_one_query(county, django_assert_num_queries):
    with django_assert_num_queries(1):
        codes_seen_by(county.clerk471)


# Roles


def test_every_role_has_a_profile_and_a_scope():
    assert [profile.role for profile in PROFILES] == list(Role)
    assert {*DEPARTMENTAL, *REGIONAL} == set(Role)


def test_has_role(county):
    assert county.finance1.has_role(Role.AUDITOR, Role.FINANCE_BUSINESS)
    assert not county.finance1.has_role(Role.AUDITOR)


def test_roles_are_read_once(county, django_assert_num_queries):
    user = User.objects.get(username="clerk471")

    with django_assert_num_queries(1):
        assert user.has_role(Role.CLERK)
        assert user.role_labels == "单位经办"


def test_person_is_called_by_the_full_name(county):
    assert county.clerk978.get_full_name() == county.clerk978.get_short_name() == "赵敏"
    assert str(county.clerk978) == "赵敏（clerk978）"


def test_membership_says_who_is_what_where(county):
    assert str(county.clerk978.memberships.get()) == (
        "赵敏：单位经办（978河北沙城经济开发区管理委员会）"
    )
    assert str(county.auditor.memberships.get()) == "吴刚：审计（全县）"


# The back office


def test_admin_keeps_regions(county, client):
    client.force_login(county.admin)

    assert client.get("/admin/departments/region/").status_code == 200


@pytest.mark.parametrize("model", ["user", "membership", "department"])
def test_admin_leaves_people_and_units_to_their_pages(county, client, model):
    client.force_login(county.admin)

    assert client.get(f"/admin/departments/{model}/").status_code == 404


def test_admin_turns_away_people_who_are_not_staff(county, client):
    client.force_login(county.finance1)

    response = client.get("/admin/", follow=True)

    assert response.status_code == 403
    assert "后台管理只对系统管理人员开放。" in response.text


def test_admin_asks_strangers_to_sign_in(county, client):
    response = client.get("/admin/", follow=True)

    assert response.redirect_chain[-1] == ("/login/?next=/admin/", 302)
