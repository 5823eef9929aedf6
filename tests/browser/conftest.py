from __future__ import annotations

import pytest

from tests.conftest import PASSWORD
from tests.projects.books import with_books


@pytest.fixture
def books(live_server, county):
    return with_books(county, tables=1)


@pytest.fixture
def complaints():
    """What any window had to complain of, and every request that left our host."""
    return []


@pytest.fixture
def window(new_context, live_server, complaints):
    """window("clerk978") is that person's signed-in page in a browser of its own."""

    def open_window(username, **options):
        page = new_context(base_url=live_server.url, **options).new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaint(complaints, said))
        page.on("request", lambda asked: foreign(complaints, asked, live_server.url))
        page.goto("/login/")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(f"{live_server.url}/")
        return page

    return open_window


def complaint(complaints, said):
    # A refused save answers 422 or 409, which Chromium notes as an error of the network.
    refused = "422" in said.text or "409" in said.text
    if said.type in ("error", "warning") and not refused:
        complaints.append(said.text)


def foreign(complaints, asked, ours):
    if not asked.url.startswith((ours, "data:", "blob:")):
        complaints.append(asked.url)
