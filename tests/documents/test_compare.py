from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from documents.compare import Change, changes, mark, pair_rows, write_compared
from documents.layouts.hebei_2023 import LAYOUT
from documents.values import GoalTableValues, IndicatorRow

OLD = GoalTableValues(
    unit_code="471001",
    unit_name="甲局",
    project_code="1",
    project_name="项目",
    budget=Decimal("4.00"),
    goals="1.甲",
    indicators=(
        IndicatorRow("产出指标", "数量指标", "次数", target="≥5次"),
        IndicatorRow("产出指标", "质量指标", "合格率", target="≥95%"),
        IndicatorRow("效益指标", "社会效益指标", "影响", target="提升"),
    ),
)
TEXTS = st.text(alphabet="甲乙丙<&\n1", max_size=12)


def row(number, **changed):
    return replace(OLD.indicators[number], **changed)


def test_changes_name_each_cell_that_differs():
    new = replace(OLD, budget=Decimal(5), indicators=(row(0, target="≥6次"), *OLD.indicators[1:]))

    assert changes(LAYOUT, OLD, new) == [
        Change("预算数", "4.00", "5.00"),
        Change("第1行“次数”指标值", "≥5次", "≥6次"),
    ]


def test_changes_of_equal_versions_are_none():
    assert changes(LAYOUT, OLD, replace(OLD)) == []


def test_rows_are_paired_when_one_is_added_and_one_removed():
    added = IndicatorRow("产出指标", "时效指标", "及时率")
    new = replace(OLD, indicators=(row(0), added, row(2)))

    pairs = [(p.before and p.before.name, p.after and p.after.name) for p in pair_rows(OLD, new)]

    assert pairs == [("次数", "次数"), ("合格率", None), (None, "及时率"), ("影响", "影响")]


def test_renamed_row_is_the_same_row():
    new = replace(OLD, indicators=(row(0, name="总次数"), *OLD.indicators[1:]))

    [change] = changes(LAYOUT, OLD, new)

    assert change == Change("第1行“总次数”三级指标", "次数", "总次数")


@given(TEXTS, TEXTS)
def test_mark_holds_both_texts(before, after):
    html = mark(before, after)

    assert _plain(re.sub("<ins>.*?</ins>", "", html, flags=re.DOTALL)) == before
    assert _plain(re.sub("<del>.*?</del>", "", html, flags=re.DOTALL)) == after


def _plain(html: str) -> str:
    return unescape(re.sub("</?(ins|del)>", "", html).replace("<br>", "\n"))


def test_compared_form_marks_inside_the_cell_and_whole_rows():
    new = replace(OLD, goals="1.甲乙", indicators=OLD.indicators[:2])

    html = write_compared(LAYOUT, OLD, new)

    assert "1.甲<ins>乙</ins>" in html
    assert "<del>影响</del>" in html
