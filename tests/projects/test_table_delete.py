"""A table that was never submitted may go, and the project with its last one."""

from __future__ import annotations

import pytest

from projects.actions import create_table
from projects.models import BudgetYear, GoalTable, Indicator, Project
from tests.projects.books import OF_978, put, with_books


@pytest.fixture
def books(county):
    return with_books(county, tables=1)


@pytest.fixture
def url(books):
    return f"/tables/{books.t978.pk}/delete/"


def test_page_asks_first(books, clerk, url):
    response = clerk.get(url)

    assert response.status_code == 200
    assert books.t978.project.name in response.text
    assert GoalTable.objects.filter(pk=books.t978.pk).exists()


def test_project_goes_with_its_last_table(books, clerk, url):
    response = clerk.post(url, follow=True)

    assert f"已删除“{books.t978.project.name}”的绩效目标表。" in response.text
    assert not GoalTable.objects.filter(pk=books.t978.pk).exists()
    assert not Project.objects.filter(code=OF_978).exists()
    assert not Indicator.objects.filter(table_id=books.t978.pk).exists()
    assert GoalTable.objects.filter(pk=books.t471.pk).exists()


def test_project_stays_with_another_years_table(books, clerk, url):
    later = BudgetYear.objects.create(year=2024, framework=books.year.framework)
    project = books.t978.project
    create_table(unit=project.unit, year=later, code=project.code, name=project.name, by=None)

    clerk.post(url)

    assert [table.year for table in Project.objects.get(code=OF_978).goal_tables.all()] == [later]


@pytest.mark.parametrize("state", ["returned", "adjusting", "approved"])
def test_table_once_submitted_stays(books, clerk, url, state):
    put(books.t978, state)

    response = clerk.post(url)

    assert response.status_code == 403
    assert "不能删除" in response.text
    assert GoalTable.objects.filter(pk=books.t978.pk).exists()
