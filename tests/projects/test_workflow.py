"""The life of a form. The matrix below was written by hand from the county's rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from audit.append_only_model import AppendOnlyError
from audit.models import AuditEvent
from departments.models import User
from departments.roles import Role
from documents.freeze import checksum, thaw
from projects import workflow
from projects.actions import Refused, perform, save_table
from projects.models import BudgetYear, GoalTable
from projects.permissions import get_table_for, refusal
from projects.states import State
from projects.values import table_values

C, R = Role.CLERK, Role.REVIEWER
B, P = Role.FINANCE_BUSINESS, Role.FINANCE_PERFORMANCE

# verb, from, to, who: with a department's review and both finance desks.
WHOLE = {
    ("submit", "draft", "department_review", C),
    ("submit", "returned", "department_review", C),
    ("submit", "adjusting", "department_review", C),
    ("withdraw", "department_review", "draft", C),
    ("withdraw", "department_review", "returned", C),
    ("withdraw", "department_review", "adjusting", C),
    ("pass", "department_review", "business_review", R),
    ("pass", "business_review", "performance_review", B),
    ("pass", "performance_review", "approved", P),
    ("return", "department_review", "returned", R),
    ("return", "business_review", "returned", B),
    ("return", "performance_review", "returned", P),
    ("cancel", "business_review", "department_review", R),
    ("cancel", "performance_review", "business_review", B),
    ("adjust", "approved", "adjusting", C),
    ("abandon", "adjusting", "approved", C),
    ("abandon", "returned", "approved", C),
    ("void", "draft", "void", C),
    ("void", "returned", "void", C),
}
# One desk, no department's review: the performance desk alone.
SHORT = {
    ("submit", "draft", "performance_review", C),
    ("submit", "returned", "performance_review", C),
    ("submit", "adjusting", "performance_review", C),
    ("withdraw", "performance_review", "draft", C),
    ("withdraw", "performance_review", "returned", C),
    ("withdraw", "performance_review", "adjusting", C),
    ("pass", "performance_review", "approved", P),
    ("return", "performance_review", "returned", P),
    ("adjust", "approved", "adjusting", C),
    ("abandon", "adjusting", "approved", C),
    ("abandon", "returned", "approved", C),
    ("void", "draft", "void", C),
    ("void", "returned", "void", C),
}


def rows(year: BudgetYear) -> set[tuple[str, str, str, Role]]:
    return {(row.verb.code, row.source, row.target, row.role) for row in workflow.transitions(year)}


def test_transitions_are_these_with_every_desk():
    assert rows(BudgetYear(year=2023)) == WHOLE


def test_transitions_are_these_with_one_desk():
    assert rows(BudgetYear(year=2023, department_reviews=False, finance_desks=1)) == SHORT


# Who takes a table from where; every state is reached by real actions.
WAY = (
    ("submit", "clerk471"),
    ("pass", "reviewer471"),
    ("pass", "finance1"),
    ("pass", "finance2"),
    ("adjust", "clerk471"),
)
REACHED = {
    State.DRAFT: 0,
    State.DEPARTMENT_REVIEW: 1,
    State.BUSINESS_REVIEW: 2,
    State.PERFORMANCE_REVIEW: 3,
    State.APPROVED: 4,
    State.ADJUSTING: 5,
}
PEOPLE = ("clerk471", "clerk978", "reviewer471", "finance1", "finance2", "auditor", "admin")
# state → (verb, person) that may be done; everything else is refused.
MAY = {
    State.DRAFT: {("submit", "clerk471")},
    State.DEPARTMENT_REVIEW: {
        ("withdraw", "clerk471"),
        ("pass", "reviewer471"),
        ("return", "reviewer471"),
    },
    State.BUSINESS_REVIEW: {
        ("cancel", "reviewer471"),
        ("pass", "finance1"),
        ("return", "finance1"),
    },
    State.PERFORMANCE_REVIEW: {
        ("cancel", "finance1"),
        ("pass", "finance2"),
        ("return", "finance2"),
    },
    State.APPROVED: {("adjust", "clerk471")},
    State.RETURNED: {("submit", "clerk471"), ("void", "clerk471")},
    State.ADJUSTING: {("submit", "clerk471"), ("abandon", "clerk471")},
}


@pytest.fixture
def table(county, books):
    return GoalTable.objects.get(project__code="13073023P00017110001T")


def do(county, table, code, person, opinion="意见"):
    fresh = get_table_for(county.admin, table.pk)
    return perform(
        form=fresh, verb=workflow.VERBS[code], by=getattr(county, person), opinion=opinion
    )


def bring(county, table, state):
    if state == State.RETURNED:
        bring(county, table, State.DEPARTMENT_REVIEW)
        do(county, table, "return", "reviewer471")
        return
    for code, person in WAY[: REACHED[state]]:
        do(county, table, code, person)


@pytest.mark.parametrize("state", MAY)
def test_matrix_of_state_verb_and_person(county, table, state):
    bring(county, table, state)
    allowed = set()

    for code in workflow.VERBS:
        for person in PEOPLE:
            fresh = get_table_for(county.admin, table.pk)
            reason = workflow_refusal(county, fresh, code, person)
            if not reason:
                allowed.add((code, person))

    assert allowed == MAY[state]


def workflow_refusal(county, table, code, person):
    return refusal(getattr(county, person), table, workflow.VERBS[code])


def test_approval_freezes_a_version(county, table):
    before = table_values(get_table_for(county.admin, table.pk))

    bring(county, table, State.APPROVED)

    [revision] = table.revisions.all()
    assert revision.number == 1
    assert thaw(revision.values) == before
    assert checksum(revision.values) == revision.sha256


def test_abandoned_adjustment_says_again_what_was_approved(county, table):
    bring(county, table, State.ADJUSTING)
    fresh = get_table_for(county.clerk471, table.pk)
    approved = table_values(fresh)
    changed = replace(approved, goals="改过的目标", indicators=approved.indicators[:2])
    save_table(table=fresh, values=changed, by=county.clerk471)

    do(county, table, "abandon", "clerk471")

    again = get_table_for(county.admin, table.pk)
    assert again.state == State.APPROVED
    assert table_values(again) == approved
    assert again.revisions.count() == 1


def test_return_needs_an_opinion(county, table):
    bring(county, table, State.DEPARTMENT_REVIEW)

    with pytest.raises(Refused, match="请填写退回意见"):
        do(county, table, "return", "reviewer471", opinion="  ")

    assert get_table_for(county.admin, table.pk).state == State.DEPARTMENT_REVIEW


def test_nobody_reviews_what_he_filled_in(county, table):
    fresh = get_table_for(county.clerk471, table.pk)
    save_table(table=fresh, values=table_values(fresh), by=county.clerk471)
    county.clerk471.memberships.create(role=Role.REVIEWER, department=county.d471)
    do(county, table, "submit", "clerk471")
    county.clerk471 = User.objects.get(pk=county.clerk471.pk)

    with pytest.raises(Refused, match="您填写过这张表"):
        do(county, table, "pass", "clerk471")


def test_revision_is_never_changed(county, table):
    bring(county, table, State.APPROVED)
    revision = table.revisions.get()

    with pytest.raises(AppendOnlyError):
        revision.save()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE projects_revision SET sha256 = 'x'")


def test_way_leaves_a_chain_that_verifies(county, table):
    bring(county, table, State.ADJUSTING)

    codes = list(AuditEvent.objects.order_by("id").values_list("deed", flat=True))

    assert codes[-5:] == ["submit", "pass", "pass", "pass", "adjust"]
    call_command("verify_audit")
