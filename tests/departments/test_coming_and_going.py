"""Sign-in, sign-out, refusals and sessions, and what the trail keeps of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from audit.models import AuditEvent
from departments.actions import deactivate_person, reactivate_person, set_password

PASSWORD = "perfgoals-demo"


def sign_in(client, username="clerk978", password=PASSWORD, **more):
    return client.post("/login/", {"username": username, "password": password}, **more)


def change_password(client, old, new):
    return client.post(
        "/password/", {"old_password": old, "new_password1": new, "new_password2": new}
    )


# What is recorded


def test_sign_in_and_sign_out_are_recorded_with_their_origin(county, client, told):
    sign_in(client, REMOTE_ADDR="10.1.2.3")
    client.post("/logout/")

    assert told() == ["赵敏登录", "赵敏退出"]
    first = AuditEvent.objects.get(pk=1)
    assert (first.username, first.roles, first.unit, first.origin) == (
        "clerk978",
        "单位经办",
        "978河北沙城经济开发区管理委员会",
        "10.1.2.3",
    )


def test_failed_sign_in_is_recorded_under_the_name_typed(county, client, told):
    sign_in(client, "clerk978", "wrong")
    sign_in(client, "没有这个人", "wrong")
    sign_in(client, "", "wrong")

    assert told() == ["有人用“clerk978”登录，没有成功", "有人用“没有这个人”登录，没有成功"]


def test_lockout_is_recorded(county, client, told):
    for _ in range(6):
        sign_in(client, password="wrong")

    assert len(told()) == 6
    assert told()[-1] == "有人用“clerk978”登录，没有成功：账号已锁定"


def test_lockout_knows_people_behind_the_proxy_apart(county, client, settings):
    settings.BEHIND_PROXY = True
    for _ in range(5):
        sign_in(client, password="wrong", HTTP_X_FORWARDED_FOR="10.0.0.5")

    assert sign_in(client, HTTP_X_FORWARDED_FOR="10.0.0.5").status_code == 429
    assert sign_in(client, HTTP_X_FORWARDED_FOR="10.0.0.6").status_code == 302


def test_sign_out_of_a_stranger_is_nothing(db, client, told):
    client.post("/logout/")

    assert told() == []


def test_refusal_is_recorded_with_its_sentence(county, client, told):
    client.force_login(county.finance1)
    client.get("/people/")

    assert told() == ["李强要打开 GET /people/，被拒绝：只有系统管理人员可以管理人员和单位。"]


def test_own_password_is_recorded(county, client, told):
    client.force_login(county.clerk978)
    change_password(client, PASSWORD, "huailai-2023")

    assert told() == ["赵敏修改了自己的密码"]


# A first password


@pytest.fixture
def newcomer(county, client):
    set_password(person=county.clerk978, password="qndbqk-65276", by=county.admin)
    sign_in(client, password="qndbqk-65276")
    return client


@pytest.mark.parametrize("path", ["/", "/tables/", "/books/", "/password/done/"])
def test_first_password_leads_to_its_change(newcomer, path):
    assert newcomer.get(path).headers["Location"] == "/password/"


def test_first_password_moves_the_whole_page_of_a_fragment(newcomer):
    response = newcomer.get("/tables/", headers={"HX-Request": "true"})

    assert response.headers["HX-Redirect"] == "/password/"


def test_first_password_forbids_deeds(newcomer):
    assert newcomer.post("/year/", {"year": "2023"}).headers["Location"] == "/password/"


def test_page_says_why_the_password_must_be_changed(newcomer):
    assert "请先改成只有您自己知道的密码" in newcomer.get("/password/").text


def test_changed_first_password_opens_the_house(newcomer):
    response = change_password(newcomer, "qndbqk-65276", "huailai-2023")

    assert response.headers["Location"] == "/password/done/"
    assert newcomer.get("/tables/").status_code == 200


def test_first_password_is_not_changed_into_itself(newcomer):
    response = change_password(newcomer, "qndbqk-65276", "qndbqk-65276")

    assert response.context["form"].errors["new_password1"] == ["新密码不能和旧密码相同。"]
    assert newcomer.get("/").headers["Location"] == "/password/"


def test_person_with_a_first_password_may_leave(newcomer):
    assert newcomer.post("/logout/").headers["Location"] == "/login/"


def test_ordinary_people_are_not_asked(county, client):
    sign_in(client)

    assert client.get("/tables/").status_code == 200


# Ends


def test_deactivation_ends_the_session(county, client):
    sign_in(client)
    sign_in(other := Client(), "clerk471")

    deactivate_person(person=county.clerk978, by=county.admin)

    assert client.get("/tables/").headers["Location"] == "/login/?next=/tables/"
    assert other.get("/tables/").status_code == 200
    assert "用户名或密码不正确" in sign_in(Client()).text


def test_ended_session_does_not_revive_with_its_person(county, client):
    sign_in(client)
    deactivate_person(person=county.clerk978, by=county.admin)

    reactivate_person(person=county.clerk978, by=county.admin)

    assert client.get("/tables/").status_code == 302
    assert sign_in(client).status_code == 302
    assert client.get("/tables/").status_code == 200


def test_new_password_ends_the_other_sessions(county, client):
    sign_in(client)
    sign_in(other := Client())

    change_password(client, PASSWORD, "huailai-2023")

    assert client.get("/tables/").status_code == 200
    assert other.get("/tables/").status_code == 302


def test_session_ends_after_twelve_hours(county, client):
    sign_in(client)
    session = Session.objects.get()

    left = session.expire_date - timezone.now()
    assert timedelta(hours=11, minutes=59) < left <= timedelta(hours=12)

    session.expire_date = timezone.now() - timedelta(seconds=1)
    session.save()
    assert client.get("/tables/").status_code == 302


def test_session_cookie_goes_with_the_browser(county, client):
    cookie = sign_in(client).cookies["sessionid"]

    assert cookie["max-age"] == ""
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
