"""The whole editor of a goal table as one form: its head and a row for each indicator.

The rows stand in the order in which the browser sends their keys (`row`), so that moving one
renames nothing. Beside them travel the `version` the clerk started from and the texts he started
from (`base`), so that a clash with somebody else's save can be shown cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count, groupby
from typing import Any

from django.forms import BoundField
from django.http import QueryDict

from documents.values import GoalTableValues, IndicatorRow, SpendingPlan
from indicators.models import Category, Framework
from projects.forms import HEAD_FIELDS, MONTHS, ROW_TEXTS, HeadForm, IndicatorForm
from projects.merging import (
    dump_texts,
    merge,
    merge_order,
    posted_base,
    posted_notes,
    posted_version,
)
from projects.models import GoalTable, Indicator
from projects.values import table_values

# No leading zeros: 7 and 007 would be two rows of one indicator.
_KEY = re.compile(r"[1-9][0-9]{0,17}|new[0-9]{1,9}")
_MOVES = {"up": -1, "down": 1}


class TableForm:
    """From the database, or as posted. `notes` says for an input's name what somebody else made of
    its cell; `conflicts` are the inputs that both changed."""

    def __init__(self, table: GoalTable, data: QueryDict | None = None) -> None:
        self.table = table
        self.data = data
        self.conflicts: set[str] = set()
        self.taken_over = 0
        self.categories = _level_2(table.year.framework)
        self.choices = _choices(self.categories)
        self.notes: dict[str, str] = {}
        self.rows: list[IndicatorForm]
        if data is None:
            self.head = HeadForm(table=table, initial=HeadForm.initial_of(table_values(table)))
            self.rows = [self._stored_row(indicator) for indicator in table.indicators.all()]
            self.version = table.version
            self.base = dump_texts(self.texts())
        else:
            self.head = HeadForm(data, table=table)
            self.rows = [self._row(key, data) for key in _keys(data)]
            self.notes = posted_notes(data)
            self.version = posted_version(data)
            self.base = data.get("base", "")
        if not self.rows:
            self.add_row()

    @classmethod
    def merged(cls, table: GoalTable, data: QueryDict) -> TableForm:
        """What was posted, laid over the newer version that is stored now: cells only the other
        person changed are taken over, cells both changed keep what was posted. Every cell in which
        the two differ has a note."""
        theirs, base = cls(table), posted_base(data)
        result = merge(_texts(data), base, theirs.texts(), theirs.shown)
        kept = _row_keys(result.texts)
        stored = [row.key for row in theirs.rows]
        order = merge_order(_keys(data), _row_keys(base), stored)
        merged = QueryDict(mutable=True)
        merged.update(result.texts)
        merged.setlist("row", [key for key in order if key in kept])
        merged["version"], merged["base"] = str(theirs.version), theirs.base
        form = cls(table, merged)
        form.notes = posted_notes(data) | result.notes
        form.conflicts, form.taken_over = result.conflicts, len(result.notes)
        return form

    def notes_as_json(self) -> str:
        return dump_texts(self.notes)

    def shown(self, name: str, text: str) -> str:
        """As `merging.Show`: of a category its name."""
        category = self.categories.get(text) if name.endswith("-category") else None
        return category.name if category else text

    def _stored_row(self, indicator: Indicator) -> IndicatorForm:
        initial = {name: getattr(indicator, name) for name in ROW_TEXTS}
        return self._row(str(indicator.pk), initial=initial | {"category": indicator.category_id})

    def _row(
        self,
        key: str,
        data: QueryDict | None = None,
        initial: dict[str, Any] | None = None,
    ) -> IndicatorForm:
        return IndicatorForm(data, key=key, choices=self.choices, initial=initial)

    def add_row(self) -> None:
        """A blank row at the end."""
        taken = {row.key for row in self.rows}
        self.rows.append(self._row(next(k for n in count(1) if (k := f"new{n}") not in taken)))

    def arrange(self, command: str) -> None:
        """`add`, or `up`, `down`, `remove` and a row's key: the buttons without JavaScript."""
        verb, _, key = command.partition(" ")
        at = next((n for n, row in enumerate(self.rows) if row.key == key), None)
        if at is not None and verb == "remove":
            del self.rows[at]
        elif at is not None and verb in _MOVES:
            to = min(max(at + _MOVES[verb], 0), len(self.rows) - 1)
            self.rows.insert(to, self.rows.pop(at))
        if verb == "add" or not self.rows:
            self.add_row()

    def is_valid(self) -> bool:
        """Checks every cell, so that all wrong ones are marked at once."""
        return all([self.head.is_valid(), *(row.is_valid() for row in self._filled())])

    def wrong_cells(self) -> int:
        return sum(bool(field.errors) for field in self._fields())

    def texts(self) -> dict[str, str]:
        """What stands in each input, by the input's name."""
        return {field.html_name: str(field.value() or "") for field in self._fields()}

    def _fields(self) -> Iterator[BoundField]:
        for form in (self.head, *self.rows):
            yield from form

    def _filled(self) -> list[IndicatorForm]:
        return [row for row in self.rows if not row.is_blank()]

    def values(self) -> GoalTableValues:
        """What was typed, once `is_valid`."""
        head, unit = self.head.cleaned_data, self.table.project.unit
        return GoalTableValues(
            unit_code=unit.code,
            unit_name=unit.name,
            plan=SpendingPlan(**{month: head[f"plan.{month}"] for month in MONTHS}),
            indicators=tuple(self._indicator(row.cleaned_data) for row in self._filled()),
            **{name: head[name] for name in HEAD_FIELDS},
        )

    def _indicator(self, cleaned: Mapping[str, Any]) -> IndicatorRow:
        category = self.categories[cleaned["category"]]
        texts = {name: cleaned[name] for name in ROW_TEXTS}
        return IndicatorRow(level1=_level1(category), level2=category.name, **texts)

    def ids(self) -> list[int | None]:
        """The stored row each indicator was, as `values.store_table` takes them."""
        return [row.indicator_id for row in self._filled()]

    def level1_of(self, row: IndicatorForm) -> str:
        """The level-1 category over the row's choice, "" where nothing is chosen."""
        category = self.categories.get(str(row["category"].value()))
        return _level1(category) if category else ""


def _keys(data: QueryDict) -> list[str]:
    return [key for key in dict.fromkeys(data.getlist("row")) if _KEY.fullmatch(key)]


def _row_keys(names: Iterable[str]) -> list[str]:
    """The keys of the rows that inputs of these names stand in, in the names' order."""
    rows = (name.split("-")[1] for name in names if name.startswith("indicator-"))
    return list(dict.fromkeys(rows))


def _texts(data: QueryDict) -> dict[str, str]:
    return {name: str(data[name]) for name in data}


def _level_2(framework: Framework) -> dict[str, Category]:
    """The level-2 categories in the framework's order, by id as text."""
    level_2 = framework.categories.filter(level=Category.Level.TWO).select_related("parent")
    ordered = level_2.order_by("parent__position", "parent", "position", "pk")
    return {str(category.pk): category for category in ordered}


def _level1(category: Category) -> str:
    return category.parent.name if category.parent else ""


def _choices(categories: Mapping[str, Category]) -> list[tuple[Any, Any]]:
    groups = groupby(categories.items(), key=lambda item: _level1(item[1]))
    return [
        ("", "请选择"),
        *((level1, [(key, category.name) for key, category in group]) for level1, group in groups),
    ]
