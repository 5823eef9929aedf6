"""The pictures of the manual: what each is about stands on its page, and each is used and present.

PERFGOALS_TAKE_PICTURES=1 (`make pictures`) takes them anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from projects.models import GoalTable
from projects.workflow import VERBS
from tests.browser.at_work import (
    APPROVED_TWICE,
    AT_BUSINESS_DESK,
    RETURNED,
    SECOND_ROUND,
    begin_work,
)
from tests.projects.books import with_books

ROOT = Path(__file__).resolve().parent.parent.parent
MANUAL = ROOT / "docs" / "how-to"
FOLDER = ROOT / "docs" / "pictures" / "manual"
TAKE = os.environ.get("PERFGOALS_TAKE_PICTURES") == "1"
SMALL, LARGE = {"width": 1366, "height": 768}, {"width": 1920, "height": 1080}
MOST_BYTES = 150_000
SOURCES = ("templates", "audit", "departments", "documents", "indicators", "perfgoals", "projects")


@dataclass(frozen=True)
class Picture:
    """`parts` are what the picture is about; all of them are in sight when it is taken."""

    name: str
    username: str
    path: str
    parts: tuple[str, ...]
    prepare: Callable = lambda page: None


def show(selector):
    """The place the picture is about comes to the top of the window."""
    return lambda page: page.locator(selector).first.evaluate("e => e.scrollIntoView()")


def click(selector):
    return lambda page: page.locator(selector).first.click()


def answer_the_question(page):
    page.locator(".comment summary").nth(1).click()
    page.get_by_label("回复").nth(1).fill("依据是怀财字[2023]7号和2023年度工作计划第三项。")
    show("#comments")(page)


def comment_on_a_cell(page):
    page.locator('tr:has-text("数量指标") td:has([data-anchor$=".target"])').first.click()
    page.get_by_label("意见", exact=True).fill("36家是上年数，今年应有增加，请核实。")
    page.locator(".official-form tr", has_text="一级指标").evaluate("e => e.scrollIntoView()")


PICTURES = (
    Picture(
        "clerk-home",
        "clerk471",
        "/",
        ("text=新增项目", "text=待我填报", ".state-cards >> text=被退回", ".notices-link"),
    ),
    Picture(
        "clerk-edit",
        "clerk471",
        "/tables/{returned}/edit/",
        (
            "text=保存 >> nth=0",
            "[aria-label=指标值] >> nth=0",
            "[title=下移一行] >> nth=0",
            ".cell-comment.mark-demand",
        ),
        show("text=资金支出计划"),
    ),
    Picture(
        "clerk-returned",
        "clerk471",
        "/tables/{returned}/",
        ("td .mark-demand", "td .mark-question", "text=审核意见"),
        show("text=资金支出计划"),
    ),
    Picture(
        "clerk-comments",
        "clerk471",
        "/tables/{returned}/",
        ("text=标为已处理 >> nth=0", ".comment:nth-of-type(2) textarea", "text=办理记录"),
        answer_the_question,
    ),
    Picture(
        "reviewer-todo",
        "reviewer471",
        "/todo/waiting/",
        (".tabs >> text=已处理", "text=批量通过", "text=批量退回", "th >> text=退回次数"),
    ),
    Picture(
        "reviewer-second-round",
        "reviewer471",
        "/tables/{second_round}/",
        ("text=退回后改了什么", "del >> nth=0", "ins >> nth=0", ".verbs >> text=通过"),
    ),
    Picture(
        "reviewer-return",
        "reviewer471",
        "/tables/{second_round}/",
        ("text=确定退回", "text=退回意见"),
        click(".verb summary >> text=退回"),
    ),
    Picture(
        "finance-todo",
        "finance1",
        "/todo/waiting/",
        (".tabs >> text=待我处理", "text=批量通过", "th >> text=在谁手上"),
    ),
    Picture(
        "finance-comment",
        "finance1",
        "/tables/{at_business_desk}/",
        ("#anchor", "#kind", "text=提出意见", "text=指标值确定依据"),
        comment_on_a_cell,
    ),
    Picture(
        "finance-book",
        "finance2",
        "/books/978/2023/",
        ("text=下载 Word", "text=下载 Excel", "th >> text=状态"),
    ),
    Picture(
        "auditor-versions",
        "auditor",
        "/tables/{approved}/",
        ("text=批复版本", "text=比较各个版本", "th >> text=校验值", "th >> text=经手人"),
        show("text=批复版本"),
    ),
    Picture(
        "auditor-compare",
        "auditor",
        "/forms/table/{approved}/compare/?before=r1&after=r2",
        ("#before", "#after", "del >> nth=0", "text=标出改动的表"),
    ),
    Picture(
        "auditor-trail",
        "auditor",
        "/audit/?person=周静",
        ("th >> text=经过", "th >> text=来源", "text=对象的名称或编码"),
    ),
    Picture(
        "administrator-people",
        "admin",
        "/people/",
        ("text=从 Excel 载入", "text=新增人员", "th >> text=最近登录"),
    ),
    Picture(
        "administrator-person",
        "admin",
        "/people/{clerk}/",
        ("text=重设密码", "text=解除登录锁定", "h2 >> text=任职", "text=停用"),
    ),
    Picture(
        "administrator-load",
        "admin",
        "/people/load/",
        ("text=模板", "[type=file]", "button >> text=载入"),
    ),
    Picture(
        "administrator-year",
        "admin",
        "/admin/projects/budgetyear/{year}/change/",
        ("text=填报截止日期", "text=财政审核", "text=指标体系"),
    ),
)


@pytest.fixture
def places(live_server, county):
    """What the paths of the pictures name."""
    with_books(county)
    pks = dict(GoalTable.objects.values_list("project__code", "pk"))
    begin_work(county, pks)
    return {
        "returned": pks[RETURNED],
        "second_round": pks[SECOND_ROUND],
        "at_business_desk": pks[AT_BUSINESS_DESK[0]],
        "approved": pks[APPROVED_TWICE],
        "clerk": county.clerk471.pk,
        "year": county.year.pk,
    }


@pytest.mark.browser
def test_what_the_pictures_show_is_on_the_pages(places, window, complaints):
    windows = {}
    for picture in PICTURES:
        page = windows.get(picture.username) or still(window, picture.username)
        windows[picture.username] = page
        page.set_viewport_size(SMALL)
        page.goto(picture.path.format_map(places))
        assert width_of(page) <= SMALL["width"], picture.name
        picture.prepare(page)
        for part in picture.parts:
            expect(page.locator(part).first, picture.name).to_be_in_viewport()
        if TAKE:
            take(page, picture)
        page.set_viewport_size(LARGE)
        assert width_of(page) <= LARGE["width"], picture.name
    assert complaints == []


def still(window, username):
    """A window that scrolls at once: a picture must not be taken on the way."""
    return window(username, reduced_motion="reduce")


def width_of(page):
    return page.evaluate("document.documentElement.scrollWidth")


def take(page, picture):
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{picture.name}.png", animations="disabled")


def how_to(name):
    return (MANUAL / f"{name}.md").read_text(encoding="utf-8")


PAGES = ("clerk", "reviewer", "finance", "auditor", "administrator")


@pytest.mark.parametrize("name", PAGES)
def test_each_page_of_the_manual_shows_its_pictures(name):
    shown = re.findall(r"!\[[^\]]+\]\(\.\./pictures/manual/([\w-]+)\.png\)", how_to(name))

    assert sorted(shown) == sorted(p.name for p in PICTURES if p.name.startswith(f"{name}-"))
    assert 2 <= len(shown) <= 4


def test_no_picture_is_unused_missing_or_large():
    found = {path.name: path.stat().st_size for path in FOLDER.iterdir()}

    assert sorted(found) == sorted(f"{picture.name}.png" for picture in PICTURES)
    assert {name: size for name, size in found.items() if size > MOST_BYTES} == {}


@pytest.mark.parametrize("name", PAGES)
def test_what_the_manual_calls_by_name_is_on_the_screens(name):
    """Bold words in the manual are words of the screens."""
    files = [path for folder in SOURCES for path in (ROOT / folder).rglob("*.*")]
    said = "\n".join(p.read_text(encoding="utf-8") for p in files if p.suffix in (".html", ".py"))
    said += "".join(f"批量{verb.label} 确定{verb.label}\n" for verb in VERBS.values())

    named = set(re.findall(r"\*\*(.+?)\*\*", how_to(name)))
    assert named
    assert {word for word in named if word not in said} == set()


def test_every_page_of_the_manual_is_linked_from_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [name for name in PAGES if f"](docs/how-to/{name}.md)" not in readme] == []
    assert sorted(path.stem for path in MANUAL.iterdir()) == sorted(PAGES)
