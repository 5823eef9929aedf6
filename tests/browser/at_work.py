"""The demo county in the middle of its work, every table brought where it is by real actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from audit.origin import coming_from
from projects import workflow
from projects.actions import perform, save_table
from projects.anchors import find_anchor
from projects.comments import add_comment, reply, resolve
from projects.models import Comment
from projects.permissions import get_table_for
from projects.values import table_values
from tests.projects.books import OF_978

RETURNED = "13073023P000169100011"
SECOND_ROUND = "13073023P00017010002Q"
AT_DEPARTMENT = ("13073023P00017110001T", "13073023P00016810002Y")
AT_BUSINESS_DESK = ("13073023P000026100071", "13073023P000027100011")
AT_PERFORMANCE_DESK = "13073023P00002810001N"
APPROVED_TWICE = "13073022P00884510003F"

DESKS = ("reviewer471", "finance1", "finance2")


class Work:
    """`pks` are the tables by their project codes."""

    def __init__(self, county, pks):
        self.county, self.pks = county, pks

    def table(self, code):
        return get_table_for(self.county.admin, self.pks[code])

    def do(self, code, verb, username, words=""):
        person = getattr(self.county, username)
        perform(form=self.table(code), verb=verb, by=person, opinion=words)

    def submit(self, code, *passed_by):
        self.do(code, workflow.SUBMIT, "clerk471")
        for username in passed_by:
            self.do(code, workflow.PASS, username)

    def fill_in(self, code, **changes):
        form = self.table(code)
        values = replace(table_values(form), **changes)
        save_table(table=form, values=values, by=self.county.clerk471)

    def retarget(self, code, row, target):
        rows = list(table_values(self.table(code)).indicators)
        rows[row] = replace(rows[row], target=target)
        self.fill_in(code, indicators=tuple(rows))

    def comment(self, code, row, field, kind, text, username):
        form = self.table(code)
        anchor = find_anchor(form, f"{form.indicators.all()[row].pk}.{field}")
        by = getattr(self.county, username)
        return add_comment(form=form, anchor=anchor, kind=kind, text=text, by=by)


def begin_work(county, pks):
    """Tables of 471 at every desk: sent back, come again, waiting, approved twice."""
    county.year.deadline = timezone.localdate() + timedelta(days=12)
    county.year.save()
    with coming_from("10.73.0.21"):
        _bring_where_they_are(Work(county, pks))


def _bring_where_they_are(work):
    for code in work.pks:
        if table_values(work.table(code)).unit_code.startswith("471"):
            work.fill_in(code)
    for code in AT_DEPARTMENT:
        work.submit(code)
    work.do(OF_978, workflow.SUBMIT, "clerk978")
    for code in AT_BUSINESS_DESK:
        work.submit(code, "reviewer471")
    work.submit(AT_PERFORMANCE_DESK, "reviewer471", "finance1")
    _send_back(work)
    _come_again(work)
    _approve_twice(work)


def _send_back(work):
    work.submit(RETURNED, "reviewer471")
    said = "上年已支持5家，今年资金增加，请提高指标值。"
    work.comment(RETURNED, 0, "target", Comment.Kind.DEMAND, said, "finance1")
    said = "依据的是哪一份文件？请写明文号。"
    work.comment(RETURNED, 1, "basis", Comment.Kind.QUESTION, said, "finance1")
    work.do(RETURNED, workflow.RETURN, "finance1", "数量指标偏低，依据不清，见两条意见。")


def _come_again(work):
    work.submit(SECOND_ROUND)
    said = "指标值要写百分号，并与上年执行情况相符。"
    demand = work.comment(SECOND_ROUND, 2, "target", Comment.Kind.DEMAND, said, "reviewer471")
    work.do(SECOND_ROUND, workflow.RETURN, "reviewer471", "请按意见修改后再报。")
    work.retarget(SECOND_ROUND, 2, "≥98%")
    work.fill_in(SECOND_ROUND, purpose="用于支持企业上档升级、科技创新、两化融合和品牌建设等支出")
    demand = Comment.objects.get(pk=demand.pk)
    reply(comment=demand, text="已按上年执行情况改为≥98%。", by=work.county.clerk471)
    resolve(comment=demand, by=work.county.clerk471)
    work.submit(SECOND_ROUND)


def _approve_twice(work):
    work.submit(APPROVED_TWICE, *DESKS)
    work.do(APPROVED_TWICE, workflow.ADJUST, "clerk471", "年中追加了两户企业的技术改造。")
    work.retarget(APPROVED_TWICE, 0, "3项")
    work.submit(APPROVED_TWICE, *DESKS)
