"""Books for hypothesis: what people and other programs put into forms."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from documents.values import (
    Book,
    DepartmentGoalValues,
    GoalTableValues,
    IndicatorRow,
    SpendingPlan,
)

# Texts that some format or program along the way would like to change.
TRICKY = (
    "=100%",
    "=600套",
    "=SUM(A1:A9)",
    "+1",
    "-3",
    "@怀来",
    "'0012",
    '"引号"',
    "<w:t>&amp;</w:t>",
    "]]>",
    "&#10;",
    "[Sheet1]:a\\b/c?d*",
    "%s",
    "%%",
    "{0}",
    "_x000D_",
    "_x005F_x000D_",
    "_x4e2d_",
    "零\u200b宽\ufeff",
    "\u202e反向",
    "2023-12-31",
    "0012",
    "1E5",
    "TRUE",
    "#N/A",
    "≥95%",
    "甲 \u3000乙",
    "第一行\n第二行\n第三行",
    "a\r\nb\tc\u2028d",
    "𠮷野",
    "\U0001f600",
    "一级指标",
    "项目编码",
    "单位：万元",
    "预算项目绩效目标",
    "某项目绩效目标表",
    "长" * 400,
)

_LETTERS = "绩效目标指标值预算财政资金成本质量数量时效，。；：、（）【】〔〕“”≥≤％"
_MARKS = "abcXYZ0189 .,;=+-@'\"<>&[]:\\/?*%_#!{}|~^$`\u00a0\u3000\u200b\u2060\t\n\ud7ff\ufffd"

free_texts = st.text(st.sampled_from(_LETTERS + _MARKS), max_size=14) | st.sampled_from(TRICKY)
"""Everything a cell may hold, blank included."""

any_characters = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff", min_codepoint=32),
    max_size=8,
)

units = st.tuples(
    st.sampled_from(["471001", "978001", "", "47101", "4710011", "A01", "４７１００１"]),
    st.sampled_from(["怀来县数字经济局", "", "3号办公室", "471002号", "一 二"]) | free_texts,
)

amounts = st.none() | st.decimals(0, Decimal("99999999.999999"), places=6)
amounts |= st.decimals(0, Decimal("99999999.99"), places=2)
percents = st.none() | st.integers(0, 100).map(Decimal) | st.decimals(0, 100, places=2)

levels = st.sampled_from(["产出指标", "效益指标", "满意度指标", ""]) | free_texts
seconds = st.sampled_from(["数量指标", "质量指标", "成本指标", "社会效益指标", ""]) | free_texts
indicators = st.builds(
    IndicatorRow, levels, seconds, *[free_texts | any_characters for _ in range(4)]
)
plans = st.builds(SpendingPlan, percents, percents, percents, percents)


@st.composite
def goal_tables(draw: st.DrawFn) -> GoalTableValues:
    code, name = draw(units)
    return GoalTableValues(
        unit_code=code,
        unit_name=name,
        project_code=draw(st.sampled_from(["13073022P00865210002J", ""]) | free_texts),
        project_name=draw(free_texts),
        budget=draw(amounts),
        fiscal=draw(amounts),
        other=draw(amounts),
        purpose=draw(free_texts),
        plan=draw(plans),
        goals=draw(free_texts | any_characters),
        indicators=tuple(draw(st.lists(indicators, min_size=1, max_size=60))),
    )


def _no_heading(text: str) -> bool:
    """Generated narrative holds no line that looks like one of the book's own headings."""
    headings = ("预算项目绩效目标", "部门整体绩效目标")
    return not any(heading in text for heading in headings)


narratives = free_texts.filter(_no_heading)
department_goals = st.builds(DepartmentGoalValues, narratives, narratives, narratives)
books = st.builds(
    Book, goals=department_goals, tables=st.lists(goal_tables(), max_size=3).map(tuple)
)
