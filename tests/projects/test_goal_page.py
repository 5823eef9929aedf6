"""部门整体绩效目标: its page and its editor."""

from __future__ import annotations

import pytest
from django.test import Client

from departments.roles import Role
from projects.models import DepartmentGoal
from tests.conftest import person
from tests.projects.books import fixture_book, put, with_books
from tests.projects.pages import alert, errors, hrefs, inputs, notes, parsed, send, wrong_inputs

PAGE = "/books/978/2023/goal/"
EDIT = f"{PAGE}edit/"


@pytest.fixture
def books(county):
    return with_books(county, tables=1)


@pytest.fixture
def form(clerk):
    return inputs(clerk.get(EDIT))


def goal():
    return DepartmentGoal.objects.get(department__code="978")


def test_page_shows_the_three_sections_line_by_line(clerk):
    goals = fixture_book("978").goals

    sheet = parsed(clerk.get(PAGE)).find_class("official-form")[0]

    assert [heading.text for heading in sheet.findall("h3")] == [
        "一、总体绩效目标",
        "二、分项绩效目标",
        "三、工作保障措施",
    ]
    assert [line.text for line in sheet.findall("p")] == [
        line
        for text in (goals.overall, goals.itemised, goals.safeguards)
        for line in text.split("\n")
    ]


def test_page_of_a_goal_not_yet_written_says_so(clerk):
    goal().delete()

    response = clerk.get(PAGE)

    assert response.text.count("（未填写）") == 3
    assert EDIT in hrefs(response)


def test_unknown_year_and_department_are_missing(clerk):
    for url in ("/books/978/2031/goal/", "/books/999/2023/goal/", "/books/978001/2023/goal/"):
        assert clerk.get(url).status_code == 404


def test_editor_holds_what_is_stored(clerk, form):
    goals = fixture_book("978").goals

    assert (form["overall"], form["itemised"], form["safeguards"]) == (
        goals.overall,
        goals.itemised,
        goals.safeguards,
    )


def test_save_stores_the_text_and_who_wrote_it(books, clerk, form):
    version = goal().version
    form["overall"] = " 第一行\n\n\t第二行 "

    response = send(clerk, EDIT, form)

    assert response.headers["Location"] == PAGE
    assert goal().overall == "第一行\n第二行"
    assert goal().itemised == fixture_book("978").goals.itemised
    assert goal().updated_by == books.clerk978
    assert goal().version == version + 1


def test_first_save_makes_the_goal(clerk):
    goal().delete()
    form = inputs(clerk.get(EDIT))
    form["overall"] = "新写的目标"

    assert send(clerk, EDIT, form).status_code == 302
    assert (goal().overall, goal().version) == ("新写的目标", 1)


def test_opening_the_editor_stores_nothing(clerk):
    goal().delete()

    clerk.get(EDIT)
    clerk.get(PAGE)

    assert not DepartmentGoal.objects.filter(department__code="978").exists()


def test_character_no_file_can_hold_is_refused_and_the_text_kept(clerk, form):
    form["overall"] = "新写的目标"
    form["itemised"] = "坏\x0b字符"

    response = send(clerk, EDIT, form)

    assert response.status_code == 422
    assert wrong_inputs(response) == {"itemised"}
    assert errors(response) == [
        "“分项绩效目标”第2个字符（U+000B）是文件无法保存的控制字符，请删去。"
    ]
    assert "新写的目标" in response.text
    assert goal().overall == fixture_book("978").goals.overall


# Two people


@pytest.fixture
def other(books):
    browser = Client()
    browser.force_login(person("other978", "孙丽", Role.CLERK, books.d978))
    return browser


def test_second_save_is_refused_and_shows_both_values(clerk, other, form):
    theirs = inputs(other.get(EDIT))
    theirs["overall"], theirs["safeguards"] = "对方的目标", "对方的措施"
    assert send(other, EDIT, theirs).status_code == 302
    form["overall"], form["itemised"] = "我的目标", "我的分项"

    response = send(clerk, EDIT, form)

    assert response.status_code == 409
    assert alert(response).startswith("没有保存：您打开之后，孙丽在")
    back = inputs(response)
    assert (back["overall"], back["itemised"], back["safeguards"]) == (
        "我的目标",
        "我的分项",
        "对方的措施",
    )
    assert "对方已改为“对方的目标”，您填的是“我的目标”" in response.text
    assert "对方已改为“对方的措施”" in response.text
    assert goal().overall == "对方的目标"
    assert send(clerk, EDIT, back).status_code == 302
    assert (goal().overall, goal().itemised, goal().safeguards) == (
        "我的目标",
        "我的分项",
        "对方的措施",
    )


def test_two_who_write_the_first_goal_clash_too(clerk, other):
    goal().delete()
    mine, theirs = inputs(clerk.get(EDIT)), inputs(other.get(EDIT))
    theirs["overall"] = "对方的目标"
    assert send(other, EDIT, theirs).status_code == 302
    mine["overall"] = "我的目标"

    response = send(clerk, EDIT, mine)

    assert response.status_code == 409
    assert "对方的目标" in "".join(notes(response).values()) or "对方的目标" in response.text
    assert goal().overall == "对方的目标"


def test_goal_sent_off_meanwhile_is_refused_with_the_sentence(clerk, form):
    put(goal(), "department_review")

    response = send(clerk, EDIT, form)

    assert response.status_code == 403
    assert "现在是“部门审核”，不能修改。" in response.text
