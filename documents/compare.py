"""Two versions of a form, cell by cell: what changed, and the form with the changes marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from html import escape
from itertools import zip_longest

from documents.grid import Cell, getter
from documents.spec import Field, Layout
from documents.values import FIELD_LABELS, DepartmentGoalValues, GoalTableValues, IndicatorRow
from documents.write_html import write_html


@dataclass(frozen=True, slots=True)
class RowPair:
    """An indicator in both versions; None on the side that does not have it."""

    before: IndicatorRow | None
    after: IndicatorRow | None


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that says something else: where it stands, in words, and both texts."""

    place: str
    before: str
    after: str


def pair_rows(before: GoalTableValues, after: GoalTableValues) -> list[RowPair]:
    """The indicators of both versions in one order. Rows are the same when category and name are;
    between two that are, a renamed row is taken for the one that stood in its place."""
    old, new = before.indicators, after.indicators
    matcher = SequenceMatcher(None, _keys(old), _keys(new), autojunk=False)
    pairs: list[RowPair] = []
    for _, i1, i2, j1, j2 in matcher.get_opcodes():
        pairs += _paired(old[i1:i2], new[j1:j2])
    return pairs


def _keys(rows: tuple[IndicatorRow, ...]) -> list[tuple[str, str, str]]:
    return [(row.level1, row.level2, row.name) for row in rows]


def _paired(old: tuple[IndicatorRow, ...], new: tuple[IndicatorRow, ...]) -> Iterator[RowPair]:
    for before, after in zip_longest(old, new):
        if before and after and before.level2 != after.level2:
            yield RowPair(before, None)
            yield RowPair(None, after)
        else:
            yield RowPair(before, after)


def changes(layout: Layout, before: GoalTableValues, after: GoalTableValues) -> list[Change]:
    """Every cell in which the two differ, in the order of the form."""
    found: list[Change] = []
    fields = [field for field in layout.fields() if field.name not in IndicatorRow.LABELS]
    for field in fields:
        found += _change(FIELD_LABELS[field.name], _text(field, before), _text(field, after))
    rows = [field for field in layout.fields() if field.name in IndicatorRow.LABELS]
    for number, pair in enumerate(pair_rows(before, after), start=1):
        found += _row_changes(number, pair, rows)
    return found


def text_changes(before: DepartmentGoalValues, after: DepartmentGoalValues) -> list[Change]:
    """The sections of a department's goal that say something else."""
    found: list[Change] = []
    for name, label in after.LABELS.items():
        found += _change(label, getattr(before, name), getattr(after, name))
    return found


def _row_changes(number: int, pair: RowPair, fields: list[Field]) -> Iterator[Change]:
    row = pair.after or pair.before
    assert row is not None
    place = f"第{number}行“{row.name}”"
    if pair.before is None or pair.after is None:
        shown = " ".join(filter(None, (_text(field, row) for field in fields)))
        yield Change(place, "", shown) if pair.before is None else Change(place, shown, "")
        return
    for field in fields:
        label = FIELD_LABELS[field.name]
        yield from _change(f"{place}{label}", _text(field, pair.before), _text(field, pair.after))


def _change(place: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        yield Change(place, before, after)


def _text(field: Field, values: GoalTableValues | IndicatorRow | None) -> str:
    return field.kind.show(getter(field.name)(values)) if values else ""


def write_compared(layout: Layout, before: GoalTableValues, after: GoalTableValues) -> str:
    """The form as HTML with what was taken out in <del> and what was put in in <ins>."""
    pairs = pair_rows(before, after)
    rows = tuple(row for pair in pairs if (row := pair.after or pair.before))

    def slot(cell: Cell) -> str:
        assert isinstance(cell.spec, Field)
        if cell.item is None:
            return mark(_text(cell.spec, before), _text(cell.spec, after))
        pair = pairs[cell.item]
        return mark(_text(cell.spec, pair.before), _text(cell.spec, pair.after))

    # Not merged: a level's cell over several rows could not show that one of them is new.
    return write_html(layout, replace(after, indicators=rows), slot, merge=False)


def mark(before: str, after: str) -> str:
    """One text as HTML with the changes inside it marked."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    pieces = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(_lines(before[i1:i2]))
            continue
        if i1 < i2:
            pieces.append(f"<del>{_lines(before[i1:i2])}</del>")
        if j1 < j2:
            pieces.append(f"<ins>{_lines(after[j1:j2])}</ins>")
    return "".join(pieces)


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
