"""What is done to a form on its way: transitions, comments, and the parts of a page about them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from departments.requests import PersonRequest
from projects.actions import Refused, perform
from projects.models import Form
from projects.permissions import get_form_for, possible_verbs
from projects.workflow import VERBS


def life(request: PersonRequest, form: Form) -> dict[str, Any]:
    """Context of a form's page: what this person may do with it and what was done so far."""
    if form.pk is None:
        return {}
    return {
        "form": form,
        "kind": form.KIND,
        "verbs": possible_verbs(request.user, form),
        "steps": [(step, VERBS[step.verb].label) for step in form.steps.select_related("by")],
        "revisions": form.revisions.all(),
    }


@require_POST
def do(request: PersonRequest, kind: str, pk: int, verb: str) -> HttpResponse:
    form = get_form_for(request.user, kind, pk)
    try:
        perform(
            form=form, verb=VERBS[verb], by=request.user, opinion=request.POST.get("opinion", "")
        )
    except Refused as refused:
        raise PermissionDenied(str(refused)) from None
    messages.success(request, f"已{VERBS[verb].label}：{form.title}")
    return redirect(form)
