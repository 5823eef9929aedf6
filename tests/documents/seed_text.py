"""A plain second reading of the seed texts, to hold our readers against."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from documents.values import GoalTableValues

NAMES = ("978_sha_cheng_2023.txt", "471_gongxin_2023.txt")

_CELL = re.compile(r"^\t(.*(?:\n(?!\t).*)*)", re.MULTILINE)
_HEADING = re.compile(r"^\d+\..*绩效目标表$", re.MULTILINE)

LABELS = {
    1: "单位：万元",
    2: "项目编码",
    4: "项目名称",
    6: "预算规模及资金用途",
    7: "预算数",
    9: "其中：财政    资金",
    11: "其他资金",
    13: "",
    15: "资金支出计划（%）",
    16: "3月底",
    17: "6月底",
    18: "10月底",
    19: "12月底",
    20: "",
    25: "绩效目标",
    27: "一级指标",
    28: "二级指标",
    29: "三级指标",
    30: "绩效指标描述",
    31: "指标值",
    32: "指标值确定依据",
}
AMOUNTS, PLAN = (8, 10, 12), (21, 22, 23, 24)
FIRST_INDICATOR = 33


def text_of(path: Path) -> str:
    return re.sub(r"\[bookmark: \w+\]", "", path.read_text(encoding="utf-8"))


def tables_of(path: Path) -> list[list[str]]:
    """For each project the text of all its cells in order, without outer blanks."""
    _, *sections = _HEADING.split(text_of(path))
    return [[lines(cell) for cell in _CELL.findall(section)] for section in sections]


def lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def cells_of(values: GoalTableValues) -> list[str]:
    """What the cells of a table with these values hold, written down without the layout."""
    amounts = ["" if n is None else plain(n) for n in (values.budget, values.fiscal, values.other)]
    plan = values.plan
    months = [plan.march, plan.june, plan.october, plan.december]
    cells = dict(LABELS)
    cells |= {0: values.unit_code + values.unit_name, 3: values.project_code}
    cells |= {5: values.project_name, 14: values.purpose, 26: values.goals}
    cells |= dict(zip(AMOUNTS, amounts, strict=True))
    cells |= {at: "" if n is None else plain(n) for at, n in zip(PLAN, months, strict=True)}
    above = ("", "")
    at = FIRST_INDICATOR
    for row in values.indicators:
        level1 = "" if row.level1 == above[0] else row.level1
        level2 = "" if (row.level1, row.level2) == above else row.level2
        texts = (level1, level2, row.name, row.description, row.target, row.basis)
        cells |= dict(enumerate(texts, start=at))
        above, at = (row.level1, row.level2), at + 6
    return [cells[number] for number in range(at)]


def numbers_plain(cells: list[str]) -> list[str]:
    """The cells with amounts and percentages in one spelling."""
    done = list(cells)
    for at in (*AMOUNTS, *PLAN):
        if done[at]:
            done[at] = plain(Decimal(done[at].removesuffix("%")))
    return done


def plain(number: Decimal) -> str:
    return format(number.normalize(), "f")
