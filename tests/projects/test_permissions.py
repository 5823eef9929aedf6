"""Who sees what and who may do what, asked of the functions and of every page there is."""

from __future__ import annotations

import re
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import URLPattern, get_resolver
from django.utils.regex_helper import normalize
from openpyxl import load_workbook

from departments.models import Department, Membership, User
from departments.roles import Role
from projects.models import BudgetYear, DepartmentGoal, GoalTable
from projects.permissions import (
    Deed,
    get_department_for,
    get_goal_for,
    get_table_for,
    refusal,
    units_of_clerk,
)
from projects.states import State
from tests.conftest import person
from tests.projects.books import close, put
from tests.projects.pages import hrefs, parsed

EVERYBODY = (
    "clerk978",
    "clerk471",
    "reviewer471",
    "finance1",
    "finance2",
    "auditor",
    "admin",
)
SEE_ALL = ("finance1", "finance2", "auditor", "admin")
ONLY_READ = (*SEE_ALL, "reviewer471")


@pytest.fixture
def stranger(books):
    """Signed in, but nowhere a member."""
    books.stranger = User.objects.create_user("stranger", full_name="陌生人")
    return books.stranger


@pytest.fixture
def unit_clerk(books):
    """Clerk of one unit only."""
    books.unit_clerk = person("unit_clerk", "王五", Role.CLERK, books.u471002)
    return books.unit_clerk


# Which rows


# (tables, department goals, departments and units) each may see.
MAY_SEE = {
    "clerk978": (3, 1, 2),
    "clerk471": (10, 1, 3),
    "reviewer471": (10, 1, 3),
    "finance1": (13, 2, 5),
    "finance2": (13, 2, 5),
    "auditor": (13, 2, 5),
    "admin": (13, 2, 5),
    "stranger": (0, 0, 0),
    "unit_clerk": (1, 0, 1),
}


def test_person_sees_his_own_and_no_more(books, stranger, unit_clerk):
    seen = {
        username: tuple(
            model.objects.visible_to(getattr(books, username)).count()
            for model in (GoalTable, DepartmentGoal, Department)
        )
        for username in MAY_SEE
    }

    assert seen == MAY_SEE


def test_anonymous_sees_nothing(books):
    anonymous = AnonymousUser()

    assert not GoalTable.objects.visible_to(anonymous).exists()
    assert not DepartmentGoal.objects.visible_to(anonymous).exists()


def test_two_memberships_add_up(books):
    Membership.objects.create(user=books.clerk978, role=Role.REVIEWER, department=books.u471002)

    assert GoalTable.objects.visible_to(books.clerk978).count() == 4
    assert [unit.code for unit in units_of_clerk(books.clerk978)] == ["978001"]


# Which deeds

NOT_CLERK = "只有{}的单位经办可以填报。"


def refusals(books, form, deeds=Deed):
    return {
        (username, deed): refusal(getattr(books, username), form, deed)
        for username in EVERYBODY
        for deed in deeds
    }


def test_only_the_clerk_may_change_his_table(books):
    sentence = NOT_CLERK.format(books.u978001.name)

    assert refusals(books, books.t978) == {
        (username, deed): "" if username == "clerk978" else sentence
        for username in EVERYBODY
        for deed in Deed
    }


# (edit, delete) by state; "" is allowed.
BY_STATE = {
    State.DRAFT: ("", ""),
    State.DEPARTMENT_REVIEW: ("现在是“部门审核”，不能修改。", "现在是“部门审核”，不能删除。"),
    State.BUSINESS_REVIEW: ("现在是“财政业务审核”，不能修改。", "现在是“财政业务审核”，不能删除。"),
    State.PERFORMANCE_REVIEW: (
        "现在是“财政绩效审核”，不能修改。",
        "现在是“财政绩效审核”，不能删除。",
    ),
    State.APPROVED: ("现在是“已批复”，不能修改。", "现在是“已批复”，不能删除。"),
    State.RETURNED: ("", "送审过的表不能删除，可以作废。"),
    State.ADJUSTING: ("", "送审过的表不能删除，可以作废。"),
    State.VOID: ("现在是“作废”，不能修改。", "现在是“作废”，不能删除。"),
}


def test_clerk_may_change_what_lies_with_him(books):
    told = {}
    for state in State:
        put(books.t978, state)
        deeds = (Deed.EDIT, Deed.DELETE)
        told[state] = tuple(refusal(books.clerk978, books.t978, deed) for deed in deeds)

    assert told == BY_STATE


def test_nobody_changes_a_closed_year(books):
    close(books.year)
    books.t978.year.refresh_from_db()

    assert set(refusals(books, books.t978).values()) == {"2023年度已关闭，只能查看。"}


def test_clerk_of_a_unit_may_change_its_tables_but_not_its_departments_goal(books, unit_clerk):
    own = GoalTable.objects.whole().get(project__unit=books.u471002)
    goal = DepartmentGoal.objects.get(department=books.d471)

    assert refusal(unit_clerk, own, Deed.EDIT) == ""
    assert refusal(unit_clerk, goal, Deed.EDIT) == NOT_CLERK.format(books.d471.name)


def test_clerk_of_the_department_may_change_its_goal(books):
    goal = get_goal_for(books.clerk471, books.d471, books.year, Deed.EDIT)

    assert goal.department == books.d471


def test_goal_in_review_is_not_changed(books):
    put(DepartmentGoal.objects.get(department=books.d978), State.BUSINESS_REVIEW)

    with pytest.raises(PermissionDenied, match="现在是“财政业务审核”，不能修改。"):
        get_goal_for(books.clerk978, books.d978, books.year, Deed.EDIT)


def test_loading_is_the_check(books):
    assert get_table_for(books.auditor, books.t978.pk) == books.t978
    assert get_department_for(books.auditor, "978") == books.d978
    with pytest.raises(Http404):
        get_table_for(books.clerk471, books.t978.pk)
    with pytest.raises(Http404):
        get_department_for(books.clerk471, "978")
    with pytest.raises(Http404):
        get_department_for(books.auditor, "978001")
    with pytest.raises(PermissionDenied, match="只有"):
        get_table_for(books.auditor, books.t978.pk, Deed.EDIT)


# Every page there is


def routes(patterns=None, prefix=""):
    """Every URL pattern of the site as (path with %(name)s in it, names)."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        for shape, names in normalize(pattern.pattern.regex.pattern):
            if isinstance(pattern, URLPattern):
                yield prefix + shape, names
            else:
                yield from routes(pattern.url_patterns, prefix + shape)


ROUTES = sorted({shape for shape, _ in routes()})
OPEN = {"login/"}


def filled(shape, table, department):
    """The path, with the table, its department and what else a pattern may name."""
    places = {
        "pk": table.pk,
        "id": table.pk,
        "code": department.code,
        "year": 2023,
        "kind": "table" if shape.startswith("forms/") else "docx",
        "verb": "submit",
        "number": 1,
        "before": 1,
        "after": 1,
        "step": 1,
        "tab": "waiting",
        "object_id": table.pk,
        "app_label": "departments",
        "content_type_id": 1,
        "url": "anything",
    }
    return "/" + shape % places


def test_walk_knows_every_pattern():
    """A new kind of parameter must be given a value in `filled`."""
    table, department = SimpleNamespace(pk=1), SimpleNamespace(code="471")

    paths = [filled(shape, table, department) for shape in ROUTES]

    assert {"/", "/login/", "/tables/1/edit/", "/books/471/2023.docx", "/tables/1.docx"} <= set(
        paths
    )
    assert len(paths) > 30


def test_anonymous_gets_in_nowhere(books, client):
    inside = set()
    for shape in ROUTES:
        path = filled(shape, books.t978, books.d978)
        for method in (client.get, client.post):
            response = method(path, follow=True)
            ends = [path for path, _ in response.redirect_chain][-1:]
            if response.status_code not in (403, 404, 405) and not (
                ends and ends[0].startswith("/login/")
            ):
                inside.add(shape)

    assert inside == OPEN


def secrets(books):
    """What tells a department's data."""
    texts = {values.project.code for values in GoalTable.objects.with_project()}
    texts |= {values.project.name for values in GoalTable.objects.with_project()}
    return texts | {department.name for department in Department.objects.all()}


def test_stranger_finds_nothing_anywhere(books, client, stranger):
    client.force_login(stranger)
    told = secrets(books)

    for shape in ROUTES:
        response = client.get(filled(shape, books.t978, books.d978))
        text = "" if response.streaming else response.text
        assert response.status_code in (200, 302, 403, 404, 405), shape
        assert not [secret for secret in told if secret in text], shape
        if re.match(r"(tables|books)/.*%", shape):
            assert response.status_code == 404, shape


@pytest.mark.parametrize("username", ["clerk978", "stranger"])
def test_every_page_of_a_foreign_table_and_book_is_missing(books, client, stranger, username):
    client.force_login(getattr(books, username))
    before = list(GoalTable.objects.values()), list(DepartmentGoal.objects.values())
    walked = 0

    for shape in ROUTES:
        if not re.match(r"(tables|books)/.*%", shape):
            continue
        for table in GoalTable.objects.filter(project__unit__parent=books.d471)[:2]:
            for kind in ("docx", "xlsx"):
                path = filled(shape, table, books.d471).replace("docx", kind)
                assert client.get(path).status_code == 404, path
            assert client.post(path, {"version": "2"}).status_code in (404, 405), path
            walked += 1

    assert walked == 22
    assert (list(GoalTable.objects.values()), list(DepartmentGoal.objects.values())) == before


def test_foreign_rows_do_not_show_in_the_list_by_any_query(books, client):
    client.force_login(books.clerk978)

    for query in (
        f"words={books.t471.project.code}",
        f"unit={books.d471.pk}&year=",
        f"unit={books.u471001.pk}",
        "year=&per_page=100&sort=code",
    ):
        page = client.get(f"/tables/?{query}")
        assert f"/tables/{books.t471.pk}/" not in page.text, query
        assert "怀来县数字经济局" not in page.text, query
    book = load_workbook(BytesIO(client.get("/tables/?export=xlsx&year=").content))
    assert {row[2] for row in book.active.iter_rows(min_row=2, values_only=True)} == {
        books.u978001.name,
        None,
    }


def test_region_wide_roles_open_every_page_to_read(books, ask):
    pages = ["/", "/tables/", "/books/"]
    for table in (books.t978, books.t471):
        code = table.project.unit.department.code
        pages += [f"/tables/{table.pk}/", f"/tables/{table.pk}.docx", f"/tables/{table.pk}.xlsx"]
        pages += [f"/books/{code}/2023/", f"/books/{code}/2023.docx", f"/books/{code}/2023/goal/"]

    answers = {(name, page): ask(name, page).status_code for name in SEE_ALL for page in pages}

    assert set(answers.values()) == {200}
    assert len(answers) == 60


def test_who_only_reads_is_refused_with_the_sentence(books, client):
    before = list(GoalTable.objects.values())
    unit, department = books.u471001.name, books.d471.name
    sentences = {
        f"/tables/{books.t471.pk}/edit/": NOT_CLERK.format(unit),
        f"/tables/{books.t471.pk}/delete/": NOT_CLERK.format(unit),
        "/books/471/2023/goal/edit/": NOT_CLERK.format(department),
        "/tables/new/": "只有单位经办可以新增项目。",
    }

    for username in ONLY_READ:
        client.force_login(getattr(books, username))
        for path, sentence in sentences.items():
            for response in (client.get(path), client.post(path, {"version": "2"})):
                assert response.status_code == 403, (username, path)
                assert sentence in response.text, (username, path)
    assert list(GoalTable.objects.values()) == before


def test_greyed_button_says_the_same_sentence(books, ask):
    shown = {}
    for username in ONLY_READ:
        for path in (f"/tables/{books.t471.pk}/", "/books/471/2023/goal/"):
            page = parsed(ask(username, path))
            buttons = page.xpath("//button[@disabled]")
            shown[username, path] = {button.getparent().get("title") for button in buttons}
            assert all(
                button.get("aria-label").endswith(button.getparent().get("title"))
                for button in buttons
            )
            assert not page.xpath("//a[contains(@href, '/edit/') or contains(@href, '/delete/')]")

    goal = get_goal_for(books.auditor, books.d471, books.year)
    assert shown == {
        (username, path): {refusal(getattr(books, username), form, Deed.EDIT)}
        for username in ONLY_READ
        for path, form in (
            (f"/tables/{books.t471.pk}/", books.t471),
            ("/books/471/2023/goal/", goal),
        )
    }


def test_clerks_buttons_lead_on(books, client):
    client.force_login(books.clerk978)

    page = client.get(f"/tables/{books.t978.pk}/")

    assert not parsed(page).xpath("//button[@disabled]")
    assert f"/tables/{books.t978.pk}/edit/" in hrefs(page)
    assert f"/tables/{books.t978.pk}/delete/" in hrefs(page)


def test_closed_year_is_read_only_on_every_page(books, client):
    close(books.year)
    client.force_login(books.clerk978)
    sentence = "2023年度已关闭，只能查看。"
    before = list(GoalTable.objects.values()), list(DepartmentGoal.objects.values())

    for path in (
        f"/tables/{books.t978.pk}/edit/",
        f"/tables/{books.t978.pk}/delete/",
        "/books/978/2023/goal/edit/",
    ):
        for response in (client.get(path), client.post(path, {"version": "2"})):
            assert response.status_code == 403
            assert sentence in response.text
    assert client.get("/tables/new/").status_code == 403
    assert sentence in client.get(f"/tables/{books.t978.pk}/").text
    assert client.get(f"/tables/{books.t978.pk}.docx").status_code == 200
    assert "新增项目" not in client.get("/").text
    assert (list(GoalTable.objects.values()), list(DepartmentGoal.objects.values())) == before


@pytest.mark.parametrize(
    "username",
    ["clerk978", "clerk471", "unit_clerk", "reviewer471", "finance1", "auditor", "stranger"],
)
def test_no_link_leads_nowhere(books, client, stranger, unit_clerk, username):
    """Whatever a page offers a person, he may open."""
    BudgetYear.objects.create(year=2024, framework=books.year.framework)
    client.force_login(getattr(books, username))
    waiting, seen = ["/"], {"/"}
    broken = []

    while waiting:
        path = waiting.pop()
        response = client.get(path)
        if response.status_code != 200:
            broken.append((path, response.status_code))
        elif response.headers["Content-Type"].startswith("text/html"):
            for link in hrefs(response):
                if not link.startswith("/"):
                    continue
                shape = re.sub(r"tables/\d+", "tables/0", link.partition("?")[0])
                if shape not in seen:
                    seen.add(shape)
                    waiting.append(link)

    assert broken == []
