"""What is done to a form on its way: transitions, comments, and the parts of a page about them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from departments.requests import PersonRequest
from projects.actions import Refused, keep_open, perform
from projects.anchors import anchors, find_anchor
from projects.comments import add_comment, reply, resolve
from projects.models import Comment, Form, Revision
from projects.permissions import (
    Deed,
    comment_refusal,
    get_form_for,
    possible_verbs,
    refusal,
    reply_refusal,
)
from projects.versions import changed_since_return
from projects.workflow import VERBS


def life(request: PersonRequest, form: Form) -> dict[str, Any]:
    """Context of a form's page: what this person may do with it and what was done so far."""
    if form.pk is None:
        return {"comments": []}
    revisions = list(form.revisions.only("table", "goal", *Revision.LISTED))
    form.was_approved = bool(revisions)
    steps = form.steps.select_related("by").defer("values")
    return {
        "form": form,
        "kind": form.KIND,
        "verbs": possible_verbs(request.user, form),
        "steps": [(step, VERBS[step.verb].label) for step in steps],
        "revisions": revisions,
        "comments": form.comments.filter(parent=None)
        .select_related("by", "resolved_by")
        .prefetch_related("replies__by"),
        "anchors": {} if comment_refusal(request.user, form) else anchors(form),
        "kinds": Comment.Kind.choices,
        "changed_since_return": changed_since_return(form),
        "can_resolve": not refusal(request.user, form, Deed.EDIT),
        "can_reply": not reply_refusal(request.user, form),
    }


@require_POST
def do(request: PersonRequest, kind: str, pk: int, verb: str) -> HttpResponse:
    form = get_form_for(request.user, kind, pk)
    opinion = request.POST.get("opinion", "")
    with _refusals():
        perform(form=form, verb=VERBS[verb], by=request.user, opinion=opinion)
    messages.success(request, f"已{VERBS[verb].label}：{form.title}")
    return redirect(form)


@require_POST
def comment(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    form = get_form_for(request.user, kind, pk)
    anchor = find_anchor(form, request.POST.get("anchor", ""))
    if anchor is None:
        raise PermissionDenied("意见所指的位置已经没有了，请刷新后重新选择。")
    chosen = request.POST.get("kind", "")
    degree = chosen if chosen in Comment.Kind.values else Comment.Kind.DEMAND
    text = request.POST.get("text", "")
    with _refusals():
        add_comment(form=form, anchor=anchor, kind=degree, text=text, by=request.user)
    return _back(form)


@require_POST
def comment_reply(request: PersonRequest, pk: int) -> HttpResponse:
    commented = _comment_for(request, pk)
    with _refusals():
        reply(comment=commented, text=request.POST.get("text", ""), by=request.user)
    return _back(commented.form)


@require_POST
def comment_resolve(request: PersonRequest, pk: int) -> HttpResponse:
    commented = _comment_for(request, pk)
    with _refusals():
        resolve(comment=commented, by=request.user, done=request.POST.get("done") != "0")
    return _back(commented.form)


def _comment_for(request: PersonRequest, pk: int) -> Comment:
    """A comment on a form the person may see. Raises Http404."""
    found = get_object_or_404(Comment.objects.filter(parent=None), pk=pk)
    get_form_for(request.user, found.form.KIND, found.form.pk)
    return found


def _back(form: Form) -> HttpResponse:
    return redirect(f"{form.get_absolute_url()}#comments")


@contextmanager
def _refusals() -> Iterator[None]:
    """What an action refuses is 403 with its sentence."""
    try:
        yield
    except Refused as refused:
        raise PermissionDenied(str(refused)) from None


@require_POST
def open_by(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    """The editor asks every half minute; the fragment names who else has the form open."""
    form = get_form_for(request.user, kind, pk)
    if reason := refusal(request.user, form, Deed.EDIT):
        raise PermissionDenied(reason)
    others = keep_open(form=form, by=request.user)
    return render(request, "projects/_open_by.html", {"others": others})
