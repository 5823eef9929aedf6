"""The Book as JSON, the neutral file format: amounts and percentages are decimal strings or null,
never floats; absent text is ""."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any, TypeVar

from documents.kinds import CellError, format_amount, format_percent, parse_number
from documents.layouts import LAYOUTS
from documents.values import (
    Book,
    DepartmentGoalValues,
    GoalTableValues,
    IndicatorRow,
    SpendingPlan,
    ValuesError,
)

_T = TypeVar("_T")
_AMOUNTS = ("budget", "fiscal", "other")


def dump_book(book: Book) -> str:
    return json.dumps(book_to_json(book), ensure_ascii=False, indent=1) + "\n"


def load_book(text: str) -> Book:
    """Raises ValuesError with a Chinese sentence on anything that is no Book."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValuesError(f"不是有效的JSON：第{error.lineno}行第{error.colno}列有误") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, thousands of brackets
        raise ValuesError("不是有效的JSON：数字太长或嵌套太深") from None
    return book_from_json(data)


# --- out ----------------------------------------------------------------------------------------


def book_to_json(book: Book) -> dict[str, Any]:
    return {
        "form": book.form,
        "edition": book.edition,
        "year": book.year,
        "department": {"code": book.department_code, "name": book.department_name},
        "goals": goals_to_json(book.goals),
        "tables": [table_to_json(table) for table in book.tables],
    }


def table_to_json(table: GoalTableValues) -> dict[str, Any]:
    amounts = {name: _or_none(format_amount(getattr(table, name))) for name in _AMOUNTS}
    plan = {
        name: _or_none(format_percent(getattr(table.plan, name))) for name in SpendingPlan.LABELS
    }
    indicators = [_texts(row) for row in table.indicators]
    return {
        field.name: {**amounts, "plan": plan, "indicators": indicators}.get(
            field.name, getattr(table, field.name)
        )
        for field in fields(table)
    }


def goals_to_json(goals: DepartmentGoalValues) -> dict[str, str]:
    return _texts(goals)


def _texts(values: DepartmentGoalValues | IndicatorRow) -> dict[str, str]:
    return {name: getattr(values, name) for name in values.LABELS}


def _or_none(text: str) -> str | None:
    return text or None


# --- in -----------------------------------------------------------------------------------------


def book_from_json(data: Any) -> Book:
    """Raises ValuesError naming the place of what is missing, unknown or of the wrong type."""
    known = _Object(data, "全书", ("form", "edition", "year", "department", "goals", "tables"))
    department = _Object(known.get("department", {}), "department", ("code", "name"))
    form, edition = known.text("form") or "hebei", known.text("edition") or "2023"
    if (form, edition) not in LAYOUTS:
        raise ValuesError(f"没有“{form}”“{edition}”这种表样")
    year = known.get("year")
    if not (year is None or (isinstance(year, int) and not isinstance(year, bool))):
        raise ValuesError("year应为年份（整数）或null")
    return Book(
        form=form,
        edition=edition,
        year=year,
        department_code=department.text("code"),
        department_name=department.text("name"),
        goals=goals_from_json(known.get("goals", {})),
        tables=tuple(
            table_from_json(table, f"第{number}张表")
            for number, table in enumerate(known.list("tables"), start=1)
        ),
    )


def goals_from_json(data: Any) -> DepartmentGoalValues:
    """Raises ValuesError."""
    known = _Object(data, "goals", DepartmentGoalValues.LABELS)
    return _made(DepartmentGoalValues, known.place, known.texts())


def table_from_json(data: Any, place: str) -> GoalTableValues:
    """Raises ValuesError, which names `place`."""
    known = _Object(data, place, [field.name for field in fields(GoalTableValues)])
    plan = _Object(known.get("plan", {}), f"{place}的plan", SpendingPlan.LABELS)
    rows = enumerate(known.list("indicators"), start=1)
    texts = [name for name in GoalTableValues.LABELS if name not in _AMOUNTS]
    return _made(
        GoalTableValues,
        place,
        {
            **{name: known.text(name) for name in texts},
            **{name: known.number(name) for name in _AMOUNTS},
            "plan": SpendingPlan(**{name: plan.number(name) for name in SpendingPlan.LABELS}),
            "indicators": tuple(_indicator(row, f"{place}第{n}个指标") for n, row in rows),
        },
    )


def _indicator(data: Any, place: str) -> IndicatorRow:
    return _made(IndicatorRow, place, _Object(data, place, IndicatorRow.LABELS).texts())


def _made(make: Callable[..., _T], place: str, values: Mapping[str, Any]) -> _T:
    try:
        return make(**values)
    except ValuesError as error:
        raise ValuesError(f"{place}：{error}") from None


class _Object:
    """A JSON object at a place, whose keys are all known and whose values are asked for by type."""

    def __init__(self, data: Any, place: str, keys: Collection[str]) -> None:
        if not isinstance(data, dict):
            raise ValuesError(f"{place}应为JSON对象")
        if unknown := sorted(set(data) - set(keys)):
            raise ValuesError(f"{place}有不认识的项“{unknown[0]}”")
        self.data: dict[str, Any] = data
        self.place = place
        self.keys = keys

    def get(self, key: str, default: Any = None) -> Any:
        return self.data.get(key, default)

    def text(self, key: str) -> str:
        value = self.get(key, "")
        if not isinstance(value, str):
            raise ValuesError(f"{self.place}的{key}应为文字")
        return value

    def texts(self) -> dict[str, str]:
        return {key: self.text(key) for key in self.keys}

    def list(self, key: str) -> list[Any]:
        value = self.get(key, [])
        if not isinstance(value, list):
            raise ValuesError(f"{self.place}的{key}应为JSON数组")
        return value

    def number(self, key: str) -> Decimal | None:
        value = self.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise ValuesError(f'{self.place}的{key}应为写成文字的小数（如"0.11"）或null')
        try:
            return parse_number(value)
        except CellError as error:
            raise ValuesError(f"{self.place}的{key}：{error}") from None
