"""What an official form says, as plain frozen values.

Amounts are Decimals in 万元, percentages are Decimals (50 means 50%); None means the cell is blank,
which is not the same as 0. Text is normalised when a value is made, so equality is plain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar, Self

# The characters XML 1.0 has no way to write, not even as a reference (XML 1.0, production 2).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n|[\r\u0085\u2028\u2029]")
ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff]")


class ValuesError(ValueError):
    """A value no form can hold; the message is a Chinese sentence that names the field."""


def normalise_text(text: str, label: str) -> str:
    """Line ends become \\n, tabs a blank; each line is stripped (U+3000 and NBSP too) and empty
    lines are dropped. Runs of blanks inside a line and zero-width characters stay as they are.

    Raises ValuesError naming `label`, the field, on a character XML cannot hold.
    """
    if text.isprintable():  # most cells: one line, nothing but visible characters and blanks
        return text.strip(" ")
    if bad := _NOT_XML.search(text):
        code = f"U+{ord(bad[0]):04X}"
        raise ValuesError(
            f"“{label}”第{bad.start() + 1}个字符（{code}）是文件无法保存的控制字符，请删去"
        )
    lines = _LINE_END.sub("\n", text).replace("\t", " ").split("\n")
    return "\n".join(stripped for line in lines if (stripped := line.strip()))


class Normalised:
    """The base of values: it normalises the text fields and checks the number fields that the
    subclass names."""

    __slots__ = ()
    LABELS: ClassVar[Mapping[str, str]]
    """The fields that hold text or a number, and what people call them."""

    def __post_init__(self) -> None:
        for name, label in self.LABELS.items():
            value = getattr(self, name)
            if isinstance(value, str):
                normal = normalise_text(value, label)
                if normal != value:
                    object.__setattr__(self, name, normal)
            elif value is not None and not value.is_finite():
                raise ValuesError(f"“{label}”不是一个数")


@dataclass(frozen=True, slots=True)
class IndicatorRow(Normalised):
    """One 三级指标 with the names of the level-1 and level-2 categories it stands under."""

    LABELS: ClassVar[Mapping[str, str]] = {
        "level1": "一级指标",
        "level2": "二级指标",
        "name": "三级指标",
        "description": "绩效指标描述",
        "target": "指标值",
        "basis": "指标值确定依据",
    }

    level1: str
    level2: str
    name: str
    description: str = ""
    target: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class SpendingPlan(Normalised):
    """资金支出计划: the part of the budget spent by the end of each month, cumulative, in %."""

    LABELS: ClassVar[Mapping[str, str]] = {
        "march": "3月底",
        "june": "6月底",
        "october": "10月底",
        "december": "12月底",
    }

    march: Decimal | None = None
    june: Decimal | None = None
    october: Decimal | None = None
    december: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GoalTableValues(Normalised):
    """项目绩效目标表: everything the form of one project in one budget year says.

    A blank level-1 or level-2 cell repeats the row above, as on the printed form, so such blanks
    are filled when the value is made.
    """

    LABELS: ClassVar[Mapping[str, str]] = {
        "unit_code": "单位编码",
        "unit_name": "单位名称",
        "project_code": "项目编码",
        "project_name": "项目名称",
        "budget": "预算数",
        "fiscal": "财政资金",
        "other": "其他资金",
        "purpose": "资金用途",
        "goals": "绩效目标",
    }

    unit_code: str
    unit_name: str
    project_code: str
    project_name: str
    budget: Decimal | None = None
    fiscal: Decimal | None = None
    other: Decimal | None = None
    purpose: str = ""
    plan: SpendingPlan = SpendingPlan()
    goals: str = ""
    indicators: tuple[IndicatorRow, ...] = ()

    def __post_init__(self) -> None:
        # Not super(): dataclass(slots=True) makes a new class, which the zero-argument form misses.
        Normalised.__post_init__(self)
        object.__setattr__(self, "indicators", _fill_levels(self.indicators))

    @property
    def unit(self) -> tuple[str, str]:
        """Code and name, which the form prints glued together in one cell."""
        return self.unit_code, self.unit_name


def _fill_levels(rows: tuple[IndicatorRow, ...]) -> tuple[IndicatorRow, ...]:
    if all(row.level1 and row.level2 for row in rows):
        return tuple(rows)
    filled: list[IndicatorRow] = []
    for row in rows:
        above = filled[-1] if filled else row
        level1 = row.level1 or above.level1
        level2 = row.level2 or (above.level2 if level1 == above.level1 else "")
        filled.append(replace(row, level1=level1, level2=level2))
    return tuple(filled)


@dataclass(frozen=True, slots=True)
class DepartmentGoalValues(Normalised):
    """部门整体绩效目标: three parts of free text, a line a paragraph."""

    LABELS: ClassVar[Mapping[str, str]] = {
        "overall": "总体绩效目标",
        "itemised": "分项绩效目标",
        "safeguards": "工作保障措施",
    }

    overall: str = ""
    itemised: str = ""
    safeguards: str = ""


@dataclass(frozen=True, slots=True)
class Book(Normalised):
    """部门预算绩效文本: a department's goal and its projects' tables for one budget year.

    `form` and `edition` name the layout. `year` is None where the document does not say it.
    """

    LABELS: ClassVar[Mapping[str, str]] = {
        "department_code": "部门编码",
        "department_name": "部门名称",
    }

    goals: DepartmentGoalValues = DepartmentGoalValues()
    tables: tuple[GoalTableValues, ...] = ()
    form: str = "hebei"
    edition: str = "2023"
    year: int | None = None
    department_code: str = ""
    department_name: str = ""

    def with_year(self, year: int | None) -> Self:
        return replace(self, year=year) if year is not None else self


FIELD_LABELS: Mapping[str, str] = {
    "unit": "单位",
    **GoalTableValues.LABELS,
    **{f"plan.{name}": f"{label}支出计划" for name, label in SpendingPlan.LABELS.items()},
    **IndicatorRow.LABELS,
}
"""What people call the fields of a layout, by the name `spec.Field` gives them."""
