"""The versions of a form that can be compared: as submitted, as approved, as it is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404

from documents.compare import Change, changes, text_changes
from documents.freeze import thaw
from documents.values import DepartmentGoalValues, GoalTableValues
from projects.models import Form
from projects.values import form_values
from projects.workflow import IN_REVIEW, RETURN, SUBMIT

NOW = "now"
Values = GoalTableValues | DepartmentGoalValues


@dataclass(frozen=True, slots=True)
class Version:
    """`code` finds it again: `now`, `r2` the second revision, `s17` the submission of step 17."""

    code: str
    label: str
    at: datetime


def versions(form: Form) -> list[Version]:
    """Every version of the form, the newest first."""
    revisions = form.revisions.only("number", "approved_at")
    found = [Version(f"r{r.number}", f"批复第{r.number}版", r.approved_at) for r in revisions]
    submitted = form.steps.filter(verb=SUBMIT.code).only("at")
    for number, step in enumerate(submitted, start=1):
        found.append(Version(f"s{step.pk}", f"第{number}次送审", step.at))
    found.sort(key=lambda version: version.at, reverse=True)
    return [Version(NOW, "现在的内容", form.updated_at), *found]


def values_of(form: Form, code: str) -> Values:
    """What the form said in that version. Raises Http404 where it has no such version."""
    if code == NOW:
        return form_values(form)
    kind, number = code[:1], code[1:]
    if not number.isdecimal() or len(number) > 18:
        raise Http404("没有这个版本")
    rows: Any = (
        form.revisions.filter(number=number)
        if kind == "r"
        else form.steps.filter(verb=SUBMIT.code, pk=number)
    )
    text = rows.values_list("values", flat=True).first()
    if text is None:
        raise Http404("没有这个版本")
    return thaw(text)


def differences(form: Form, before: Values, after: Values) -> list[Change]:
    """Every cell or section in which two versions of the form differ."""
    if isinstance(before, GoalTableValues) and isinstance(after, GoalTableValues):
        return changes(form.year.layout, before, after)
    assert isinstance(before, DepartmentGoalValues) and isinstance(after, DepartmentGoalValues)
    return text_changes(before, after)


def changed_since_return(form: Form) -> list[Change] | None:
    """What the clerk changed after the form was sent back, for the reviewer's second round; None
    where it was not sent back or does not lie with a reviewer."""
    if form.state not in IN_REVIEW:
        return None
    last_return = form.steps.filter(verb=RETURN.code).only("pk").last()
    if last_return is None:
        return None
    returned = form.steps.filter(verb=SUBMIT.code, pk__lt=last_return.pk).last()
    return differences(form, thaw(returned.values), form_values(form)) if returned else None
