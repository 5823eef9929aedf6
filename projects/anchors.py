"""The places of a form a comment can stand at: the whole form, a cell, an indicator's row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from documents.values import FIELD_LABELS, DepartmentGoalValues, IndicatorRow
from projects.models import Comment, Form, GoalTable, Indicator

WHOLE = "整张表"
_CELLS = ("level2", "name", "description", "target", "basis")


@dataclass(frozen=True, slots=True)
class Anchor:
    """`field` is the layout's name of the cell, "" for the whole row or form."""

    place: str
    field: str = ""
    indicator: Indicator | None = None

    @property
    def code(self) -> str:
        """What the page sends for it: `budget`, `12`, `12.target`."""
        parts = [str(self.indicator.pk)] if self.indicator else []
        return ".".join([*parts, *filter(None, [self.field])])


def anchors(form: Form) -> dict[str, list[Anchor]]:
    """The anchors of a form in groups, as a choice shows them."""
    if not isinstance(form, GoalTable):
        sections = [Anchor(label, name) for name, label in DepartmentGoalValues.LABELS.items()]
        return {"": [Anchor(WHOLE), *sections]}
    head = [
        Anchor(FIELD_LABELS[field.name], field.name)
        for field in form.year.layout.fields()
        if field.name not in IndicatorRow.LABELS and field.name != "unit"
    ]
    rows = enumerate(form.indicators.all(), start=1)
    return {"": [Anchor(WHOLE), *head]} | {
        f"第{number}行 {indicator.name}": list(_row_anchors(number, indicator))
        for number, indicator in rows
    }


def _row_anchors(number: int, indicator: Indicator) -> Iterator[Anchor]:
    place = f"第{number}行“{indicator.name}”"
    yield Anchor(place, "", indicator)
    for name in _CELLS:
        yield Anchor(f"{place}{FIELD_LABELS[name]}", name, indicator)


def find_anchor(form: Form, code: str) -> Anchor | None:
    """None where the form has no such place (any more)."""
    every = (anchor for group in anchors(form).values() for anchor in group)
    return next((anchor for anchor in every if anchor.code == code), None)


def code_of(comment: Comment) -> str:
    """The code of the place a comment stands at."""
    return ".".join(filter(None, [str(comment.indicator_id or ""), comment.field]))
