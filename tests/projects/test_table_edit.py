"""The editor of one table: what is typed is saved, or comes back with every fault marked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages

from documents.values import IndicatorRow
from indicators.models import Category
from projects.actions import save_table
from projects.models import GoalTable, Project
from projects.table_form import TableForm
from projects.values import table_values
from tests.projects.books import OF_471, OF_978, table, with_books
from tests.projects.pages import (
    alert,
    cell,
    errors,
    inputs,
    parsed,
    row_keys,
    send,
    sheet_cells,
    wrong_inputs,
)


@pytest.fixture
def books(county):
    """One table of each department is enough here."""
    return with_books(county, tables=1)


@pytest.fixture
def url(books):
    return f"/tables/{books.t978.pk}/edit/"


@pytest.fixture
def form(clerk, url):
    """What the editor of 978's table sends when nothing is touched."""
    return inputs(clerk.get(url))


def category(name):
    """The value of a level-2 category in the select boxes."""
    return next(
        key for key, found in TableForm(table(OF_978)).categories.items() if found.name == name
    )


def names():
    return [indicator.name for indicator in table(OF_978).indicators.all()]


def test_editor_shows_the_official_sheet_with_inputs(books, clerk, url, form):
    values = table_values(books.t978)

    assert form["project_code"] == values.project_code
    assert form["budget"] == "4204.68"
    assert form["other"] == ""
    assert form["plan.june"] == "50"
    assert form["goals"] == values.goals
    assert [form[cell(form, n, "target")] for n in range(6)] == [
        row.target for row in values.indicators
    ]
    texts = sheet_cells(clerk.get(url))
    assert {"项目编码", "预算规模及资金用途", "一级指标", "指标值确定依据"} <= set(texts)


def test_every_input_has_a_name_for_screen_readers(clerk, url):
    sheet = parsed(clerk.get(url)).find_class("official-form")[0]

    controls = sheet.xpath(".//textarea | .//select | .//input[not(@type='hidden')] | .//button")
    assert len(controls) > 40
    assert [control for control in controls if not control.get("aria-label")] == []


def test_untouched_page_saves_the_same_values_and_rows(clerk, url, form):
    before, ids = table_values(table(OF_978)), row_keys(form)

    response = send(clerk, url, form, save="1")

    assert response.status_code == 302
    after = table(OF_978)
    assert table_values(after) == before
    assert [str(indicator.pk) for indicator in after.indicators.all()] == ids


def test_save_stores_every_cell_and_who_did_it(books, clerk, url, form):
    form["purpose"] = "修建雨水管网"
    form["budget"], form["fiscal"], form["other"] = "100", "60.5", "39.500001"
    form["plan.march"] = "10%"
    form["goals"] = "1.第一\n2.第二"
    form[cell(form, 0, "target")] = "≥2400米"
    form[cell(form, 1, "category")] = category("社会效益指标")

    response = send(clerk, url, form, save="1")

    assert response.headers["Location"] == f"/tables/{books.t978.pk}/"
    assert [str(message) for message in get_messages(response.wsgi_request)] == ["已保存。"]
    after = table(OF_978)
    assert (after.purpose, after.goals) == ("修建雨水管网", "1.第一\n2.第二")
    assert (after.budget, after.fiscal, after.other) == (
        Decimal(100),
        Decimal("60.5"),
        Decimal("39.500001"),
    )
    assert after.plan_march == 10
    assert after.indicators.all()[0].target == "≥2400米"
    assert after.indicators.all()[1].category.name == "社会效益指标"
    assert after.updated_by == books.clerk978
    assert after.version == books.t978.version + 1


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("１２３．５", "123.5"),
        ("1,234,567.89", "1234567.89"),
        ("１，２３４．５", "1234.5"),
        ("99,999,999.999999", "99999999.999999"),
        (" 7 ", "7"),
        ("0", "0"),
        ("", None),
    ],
)
def test_amounts_are_taken_as_people_type_them(clerk, url, form, typed, stored):
    form["budget"] = typed

    assert send(clerk, url, form, save="1").status_code == 302
    assert table(OF_978).budget == (stored and Decimal(stored))


@pytest.mark.parametrize(
    ("typed", "stored"), [("50%", "50"), ("５０％", "50"), ("33.333333", "33.333333"), ("", None)]
)
def test_percentages_are_taken_as_people_type_them(clerk, url, form, typed, stored):
    form["plan.october"] = typed

    assert send(clerk, url, form, save="1").status_code == 302
    assert table(OF_978).plan_october == (stored and Decimal(stored))


# A save that fails


def refused(client, url, form):
    """The page that comes back: nothing was stored, nothing typed is lost."""
    before = table_values(table(OF_978)), table(OF_978).version
    response = send(client, url, form, save="1")
    assert response.status_code == 422
    assert (table_values(table(OF_978)), table(OF_978).version) == before
    back = inputs(response)
    assert back.lists() and {
        name: back.getlist(name) for name in form if not name.endswith("-category")
    } == {name: form.getlist(name) for name in form if not name.endswith("-category")}
    return response


def test_every_wrong_cell_is_marked_at_once_and_the_text_kept(clerk, url, form):
    form["budget"] = "约四千万"
    form["plan.june"] = "101"
    form["purpose"] = "新写的用途\n第二行"
    form[cell(form, 2, "category")] = ""
    form[cell(form, 2, "target")] = "≥99%"

    response = refused(clerk, url, form)

    assert wrong_inputs(response) == {"budget", "plan.june", cell(form, 2, "category")}
    assert alert(response).startswith("没有保存：有 3 个单元格需要改正")
    assert errors(response) == [
        "“约四千万”不是一个数，请填写数字，如12.5。",
        "不能大于100。",
        "请选择二级指标。",
    ]


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("budget", "-1", "不能小于0。"),
        ("budget", "123456789", "位"),
        ("budget", "1.1234567", "位"),
        ("budget", "1E3", "不是一个数"),
        ("budget", "nan", "不是一个数"),
        ("fiscal", "1,23", "不是一个数"),
        ("other", "1.2.3", "不是一个数"),
        ("plan.march", "100.01", "不能大于100。"),
        ("plan.march", "-1", "不能小于0。"),
        ("plan.march", "50%%", "不是一个数"),
        ("project_code", "", "必填"),
        ("project_code", "长" * 41, "40"),
        ("project_name", "", "必填"),
        ("project_name", "长" * 301, "300"),
        ("goals", "坏\x0b字符", "“绩效目标”第2个字符（U+000B）是文件无法保存的控制字符，请删去。"),
    ],
)
def test_wrong_cell_is_told_in_chinese(clerk, url, form, name, typed, told):
    form[name] = typed

    response = refused(clerk, url, form)

    assert wrong_inputs(response) == {name}
    (error,) = errors(response)
    assert told in error


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x0b", "\x1f", "\ufffe"])
def test_character_no_file_can_hold_is_refused_in_an_indicator(clerk, url, form, character):
    name = cell(form, 0, "description")
    form[name] = f"长度{character}米"

    response = send(clerk, url, form, save="1")

    assert response.status_code == 422
    assert wrong_inputs(response) == {name}
    assert errors(response) == [
        f"“绩效指标描述”第3个字符（U+{ord(character):04X}）是文件无法保存的控制字符，请删去。"
    ]


def test_code_of_another_project_is_refused(clerk, url, form):
    form["project_code"] = OF_471

    response = refused(clerk, url, form)

    assert wrong_inputs(response) == {"project_code"}
    assert errors(response) == [f"项目编码{OF_471}已经用在另一个项目上，请核对。"]


def test_category_of_another_framework_is_refused(clerk, url, form, books):
    foreign = Category.objects.get(framework__code="cost_level1", name="经济成本指标")
    form[cell(form, 0, "category")] = str(foreign.pk)

    assert wrong_inputs(refused(clerk, url, form)) == {cell(form, 0, "category")}


def test_corrected_page_is_saved(clerk, url, form):
    form["budget"] = "约四千万"
    back = inputs(refused(clerk, url, form))
    back["budget"] = "4000"

    assert send(clerk, url, back, save="1").status_code == 302
    assert table(OF_978).budget == 4000


def test_project_is_renamed_with_its_table(clerk, url, form):
    form["project_code"], form["project_name"] = "NEW-1", "新名称"

    assert send(clerk, url, form, save="1").status_code == 302
    project = Project.objects.get(code="NEW-1")
    assert project.name == "新名称"
    assert not Project.objects.filter(code=OF_978).exists()


# Rows


def test_rows_are_kept_in_the_order_sent(clerk, url, form):
    before, keys = names(), row_keys(form)
    form.setlist("row", keys[::-1])

    send(clerk, url, form, save="1")

    assert names() == before[::-1]
    assert [str(i.pk) for i in table(OF_978).indicators.all()] == keys[::-1]


def test_blank_rows_are_dropped(clerk, url, form):
    before = names()
    for field in ("category", "name", "description", "target", "basis"):
        form[cell(form, 1, field)] = " \u3000" if field != "category" else ""

    assert send(clerk, url, form, save="1").status_code == 302
    assert names() == [before[0], *before[2:]]


def test_row_not_sent_is_deleted(clerk, url, form):
    before = names()
    form.setlist("row", row_keys(form)[1:])

    send(clerk, url, form, save="1")

    assert names() == before[1:]


def test_new_row_without_category_is_marked_and_kept(clerk, url, form):
    form.appendlist("row", "new1")
    form["indicator-new1-name"] = "新指标"

    response = send(clerk, url, form, save="1")

    assert response.status_code == 422
    assert wrong_inputs(response) == {"indicator-new1-category"}
    assert inputs(response)["indicator-new1-name"] == "新指标"


def test_all_rows_may_go(clerk, url, form):
    form.setlist("row", [])

    assert send(clerk, url, form, save="1").status_code == 302
    assert names() == []
    assert row_keys(inputs(clerk.get(url))) == ["new1"]


def test_long_table_loses_no_row(books, clerk, url):
    rows = tuple(IndicatorRow("产出指标", "数量指标", f"指标{n}") for n in range(250))
    values = replace(table_values(books.t978), indicators=rows)
    save_table(table=books.t978, values=values, by=None)

    response = send(clerk, url, inputs(clerk.get(url)), save="1")

    assert response.status_code == 302
    assert table_values(table(OF_978)).indicators == rows


@pytest.mark.parametrize("key", ["../1", "new", "-1", "1e3", "x" * 99, "9" * 30])
def test_strange_row_keys_are_ignored(clerk, url, form, key):
    before = names()
    form.appendlist("row", key)
    form[f"indicator-{key}-name"] = "夹带"

    assert send(clerk, url, form, save="1").status_code == 302
    assert names() == before


# The buttons without JavaScript


def arranged(client, url, form, command):
    """The page after the button; nothing is stored and all that was typed is still there."""
    version = table(OF_978).version
    response = send(client, url, form, arrange=command)
    assert response.status_code == 200
    assert table(OF_978).version == version
    assert wrong_inputs(response) == set()
    return inputs(response)


@pytest.fixture
def typed(form):
    """Half-finished and wrong, as a page is while somebody works on it."""
    form["budget"] = "约四千万"
    form["goals"] = "1.写到一半\n2."
    form[cell(form, 0, "name")] = "改过的名称"
    form[cell(form, 3, "target")] = "≥?"
    return form


def without(form, *rows):
    texts = {name: form[name] for name in form if name != "row"}
    return {
        n: t for n, t in texts.items() if not any(n.startswith(f"indicator-{k}-") for k in rows)
    }


def test_add_button_adds_a_blank_row(clerk, url, typed):
    after = arranged(clerk, url, typed, "add")

    assert row_keys(after) == [*row_keys(typed), "new1"]
    assert without(after, "new1") == without(typed)
    assert after["indicator-new1-name"] == ""
    again = arranged(clerk, url, after, "add")
    assert row_keys(again)[-2:] == ["new1", "new2"]


@pytest.mark.parametrize(
    ("number", "verb", "order"),
    [
        (1, "up", [1, 0, 2, 3, 4, 5]),
        (1, "down", [0, 2, 1, 3, 4, 5]),
        (0, "up", [0, 1, 2, 3, 4, 5]),
        (5, "down", [0, 1, 2, 3, 4, 5]),
        (5, "up", [0, 1, 2, 3, 5, 4]),
    ],
)
def test_move_buttons_keep_all_typed_text(clerk, url, typed, number, verb, order):
    keys = row_keys(typed)

    after = arranged(clerk, url, typed, f"{verb} {keys[number]}")

    assert row_keys(after) == [keys[n] for n in order]
    assert without(after) == without(typed)


def test_remove_button_keeps_the_other_rows(clerk, url, typed):
    keys = row_keys(typed)

    after = arranged(clerk, url, typed, f"remove {keys[2]}")

    assert row_keys(after) == keys[:2] + keys[3:]
    assert without(after) == without(typed, keys[2])


def test_removing_the_last_row_leaves_a_blank_one(clerk, url, form):
    for key in row_keys(form):
        form = arranged(clerk, url, form, f"remove {key}")

    assert row_keys(form) == ["new1"]


@pytest.mark.parametrize("command", ["", "up", "up 999999999", "explode 1", "remove new9"])
def test_unknown_command_changes_nothing(clerk, url, typed, command):
    after = arranged(clerk, url, typed, command)

    assert row_keys(after) == row_keys(typed)
    assert without(after) == without(typed)


def test_arranged_page_saves(clerk, url, form):
    before = names()
    form = arranged(clerk, url, form, f"up {row_keys(form)[5]}")
    form = arranged(clerk, url, form, "add")
    form["indicator-new1-name"] = "新指标"
    form["indicator-new1-category"] = category("数量指标")

    assert send(clerk, url, form, save="1").status_code == 302
    assert names() == [*before[:4], before[5], before[4], "新指标"]


def test_level_1_stands_over_the_chosen_category(clerk, url, form):
    form[cell(form, 0, "category")] = category("服务对象满意度指标")

    response = send(clerk, url, form, arrange="add")

    levels = [element.text for element in parsed(response).find_class("level1")]
    assert levels[0] == "满意度指标"
    assert levels[-1] in ("", None)


def test_other_peoples_tables_keep_their_rows(books, clerk, url, form):
    theirs = [str(indicator.pk) for indicator in books.t471.indicators.all()]
    form.appendlist("row", theirs[0])
    form[f"indicator-{theirs[0]}-name"] = "抢来的"
    form[f"indicator-{theirs[0]}-category"] = category("数量指标")

    send(clerk, url, form, save="1")

    assert [str(i.pk) for i in table(OF_471).indicators.all()] == theirs
    assert GoalTable.objects.get(pk=books.t471.pk).version == books.t471.version
