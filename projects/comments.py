"""The verbs of comments, as in actions.py: put one on a form, answer it, tick it off."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from audit import deeds
from audit.record import record
from departments.models import User
from projects.actions import Refused, written
from projects.anchors import Anchor
from projects.models import Comment, Form, about
from projects.permissions import Deed, comment_refusal, refusal, reply_refusal

COMMENTED = deeds.declare("comment", "提出意见")
REPLIED = deeds.declare("reply", "回复意见")
RESOLVED = deeds.declare("resolve", "处理意见")
REOPENED = deeds.declare("reopen", "意见改为未处理")


@transaction.atomic
def add_comment(*, form: Form, anchor: Anchor, kind: str, text: str, by: User) -> Comment:
    """Raises Refused where `by` does not review the form now, or wrote nothing."""
    if reason := comment_refusal(by, form):
        raise Refused(reason)
    comment = Comment.objects.create(
        **about(form),
        indicator=anchor.indicator,
        field=anchor.field,
        place=anchor.place,
        kind=kind,
        text=written(text),
        by=by,
    )
    record(deed=COMMENTED, by=by, target=form, after={comment.place: comment.text})
    return comment


@transaction.atomic
def reply(*, comment: Comment, text: str, by: User) -> Comment:
    """Raises Refused where `by` has nothing to do with the form, or wrote nothing."""
    if reason := reply_refusal(by, comment.form):
        raise Refused(reason)
    answer = Comment.objects.create(
        **about(comment.form),
        parent=comment,
        place=comment.place,
        kind=comment.kind,
        text=written(text),
        by=by,
    )
    record(deed=REPLIED, by=by, target=comment.form, after={answer.place: answer.text})
    return answer


@transaction.atomic
def resolve(*, comment: Comment, by: User, done: bool = True) -> None:
    """Tick a comment off, or with `done=False` take the tick back; a second click changes nothing.

    Raises Refused where `by` may not.
    """
    if reason := refusal(by, comment.form, Deed.EDIT):
        raise Refused(reason)
    if comment.is_resolved == done:
        return
    comment.resolved_by = by if done else None
    comment.resolved_at = timezone.now() if done else None
    comment.save(update_fields=["resolved_by", "resolved_at"])
    deed = RESOLVED if done else REOPENED
    record(deed=deed, by=by, target=comment.form, remark=str(comment))
