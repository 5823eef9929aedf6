from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.projects.books import current_year, with_books


@pytest.fixture
def books(county: SimpleNamespace) -> SimpleNamespace:
    return with_books(county)


@pytest.fixture
def year(county):
    """2023 is the current year; no table is in it yet."""
    return current_year()


@pytest.fixture
def clerk(books, client):
    """The browser of 978's clerk."""
    client.force_login(books.clerk978)
    return client


@pytest.fixture
def ask(books, client):
    """ask("auditor", "/tables/") answers that person's GET."""

    def ask(username, url):
        client.force_login(getattr(books, username))
        return client.get(url)

    return ask
