from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from departments.models import User
from departments.roles import Role
from projects.exports import whole_book
from projects.models import BudgetYear, DepartmentGoal, GoalTable, Indicator
from tests.projects.books import fixture_book

PEOPLE = ["clerk978", "clerk471", "reviewer471", "finance1", "finance2", "auditor", "admin"]


def load_demo():
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


@pytest.fixture
def demo(db, settings):
    settings.DEBUG = True
    return load_demo()


def test_demo_is_refused_where_debug_is_off(db, settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="只能在DEBUG打开时装入"):
        load_demo()

    assert not User.objects.exists()
    assert not GoalTable.objects.exists()


def test_demo_holds_both_books(demo):
    year = BudgetYear.objects.get()
    goals = DepartmentGoal.objects.all()

    assert (year.year, year.status) == (2023, "current")
    assert GoalTable.objects.count() == 13
    assert Indicator.objects.count() == 85
    assert {goal.department.code: whole_book(goal.department, year) for goal in goals} == {
        code: fixture_book(code) for code in ("471", "978")
    }


def test_demo_says_who_may_sign_in(demo):
    assert all(username in demo for username in PEOPLE)
    assert "perfgoals-demo" in demo


def test_demo_has_a_person_of_every_role(demo):
    roles = {role for user in User.objects.all() for role in user.roles}

    assert roles == set(Role)
    assert sorted(User.objects.values_list("username", flat=True)) == sorted(PEOPLE)


def test_people_of_the_demo_sign_in(demo, client):
    for username in PEOPLE:
        client.post("/login/", {"username": username, "password": "perfgoals-demo"})
        assert client.get("/").context["user"].username == username
        client.post("/logout/")


def test_second_run_loads_nothing(demo):
    before = list(GoalTable.objects.values()), list(User.objects.values())

    said = load_demo()

    assert (list(GoalTable.objects.values()), list(User.objects.values())) == before
    assert said.startswith("演示县已经装入过，没有再装。")


def test_only_the_administrator_enters_the_back_office(demo):
    assert list(User.objects.filter(is_staff=True).values_list("username", flat=True)) == ["admin"]
