"""A table's whole way, each person at his own window: in, back, in again, approved, adjusted."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from documents.freeze import thaw
from documents.read_docx import read_docx
from tests.projects.books import OF_471, table

pytestmark = pytest.mark.browser

DEMAND = "两块土地都要登记，请核实。"
QUESTION = "依据是哪一份文件？"
ANSWER = "依据是2022年的工作总结。"
REASON = "年中追加了测绘任务。"
MORE = "2.完成追加的测绘。"
TRAIL = (
    ("钱立", "送审"),
    ("孙洁", "通过"),
    ("李强", "提出意见"),
    ("李强", "提出意见"),
    ("李强", "退回"),
    ("钱立", "编辑"),
    ("钱立", "处理意见"),
    ("钱立", "回复意见"),
    ("钱立", "送审"),
    ("孙洁", "通过"),
    ("李强", "通过"),
    ("周静", "通过"),
    ("吴刚", "下载"),
    ("钱立", "发起调整"),
    ("钱立", "编辑"),
    ("钱立", "送审"),
    ("孙洁", "通过"),
    ("李强", "通过"),
    ("周静", "通过"),
    ("吴刚", "下载"),
)


class Desk:
    """One person's window, and what he does at it to the table."""

    def __init__(self, page, pk):
        self.page = page
        self.path = f"/tables/{pk}/"

    def look(self):
        self.page.goto(self.path)
        return self

    def state(self):
        return self.page.locator("h1 .state").inner_text()

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()
        self.page.locator(".notice-success", has_text=f"已{name}：").wait_for()

    def press_with_words(self, name, words):
        self.page.locator(".verb summary", has_text=name).click()
        self.page.locator(".verb textarea").fill(words)
        self.page.get_by_role("button", name=f"确定{name}").click()
        self.page.locator(".notice-success", has_text=f"已{name}：").wait_for()

    def waiting(self):
        self.page.goto("/todo/waiting/")
        return self.page.locator(".list-table tbody td:nth-child(2)").all_inner_texts()

    def comment_on(self, anchor, kind, words):
        """Choose the place by clicking the cell."""
        before = self.page.locator(".comment").count()
        self.page.locator(f'td:has([data-anchor="{anchor}"])').click()
        assert self.page.locator("#anchor").input_value() == anchor
        self.page.get_by_label("类别").select_option(label=kind)
        self.page.get_by_label("意见", exact=True).fill(words)
        self.page.get_by_role("button", name="提出意见").click()
        self.page.locator(".comment").nth(before).wait_for()

    def cell(self, anchor):
        return self.page.locator(f'td:has([data-anchor="{anchor}"])')

    def edit(self, label, text, row=None):
        self.page.get_by_role("link", name="修改", exact=True).click()
        place = self.page.locator(".editor" if row is None else f".editor tr.item >> nth={row}")
        place.get_by_label(label, exact=True).fill(text)
        self.page.get_by_role("button", name="保存").click()
        self.page.get_by_text("已保存。").wait_for()

    def download(self, name):
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=name).first.click()
        return Path(download.value.path()).read_bytes()


@pytest.fixture
def people(books, window):
    usernames = ("clerk471", "reviewer471", "finance1", "finance2", "auditor")
    return SimpleNamespace(**{name: Desk(window(name), books.t471.pk) for name in usernames})


def test_table_goes_in_comes_back_is_approved_and_adjusted(books, people, complaints, capsys):
    first, second = books.t471.indicators.all()[:2]
    target, basis = f"{first.pk}.target", f"{second.pk}.basis"
    layout, goals = books.year.layout, books.t471.goals

    is_sent_back_with_two_comments(people, target, basis)
    is_corrected_and_comes_again(people.clerk471, target, basis)
    passes_knowing_what_was_changed(people)
    [version1] = table(OF_471).revisions.values("sha256", "values")
    compare(people.auditor, "第1次送审", "第2次送审", "<del>1</del><ins>2</ins>项")
    assert approved_word_file(people.auditor, layout) == thaw(version1["values"])

    is_adjusted(people, f"{goals}\n{MORE}")
    kept, version2 = table(OF_471).revisions.values("sha256", "values", "reason")
    assert kept == version1 | {"reason": ""}
    assert thaw(kept["values"]).goals == goals
    assert thaw(version2["values"]).goals == f"{goals}\n{MORE}"
    assert version2["reason"] == REASON
    compare(people.auditor, "批复第1版", "批复第2版", f"{goals}<ins><br>{MORE}</ins>")
    assert approved_word_file(people.auditor, layout) == thaw(version2["values"])

    trail_tells_it_all(people.auditor.page)
    call_command("verify_audit")
    assert "操作记录完整" in capsys.readouterr().out
    assert complaints == []


def is_sent_back_with_two_comments(people, target, basis):
    people.clerk471.look().press("送审")
    assert people.clerk471.state() == "部门审核"
    assert people.reviewer471.waiting() == [OF_471]
    people.reviewer471.look().press("通过")
    assert people.finance1.waiting() == [OF_471]
    people.finance1.look().comment_on(target, "必须修改", DEMAND)
    people.finance1.comment_on(basis, "疑问", QUESTION)
    people.finance1.press_with_words("退回", "见两条意见。")


def is_corrected_and_comes_again(clerk, target, basis):
    """The clerk finds the comments in their cells; the demand holds the table until ticked off."""
    assert clerk.look().state() == "被退回"
    assert clerk.cell(target).locator(".mark").inner_text() == "必须修改"
    assert clerk.cell(basis).locator(".mark").get_attribute("title") == QUESTION
    clerk.page.get_by_role("link", name="修改", exact=True).click()
    said = clerk.page.locator(".cell-comment").all_inner_texts()
    assert said == [f"必须修改：{DEMAND}", f"疑问：{QUESTION}"]
    clerk.look().edit("指标值", "2项", row=0)
    held = clerk.page.get_by_role("button", name="送审：还有1条“必须修改”的意见没有处理")
    assert held.is_disabled()

    demand, question = clerk.page.locator(".comment").all()
    demand.get_by_role("button", name="标为已处理").click()
    demand.get_by_text("已处理（钱立").wait_for()
    question.locator("summary").click()
    question.get_by_label("回复").fill(ANSWER)
    question.get_by_role("button", name="回复").click()
    question.locator(".reply").wait_for()
    assert clerk.cell(target).locator(".mark").count() == 0
    clerk.press("送审")


def passes_knowing_what_was_changed(people):
    """On the second round the change is the first thing the reviewer sees."""
    page = people.reviewer471.look().page
    changed = page.locator(".since-return tbody td").all_inner_texts()
    assert changed[0].endswith("指标值")
    assert changed[1:] == ["1项", "2项"]
    heading = page.get_by_role("heading", name="退回后改了什么").bounding_box()
    assert heading["y"] < page.locator(".official-form").bounding_box()["y"]
    people.reviewer471.press("通过")
    assert ANSWER in people.finance1.look().page.locator(".reply").inner_text()
    people.finance1.press("通过")
    people.finance2.look().press("通过")
    assert people.finance2.state() == "已批复"


def is_adjusted(people, goals):
    people.clerk471.look().press_with_words("发起调整", REASON)
    assert people.clerk471.state() == "调整中"
    people.clerk471.edit("绩效目标", goals)
    people.clerk471.press("送审")
    for person in (people.reviewer471, people.finance1, people.finance2):
        person.look().press("通过")


def compare(auditor, before, after, changed_cell):
    """The marked form shows in the one changed cell what was taken out and what was put in."""
    page = auditor.look().page
    assert page.get_by_role("button", name="通过").count() == 0
    page.get_by_role("link", name="比较各个版本").click()
    for label, name in (("原来", before), ("现在", after)):
        choice = page.get_by_label(label)
        choice.select_option(choice.locator("option", has_text=name).get_attribute("value"))
    page.get_by_role("button", name="比较").click()
    page.wait_for_url("**before=**")
    marked = page.locator(".official-form").first
    changed = marked.locator("td:has(ins), td:has(del)").all()
    assert [cell.inner_html() for cell in changed] == [changed_cell]


def approved_word_file(auditor, layout):
    """What the downloaded form says when it is read back."""
    [values] = read_docx(auditor.look().download("下载 Word"), layout).book.tables
    return values


def trail_tells_it_all(page):
    """The newest first; what stands before them is the import of the demo county."""
    page.goto(f"/audit/?target={OF_471}&per_page=100")
    told = page.locator(".list-table tbody td:nth-child(3)").all_inner_texts()
    for sentence, (who, deed) in zip(reversed(told[: len(TRAIL)]), TRAIL, strict=True):
        assert sentence.startswith(who)
        assert deed in sentence
    assert any(REASON in sentence for sentence in told)
