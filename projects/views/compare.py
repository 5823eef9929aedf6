from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from departments.requests import PersonRequest
from documents.compare import mark, write_compared
from documents.values import DepartmentGoalValues, GoalTableValues
from documents.write_html import write_html
from projects.models import Form
from projects.permissions import get_form_for
from projects.versions import NOW, Values, differences, values_of, versions


@require_GET
def compare(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    """Any two versions: the cells that differ, the marked form, and the two side by side."""
    form = get_form_for(request.user, kind, pk)
    known = versions(form)
    after_code = request.GET.get("after", NOW)
    before_code = request.GET.get("before", known[min(1, len(known) - 1)].code)
    before, after = values_of(form, before_code), values_of(form, after_code)
    context = {
        "form": form,
        "kind": kind,
        "versions": known,
        "before": before_code,
        "after": after_code,
        "changes": differences(form, before, after),
        "marked": _marked(form, before, after),
        "sides": [_shown(form, before), _shown(form, after)],
    }
    return render(request, "projects/compare.html", context)


def _marked(form: Form, before: Values, after: Values) -> SafeString:
    if isinstance(before, GoalTableValues) and isinstance(after, GoalTableValues):
        return mark_safe(write_compared(form.year.layout, before, after))  # it escapes
    return _sections(form, before, after)


def _shown(form: Form, values: Values) -> SafeString:
    if isinstance(values, GoalTableValues):
        return mark_safe(write_html(form.year.layout, values))  # it escapes
    return _sections(form, values, values)


def _sections(form: Form, before: Values, after: Values) -> SafeString:
    """A department's goal, its three parts under their headings."""
    assert isinstance(before, DepartmentGoalValues) and isinstance(after, DepartmentGoalValues)
    parts = "".join(
        f"<h3>{section.heading}</h3>"
        f"<p>{mark(getattr(before, section.field), getattr(after, section.field))}</p>"
        for section in form.year.layout.goal_sections
    )
    return mark_safe(f'<section class="official-form narrative">{parts}</section>')  # mark escapes
