"""Every page on a small office screen, and the forms on paper."""

from __future__ import annotations

import pytest

from projects.models import BudgetYear, GoalTable
from tests.projects.books import many

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/tables/?per_page=100",
    "/tables/?words=没有",
    "/tables/new/",
    "/tables/{}/",
    "/tables/{}/edit/",
    "/tables/{}/delete/",
    "/books/",
    "/books/978/2023/",
    "/books/978/2023/goal/",
    "/books/978/2023/goal/edit/",
)


def test_no_page_is_wider_than_the_screen(books, window, complaints):
    many(books, books.year, 30)
    # The longest codes, amounts and names that the columns take.
    GoalTable.objects.filter(pk=books.t978.pk).update(budget="99999999.999999", fiscal=1, other=2)
    BudgetYear.objects.create(year=2024, framework=books.year.framework)
    page = window("clerk978")
    wide = []

    for path in PAGES:
        page.goto(path.format(books.t978.pk))
        width, height = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        if width > 1366:
            wide.append((path, width, height))

    assert wide == []
    assert complaints == []


def visible_texts(page):
    """The texts of what can be seen, outside the form and inside."""
    return page.evaluate(
        """() => {
            const form = document.querySelector(".official-form");
            const seen = [...document.body.querySelectorAll("*")].filter(
                (e) => e.checkVisibility() && e.getClientRects().length && !e.children.length
                    && e.textContent.trim()
            );
            return [seen.filter((e) => !form.contains(e)).map((e) => e.textContent.trim()),
                    seen.filter((e) => form.contains(e)).length];
        }"""
    )


@pytest.mark.parametrize("path", ["/tables/{}/", "/books/978/2023/goal/"])
def test_form_prints_alone(books, window, path):
    page = window("clerk978")
    page.goto(path.format(books.t978.pk))
    on_screen, _ = visible_texts(page)

    page.emulate_media(media="print")

    on_paper, cells = visible_texts(page)
    assert "退出" in on_screen
    assert on_paper == []
    assert cells > 3
    form = page.locator(".official-form").bounding_box()
    assert form["y"] < 40


def test_table_fits_on_a4(books, window, tmp_path):
    page = window("clerk978")
    page.goto(f"/tables/{books.t978.pk}/")
    page.emulate_media(media="print")
    # The text width of A4 within margins of 20 mm, at 96 dots an inch.
    page.set_viewport_size({"width": 643, "height": 972})

    width = page.evaluate("document.documentElement.scrollWidth")
    cut = page.locator(".official-form td, .official-form th").evaluate_all(
        "cells => cells.filter(c => c.scrollWidth > c.clientWidth + 1).map(c => c.textContent)"
    )

    assert width <= 643
    assert cut == []


def test_list_searches_sorts_and_pages_in_place(books, window, complaints):
    many(books, books.year, 40)
    page = window("finance1")
    page.goto("/tables/")

    page.get_by_label("编码、名称或指标").fill("项目1")
    page.get_by_role("button", name="查询").click()
    page.get_by_text("共 11 条").wait_for()
    page.get_by_role("link", name="项目编码").click()
    page.get_by_role("link", name="项目编码").locator(".sort-mark").wait_for()

    rows = page.locator(".list-table tbody tr td:first-child").all_inner_texts()
    assert rows == ["M00001", *[f"M000{n}" for n in range(10, 20)]]
    assert "sort=code" in page.url
    assert "words=" in page.url
    page.reload()
    assert page.locator(".list-table tbody tr td:first-child").all_inner_texts() == rows
    assert complaints == []


def test_year_is_switched_by_choosing_it(books, window, complaints):
    later = BudgetYear.objects.create(year=2024, framework=books.year.framework)
    many(books, later, 2)
    page = window("clerk978")
    page.goto("/tables/")

    page.get_by_label("预算年度").select_option("2024")

    page.get_by_text("M00001").wait_for()
    assert page.url.endswith("/tables/")
    assert complaints == []
