from __future__ import annotations

import pytest

from departments.models import User
from departments.permissions import ONLY_ADMINISTRATORS
from departments.roles import Role

PEOPLE = ("clerk978", "clerk471", "reviewer471", "finance1", "finance2", "auditor", "admin")
PAGES = (
    "/people/",
    "/people/new/",
    "/people/load/",
    "/people/load/template.xlsx",
    "/people/{clerk978}/",
    "/people/{clerk978}/password/",
    "/units/",
    "/units/new/",
    "/units/{d471}/",
)
DEEDS = ("deactivate", "reactivate", "unlock")


def rows(*appointments):
    """What the page's rows of appointments post."""
    data = {
        "appointment-TOTAL_FORMS": str(len(appointments)),
        "appointment-INITIAL_FORMS": "0",
    }
    for number, (role, department) in enumerate(appointments):
        data[f"appointment-{number}-role"] = role
        data[f"appointment-{number}-department"] = str(department.pk) if department else ""
    return data


def person_data(*appointments, **more):
    texts = {"username": "wanglan", "full_name": "王兰", "password": "qndbqk-65276"}
    return texts | rows(*appointments) | more


def titles(username):
    memberships = User.objects.get(username=username).memberships.order_by("pk")
    return [membership.title for membership in memberships]


# Who may


def address(county, path):
    return path.format(clerk978=county.clerk978.pk, d471=county.d471.pk)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("username", PEOPLE)
def test_pages_are_the_administrators(county, client, path, username):
    client.force_login(getattr(county, username))

    response = client.get(address(county, path))

    if username == "admin":
        assert response.status_code == 200
    else:
        assert response.status_code == 403
        assert ONLY_ADMINISTRATORS in response.text


@pytest.mark.parametrize("path", PAGES)
def test_strangers_are_asked_to_sign_in(county, client, path):
    url = address(county, path)

    assert client.get(url).headers["Location"] == f"/login/?next={url}"


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("username", PEOPLE[:-1])
def test_deeds_are_the_administrators(county, client, deed, username):
    client.force_login(getattr(county, username))

    response = client.post(f"/people/{county.clerk978.pk}/{deed}/")

    assert response.status_code == 403
    assert User.objects.get(username="clerk978").is_active


@pytest.mark.parametrize("deed", DEEDS)
def test_deeds_are_posts(admin, county, deed):
    assert admin.get(f"/people/{county.clerk978.pk}/{deed}/").status_code == 405


@pytest.mark.parametrize("path", ["/people/99999/", "/people/99999/password/", "/units/99999/"])
def test_unknown_people_and_units_are_not_found(admin, path):
    assert admin.get(path).status_code == 404


def test_menu_shows_the_pages_to_those_who_may(county, client):
    def menu(username):
        client.force_login(getattr(county, username))
        return client.get("/password/").text

    assert 'href="/people/"' in menu("admin")
    assert 'href="/units/"' in menu("admin")
    assert 'href="/people/"' not in menu("auditor")
    assert 'href="/audit/"' in menu("auditor")
    assert 'href="/audit/"' not in menu("finance1")


def test_first_person_of_the_house_may_begin(db, client):
    client.force_login(User.objects.create_superuser("root", full_name="陈晨"))

    assert client.get("/people/new/").status_code == 200
    assert client.get("/units/new/").status_code == 200


# The list


def listed(response):
    return [row.record.username for row in response.context["table"].paginated_rows]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["admin", "auditor", "clerk471", "clerk978", "finance1", "finance2", "reviewer471"]),
        ("words=赵", ["clerk978"]),
        ("words=clerk+钱", ["clerk471"]),
        ("role=clerk", ["clerk471", "clerk978"]),
        ("role=auditor", ["auditor"]),
        ("active=0", ["finance2"]),
    ],
)
def test_list_finds_people(admin, county, query, found):
    User.objects.filter(username="finance2").update(is_active=False)

    assert listed(admin.get(f"/people/?{query}")) == found


def test_list_finds_the_people_of_a_department_and_its_units(admin, county):
    county.clerk978.memberships.update(department=county.u471002)

    found = listed(admin.get(f"/people/?unit={county.d471.pk}"))

    assert found == ["clerk471", "clerk978", "reviewer471"]


def test_list_says_how_people_stand(admin, county):
    User.objects.filter(username="finance2").update(is_active=False)
    User.objects.filter(username="finance1").update(must_change_password=True)

    text = admin.get("/people/").text

    assert "已停用" in text
    assert "初始密码未改" in text
    assert "从未登录" in text


@pytest.mark.parametrize("more", [1, 3, 20])
def test_list_asks_the_same_number_of_queries(admin, county, more, django_assert_num_queries):
    for number in range(more):
        person = User.objects.create_user(f"zz{number}", full_name="某人")
        person.memberships.create(role=Role.CLERK, department=county.u471001)

    # Session, person, the header's roles, years and notices, the filter's units, the count, the
    # people, their appointments and those appointments' units.
    with django_assert_num_queries(10):
        admin.get("/people/")


# One person


def test_person_is_made(admin, county):
    response = admin.post("/people/new/", person_data((Role.CLERK, county.u471002)))

    assert response.headers["Location"] == "/people/"
    person = User.objects.get(username="wanglan")
    assert person.check_password("qndbqk-65276")
    assert person.must_change_password
    assert titles("wanglan") == ["单位经办（471002怀来县数字经济局）"]


def test_everything_wrong_is_told_at_once(admin, county):
    response = admin.post(
        "/people/new/",
        person_data(
            (Role.CLERK, None),
            ("", county.d471),
            (Role.AUDITOR, county.d471),
            username="clerk978",
            full_name="",
            email="不是邮箱",
            password="12345678",
        ),
    )

    assert response.status_code == 422
    for sentence in (
        "这个用户名已经有人用了。",
        "这个字段是必填项。",
        "输入一个有效的 Email 地址。",
        "单位经办和部门审核必须选部门或单位。",
        "请选角色。",
        "审计和系统管理管全县，请留空。",
        "密码只包含数字。",
    ):
        assert sentence in response.text, sentence
    assert User.objects.filter(full_name="").count() == 0


def test_first_password_must_not_be_the_name(admin, county):
    response = admin.post("/people/new/", person_data(password="wanglan1"))

    assert "密码跟 用户名 太相似了。" in response.text


def test_same_appointment_twice_is_refused(admin, county):
    twice = (Role.CLERK, county.d471)

    response = admin.post("/people/new/", person_data(twice, twice))

    assert response.status_code == 422
    assert "同一个任职填了两次。" in response.text


def test_page_shows_the_appointments_held(admin, county):
    page = admin.get(f"/people/{county.clerk978.pk}/")

    rows = page.context["editor"].rows
    assert [form.initial for form in rows.forms] == [
        {"role": "clerk", "department": str(county.d978.pk)},
        {},
        {},
    ]


def test_person_is_changed(admin, county):
    response = admin.post(
        f"/people/{county.clerk978.pk}/",
        person_data(
            (Role.CLERK, county.u471002),
            ("", None),
            username="somebody-else",
            full_name="赵敏敏",
            email="zhao@example.cn",
        ),
        follow=True,
    )

    assert "已保存赵敏敏（clerk978）。" in response.text
    person = User.objects.get(username="clerk978")
    assert (person.full_name, person.email) == ("赵敏敏", "zhao@example.cn")
    assert titles("clerk978") == ["单位经办（471002怀来县数字经济局）"]


def test_page_sent_unchanged_changes_nothing(admin, county, told):
    data = person_data((Role.CLERK, county.d978), full_name="赵敏")

    response = admin.post(f"/people/{county.clerk978.pk}/", data, follow=True)

    assert "没有改动。" in response.text
    assert told() == []


def test_nobody_gives_up_his_own_administration(admin, county):
    response = admin.post(
        f"/people/{county.admin.pk}/", person_data((Role.AUDITOR, None), full_name="郑华")
    )

    assert response.status_code == 422
    assert "不能取消自己的系统管理角色。" in response.text
    assert titles("admin") == ["系统管理（全县）"]


def test_nobody_deactivates_himself(admin, county):
    url = f"/people/{county.admin.pk}/"

    response = admin.post(f"{url}deactivate/")

    assert response.status_code == 403
    assert "不能停用自己。请由另一位系统管理人员来做。" in response.text
    assert "不能停用自己。请由另一位系统管理人员来做。" in admin.get(url).text


def test_person_is_deactivated_and_comes_back(admin, county):
    url = f"/people/{county.clerk978.pk}/"

    assert "已停用赵敏（clerk978）" in admin.post(f"{url}deactivate/", follow=True).text
    assert admin.post(f"{url}deactivate/").status_code == 403
    assert "已恢复赵敏（clerk978）" in admin.post(f"{url}reactivate/", follow=True).text
    assert admin.post(f"{url}reactivate/").status_code == 404


def test_password_is_set(admin, county):
    url = f"/people/{county.clerk978.pk}/password/"
    suggested = admin.get(url).context["form"].initial["password"]

    response = admin.post(url, {"password": suggested}, follow=True)

    assert "已重设赵敏（clerk978）的密码。" in response.text
    person = User.objects.get(username="clerk978")
    assert person.check_password(suggested)
    assert person.must_change_password


def test_weak_password_is_not_set(admin, county):
    response = admin.post(f"/people/{county.clerk978.pk}/password/", {"password": "12345678"})

    assert "密码只包含数字。" in response.text
    assert User.objects.get(username="clerk978").check_password("perfgoals-demo")


# Units


def unit_codes(response):
    return [row.record.code for row in response.context["table"].paginated_rows]


def test_units_stand_as_a_tree(admin, county):
    response = admin.get("/units/")

    assert unit_codes(response) == ["471", "471001", "471002", "978", "978001"]
    assert response.text.count('class="branch code"') == 3


@pytest.mark.parametrize(("query", "found"), [("words=数字", ["471002"]), ("words=无", [])])
def test_units_are_found(admin, county, query, found):
    response = admin.get(f"/units/?{query}")

    assert unit_codes(response) == found


def test_units_of_one_department_are_found(admin, county):
    response = admin.get(f"/units/?department={county.d978.pk}")

    assert unit_codes(response) == ["978", "978001"]


@pytest.mark.parametrize("more", [1, 3, 15])
def test_units_ask_the_same_number_of_queries(admin, county, more, django_assert_num_queries):
    for number in range(more):
        county.d978.units.create(region=county.region, code=f"9781{number:02}", name="某所")

    # Session, person, the header's roles, years and notices, the filter's departments, the count
    # and the units.
    with django_assert_num_queries(8):
        admin.get("/units/")


def unit_data(county, **more):
    parent = str(county.d471.pk)
    return {
        "region": str(county.region.pk),
        "parent": parent,
        "code": "471003",
        "name": "某所",
    } | more


def test_unit_is_made(admin, county, told):
    response = admin.post("/units/new/", unit_data(county))

    assert response.headers["Location"] == "/units/"
    assert county.d471.units.filter(code="471003", name="某所").exists()
    assert told() == ["郑华新增了单位471003某所"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"code": "471001"}, "这个编码在本行政区划里已经有了。"),
        ({"code": "978003"}, "单位编码的前 3 位应为 471。"),
        ({"code": "47"}, "单位编码的前 3 位应为 471。"),
        ({"code": "47", "parent": ""}, "部门编码是 3 位数字，单位编码是 6 位数字。"),
        ({"name": ""}, "这个字段是必填项。"),
    ],
)
def test_wrong_unit_is_refused(admin, county, told, wrong, sentence):
    response = admin.post("/units/new/", unit_data(county, **wrong))

    assert response.status_code == 422
    assert sentence in response.text
    assert told() == []


def test_unit_is_renamed_but_not_moved(admin, county):
    url = f"/units/{county.u471002.pk}/"

    response = admin.post(
        url,
        unit_data(county, parent=str(county.d978.pk), code="471009", name="数据局"),
        follow=True,
    )

    assert "已保存471009数据局。" in response.text
    county.u471002.refresh_from_db()
    assert (county.u471002.code, county.u471002.parent) == ("471009", county.d471)


def test_code_of_a_department_with_units_stays(admin, county):
    admin.post(f"/units/{county.d471.pk}/", unit_data(county, code="472", name="工信局"))

    county.d471.refresh_from_db()
    assert (county.d471.code, county.d471.name) == ("471", "工信局")


def test_unit_sent_unchanged_changes_nothing(admin, county, told):
    data = unit_data(county, code="471002", name="怀来县数字经济局")

    response = admin.post(f"/units/{county.u471002.pk}/", data, follow=True)

    assert "没有改动。" in response.text
    assert told() == []
