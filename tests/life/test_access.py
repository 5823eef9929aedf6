"""Every URL pattern × every kind of person: the status he gets, as written down in access.py.

A new URL fails here until somebody has thought about who may open it and has entered it there.
"""

from __future__ import annotations

import re
from http.cookies import SimpleCookie
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve

from audit.models import AuditEvent
from departments.models import User
from departments.roles import Role
from projects import workflow
from projects.actions import perform
from projects.anchors import find_anchor
from projects.attachments import add_attachment
from projects.comments import add_comment
from projects.models import Comment, GoalTable
from tests.conftest import person
from tests.life.access import GET, PEOPLE, POST

# Who may do what is Python; the querysets behind it are tested on both databases elsewhere.
pytestmark = pytest.mark.once


def rows(table):
    """path → the statuses in the order of PEOPLE."""
    found = {}
    for line in table.splitlines():
        if not line or line.startswith("#"):
            continue
        path, *statuses = line.split()
        assert len(statuses) == len(PEOPLE) and path not in found, line
        found[path] = [int(status) for status in statuses]
    return found


# What any of the pages asks for in words; nothing in it fits a form with more than words.
BODY = {"text": "请说明依据", "opinion": "理由"}
EXPECTED = {"GET": rows(GET), "POST": rows(POST)}


# The county of the table


WAYS = {
    "in_review": ("submit",),
    "approved": ("submit", "return", "submit", "pass", "pass", "pass"),
}


@pytest.fixture
def places(books):
    """What the names in angle brackets stand for."""
    reviewer978 = person("reviewer978", "何平", Role.REVIEWER, books.d978)
    near = brought(books, books.u471001, books.clerk471, books.reviewer471)
    far = brought(books, books.u978001, books.clerk978, reviewer978)
    return {
        **{f"own{name}": pk for name, pk in near.items()},
        "own_goal": books.d471.goals.get().pk,
        "sibling": GoalTable.objects.get(project__unit=books.u471002).pk,
        **{f"far{name}": pk for name, pk in far.items()},
        "far_goal": books.d978.goals.get().pk,
        "person": books.auditor.pk,
        "unit": books.u471001.pk,
        "event": AuditEvent.objects.latest("pk").pk,
        "region": books.region.pk,
        "framework": books.year.framework.pk,
        "year": books.year.pk,
        "type": ContentType.objects.get_for_model(GoalTable).pk,
        "none": 987654321,
    }


def brought(books, unit, clerk, reviewer):
    """Three tables of the unit, a draft, one in review with a comment and an approved one."""
    tables = GoalTable.objects.filter(project__unit=unit).order_by("pk")
    draft, *others = (table.pk for table in tables[:3])
    found = {"": draft}
    for (name, way), pk in zip(WAYS.items(), others, strict=True):
        found[f"_{name}"] = pk
        desks = iter((reviewer, books.finance1, books.finance2))
        for code in way:
            by = {"submit": clerk, "return": reviewer}.get(code) or next(desks)
            form = GoalTable.objects.whole().get(pk=pk)
            step = perform(form=form, verb=workflow.VERBS[code], by=by, opinion="请细化")
            if code == "return":
                found["_back"] = step.pk
    form = GoalTable.objects.whole().get(pk=found["_in_review"])
    anchor, kind = find_anchor(form, "budget"), Comment.Kind.ADVICE
    comment = add_comment(form=form, anchor=anchor, kind=kind, text="请说明", by=reviewer)
    proof = SimpleUploadedFile("依据.pdf", b"%PDF-1.7")
    attachment = add_attachment(form=GoalTable.objects.get(pk=draft), file=proof, by=clerk)
    return found | {"_comment": comment.pk, "_file": attachment.pk}


@pytest.fixture
def people(books, places):
    return SimpleNamespace(
        clerk=books.clerk471,
        unit_clerk=person("unit471001", "王五", Role.CLERK, books.u471001),
        far_clerk=books.clerk978,
        reviewer=books.reviewer471,
        far_reviewer=User.objects.get(username="reviewer978"),
        business=books.finance1,
        far_business=person("business978", "冯军", Role.FINANCE_BUSINESS, books.d978),
        performance=books.finance2,
        auditor=books.auditor,
        admin=books.admin,
        stranger=User.objects.create_user("stranger", full_name="陌生人"),
        nobody=None,
    )


# The walk


@pytest.mark.parametrize("method", EXPECTED)
@pytest.mark.parametrize("who", PEOPLE)
def test_every_url_answers_everybody_as_written_down(people, places, who, method):
    client = Client()
    if user := getattr(people, who):
        client.force_login(user)
    cookies = client.cookies.output(header="").replace("\r\n", ";")

    got = {path: asked(client, cookies, method, filled(path, places)) for path in EXPECTED[method]}

    column = PEOPLE.index(who)
    assert got == {path: statuses[column] for path, statuses in EXPECTED[method].items()}


def sample(path):
    return re.sub(r"<\w+>", "1", path)


def filled(path, places):
    return re.sub(r"<(\w+)>", lambda name: str(places[name[1]]), path)


def asked(client, cookies, method, path):
    """The answer alone: what it wrote is taken back, so that every row meets the same county."""
    client.cookies = SimpleCookie(cookies)
    with transaction.atomic():
        response = client.get(path) if method == "GET" else client.post(path, BODY)
        transaction.set_rollback(True)
    return response.status_code


# Nothing outside


def patterns(resolver=None, prefix=""):
    """Every URL pattern there is, as `resolve` names it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        own = str(pattern.pattern)
        route = prefix + own.removeprefix("^") if prefix else own
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from patterns(pattern, route)


def written_down(method):
    return {resolve(sample(path)).route for path in EXPECTED[method]}


def test_no_url_is_left_out():
    assert written_down("GET") == set(patterns())


def test_what_takes_no_post_says_so(people, places, client):
    client.force_login(people.admin)
    silent = set(patterns()) - written_down("POST")
    paths = [path for path in EXPECTED["GET"] if resolve(sample(path)).route in silent]

    taken = {path: client.post(filled(path, places)).status_code for path in paths}

    assert set(taken.values()) == {405}, taken
    assert len({resolve(sample(path)).route for path in paths}) == len(silent)
