"""However much a page shows, it asks the database as often."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import GoalTable
from tests.projects.books import many

MOST = 12


@pytest.fixture
def asked(county, year, client):
    """asked("/tables/") is the number of queries of that page, signed in as 978's clerk."""
    client.force_login(county.clerk978)

    def ask(url):
        client.get(url)  # what is cached for good is cached now
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.get(url)
            assert response.status_code == 200
        return len(queries)

    return ask


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/tables/?per_page=100",
        "/tables/?per_page=100&words=项目&sort=-budget",
        "/tables/?export=xlsx",
        "/books/",
        "/books/978/2023/",
    ],
)
def test_page_of_3_tables_and_of_300_asks_as_often(county, year, asked, url):
    many(county, year, 3)
    few = asked(url)
    GoalTable.objects.all().delete()
    county.u978001.projects.all().delete()
    many(county, year, 300)

    assert asked(url) == few
    assert few <= MOST


@pytest.mark.parametrize("url", ["/tables/{}/", "/tables/{}/edit/", "/tables/{}.docx"])
def test_page_of_3_indicators_and_of_100_asks_as_often(county, year, asked, url):
    counts = []
    for indicators in (3, 100):
        many(county, year, 1, indicators)
        counts.append(asked(url.format(GoalTable.objects.get().pk)))
        GoalTable.objects.all().delete()
        county.u978001.projects.all().delete()

    assert counts[0] == counts[1]
    assert counts[0] <= MOST
