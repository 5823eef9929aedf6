"""A new project, or a known one in a new year."""

from __future__ import annotations

import pytest

from departments.models import Membership
from departments.roles import Role
from projects.models import BudgetYear, GoalTable, Project
from projects.values import table_values
from tests.projects.books import OF_471, OF_978, close, with_books
from tests.projects.pages import inputs, parsed

URL = "/tables/new/"


@pytest.fixture
def books(county):
    return with_books(county, tables=1)


def typed(books, **changes):
    return {"unit": books.u978001.pk, "code": "13073024P00000110001X", "name": "新项目"} | changes


def refused(client, data):
    before = Project.objects.count(), GoalTable.objects.count()
    response = client.post(URL, data)
    assert response.status_code == 200
    assert (Project.objects.count(), GoalTable.objects.count()) == before
    assert inputs(response)["name"] == data["name"]
    (error,) = [element.text_content() for element in parsed(response).find_class("field-error")]
    return error


def test_new_project_leads_to_its_blank_table(books, clerk):
    response = clerk.post(URL, typed(books))

    stored = GoalTable.objects.whole().get(project__code="13073024P00000110001X")
    values = table_values(stored)
    assert response.headers["Location"] == f"/tables/{stored.pk}/edit/"
    assert (values.unit_code, values.project_name) == ("978001", "新项目")
    assert values.indicators == ()
    assert values.budget is None
    assert (stored.year, stored.state, stored.updated_by) == (books.year, "draft", books.clerk978)
    assert clerk.get(response.headers["Location"]).status_code == 200


def test_new_table_stands_last_in_the_book(books, clerk):
    clerk.post(URL, typed(books))
    clerk.post(URL, typed(books, code="P2"))

    in_order = GoalTable.objects.of_department(books.d978).order_by("position")
    assert [table.project.code for table in in_order] == [OF_978, "13073024P00000110001X", "P2"]
    assert len({table.position for table in in_order}) == 3


def test_clerk_chooses_among_his_own_units(books, clerk):
    Membership.objects.create(user=books.clerk978, role=Role.REVIEWER, department=books.d471)

    options = parsed(clerk.get(URL)).xpath("//select[@name='unit']/option/@value")

    assert options == ["", str(books.u978001.pk)]


def test_unit_of_another_department_is_refused(books, clerk):
    refused(clerk, typed(books, unit=books.u471001.pk))


def test_code_of_another_unit_is_refused(books, clerk):
    error = refused(clerk, typed(books, code=OF_471))

    assert error == f"项目编码{OF_471}已经属于{books.u471001.name}，请核对。"


def test_project_with_a_table_in_the_year_is_refused(books, clerk):
    error = refused(clerk, typed(books, code=OF_978))

    assert error == f"项目{OF_978}在2023年度已经有绩效目标表。"


def test_known_project_goes_on_in_a_new_year(books, clerk):
    later = BudgetYear.objects.create(year=2024, framework=books.year.framework)
    clerk.post("/year/", {"year": "2024"})

    project = Project.objects.get(code=OF_978)
    response = clerk.post(URL, typed(books, code=OF_978, name=project.name))

    assert response.status_code == 302
    assert {table.year for table in project.goal_tables.all()} == {books.year, later}


def test_known_project_under_another_name_is_told_its_name(books, clerk):
    BudgetYear.objects.create(year=2024, framework=books.year.framework)
    clerk.post("/year/", {"year": "2024"})

    response = clerk.post(URL, typed(books, code=OF_978))

    [error] = response.context["form"].errors["name"]
    assert Project.objects.get(code=OF_978).name in error


@pytest.mark.parametrize("blank", ["unit", "code", "name"])
def test_nothing_may_be_left_out(books, clerk, blank):
    response = clerk.post(URL, typed(books, **{blank: ""}))

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {blank}


@pytest.mark.parametrize("code", ["长" * 41, "坏\x0b"])
def test_code_no_column_can_hold_is_refused(books, clerk, code):
    refused(clerk, typed(books, code=code))


def test_closed_year_takes_no_new_project(books, clerk):
    close(books.year)

    for response in (clerk.get(URL), clerk.post(URL, typed(books))):
        assert response.status_code == 403
        assert "2023年度没有开放，不能新增项目。" in response.text
    assert not Project.objects.filter(name="新项目").exists()


def test_without_a_year_there_is_nothing_to_add(county, client):
    client.force_login(county.clerk978)

    response = client.get(URL)

    assert response.status_code == 403
    assert "没有开放" in response.text
