"""Whatever people do to a form in whatever order, it never comes where it cannot be."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from audit.models import AuditEvent
from audit.verify import verify
from departments.roles import Role
from documents.freeze import checksum, thaw
from projects.actions import Conflict, Refused, perform, save_goal, save_table
from projects.anchors import anchors
from projects.comments import add_comment, reply, resolve
from projects.models import Comment, DepartmentGoal, GoalTable
from projects.permissions import Deed, get_form_for, refusal
from projects.values import form_values
from projects.workflow import VERBS, VOID, transitions
from tests.conftest import person

# (state, has an approved version, the state it was last submitted from): all there may ever be.
LEGAL = {
    ("draft", False, ""),
    ("draft", False, "draft"),
    ("department_review", False, "draft"),
    ("department_review", False, "returned"),
    ("department_review", True, "adjusting"),
    ("department_review", True, "returned"),
    ("business_review", False, "draft"),
    ("business_review", False, "returned"),
    ("business_review", True, "adjusting"),
    ("business_review", True, "returned"),
    ("performance_review", False, "draft"),
    ("performance_review", False, "returned"),
    ("performance_review", True, "adjusting"),
    ("performance_review", True, "returned"),
    ("returned", False, "draft"),
    ("returned", False, "returned"),
    ("returned", True, "adjusting"),
    ("returned", True, "returned"),
    ("approved", True, "draft"),
    ("approved", True, "returned"),
    ("approved", True, "adjusting"),
    ("adjusting", True, "draft"),
    ("adjusting", True, "returned"),
    ("adjusting", True, "adjusting"),
    ("void", False, "draft"),
    ("void", False, "returned"),
}
PEOPLE = (
    "clerk471",
    "unit_clerk",
    "both",
    "reviewer471",
    "finance1",
    "finance2",
    "auditor",
    "admin",
    "clerk978",
)
EDITING = ("edit", "comment", "reply", "resolve")
# Together these twelve lives come through every combination above.
STEPS = 70
SEEDS = range(12)


@pytest.fixture
def crew(books):
    books.unit_clerk = person("unit_clerk", "王五", Role.CLERK, books.u471002)
    books.both = person("both", "郝忙", Role.CLERK, books.d471)
    books.both.memberships.create(role=Role.REVIEWER, department=books.d471)
    return books


class Life:
    """One form and everything random people do to it; each step is looked at."""

    def __init__(self, crew, seed):
        self.crew, self.random = crew, Random(seed)
        crew.year.department_reviews = self.random.random() < 0.7
        crew.year.finance_desks = self.random.choice((1, 2))
        crew.year.save()
        if seed % 4:
            self.kind, self.pk = "table", GoalTable.objects.get(project__unit=crew.u471002).pk
        else:
            self.kind, self.pk = "goal", crew.d471.goals.get().pk
        self.stale = self.form()
        self.done, self.now = [], self.told()

    def form(self):
        """As it is now."""
        model = GoalTable.objects.whole() if self.kind == "table" else DepartmentGoal.objects
        return model.get(pk=self.pk)

    def step(self):
        """Somebody does something, sometimes on a page he loaded a while ago."""
        form = self.stale if self.random.random() < 0.2 else self.form()
        deed, who = self.choice(form)
        if self.random.random() < 0.3:
            self.stale = self.form()
        before, trail = self.now, AuditEvent.objects.count()
        try:
            self.act(deed, getattr(self.crew, who), form)
        except (Refused, Conflict, PermissionDenied, Http404):
            self.now = self.told()
            assert (self.now, AuditEvent.objects.count()) == (before, trail), (deed, who)
        else:
            self.now = self.told()
            self.done.append(deed)
            assert AuditEvent.objects.count() == trail + 1, (deed, who)
        self.look(deed, before)

    def choice(self, form):
        """Mostly what may be done, else nothing would ever be approved. A void form is the end, so
        it is tried often only where it must be refused."""
        deed, who = self.random.choice(EDITING), self.random.choice(PEOPLE)
        if self.random.random() < 0.3:
            return deed, who
        if self.random.random() < (0.1 if form.revisions.exists() else 0.04):
            return "void", "clerk471"
        verbs = {row.verb for row in transitions(form.year) if row.source == form.state}
        people = self.random.sample(PEOPLE, len(PEOPLE))
        for verb in self.random.sample(sorted(verbs - {VOID}, key=str), len(verbs - {VOID})):
            for may in people:
                if not refusal(getattr(self.crew, may), form, verb):
                    return verb.code, may
        return deed, who

    def act(self, deed, by, form):
        if deed in VERBS:
            perform(form=form, verb=VERBS[deed], by=by, opinion="理由")
        elif deed == "edit":
            self.edit(by, form)
        elif deed == "comment":
            places = [place for group in anchors(form).values() for place in group]
            place, kind = self.random.choice(places), self.random.choice(Comment.Kind.values)
            add_comment(form=form, anchor=place, kind=kind, text="请说明", by=by)
        else:
            self.answer(deed, by, form)

    def edit(self, by, form):
        """As the page does it: who may not is refused when he opens it."""
        if reason := refusal(by, get_form_for(by, self.kind, self.pk), Deed.EDIT):
            raise PermissionDenied(reason)
        word = f"第{len(self.done)}次"
        if self.kind == "goal":
            values = replace(form_values(form), overall=word)
            save_goal(goal=form, values=values, by=by, version=form.version)
            return
        values = form_values(form)
        rows = [replace(row, target=word) for row in values.indicators]
        self.random.shuffle(rows)
        rows = rows[: self.random.randint(1, len(rows))] * self.random.choice((1, 2))
        values = replace(values, goals=word, project_name=word, indicators=tuple(rows[:12]))
        save_table(table=form, values=values, by=by)

    def answer(self, deed, by, form):
        comments = list(form.comments.filter(parent=None))
        if not comments:
            raise Refused("没有意见。")
        comment = self.random.choice(comments)
        get_form_for(by, self.kind, self.pk)
        if deed == "reply":
            reply(comment=comment, text="好", by=by)
        else:
            resolve(comment=comment, by=by)

    def told(self):
        """All that must stay as it is when something is refused."""
        form = self.form()
        life = (form.state, form.submitted_from, form.version, form_values(form))
        return life, list(form.revisions.values()), form.steps.count(), form.comments.count()

    def look(self, deed, before):
        (state, submitted_from, _, values), revisions, *_ = self.now
        combination = (state, bool(revisions), submitted_from)
        assert combination in LEGAL, self.done
        approves = deed == "pass" and state == "approved" != before[0][0]
        new = revisions[len(before[1]) :]
        assert revisions[: len(before[1])] == before[1], self.done
        assert len(new) == approves, self.done
        assert [r["number"] for r in revisions] == list(range(1, len(revisions) + 1))
        assert all(checksum(r["values"]) == r["sha256"] for r in revisions)
        if state == "approved":
            assert values == thaw(revisions[-1]["values"]), self.done


@pytest.mark.parametrize("seed", SEEDS)
def test_random_people_in_random_order(crew, seed):
    life = Life(crew, seed)

    for _ in range(STEPS):
        life.step()

    assert verify().id == AuditEvent.objects.count()
    assert len(life.done) > STEPS / 4 or life.now[0][0] == "void"
