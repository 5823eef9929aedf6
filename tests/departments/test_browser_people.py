"""A new person, from the administrator's page to the first sign-in, in a real Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from audit.verify import verify

pytestmark = pytest.mark.browser

PASSWORD = "perfgoals-demo"


def sign_in(page, live_server, username, password):
    page.goto(f"{live_server.url}/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def test_new_person_is_made_and_changes_the_first_password(county, live_server, page):
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)

    sign_in(page, live_server, "admin", PASSWORD)
    page.get_by_role("link", name="人员", exact=True).click()
    page.get_by_role("link", name="新增人员").click()
    page.get_by_label("用户名").fill("wanglan")
    page.get_by_label("姓名").fill("王兰")
    first_password = page.get_by_label("初始密码").input_value()
    page.get_by_label("第 1 个任职的角色").select_option(label="单位经办")
    page.get_by_label("第 1 个任职的部门、单位").select_option(str(county.u471002.pk))
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已新增人员王兰（wanglan）")).to_be_visible()
    page.get_by_role("button", name="退出").click()

    sign_in(page, live_server, "wanglan", first_password)
    expect(page.get_by_text("请先改成只有您自己知道的密码")).to_be_visible()
    page.get_by_label("旧密码").fill(first_password)
    page.get_by_label("新密码", exact=True).fill("huailai-2023")
    page.get_by_label("新密码确认").fill("huailai-2023")
    page.get_by_role("button", name="保存新密码").click()
    expect(page.get_by_role("heading", name="密码已修改")).to_be_visible()
    page.get_by_role("button", name="退出").click()

    sign_in(page, live_server, "auditor", PASSWORD)
    page.get_by_role("link", name="操作记录").click()
    expect(page.get_by_role("link", name="王兰修改了自己的密码")).to_be_visible()
    page.get_by_role("link", name="郑华新增了人员王兰（wanglan）").click()
    expect(page.get_by_role("cell", name="单位经办（471002怀来县数字经济局）")).to_be_visible()
    # In, made and out; in, changed and out; in.
    assert verify().id == 7
    assert complaints == []
