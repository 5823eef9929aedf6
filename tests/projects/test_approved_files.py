"""Files of approved forms come from their versions; everything else bears its mark."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.append_only import lifted
from audit.models import AuditEvent
from documents.read_docx import read_docx
from documents.read_xlsx import read_xlsx
from projects import workflow
from projects.actions import perform
from projects.models import DepartmentGoal, GoalTable, Revision
from projects.permissions import get_table_for
from projects.states import State
from projects.values import table_values
from tests.projects.pages import content, filename, hrefs
from tests.projects.test_workflow import WAY, bring, do

READERS = {"docx": read_docx, "xlsx": read_xlsx}
every_kind = pytest.mark.parametrize("kind", READERS)
MARKS = ("草稿", "送审稿", "作废")


@pytest.fixture
def table(county, books):
    return GoalTable.objects.get(project__code="13073023P00017110001T")


@pytest.fixture
def reader(books, client):
    client.force_login(books.auditor)
    return client


def mark_of(response):
    """The mark in the file's headers, "" where there is none."""
    with zipfile.ZipFile(BytesIO(content(response))) as archive:
        names = [name for name in archive.namelist() if "header" in name or "sheet" in name]
        text = b"".join(map(archive.read, names)).decode()
    found = [mark for mark in MARKS if f"&amp;R{mark}<" in text or f"<w:t>{mark}<" in text]
    return "".join(found)


def tables_in(response, year, kind="docx"):
    return READERS[kind](content(response), year.layout).book.tables


def approve(form, county):
    """The whole way by the people of 471."""
    for code, person in WAY[:4]:
        form.refresh_from_db()
        perform(form=form, verb=workflow.VERBS[code], by=getattr(county, person))


def approve_book(county):
    for goal in DepartmentGoal.objects.filter(department=county.d471):
        approve(goal, county)
    for table in GoalTable.objects.of_department(county.d471):
        approve(get_table_for(county.admin, table.pk), county)


def change_behind_the_back(table):
    GoalTable.objects.filter(pk=table.pk).update(goals="库里直接改的")


def tamper(table):
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute(
            'UPDATE projects_revision SET "values" = replace("values", %s, %s) WHERE table_id = %s',
            ["1", "2", table.pk],
        )


# One table


@every_kind
def test_approved_table_comes_from_its_version(county, books, table, reader, kind):
    bring(county, table, State.APPROVED)
    approved = table_values(get_table_for(county.admin, table.pk))
    change_behind_the_back(table)

    response = reader.get(f"/tables/{table.pk}.{kind}")

    assert tables_in(response, books.year, kind) == (approved,)
    assert mark_of(response) == ""


@every_kind
@pytest.mark.parametrize(
    ("state", "mark"),
    [
        (State.DRAFT, "草稿"),
        (State.DEPARTMENT_REVIEW, "送审稿"),
        (State.PERFORMANCE_REVIEW, "送审稿"),
        (State.RETURNED, "草稿"),
        (State.APPROVED, ""),
        (State.ADJUSTING, "草稿"),
    ],
)
def test_file_bears_the_mark_of_its_state(county, table, reader, kind, state, mark):
    bring(county, table, state)

    assert mark_of(reader.get(f"/tables/{table.pk}.{kind}")) == mark


@every_kind
def test_version_stays_while_the_table_is_adjusted(county, books, table, reader, kind):
    bring(county, table, State.ADJUSTING)
    approved = table_values(get_table_for(county.admin, table.pk))
    change_behind_the_back(table)

    response = reader.get(f"/tables/{table.pk}/versions/1.{kind}")

    assert tables_in(response, books.year, kind) == (approved,)
    assert mark_of(response) == ""
    assert filename(response).endswith(f"绩效目标表（第1版）.{kind}")
    assert f"/tables/{table.pk}/versions/1.{kind}" in hrefs(reader.get(f"/tables/{table.pk}/"))
    working = tables_in(reader.get(f"/tables/{table.pk}.{kind}"), books.year, kind)
    assert working[0].goals == "库里直接改的"


@pytest.mark.parametrize("number", ["1", "2", "0", "99999999999999999999999"])
def test_version_that_is_not_there_is_missing(table, reader, number):
    assert reader.get(f"/tables/{table.pk}/versions/{number}.docx").status_code == 404


def test_version_of_a_foreign_table_is_missing(county, table, client):
    bring(county, table, State.APPROVED)
    client.force_login(county.clerk978)

    assert client.get(f"/tables/{table.pk}/versions/1.docx").status_code == 404


def test_tampered_version_is_not_handed_out(county, table, reader):
    bring(county, table, State.APPROVED)
    tamper(table)
    before = AuditEvent.objects.count()

    for url in (
        f"/tables/{table.pk}.docx",
        f"/tables/{table.pk}.xlsx",
        f"/tables/{table.pk}/versions/1.docx",
        "/books/471/2023.docx",
    ):
        response = reader.get(url)
        assert response.status_code == 409
        assert "校验值不符" in response.text
        assert "Content-Disposition" not in response.headers
    assert AuditEvent.objects.count() == before


# A book


def test_book_of_approved_forms_comes_from_their_versions_without_a_mark(county, books, reader):
    approve_book(county)
    approved = tuple(
        table_values(table) for table in GoalTable.objects.of_book(county.d471, books.year).whole()
    )
    GoalTable.objects.update(goals="库里直接改的")
    DepartmentGoal.objects.update(overall="库里直接改的")

    response = reader.get("/books/471/2023.docx")

    read = read_docx(content(response), books.year.layout).book
    assert read.tables == approved
    assert "直接改" not in read.goals.overall


@every_kind
def test_book_bears_the_weakest_mark(county, books, table, reader, kind):
    marks = []
    url = f"/books/471/2023.{kind}"
    marks.append(mark_of(reader.get(url)))
    approve_book(county)
    marks.append(mark_of(reader.get(url)))
    do(county, table, "adjust", "clerk471")
    marks.append(mark_of(reader.get(url)))
    do(county, table, "submit", "clerk471")
    marks.append(mark_of(reader.get(url)))

    assert marks == ["草稿", "", "草稿", "送审稿"]


def test_department_without_a_goal_has_a_draft_of_a_book(county, books, reader):
    approve_book(county)
    with lifted(connection):
        Revision.objects.filter(goal__department=county.d471)._raw_delete("default")
    for goal in DepartmentGoal.objects.filter(department=county.d471):
        goal.steps.all().delete()
        goal.notices.all().delete()
        goal.delete()

    assert mark_of(reader.get("/books/471/2023.docx")) == "草稿"


def test_void_table_is_not_in_the_book(county, books, table, reader):
    bring(county, table, State.RETURNED)
    do(county, table, "void", "clerk471")

    codes = [t.project_code for t in tables_in(reader.get("/books/471/2023.docx"), books.year)]

    assert table.project.code not in codes
    assert len(codes) == 9
    assert mark_of(reader.get(f"/tables/{table.pk}.docx")) == "作废"
    assert f"/tables/{table.pk}/" not in hrefs(reader.get("/books/471/2023/"))


def test_book_of_few_approved_tables_and_of_many_asks_as_often(county, books, table, reader):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            content(reader.get("/books/471/2023.docx"))
        return len(captured)

    none = queries()
    approve(get_table_for(county.admin, table.pk), county)
    one = queries()
    for other in GoalTable.objects.of_department(county.d471).exclude(pk=table.pk):
        approve(get_table_for(county.admin, other.pk), county)

    assert [one, queries()] == [none, none]
