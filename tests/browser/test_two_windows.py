"""Two people with the same form open."""

from __future__ import annotations

import pytest

from departments.roles import Role
from projects.models import DepartmentGoal
from tests.conftest import person
from tests.projects.books import OF_978, table

pytestmark = pytest.mark.browser


@pytest.fixture
def two(books, window):
    """The windows of both clerks of 978."""
    person("other978", "孙丽", Role.CLERK, books.d978)
    return window("clerk978"), window("other978")


def save(page):
    page.get_by_role("button", name="保存").click()


def saved(page):
    save(page)
    page.get_by_text("已保存。").wait_for()


def test_second_save_shows_both_values_and_loses_nothing(books, two, complaints):
    mine, theirs = two
    for page in two:
        page.goto(f"/tables/{books.t978.pk}/edit/")
    theirs.get_by_label("绩效目标", exact=True).fill("对方的目标")
    theirs.get_by_label("其他资金").fill("12")
    theirs.get_by_role("button", name="增加一行指标").click()
    theirs.locator("tr.item").last.get_by_label("三级指标").fill("对方的指标")
    saved(theirs)
    mine.get_by_label("绩效目标", exact=True).fill("我的目标")
    mine.get_by_label("资金用途").fill("我的用途")

    save(mine)

    assert "孙丽" in mine.get_by_role("alert").inner_text()
    assert mine.get_by_label("绩效目标", exact=True).input_value() == "我的目标"
    assert mine.get_by_text("对方已改为“对方的目标”，您填的是“我的目标”").is_visible()
    assert mine.get_by_label("资金用途").input_value() == "我的用途"
    assert mine.get_by_label("其他资金").input_value() == "12.00"
    assert mine.get_by_text("对方新增的一行").is_visible()
    assert table(OF_978).goals == "对方的目标"

    saved(mine)

    after = table(OF_978)
    assert (after.goals, after.purpose, after.other) == ("我的目标", "我的用途", 12)
    assert after.indicators.all()[6].name == "对方的指标"
    assert complaints == []


def test_goal_of_the_department_clashes_alike(two, complaints):
    mine, theirs = two
    for page in two:
        page.goto("/books/978/2023/goal/edit/")
    theirs.get_by_label("总体绩效目标").fill("对方的目标")
    saved(theirs)
    mine.get_by_label("总体绩效目标").fill("我的目标")
    mine.get_by_label("工作保障措施").fill("我的措施")

    save(mine)

    assert mine.get_by_text("对方已改为“对方的目标”，您填的是“我的目标”").is_visible()
    saved(mine)
    goal = DepartmentGoal.objects.get(department__code="978")
    assert (goal.overall, goal.safeguards) == ("我的目标", "我的措施")
    assert complaints == []
