"""What happens between the moment somebody looks and the moment he acts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from projects import workflow
from projects.actions import CodeTaken, Refused, create_table, delete_table, perform, save_table
from projects.anchors import find_anchor
from projects.comments import add_comment
from projects.forms import HeadForm, NewTableForm
from projects.models import Comment, GoalTable, Project
from projects.values import table_values
from tests.projects.books import OF_471, OF_978, table, with_books
from tests.projects.pages import cell, errors, inputs, row_keys, send

FREE = "13073024P00000110001X"
WAY = (
    ("submit", "clerk978"),
    ("return", "finance1"),
    ("pass", "finance1"),
    ("pass", "finance2"),
    ("adjust", "clerk978"),
)


@pytest.fixture
def books(county):
    books = with_books(county, tables=1)
    books.year.department_reviews = False  # the clerk of 978 has no reviewer here
    books.year.save()
    return books


@pytest.fixture
def clerk(books, client):
    client.force_login(books.clerk978)
    return client


def do(books, code, person, form=None):
    by = getattr(books, person)
    verb = workflow.VERBS[code]
    return perform(form=form or table(OF_978), verb=verb, by=by, opinion="理由")


def adjusting(books):
    for code, person in WAY:
        if code != "return":
            do(books, code, person)


# The project's code


def test_code_taken_while_the_table_was_saved_is_told_in_its_cell(books, clerk, monkeypatch):
    url = f"/tables/{books.t978.pk}/edit/"
    page = inputs(clerk.get(url))
    page["project_code"], page["goals"] = OF_471, "我的目标"
    monkeypatch.setattr(HeadForm, "clean_project_code", lambda form: OF_471)  # it looked too early

    response = send(clerk, url, page, save="1")

    assert response.status_code == 422
    assert errors(response) == [f"项目编码{OF_471}已经用在另一个项目上，请核对。"]
    assert inputs(response)["goals"] == "我的目标"
    assert table_values(table(OF_978)) == table_values(books.t978)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (OF_471, f"项目编码{OF_471}已经属于怀来县工业和信息化局，请核对。"),
        (OF_978, f"项目{OF_978}在2023年度已经有绩效目标表。"),
    ],
)
def test_code_taken_while_the_project_was_made_is_told(books, clerk, monkeypatch, code, told):
    monkeypatch.setattr(NewTableForm, "clean", lambda form: None)  # it looked too early
    typed = {"unit": books.u978001.pk, "code": code, "name": "新项目"}
    before = Project.objects.count(), GoalTable.objects.count()

    response = clerk.post("/tables/new/", typed)

    assert response.status_code == 200
    assert response.context["form"].errors == {"code": [told]}
    assert (Project.objects.count(), GoalTable.objects.count()) == before


def test_abandoning_is_refused_while_another_project_has_the_approved_code(books, clerk):
    adjusting(books)
    form = table(OF_978)
    changed = replace(table_values(form), project_code=FREE)
    save_table(table=form, values=changed, by=books.clerk978)
    create_table(unit=books.u978001, year=books.year, code=OF_978, name="另一个", by=None)

    response = clerk.post(f"/forms/table/{form.pk}/abandon/")

    assert response.status_code == 403
    assert f"项目编码{OF_978}已经用在另一个项目上" in response.text
    assert table_values(table(FREE)) == changed


def test_code_taken_is_a_refusal(books):
    with pytest.raises(CodeTaken):
        create_table(unit=books.u978001, year=books.year, code=OF_978, name="新", by=None)


# Moved on meanwhile


def test_table_submitted_meanwhile_is_not_deleted(books):
    early = table(OF_978)
    do(books, "submit", "clerk978")
    do(books, "withdraw", "clerk978")

    with pytest.raises(Refused, match="刚刚送审过"):
        delete_table(table=early, by=books.clerk978)

    assert table(OF_978).steps.count() == 2


def test_save_writes_back_nothing_about_the_life_of_the_table(books):
    early = table(OF_978)
    do(books, "submit", "clerk978")
    do(books, "withdraw", "clerk978")
    GoalTable.objects.filter(pk=early.pk).update(position=7)

    save_table(table=early, values=table_values(early), by=books.clerk978)

    after = table(OF_978)
    assert (after.state, after.submitted_from, after.position) == ("draft", "draft", 7)
    assert after.updated_by == books.clerk978


def test_withdrawal_of_an_earlier_submission_is_refused(books):
    do(books, "submit", "clerk978")
    early = table(OF_978)
    do(books, "return", "finance1")
    do(books, "submit", "clerk978")

    with pytest.raises(Refused, match="赵敏刚刚处理过"):
        do(books, "withdraw", "clerk978", early)

    assert table(OF_978).state == "business_review"


def test_editor_open_since_before_an_adjustment_was_abandoned_overwrites_nothing(books, clerk):
    approved = table_values(books.t978).goals
    adjusting(books)
    form = table(OF_978)
    changed = replace(table_values(form), goals="调整过的目标")
    save_table(table=form, values=changed, by=books.clerk978)
    url = f"/tables/{form.pk}/edit/"
    page = inputs(clerk.get(url))
    do(books, "abandon", "clerk978")
    do(books, "adjust", "clerk978")

    page["purpose"] = "新用途"
    response = send(clerk, url, page, save="1")

    assert response.status_code == 302
    assert (table(OF_978).goals, table(OF_978).purpose) == (approved, "新用途")


# What a page never sends


def test_two_spellings_of_one_row_are_one_row(books, clerk):
    url = f"/tables/{books.t978.pk}/edit/"
    before = table_values(books.t978)
    page = inputs(clerk.get(url))
    first = row_keys(page)[0]
    for field in ("category", "name", "description", "target", "basis"):
        page[f"indicator-00{first}-{field}"] = page[cell(page, 0, field)]
    page.setlist("row", [*row_keys(page), f"00{first}"])

    response = send(clerk, url, page, save="1")

    assert response.status_code == 302
    assert table_values(table(OF_978)) == before


def test_who_only_reads_answers_no_comment(books, client):
    do(books, "submit", "clerk978")
    form = table(OF_978)
    kind, anchor = Comment.Kind.ADVICE, find_anchor(form, "budget")
    add_comment(form=form, anchor=anchor, kind=kind, text="请说明", by=books.finance1)
    comment = form.comments.get()
    offered = {}

    for username in ("clerk978", "finance1", "finance2", "auditor", "admin"):
        client.force_login(getattr(books, username))
        answer = client.post(f"/comments/{comment.pk}/reply/", {"text": "好"}).status_code
        offered[username] = (answer, "回复</summary>" in client.get(f"/tables/{form.pk}/").text)

    assert offered == {
        "clerk978": (302, True),
        "finance1": (302, True),
        "finance2": (302, True),
        "auditor": (403, False),
        "admin": (403, False),
    }
