"""A clerk at work on one table, in a real Chromium."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from documents.read_docx import read_docx
from documents.read_xlsx import read_xlsx
from projects.values import table_values
from tests.projects.books import OF_978, table

pytestmark = pytest.mark.browser

READERS = {"Word": read_docx, "Excel": read_xlsx}


def save(page):
    page.get_by_role("button", name="保存").click()


def row(page, number):
    return page.locator("tr.item").nth(number)


def text_of(page, number, label):
    return row(page, number).get_by_label(label, exact=True)


def names(page):
    return [area.input_value() for area in page.locator("tr.item textarea[name$=-name]").all()]


def stored_names():
    return [indicator.name for indicator in table(OF_978).indicators.all()]


def test_clerk_corrects_what_was_marked_saves_and_downloads(books, window, complaints):
    page = window("clerk978")
    page.get_by_role("link", name=OF_978).first.click()
    page.get_by_role("link", name="修改").click()
    goals = page.get_by_label("绩效目标", exact=True)
    goals.fill("1.按计划完成管网。\n2.保障园区供水。")
    text_of(page, 0, "指标值").fill("坏\ufffe字")
    page.get_by_label("预算数").fill("约四千万")

    save(page)

    assert page.get_by_role("alert").inner_text().startswith("没有保存：有 2 个单元格需要改正")
    marked = page.locator("[aria-invalid=true]")
    assert [cell.get_attribute("aria-label") for cell in marked.all()] == ["预算数", "指标值"]
    assert goals.input_value() == "1.按计划完成管网。\n2.保障园区供水。"
    assert page.get_by_label("预算数").input_value() == "约四千万"
    assert table(OF_978).budget == Decimal("4204.68")

    page.get_by_label("预算数").fill("４，３００．５")
    text_of(page, 0, "指标值").fill("≥2400米")
    save(page)
    page.get_by_text("已保存。").wait_for()

    values = table_values(table(OF_978))
    assert values.budget == Decimal("4300.5")
    assert values.indicators[0].target == "≥2400米"
    assert values.goals == "1.按计划完成管网。\n2.保障园区供水。"
    for kind, read in READERS.items():
        with page.expect_download() as download:
            page.get_by_role("link", name=f"下载 {kind}").click()
        content = Path(download.value.path()).read_bytes()
        assert read(content, books.year.layout).book.tables == (values,)
        assert download.value.suggested_filename.startswith(f"{OF_978} {values.project_name}")
    assert complaints == []


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_rows_are_added_moved_and_removed(books, window, complaints, javascript):
    before = stored_names()
    page = window("clerk978", java_script_enabled=javascript)
    page.goto(f"/tables/{books.t978.pk}/edit/")
    page.get_by_label("资金用途").fill("写到一半")

    row(page, 2).get_by_role("button", name="上移一行").click()
    row(page, 4).get_by_role("button", name="下移一行").click()
    row(page, 0).get_by_role("button", name="删除这一行").click()
    page.get_by_role("button", name="增加一行指标").click()
    row(page, 5).get_by_label("二级指标").select_option(label="社会效益指标")
    text_of(page, 5, "三级指标").fill("新指标")
    assert row(page, 5).locator(".level1").inner_text() == ("效益指标" if javascript else "")

    order = [before[2], before[1], before[3], before[5], before[4], "新指标"]
    assert names(page) == order
    assert page.get_by_label("资金用途").input_value() == "写到一半"
    save(page)
    page.get_by_text("已保存。").wait_for()
    assert stored_names() == order
    assert table(OF_978).purpose == "写到一半"
    assert complaints == []


def test_new_row_takes_the_category_of_the_row_above(books, window):
    page = window("clerk978")
    page.goto(f"/tables/{books.t978.pk}/edit/")
    last = page.locator("tr.item").last
    last.get_by_label("二级指标").select_option(label="社会效益指标")

    page.get_by_role("button", name="增加一行指标").click()

    new = page.locator("tr.item").last
    assert new.locator("select option:checked").inner_text() == "社会效益指标"
    assert new.locator(".level1").inner_text() == "效益指标"
    assert text_of(page, 6, "三级指标").input_value() == ""


def test_row_added_and_left_alone_is_not_saved(books, window):
    before = stored_names()
    page = window("clerk978")
    page.goto(f"/tables/{books.t978.pk}/edit/")

    page.get_by_role("button", name="增加一行指标").click()
    page.get_by_role("button", name="增加一行指标").click()
    text_of(page, 6, "三级指标").fill("新指标")
    save(page)
    page.get_by_text("已保存。").wait_for()

    assert stored_names() == [*before, "新指标"]


def test_last_row_removed_leaves_a_blank_one(books, window, complaints):
    page = window("clerk978")
    page.goto(f"/tables/{books.t978.pk}/edit/")

    for _ in range(6):
        row(page, 0).get_by_role("button", name="删除这一行").click()

    assert names(page) == [""]
    save(page)
    page.get_by_text("已保存。").wait_for()
    assert stored_names() == []
    assert complaints == []


def test_row_copied_from_a_marked_one_is_clean(books, window):
    page = window("clerk978")
    page.goto(f"/tables/{books.t978.pk}/edit/")
    text_of(page, 5, "指标值").fill("坏\ufffe字")
    save(page)
    page.get_by_role("alert").wait_for()

    page.get_by_role("button", name="增加一行指标").click()

    new = page.locator("tr.item").last
    assert new.locator("[aria-invalid], .wrong, .cell-error").count() == 0
    ids = page.locator("[id]").evaluate_all("elements => elements.map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_leaving_with_unsaved_changes_asks_first(books, window):
    page = window("clerk978")
    page.goto(f"/tables/{books.t978.pk}/edit/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_label("资金用途").press_sequentially("改")

    page.get_by_role("link", name="不保存，返回").click(no_wait_after=True)
    page.wait_for_timeout(200)

    assert asked == ["beforeunload"]
    assert "/edit/" in page.url
    assert page.get_by_text("有未保存的修改").is_visible()


def test_cells_are_as_high_as_their_text(books, window):
    page = window("clerk978")
    page.goto(f"/tables/{books.t978.pk}/edit/")

    page.get_by_label("绩效目标", exact=True).fill("一行\n" * 30)

    cut = page.locator("textarea").evaluate_all(
        "areas => areas.filter(a => a.scrollHeight > a.clientHeight + 2).length"
    )
    assert cut == 0
