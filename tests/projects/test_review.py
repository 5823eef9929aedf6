"""Comments, versions, notices, lists of work, moving: what happens round a transition."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from audit.models import AuditEvent
from projects import workflow
from projects.actions import Refused, keep_open, move_project, perform, save_table
from projects.anchors import find_anchor
from projects.comments import add_comment, resolve
from projects.models import Comment, GoalTable
from projects.permissions import get_table_for
from projects.values import table_values
from projects.versions import changed_since_return, versions


@pytest.fixture
def table(county, books):
    return GoalTable.objects.get(project__code="13073023P00017110001T")


def fresh(county, table):
    return get_table_for(county.admin, table.pk)


def do(county, table, code, person, opinion="意见"):
    return perform(
        form=fresh(county, table),
        verb=workflow.VERBS[code],
        by=getattr(county, person),
        opinion=opinion,
    )


def remark(county, table, code="budget", kind=Comment.Kind.DEMAND):
    form = fresh(county, table)
    return add_comment(
        form=form, anchor=find_anchor(form, code), kind=kind, text="请说明", by=county.reviewer471
    )


def test_comment_stands_in_its_cell(county, table, client):
    do(county, table, "submit", "clerk471")
    row = table.indicators.first()

    remark(county, table, f"{row.pk}.target")

    client.force_login(county.clerk471)
    page = client.get(f"/tables/{table.pk}/").content.decode()
    assert (
        f'<span data-anchor="{row.pk}.target">≥20台/套/件</span><a class="mark mark-demand"' in page
    )


def test_clerk_sees_open_comments_under_the_inputs_they_are_about(county, table, client):
    do(county, table, "submit", "clerk471")
    row = table.indicators.first()
    for code in ("budget", f"{row.pk}", f"{row.pk}.level2", f"{row.pk}.target"):
        remark(county, table, code)
    do(county, table, "return", "reviewer471")
    resolve(comment=Comment.objects.get(field="target"), by=county.clerk471)
    client.force_login(county.clerk471)

    page = client.get(f"/tables/{table.pk}/edit/").content.decode()

    places = re.findall(r'<div id="id_([^"]+)-remarks"><p class="cell-comment mark-demand">', page)
    assert places == ["budget", f"indicator-{row.pk}-category", f"indicator-{row.pk}-name"]
    assert page.count("必须修改：请说明</p>") == 3


def test_comment_is_refused_while_the_clerk_has_it(county, table):
    with pytest.raises(Refused, match="审核时才能提意见"):
        remark(county, table)


def test_open_demand_blocks_the_next_submission(county, table):
    do(county, table, "submit", "clerk471")
    comment = remark(county, table)
    remark(county, table, "fiscal", Comment.Kind.ADVICE)
    do(county, table, "return", "reviewer471")

    with pytest.raises(Refused, match="还有1条“必须修改”的意见没有处理"):
        do(county, table, "submit", "clerk471")
    resolve(comment=Comment.objects.get(pk=comment.pk), by=county.clerk471)
    step = do(county, table, "submit", "clerk471")

    assert step.target == "department_review"


def test_second_click_does_not_take_the_tick_back(county, table, client):
    do(county, table, "submit", "clerk471")
    comment = remark(county, table)
    do(county, table, "return", "reviewer471")
    client.force_login(county.clerk471)
    url = f"/comments/{comment.pk}/resolve/"

    client.post(url, {"done": "1"})
    client.post(url, {"done": "1"})

    assert Comment.objects.get(pk=comment.pk).is_resolved
    client.post(url, {"done": "0"})
    assert not Comment.objects.get(pk=comment.pk).is_resolved


def test_opinion_no_file_can_hold_is_refused(county, table):
    do(county, table, "submit", "clerk471")

    with pytest.raises(Refused, match=r"退回意见.*控制字符"):
        do(county, table, "return", "reviewer471", "坏\x00字")


def test_trail_keeps_the_hash_of_what_was_approved(county, table):
    for code, person in (
        ("submit", "clerk471"),
        ("pass", "reviewer471"),
        ("pass", "finance1"),
        ("pass", "finance2"),
    ):
        do(county, table, code, person)

    assert table.revisions.get().sha256 in AuditEvent.objects.latest("id").after


def test_only_the_clerk_ticks_off(county, table):
    do(county, table, "submit", "clerk471")
    comment = remark(county, table)
    do(county, table, "return", "reviewer471")

    with pytest.raises(Refused):
        resolve(comment=Comment.objects.get(pk=comment.pk), by=county.reviewer471)


def test_second_round_begins_with_what_was_changed(county, table, client):
    do(county, table, "submit", "clerk471")
    do(county, table, "return", "reviewer471")
    form = fresh(county, table)
    save_table(
        table=form, values=replace(table_values(form), goals="1.新的目标"), by=county.clerk471
    )
    do(county, table, "submit", "clerk471")

    [change] = changed_since_return(fresh(county, table))

    assert (change.place, change.after) == ("绩效目标", "1.新的目标")
    client.force_login(county.reviewer471)
    page = client.get(f"/tables/{table.pk}/").content.decode()
    assert page.index("退回后改了什么") < page.index("official-form")


def test_any_two_versions_compare(county, table, client):
    do(county, table, "submit", "clerk471")
    do(county, table, "withdraw", "clerk471")
    form = fresh(county, table)
    save_table(table=form, values=replace(table_values(form), purpose="新用途"), by=county.clerk471)
    do(county, table, "submit", "clerk471")
    codes = [version.code for version in versions(fresh(county, table))]

    client.force_login(county.auditor)
    page = client.get(
        f"/forms/table/{table.pk}/compare/", {"before": codes[-1], "after": "now"}
    ).content.decode()

    assert len(codes) == 3
    assert "新用途" in page and "<ins>" in page


def test_compare_of_an_unknown_version_is_not_found(county, table, client):
    client.force_login(county.auditor)

    for code in ("r9", "s99", "x", "r", "rr1"):
        assert client.get(f"/forms/table/{table.pk}/compare/?before={code}").status_code == 404


def test_next_desk_and_clerk_are_told(county, table, client):
    form = fresh(county, table)
    save_table(table=form, values=table_values(form), by=county.clerk471)
    do(county, table, "submit", "clerk471")
    do(county, table, "return", "reviewer471", "指标值请细化")

    assert [notice.text for notice in county.reviewer471.notices.all()] == [
        "“运行经费”等待您审核。"
    ]
    assert [notice.text for notice in county.clerk471.notices.all()] == [
        "“运行经费”被孙洁退回：指标值请细化"
    ]
    client.force_login(county.clerk471)
    assert 'class="unread-count">1<' in client.get("/").content.decode()
    client.post("/notices/read/")
    assert 'class="unread-count"' not in client.get("/").content.decode()


def test_mail_goes_when_there_is_a_server(
    county, table, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.EMAIL_HOST = "mail.example"
    county.reviewer471.email = "sun@example.gov.cn"
    county.reviewer471.save()

    with django_capture_on_commit_callbacks(execute=True):
        do(county, table, "submit", "clerk471")

    [mail] = mailoutbox
    assert mail.to == ["sun@example.gov.cn"]
    assert "“运行经费”等待您审核。" in mail.body


def test_no_mail_without_a_server(
    county, table, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.EMAIL_HOST = ""
    county.reviewer471.email = "sun@example.gov.cn"
    county.reviewer471.save()

    with django_capture_on_commit_callbacks(execute=True):
        do(county, table, "submit", "clerk471")

    assert mailoutbox == []


TABS = {
    "clerk471": {"waiting": 9, "handled": 1, "returned": 0, "ever": 1},
    "reviewer471": {"waiting": 0, "handled": 1, "returned": 0, "ever": 1},
    "finance1": {"waiting": 1, "handled": 0, "returned": 0, "ever": 0},
    "finance2": {"waiting": 0, "handled": 0, "returned": 0, "ever": 0},
    "auditor": {"waiting": 0, "handled": 0, "returned": 0, "ever": 0},
}


@pytest.mark.parametrize("person", TABS)
def test_lists_of_work_hold_what_waits_for_whom(county, table, client, person):
    do(county, table, "submit", "clerk471")
    do(county, table, "pass", "reviewer471")
    client.force_login(getattr(county, person))

    counts = {}
    for tab in ("waiting", "handled", "returned", "ever"):
        response = client.get(f"/todo/{tab}/")
        counts[tab] = response.context["table"].paginator.count

    assert counts == TABS[person]


def test_batch_reports_each_item_by_itself(county, books, client):
    tables = list(GoalTable.objects.filter(project__unit__parent=county.d471)[:3])
    for table in tables[:2]:
        do(county, table, "submit", "clerk471")
    client.force_login(county.reviewer471)

    page = client.post(
        "/todo/", {"verb": "pass", "form": [table.pk for table in tables]}, follow=True
    ).content.decode()

    assert page.count("已通过：") == 2
    assert page.count("没有通过“") == 1
    states = GoalTable.objects.filter(pk__in=[t.pk for t in tables]).order_by("pk")
    assert [table.state for table in states] == ["business_review", "business_review", "draft"]


BATCH_BUTTONS = {
    "clerk471": ["送审"],
    "reviewer471": ["通过", "退回"],
    "finance2": ["通过", "退回"],
    "auditor": [],
}


@pytest.mark.parametrize("person", BATCH_BUTTONS)
def test_batch_offers_each_his_own_verbs(county, books, client, person):
    client.force_login(getattr(county, person))

    offered = client.get("/todo/waiting/").context["batch"]

    assert [verb.label for verb in offered] == BATCH_BUTTONS[person]


def test_batch_return_needs_the_opinion(county, table, client):
    do(county, table, "submit", "clerk471")
    client.force_login(county.reviewer471)

    page = client.post("/todo/", {"verb": "return", "form": [table.pk]}, follow=True)

    assert "请填写退回意见" in page.content.decode()


def test_finance_desk_limited_to_departments_acts_only_there(county, table):
    county.finance1.memberships.update(department=county.d978)
    do(county, table, "submit", "clerk471")
    do(county, table, "pass", "reviewer471")

    with pytest.raises(Refused, match="只有财政业务股室可以通过"):
        do(county, table, "pass", "finance1")


def test_project_is_moved_by_the_administrator_alone_and_recorded(county, table, client):
    client.force_login(county.clerk471)
    assert client.get(f"/tables/{table.pk}/move/").status_code == 403
    client.force_login(county.admin)

    client.post(f"/tables/{table.pk}/move/", {"unit": county.u471001.pk, "reason": "机构合并"})

    assert fresh(county, table).project.unit == county.u471001
    event = AuditEvent.objects.latest("id")
    assert (event.deed, event.remark) == ("move", "机构合并")


def test_move_is_refused_to_everybody_else(county, table):
    with pytest.raises(Refused, match="只有系统管理"):
        move_project(project=table.project, unit=county.u471001, reason="试", by=county.finance1)


def test_editor_names_who_else_has_the_table_open(county, table, client):
    keep_open(form=fresh(county, table), by=county.clerk471)
    other = type(county.clerk471).objects.create_user("second", full_name="周二", password="x")
    other.memberships.create(role="clerk", department=county.d471)
    client.force_login(other)

    fragment = client.post(f"/forms/table/{table.pk}/open/").content.decode()

    assert "钱立也打开着这张表" in fragment


def test_goal_lives_the_same_life(county, books, client):
    goal = county.d471.goals.get()
    for code, person in (
        ("submit", county.clerk471),
        ("pass", county.reviewer471),
        ("pass", county.finance1),
        ("pass", county.finance2),
    ):
        client.force_login(person)
        assert client.post(f"/forms/goal/{goal.pk}/{code}/").status_code == 302
    goal.refresh_from_db()

    assert goal.state == "approved"
    assert goal.revisions.get().number == 1
