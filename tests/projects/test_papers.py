"""退回意见书 and 调整前后对照表 as they come out of a form's life."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx
import pytest

from audit.models import AuditEvent
from projects.actions import perform, save_table
from projects.anchors import find_anchor
from projects.comments import add_comment, resolve
from projects.models import Comment, DepartmentGoal, GoalTable
from projects.permissions import get_table_for
from projects.states import State
from projects.values import table_values
from projects.workflow import RETURN, SUBMIT
from tests.projects.pages import content, filename, hrefs
from tests.projects.test_approved_files import tamper
from tests.projects.test_workflow import WAY, bring, do


@pytest.fixture
def table(county, books):
    return GoalTable.objects.get(project__code="13073023P00017110001T")


@pytest.fixture
def reader(books, client):
    client.force_login(books.auditor)
    return client


def fresh(county, table):
    return get_table_for(county.admin, table.pk)


def remark(county, table, code, kind, text):
    form = fresh(county, table)
    anchor = find_anchor(form, code)
    return add_comment(form=form, anchor=anchor, kind=kind, text=text, by=county.reviewer471)


def rows(response, number):
    table = docx.Document(BytesIO(content(response))).tables[number]
    return [[cell.text for cell in row.cells] for row in table.rows]


def text(response):
    return "\n".join(p.text for p in docx.Document(BytesIO(content(response))).paragraphs)


# 退回意见书


def test_opinion_holds_the_remarks_that_were_open_when_it_was_sent_back(county, table, reader):
    bring(county, table, State.DEPARTMENT_REVIEW)
    demand = remark(county, table, "budget", "demand", "与成本指标不符")
    remark(county, table, "goals", "advice", "写得更具体")
    step = do(county, table, "return", "reviewer471", "请修改")
    resolve(comment=Comment.objects.get(pk=demand.pk), by=county.clerk471)
    do(county, table, "submit", "clerk471")
    remark(county, table, "purpose", "question", "这是后来的意见")
    later = do(county, table, "return", "reviewer471", "再改")

    first = reader.get(f"/forms/table/{table.pk}/returns/{step.pk}.docx")
    second = reader.get(f"/forms/table/{table.pk}/returns/{later.pk}.docx")

    assert rows(first, 0)[1:] == [
        ["1", "预算数", "必须修改", "与成本指标不符"],
        ["2", "绩效目标", "建议", "写得更具体"],
    ]
    assert [row[1] for row in rows(second, 0)[1:]] == ["绩效目标", "资金用途"]
    for told in ("请修改", "怀来县工业和信息化局（部门审核）", "退回人：孙洁", table.project.code):
        assert told in text(first)
    assert filename(first).startswith(f"{table.project.name} 退回意见书 ")


def test_opinion_is_linked_from_its_step_and_its_download_recorded(county, table, reader):
    bring(county, table, State.RETURNED)
    step = table.steps.get(verb="return")
    url = f"/forms/table/{table.pk}/returns/{step.pk}.docx"

    assert url in hrefs(reader.get(f"/tables/{table.pk}/"))
    assert reader.get(url).status_code == 200

    event = AuditEvent.objects.latest("id")
    assert (event.deed, event.remark, event.username) == (
        "download",
        "退回意见书 docx",
        "auditor",
    )


def test_opinion_on_a_departments_goal(county, books, reader):
    goal = DepartmentGoal.objects.get(department=county.d471)
    perform(form=goal, verb=SUBMIT, by=county.clerk471)
    goal.refresh_from_db()
    step = perform(form=goal, verb=RETURN, by=county.reviewer471, opinion="请补充")

    response = reader.get(f"/forms/goal/{goal.pk}/returns/{step.pk}.docx")

    assert "“怀来县工业和信息化局整体绩效目标”" in text(response)


def test_only_a_return_of_the_form_itself_has_an_opinion(county, table, reader, client):
    bring(county, table, State.RETURNED)
    submitted, returned = table.steps.get(verb="submit"), table.steps.get(verb="return")
    other = GoalTable.objects.exclude(pk=table.pk).first()

    paths = [
        f"/forms/table/{table.pk}/returns/{submitted.pk}.docx",
        f"/forms/table/{other.pk}/returns/{returned.pk}.docx",
        f"/forms/goal/{table.pk}/returns/{returned.pk}.docx",
    ]
    assert [reader.get(path).status_code for path in paths] == [404] * 3
    client.force_login(county.clerk978)
    assert client.get(f"/forms/table/{table.pk}/returns/{returned.pk}.docx").status_code == 404


# 调整前后对照表


def adjust(county, table, reason, **changes):
    do(county, table, "adjust", "clerk471", reason)
    form = fresh(county, table)
    save_table(table=form, values=replace(table_values(form), **changes), by=county.clerk471)


def approve_again(county, table):
    for code, person in WAY[:4]:
        do(county, table, code, person)


def test_adjustment_of_two_versions_shows_what_changed_and_why(county, table, reader):
    bring(county, table, State.APPROVED)
    before = table_values(fresh(county, table))
    adjust(county, table, "压减预算", goals="改过的目标")
    approve_again(county, table)

    response = reader.get(f"/tables/{table.pk}/versions/1/2.docx")

    assert rows(response, 1)[1:] == [["绩效目标", before.goals, "改过的目标"]]
    assert rows(response, 0)[3][-1] == "压减预算"
    assert filename(response).endswith("调整对照表（第1版至第2版）.docx")
    links = hrefs(reader.get(f"/tables/{table.pk}/"))
    assert f"/tables/{table.pk}/versions/1/2.docx" in links
    assert f"/tables/{table.pk}/versions/2/now.docx" not in links


def test_adjustment_of_the_working_draft_bears_its_mark(county, table, reader):
    bring(county, table, State.APPROVED)
    adjust(county, table, "压减预算", goals="改过的目标")

    response = reader.get(f"/tables/{table.pk}/versions/1/now.docx")

    body = content(response)
    document = docx.Document(BytesIO(body))
    assert document.sections[0].header.paragraphs[0].text == "草稿"
    assert "调整中（尚未批复）" in {c.text for r in document.tables[0].rows for c in r.cells}
    assert rows(response, 0)[3][-1] == "压减预算"
    assert f"/tables/{table.pk}/versions/1/now.docx" in hrefs(reader.get(f"/tables/{table.pk}/"))


def test_adjustments_over_several_versions_give_every_reason(county, table, reader):
    bring(county, table, State.APPROVED)
    for reason in ("第一次", "第二次"):
        adjust(county, table, reason, goals=reason)
        approve_again(county, table)

    response = reader.get(f"/tables/{table.pk}/versions/1/3.docx")

    assert rows(response, 0)[3][-1] == "第2版：第一次\n第3版：第二次"


def test_adjustment_of_a_tampered_version_is_refused(county, table, reader):
    bring(county, table, State.ADJUSTING)
    tamper(table)

    assert reader.get(f"/tables/{table.pk}/versions/1/now.docx").status_code == 409


@pytest.mark.parametrize("pair", ["1/2", "2/1", "2/now", "0/0"])
def test_adjustment_between_versions_that_are_not_there_is_missing(county, table, reader, pair):
    bring(county, table, State.APPROVED)

    assert reader.get(f"/tables/{table.pk}/versions/{pair}.docx").status_code == 404
