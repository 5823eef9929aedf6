"""Who is told of what happened to a form: in the application, and by e-mail where there is one."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mass_mail
from django.db import transaction

from departments.models import User
from projects import workflow
from projects.models import Form, Notice, Step, about
from projects.permissions import people_at, unit_of
from projects.states import State


def tell_of_step(step: Step) -> None:
    """Those it waits for now; those who filled it in when it came back or was approved."""
    form = step.form
    stage = next((stage for stage in workflow.STAGES if stage.state == step.target), None)
    if stage:
        text = f"“{form.title}”等待您审核。"
        people: Iterable[User] = people_at(stage.role, unit_of(form))
    elif step.target == State.RETURNED and step.verb == workflow.RETURN.code:
        text = f"“{form.title}”被{step.by.full_name}退回：{step.opinion}"
        people = form.editors.all()
    elif step.target == State.APPROVED and step.verb == workflow.PASS.code:
        text = f"“{form.title}”已批复。"
        people = form.editors.all()
    else:
        return
    tell(form, [person for person in people if person != step.by], text)


def tell(form: Form, people: Iterable[User], text: str) -> None:
    """Leave a notice for each; the mail goes when the transaction is through."""
    told = list(people)
    shown = text[:500]
    Notice.objects.bulk_create(Notice(**about(form), person=person, text=shown) for person in told)
    addresses = [person.email for person in told if person.email]
    if settings.EMAIL_HOST and addresses:
        mails = [("绩效目标办理通知", text, None, [address]) for address in addresses]
        transaction.on_commit(lambda: send_mass_mail(mails, fail_silently=False), robust=True)
