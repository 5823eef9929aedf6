"""What holds for every page, whoever asks."""

from __future__ import annotations

import pytest

from projects.models import BudgetYear
from tests.projects.pages import parsed

PAGES = (
    "/",
    "/tables/",
    "/tables/?per_page=100&sort=-budget",
    "/tables/?words=没有",
    "/tables/new/",
    "/tables/{pk}/",
    "/tables/{pk}/edit/",
    "/tables/{pk}/delete/",
    "/books/",
    "/books/978/2023/",
    "/books/978/2023/goal/",
    "/books/978/2023/goal/edit/",
    "/password/",
    "/nothing/",
)


@pytest.fixture
def pages(books, client):
    """Every page by its path, as the clerk of 978 gets it, with a year switch."""
    BudgetYear.objects.create(year=2024, framework=books.year.framework)
    client.force_login(books.clerk978)
    return {path: client.get(path.format(pk=books.t978.pk)) for path in PAGES}


def test_no_page_holds_an_absolute_url(pages, client):
    client.logout()
    pages["/login/"] = client.get("/login/")

    found = {
        path
        for path, page in pages.items()
        if "http://" in page.text or "https://" in page.text or 'href="//' in page.text
    }

    assert found == set()


def test_no_page_needs_what_the_policy_forbids(pages):
    for path, response in pages.items():
        page = parsed(response)
        assert not page.xpath("//@style"), path
        assert not page.xpath("//style"), path
        assert not page.xpath("//script[not(@src)]"), path
        assert not page.xpath("//@*[starts-with(name(), 'on')]"), path


def test_every_page_has_one_heading_a_title_and_names_its_controls(pages):
    for path, response in pages.items():
        page = parsed(response)
        assert len(page.xpath("//h1")) == 1, path
        assert page.findtext(".//title").strip(" -"), path
        labelled = set(page.xpath("//label/@for"))
        nameless = [
            control.get("name")
            for control in page.xpath(
                "//input[not(@type='hidden' or @hidden)] | //select | //textarea"
            )
            if not control.get("aria-label") and control.get("id") not in labelled
        ]
        assert nameless == [], path


def test_ids_stand_once_on_every_page(pages):
    for path, response in pages.items():
        ids = parsed(response).xpath("//@id")
        assert len(ids) == len(set(ids)), path


def test_every_form_that_posts_has_a_token(pages):
    for path, response in pages.items():
        for form in parsed(response).xpath("//form[@method='post']"):
            assert form.xpath(".//input[@name='csrfmiddlewaretoken']"), path
