"""Home: what there is to do, for each role; and the year one works in."""

from __future__ import annotations

import re

import pytest

from projects.models import BudgetYear, DepartmentGoal
from tests.projects.books import close, many, put
from tests.projects.pages import hrefs, parsed


def cards(response):
    """The figures over the page by what they are called."""
    return {
        card.find("span").text: card.find("strong").text
        for card in parsed(response).find_class("state-card")
    }


def panels(response):
    return [
        "".join(panel.find("h2").itertext()).split()[0]
        for panel in parsed(response).find_class("panel")
    ]


# (drafts, budget) over the tables each may see.
FIGURES = {
    "clerk978": ("3", "5248.76"),
    "clerk471": ("10", "1849.25"),
    "reviewer471": ("10", "1849.25"),
    "finance1": ("13", "7098.01"),
    "finance2": ("13", "7098.01"),
    "auditor": ("13", "7098.01"),
    "admin": ("13", "7098.01"),
}


def test_figures_are_of_what_one_may_see(books, ask):
    found = {username: cards(ask(username, "/")) for username in FIGURES}

    assert {
        username: (shown["未送审"], shown["预算数合计（万元）"])
        for username, shown in found.items()
    } == FIGURES
    assert {shown["已批复"] for shown in found.values()} == {"0"}


def test_clerk_finds_what_lies_with_him(books, ask):
    put(books.t978, "department_review")

    response = ask("clerk978", "/")

    assert "待我填报 2 张" in " ".join(response.text.split()).replace('<span class="soft">', "")
    links = hrefs(response)
    assert f"/tables/{books.t978.pk}/" not in links
    assert "/tables/new/" in links
    assert cards(response)["部门审核"] == "1"


def test_others_have_nothing_to_fill_in(books, ask):
    for username in ("reviewer471", "finance1", "finance2", "auditor", "admin"):
        response = ask(username, "/")
        assert "待我填报" not in panels(response), username
        assert "/tables/new/" not in hrefs(response), username


def test_long_list_is_cut_and_leads_on(books, ask):
    many(books, books.year, 20)

    response = ask("clerk978", "/")

    tables = [link for link in hrefs(response) if re.fullmatch(r"/tables/[0-9]+/", link)]
    assert len(set(tables)) == 10
    assert "查看全部 23 张" in response.text


def test_state_cards_lead_to_those_tables(books, client):
    put(books.t978, "returned")
    client.force_login(books.finance1)

    link = next(link for link in hrefs(client.get("/")) if "state=returned" in link)

    assert books.t978.project.code in client.get(link).text
    assert books.t471.project.code not in client.get(link).text


def test_missing_goals_are_named(books, ask):
    DepartmentGoal.objects.filter(department=books.d471).update(overall="")
    DepartmentGoal.objects.filter(department=books.d978).delete()

    links = hrefs(ask("finance1", "/"))

    assert {"/books/471/2023/goal/", "/books/978/2023/goal/"} <= set(links)
    assert "/books/978/2023/goal/" not in hrefs(ask("clerk471", "/"))


def test_written_goals_are_not_named(books, ask):
    assert "/books/471/2023/goal/" not in hrefs(ask("finance1", "/"))


def test_without_a_year_home_says_so(county, client):
    client.force_login(county.clerk978)

    for url in ("/", "/tables/", "/books/"):
        assert client.get(url).status_code == 200
    assert "还没有预算年度" in client.get("/").text


# The year worked in


@pytest.fixture
def later(books):
    year = BudgetYear.objects.create(year=2024, framework=books.year.framework)
    many(books, year, 2)
    return year


def shown_year(client):
    return parsed(client.get("/")).xpath("//select[@name='year']/option[@selected]/@value")


def test_current_year_is_worked_in(later, clerk):
    assert shown_year(clerk) == ["2023"]
    assert cards(clerk.get("/"))["未送审"] == "3"


def test_switched_year_is_kept(later, clerk):
    clerk.post("/year/", {"year": "2024"})

    assert shown_year(clerk) == ["2024"]
    assert cards(clerk.get("/"))["未送审"] == "2"
    assert "M00001" in clerk.get("/tables/").text
    assert "/books/978/2024/" in hrefs(clerk.get("/books/"))


def test_switch_leads_back_to_the_page(later, clerk):
    assert (
        clerk.post("/year/", {"year": "2024", "next": "/tables/"}).headers["Location"] == "/tables/"
    )
    assert clerk.post("/year/", {"year": "2024"}).headers["Location"] == "/"


def test_switch_never_leads_to_another_host(later, clerk):
    for back in ("//evil.example/", "https://evil.example/", "javascript:1", "\\\\evil"):
        response = clerk.post("/year/", {"year": "2024", "next": back})
        assert response.headers["Location"] == "/", back


def test_unknown_year_changes_nothing(later, clerk):
    for year in ("", "2031", "abc", "-1", "9" * 30, "２０２４年", "²"):
        assert clerk.post("/year/", {"year": year}).status_code == 302, year
        assert shown_year(clerk) == ["2023"], year


def test_switch_is_a_post(later, clerk):
    assert clerk.get("/year/?year=2024").status_code == 405


def test_closed_years_can_be_looked_at(later, clerk):
    close(later)
    clerk.post("/year/", {"year": "2024"})

    text = clerk.get("/").text

    assert "2024年度（已关闭）" in text
    assert "新增项目" not in text


def test_without_a_current_year_the_latest_is_worked_in(later, clerk, books):
    close(books.year)

    assert shown_year(clerk) == ["2024"]


def test_single_year_needs_no_switch(books, clerk):
    response = clerk.get("/")

    assert not parsed(response).xpath("//select[@name='year']")
    assert "2023年度" in response.text
