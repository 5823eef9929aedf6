from __future__ import annotations

import pytest

PASSWORD = "perfgoals-demo"


def sign_in(client, username="clerk978", password=PASSWORD, **extra):
    return client.post("/login/", {"username": username, "password": password, **extra})


def test_login_page_opens(db, client):
    response = client.get("/login/")

    assert response.status_code == 200
    assert 'name="username"' in response.text
    assert 'name="password"' in response.text


def test_login_leads_home(county, client):
    response = sign_in(client)

    assert response.status_code == 302
    assert response.headers["Location"] == "/"


def test_login_leads_to_the_page_asked_for(county, client):
    response = sign_in(client, next="/password/")

    assert response.headers["Location"] == "/password/"


def test_login_never_leads_to_another_host(county, client):
    response = sign_in(client, next="https://example.com/")

    assert response.headers["Location"] == "/"


def test_wrong_password_is_refused_in_chinese(county, client):
    response = sign_in(client, password="wrong")

    assert response.status_code == 200
    assert "用户名或密码不正确" in response.text
    assert 'value="clerk978"' in response.text


def test_disabled_person_cannot_sign_in(county, client):
    county.clerk978.is_active = False
    county.clerk978.save()

    response = sign_in(client)

    assert "用户名或密码不正确" in response.text


def test_signed_in_person_is_sent_on_from_the_login_page(county, client):
    client.force_login(county.clerk978)

    assert client.get("/login/").headers["Location"] == "/"


def test_anonymous_is_asked_to_sign_in(db, client):
    assert client.get("/").headers["Location"] == "/login/?next=/"
    assert client.get("/password/").headers["Location"] == "/login/?next=/password/"


def test_fragment_asked_for_without_session_moves_the_whole_page(db, client):
    response = client.get("/password/", headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert response.headers["HX-Redirect"] == "/login/?next=/password/"


def test_logout_is_a_post(county, client):
    client.force_login(county.clerk978)

    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").headers["Location"] == "/login/"
    assert client.get("/").headers["Location"] == "/login/?next=/"


def test_post_without_token_gets_a_chinese_page(county, client):
    client.force_login(county.clerk978)
    client.handler.enforce_csrf_checks = True

    response = client.post("/logout/")

    assert response.status_code == 403
    assert "页面已过期，没有保存" in response.text


# Password


def change(client, old, new):
    return client.post(
        "/password/", {"old_password": old, "new_password1": new, "new_password2": new}
    )


def test_password_is_changed(county, client):
    client.force_login(county.clerk978)

    response = change(client, PASSWORD, "huailai-2023")

    assert response.headers["Location"] == "/password/done/"
    assert "密码已修改" in client.get("/password/done/").text
    county.clerk978.refresh_from_db()
    assert county.clerk978.check_password("huailai-2023")


def test_password_change_needs_the_old_one(county, client):
    client.force_login(county.clerk978)

    response = change(client, "wrong", "huailai-2023")

    assert response.context["form"].errors.keys() == {"old_password"}


@pytest.mark.parametrize("weak", ["short1", "12345678", "password", "clerk978"])
def test_weak_password_is_refused(county, client, weak):
    client.force_login(county.clerk978)

    response = change(client, PASSWORD, weak)

    assert response.context["form"].errors.keys() == {"new_password2"}


# Lockout


def test_five_wrong_passwords_lock_the_account(county, client):
    answers = [sign_in(client, password="wrong").status_code for _ in range(5)]

    response = sign_in(client)

    assert answers == [200, 200, 200, 200, 429]
    assert response.status_code == 429
    assert "账号已锁定" in response.text
    assert "clerk978" in response.text


def test_lockout_leaves_colleagues_alone(county, client):
    for _ in range(5):
        sign_in(client, password="wrong")

    assert sign_in(client, username="clerk471").status_code == 302


def test_administrator_unlocks_the_account(county, client):
    for _ in range(5):
        sign_in(client, password="wrong")
    client.force_login(county.admin)

    client.post(f"/people/{county.clerk978.pk}/unlock/")

    client.logout()
    assert sign_in(client).status_code == 302


def test_right_password_forgets_the_wrong_ones(county, client):
    for _ in range(4):
        sign_in(client, password="wrong")
    sign_in(client)
    client.post("/logout/")

    assert sign_in(client, password="wrong").status_code == 200


# The frame of every page


def test_header_shows_name_role_and_sign_out(county, client):
    client.force_login(county.clerk978)

    text = client.get("/password/").text

    assert "赵敏" in text
    assert "单位经办" in text
    assert '<form method="post" action="/logout/">' in text


def test_menu_shows_the_back_office_to_staff_only(county, client):
    client.force_login(county.clerk978)
    assert "后台管理" not in client.get("/password/").text

    client.force_login(county.admin)
    assert "后台管理" in client.get("/password/").text


def test_unknown_page_is_a_chinese_404(county, client):
    client.force_login(county.clerk978)

    response = client.get("/nothing/")

    assert response.status_code == 404
    assert "没有找到这个页面" in response.text
