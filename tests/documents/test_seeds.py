"""The two real books are read whole: every cell, nothing unplaced, each change named."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from documents.blocks import Severity
from documents.files import read_file
from documents.values import IndicatorRow, SpendingPlan
from tests.documents import seed_text


@pytest.fixture(scope="module")
def both(seeds, layout):
    return [read_file(seeds / name, layout) for name in seed_text.NAMES]


@pytest.fixture(scope="module")
def tables(both):
    return [table for reading in both for table in reading.book.tables]


def test_seed_cells_are_all_read(reading, seed):
    read = [seed_text.cells_of(table) for table in reading.book.tables]

    assert read == [seed_text.numbers_plain(cells) for cells in seed_text.tables_of(seed)]


def test_seed_headings_are_what_the_layout_generates(reading, seed, layout):
    headings = [
        line.replace(" ", "")
        for line in seed_text.text_of(seed).split("\n")
        if line.endswith("绩效目标表")
    ]

    generated = [
        layout.table_title(table.project_name, number)
        for number, table in enumerate(reading.book.tables, start=1)
    ]

    assert [title.replace(" ", "") for title in generated] == headings


def test_seed_goals_are_all_read(reading, seed):
    before = seed_text.text_of(seed).split("第二部分")[0]
    overall, rest = before.split("一、总体绩效目标\n")[1].split("二、分项绩效目标\n")
    itemised, safeguards = rest.split("三、工作保障措施\n")

    goals = reading.book.goals

    assert goals.overall == seed_text.lines(overall)
    assert goals.itemised == seed_text.lines(itemised)
    assert goals.safeguards == seed_text.lines(safeguards)


def test_seeds_hold_thirteen_tables_and_85_indicators(both):
    counts = [
        (len(r.book.tables), sum(len(table.indicators) for table in r.book.tables)) for r in both
    ]

    assert counts == [(3, 19), (10, 66)]


def test_seeds_belong_to_three_units_of_two_departments(both, tables):
    assert Counter(table.unit for table in tables) == {
        ("978001", "河北沙城经济开发区管理委员会"): 3,
        ("471001", "怀来县工业和信息化局"): 9,
        ("471002", "怀来县数字经济局"): 1,
    }
    assert [reading.book.department_code for reading in both] == ["978", "471"]


def test_seed_amounts_add_up(tables):
    for table in tables:
        costs = [row for row in table.indicators if row.level2 == "成本指标"]
        targets = [Decimal(row.target.strip("≤元").removesuffix("万")) for row in costs]

        assert sum(targets) == table.budget
        assert table.fiscal + (table.other or 0) == table.budget


def test_seed_plans_end_at_a_hundred_and_never_fall(tables):
    for table in tables:
        plan = table.plan
        known = [n for n in (plan.march, plan.june, plan.october, plan.december) if n is not None]

        assert plan.december == 100
        assert known == sorted(known)


def test_seed_values_spot_checked(both):
    first, second, third = both[0].book.tables
    land, *_, running = both[1].book.tables

    assert first.project_code == "13073022P00865210002J"
    assert (first.budget, first.fiscal, first.other) == (Decimal("4204.68"),) * 2 + (None,)
    assert first.plan == SpendingPlan(None, Decimal(50), Decimal(75), Decimal(100))
    assert second.project_name == "怀财字【2023】7号 定额公用经费"
    assert third.plan == SpendingPlan(None, None, Decimal(90), Decimal(100))
    assert third.indicators[1] == IndicatorRow(
        "产出指标", "数量指标", "电力专线数量", "电力专线数量", "≥2050米", "2023年工作计划"
    )
    assert land.budget == Decimal("0.11")
    assert land.indicators[3].basis == "2023年度预算测算，2023年度工作计划"
    assert running.unit == ("471002", "怀来县数字经济局")
    assert running.goals.split("\n") == [
        "1.购置办公设备及办公用品",
        "2.招商引资",
        "3.大数据枢纽节点建设专家团队服务",
        "4.宣传片制作",
    ]
    assert len(running.indicators) == 12


def test_seed_level_2_order_is_kept(both):
    def order(table):
        return list(dict.fromkeys(row.level2 for row in table.indicators))[:4]

    first, second, _ = both[0].book.tables

    assert order(first) == ["数量指标", "时效指标", "质量指标", "成本指标"]
    assert order(second) == ["数量指标", "质量指标", "时效指标", "成本指标"]


def test_seeds_leave_nothing_unplaced(both):
    assert {note.severity for reading in both for note in reading.notes} == {Severity.INFO}


def test_seed_normalisations_are_noted_in_order(both):
    places = [[int(note.place.strip("第行")) for note in reading.notes] for reading in both]

    assert places == [sorted(numbers) for numbers in places]


def test_seed_normalisations_are_noted_where_they_are(reading, seed):
    noted = {(note.place, note.message) for note in reading.notes}

    assert {place for place, message in noted if "书签" in message} == {
        f"第{number}行"
        for number, line in enumerate(seed.read_text(encoding="utf-8").split("\n"), start=1)
        if "[bookmark: _GoBack]" in line
    }
    assert {place for place, message in noted if "空白" in message} == set(_blanks(seed))


def _blanks(seed):
    """Places with blanks around a line of a cell, and blank lines in the goals."""
    text = seed.read_text(encoding="utf-8").split("\n")
    goals = next(at for at, line in enumerate(text) if line.endswith("一、总体绩效目标"))
    part = next(at for at, line in enumerate(text) if line.strip() == "第二部分")
    cell = None
    for at, line in enumerate(text):
        if goals < at < part and line and not line.strip():
            yield f"第{at + 1}行"
        if line.startswith("\t"):
            cell, line = at + 1, line[1:]
        elif not line:
            cell = None
        if cell and line != line.strip():
            yield f"第{cell}行"


def test_seed_torn_rows_are_joined_and_noted(both):
    torn = [note.place for note in both[1].notes if "断开" in note.message]

    assert torn == ["第632行", "第723行", "第814行"]
    for number in (7, 8, 9):
        row = both[1].book.tables[number - 1].indicators[-2]
        assert (row.level1, row.level2) == ("效益指标", "社会效益指标")
