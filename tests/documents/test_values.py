"""Values normalise when they are made and refuse what no form can hold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.values import (
    DepartmentGoalValues,
    GoalTableValues,
    IndicatorRow,
    SpendingPlan,
    ValuesError,
    normalise_text,
)

TEXTS = [name for name in GoalTableValues.LABELS if name not in ("budget", "fiscal", "other")]


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("", ""),
        (" \n\u3000\n\t", ""),
        ("甲", "甲"),
        ("\u3000甲\u00a0", "甲"),
        ("甲  乙", "甲  乙"),
        ("甲\t乙", "甲 乙"),
        ("甲\r\n乙\r丙\u2028丁\u2029戊\u0085己", "甲\n乙\n丙\n丁\n戊\n己"),
        ("\n甲 \n\n 乙\n", "甲\n乙"),
        ("零\u200b宽\ufeff", "零\u200b宽\ufeff"),
    ],
)
def test_text_is_normalised(raw, normal):
    assert normalise_text(raw, "资金用途") == normal


@given(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"])))
def test_normalised_text_stays_as_it_is(text):
    try:
        normal = normalise_text(text, "资金用途")
    except ValuesError:
        assert any(ord(character) in (0xFFFE, 0xFFFF) for character in text)
    else:
        assert normalise_text(normal, "资金用途") == normal


@pytest.mark.parametrize("bad", ["\0", "\x01", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
@pytest.mark.parametrize("name", TEXTS)
def test_control_character_is_refused_by_the_name_of_its_field(bad, name):
    label = GoalTableValues.LABELS[name]
    texts = dict.fromkeys(("unit_code", "unit_name", "project_code", "project_name"), "")

    with pytest.raises(ValuesError) as caught:
        GoalTableValues(**texts | {name: f"甲乙{bad}"})

    code = f"U+{ord(bad):04X}"
    sentence = f"“{label}”第3个字符（{code}）是文件无法保存的控制字符，请删去"
    assert str(caught.value) == sentence


@pytest.mark.parametrize("field", list(IndicatorRow.LABELS))
def test_control_character_in_an_indicator_names_its_field(field):
    texts = dict.fromkeys(IndicatorRow.LABELS, "") | {field: "\x07"}

    with pytest.raises(ValuesError, match=f"^“{IndicatorRow.LABELS[field]}”"):
        IndicatorRow(**texts)


def test_control_character_in_the_goal_names_its_part():
    with pytest.raises(ValuesError, match=r"^“工作保障措施”"):
        DepartmentGoalValues(safeguards="\x07")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_number_that_is_none_is_refused(number):
    with pytest.raises(ValuesError, match=r"^“12月底”不是一个数$"):
        SpendingPlan(december=Decimal(number))


def test_blank_levels_repeat_the_row_above():
    rows = [("产出", "数量"), ("", ""), ("", "质量"), ("效益", ""), ("效益", "社会"), ("", "")]

    table = GoalTableValues(
        "", "", "", "", indicators=tuple(IndicatorRow(*levels, "") for levels in rows)
    )

    assert [(row.level1, row.level2) for row in table.indicators] == [
        ("产出", "数量"),
        ("产出", "数量"),
        ("产出", "质量"),
        ("效益", ""),
        ("效益", "社会"),
        ("效益", "社会"),
    ]
