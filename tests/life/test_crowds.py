"""Many people on one table at the same moment, each with a browser and a connection of his own."""

from __future__ import annotations

import fcntl
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test import Client

from audit.models import AuditEvent
from audit.verify import verify
from departments.models import Membership, User
from departments.roles import Role
from projects import workflow
from projects.actions import perform
from projects.values import table_values
from tests.projects.books import OF_978, table, with_books
from tests.projects.pages import alert, cell, inputs, notes, send

# SQLite lets one writer in at a time and the others wait; a few show that nobody is lost.
CROWD = 50 if connection.vendor == "postgresql" else 12

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def books(county):
    return with_books(county, tables=1)


@pytest.fixture
def crowd(books):
    """crowd(role, department) → so many signed-in browsers."""

    def people(role, department=None):
        made = User.objects.bulk_create(
            User(username=f"crowd{n}", full_name=f"第{n}人", password="!") for n in range(CROWD)
        )
        Membership.objects.bulk_create(
            Membership(user=user, role=role, department=department) for user in made
        )
        browsers = [Client(raise_request_exception=False) for _ in made]
        for browser, user in zip(browsers, made, strict=True):
            browser.force_login(user)
        return browsers

    return people


@contextmanager
def no_other_crowd():
    """A server takes about a hundred connections; two crowds in two test processes need more."""
    with (Path(tempfile.gettempdir()) / "perfgoals-crowd.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def at_once(jobs):
    """What each job gives back, all started at the same moment in threads of their own."""
    answers, start = [None] * len(jobs), threading.Barrier(len(jobs))

    def work(number):
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            answers[number] = jobs[number]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[n]) for n in range(len(jobs))]
    with no_other_crowd():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return answers


def cells(page):
    """The inputs people type words into."""
    rows = [cell(page, n, f) for n in range(6) for f in ("name", "description", "target", "basis")]
    return [*rows, "goals"]


def test_every_value_of_a_crowd_is_kept_or_shown_to_its_author_as_a_conflict(books, crowd):
    url = f"/tables/{books.t978.pk}/edit/"
    browsers = crowd(Role.CLERK, books.d978)
    opened = inputs(browsers[0].get(url))
    version = books.t978.version
    # Two for each cell: they must clash, and nobody else.
    mine = [(cells(opened)[n // 2], f"第{n}人写的") for n in range(CROWD)]

    def save(browser, name, text):
        page = opened.copy()
        page[name] = text
        return send(browser, url, page, save="1")

    jobs = [lambda b=b, m=m: save(b, *m) for b, m in zip(browsers, mine, strict=True)]
    answers = at_once(jobs)

    statuses = [answer.status_code for answer in answers]
    assert sorted(statuses) == [302] * (CROWD // 2) + [409] * (CROWD // 2)
    stored = inputs(browsers[0].get(url))
    for (name, text), answer in zip(mine, answers, strict=True):
        if answer.status_code == 302:
            assert stored[name] == text
        else:
            assert inputs(answer)[name] == text
            assert stored[name] in notes(answer)[name] and text in notes(answer)[name]
            assert alert(answer).startswith("没有保存")
    assert table(OF_978).version == version + CROWD // 2
    assert AuditEvent.objects.filter(deed="edit", username__startswith="crowd").count() == (
        CROWD // 2
    )
    assert verify().id == AuditEvent.objects.count()


def test_of_a_crowd_that_approves_exactly_one_does(books, crowd):
    books.year.department_reviews, books.year.finance_desks = False, 1
    books.year.save()
    perform(form=table(OF_978), verb=workflow.SUBMIT, by=books.clerk978)
    said = table_values(table(OF_978))
    browsers = crowd(Role.FINANCE_PERFORMANCE)
    url = f"/forms/table/{books.t978.pk}/pass/"

    answers = at_once([lambda browser=browser: browser.post(url) for browser in browsers])

    assert sorted(answer.status_code for answer in answers) == [302] + [403] * (CROWD - 1)
    refused = [answer.text for answer in answers if answer.status_code == 403]
    assert all("现在是“已批复”" in text for text in refused)
    [revision] = table(OF_978).revisions.all()
    assert revision.unsealed() == said
    assert [step.verb for step in table(OF_978).steps.all()] == ["submit", "pass"]
    deeds = AuditEvent.objects.filter(object_kind="项目绩效目标表", username__startswith="crowd")
    assert [event.deed for event in deeds] == ["pass"]
    assert verify().id == AuditEvent.objects.count()
