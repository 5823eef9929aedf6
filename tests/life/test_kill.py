"""kill -9 hits the server in the middle of saves, thirty times, and nothing is lost or halved."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from random import Random
from urllib.parse import urlencode

import lxml.html
import pytest
from django.db import ConnectionHandler, connections

from audit.models import AuditEvent
from audit.verify import verify
from projects.models import GoalTable
from projects.values import table_values
from tests.conftest import PASSWORD, ROOT
from tests.projects.books import OF_978

KILLS = 30
# Every so often the whole server goes, not only the process that answers.
WHOLE = 10

# Workers are born with everything read; gunicorn's own hook tells which of them answers now.
CONFIG = """
import os
def when_ready(server):
    from django.urls import get_resolver
    assert get_resolver().url_patterns
def post_fork(server, worker):
    with open({pid!r} + ".new", "w") as file:
        file.write(str(os.getpid()))
    os.replace({pid!r} + ".new", {pid!r})
"""


class Server:
    """The production server with one worker on a database file of its own."""

    def __init__(self, folder):
        self.file, self.pid = folder / "db.sqlite3", folder / "worker.pid"
        self.config = folder / "gunicorn.py"
        self.config.write_text(CONFIG.format(pid=str(self.pid)))
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "perfgoals.settings",
            "DATABASE_URL": f"sqlite:///{self.file}",
            "DEBUG": "1",
            "HTTPS": "0",
        }
        for command in ("migrate", "load_demo"):
            self.run([sys.executable, "manage.py", command])
        # The socket outlives the server: whoever asks meanwhile waits instead of being refused.
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.port = self.socket.getsockname()[1]
        self.killed = 0
        self.start()

    def run(self, command):
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    def start(self):
        self.pid.unlink(missing_ok=True)
        handle = self.socket.fileno()
        command = [sys.executable, "-m", "gunicorn", "perfgoals.wsgi", "--preload", "-w", "1"]
        command += ["-b", f"fd://{handle}", "-c", str(self.config), "--log-level", "critical"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, pass_fds=[handle], stderr=subprocess.DEVNULL
        )

    def worker(self):
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if self.pid.exists():
                return int(self.pid.read_text())
            time.sleep(0.005)
        raise AssertionError("the server did not start")

    def kill(self):
        worker = self.worker()
        self.killed += 1
        if self.killed % WHOLE == 0:
            os.kill(self.process.pid, signal.SIGKILL)
            os.kill(worker, signal.SIGKILL)
            self.process.wait()
            self.start()
        else:
            self.pid.unlink()
            os.kill(worker, signal.SIGKILL)

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.socket.close()


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    yield server
    server.stop()


class Clerk:
    """A browser that saves without a pause, each time with another number in every cell."""

    def __init__(self, port, path):
        self.port, self.path, self.cookies = port, path, {}
        self.number, self.accepted = 0, 0

    def ask(self, method, path, fields=()):
        """Raises OSError or HTTPException when the server dies over it."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
            headers["X-CSRFToken"] = self.cookies.get("csrftoken", "")
            asked.request(method, path, urlencode(fields), headers)
            answer = asked.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode()
        finally:
            asked.close()

    def sign_in(self):
        self.ask("GET", "/login/")
        fields = {"username": "clerk978", "password": PASSWORD}
        assert self.ask("POST", "/login/", fields)[0] == 302

    def save(self):
        """What the table now says is `accepted`, where the server lived to say so."""
        status, page = self.ask("GET", self.path)
        assert status == 200
        self.number += 1
        fields = [(name, self.told(name, text)) for name, text in inputs(page)]
        status, _ = self.ask("POST", self.path, [*fields, ("save", "1")])
        assert status == 302
        self.accepted = self.number

    def told(self, name, text):
        if name in ("purpose", "goals") or name.endswith(("-name", "-description", "-target")):
            return f"第{self.number}次"
        return str(self.number) if name == "budget" else text

    def work(self, stop):
        while not stop.is_set():
            try:
                self.save()
            except (OSError, http.client.HTTPException):
                continue  # it was killed over this one


def inputs(page):
    form = next(
        form
        for form in lxml.html.fromstring(page).forms
        if any(around.get("id") == "main" for around in form.iterancestors())
    )
    controls = form.iter("input", "select", "textarea")
    return [
        (control.name, (control.value or "").removeprefix("\n"))
        for control in controls
        if control.name and control.get("type") != "file"
    ]


@contextmanager
def opened(file, blocker):
    """The models read that file instead of the tests' database."""
    settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}
    ours = connections["default"]
    connections["default"] = theirs = ConnectionHandler({"default": settings})["default"]
    try:
        with blocker.unblock():
            yield theirs
    finally:
        theirs.close()
        connections["default"] = ours


def looked_at(connection):
    """The number all cells say, once everything else is found to be in order."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchall() == [("ok",)]
        cursor.execute("PRAGMA foreign_key_check")
        assert cursor.fetchall() == []
    table = GoalTable.objects.whole().get(project__code=OF_978)
    values = table_values(table)
    edits = AuditEvent.objects.filter(deed="edit", object_key=f"{OF_978}/2023").order_by("pk")
    said = {values.purpose, values.goals, f"第{values.budget:.0f}次"}
    said |= {text for row in values.indicators for text in (row.name, row.description, row.target)}
    assert len(said) == 1, "half of a save"
    assert json.loads(edits.last().after)["绩效目标"] == values.goals
    assert verify().id == AuditEvent.objects.count()
    return int(values.budget), table.version, edits.count()


def test_thirty_kills_in_the_middle_of_saves(server, django_db_blocker):
    with opened(server.file, django_db_blocker):
        table = GoalTable.objects.get(project__code=OF_978)
        start = (
            table.version
            - AuditEvent.objects.filter(deed="edit", object_key=f"{OF_978}/2023").count()
        )
    random, clerk = Random(30), Clerk(server.port, f"/tables/{table.pk}/edit/")
    clerk.sign_in()
    clerk.save()
    interrupted = 0

    for _ in range(KILLS):
        accepted, stop = clerk.accepted, threading.Event()
        saving = threading.Thread(target=clerk.work, args=[stop])
        saving.start()
        while clerk.accepted == accepted:  # it is up and saves again
            assert saving.is_alive()
            time.sleep(0.005)
        time.sleep(random.uniform(0, 0.15))
        stop.set()
        server.kill()
        saving.join()
        interrupted += clerk.number > clerk.accepted
        with opened(server.file, django_db_blocker) as connection:
            stored, version, edits = looked_at(connection)
        assert stored in (clerk.accepted, clerk.number)
        assert version == start + edits

    assert server.killed == KILLS
    assert interrupted > KILLS / 5
