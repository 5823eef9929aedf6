"""Signing in and out in a real Chromium."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

PASSWORD = "perfgoals-demo"


@pytest.fixture
def complaints(page, live_server):
    """What the browser had to complain of, and every request that left our host."""
    found = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "console", lambda message: found.append(message.text) if message.type == "error" else None
    )
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(live_server.url) else found.append(request.url)
        ),
    )
    return found


def test_person_signs_in_changes_the_password_and_signs_out(county, live_server, page, complaints):
    page.goto(f"{live_server.url}/password/")
    page.get_by_label("用户名").fill("clerk978")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()

    page.get_by_label("旧密码").fill(PASSWORD)
    page.get_by_label("新密码", exact=True).fill("huailai-2023")
    page.get_by_label("新密码确认").fill("huailai-2023")
    page.get_by_role("button", name="保存新密码").click()
    page.get_by_role("heading", name="密码已修改").wait_for()

    page.get_by_role("button", name="退出").click()
    page.wait_for_url(f"{live_server.url}/login/")
    assert complaints == []


@pytest.mark.parametrize("width", [1366, 1920])
def test_login_page_needs_no_scrolling(db, live_server, page, complaints, width):
    page.set_viewport_size({"width": width, "height": 768})
    page.goto(f"{live_server.url}/login/")

    size = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )

    assert size == [width, 768]
    assert complaints == []


def test_back_office_draws_under_the_same_policy(county, live_server, page, complaints):
    page.goto(f"{live_server.url}/login/?next=/admin/departments/region/add/")
    page.get_by_label("用户名").fill("admin")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="增加 行政区划").wait_for()

    assert complaints == []
