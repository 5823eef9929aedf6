"""The demo county's books: the real tables' facts under narrative of our own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from documents.book_json import load_book
from documents.files import read_file
from documents.layouts import get_layout

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
SEEDS = {"471_2023.json": "471_gongxin_2023.txt", "978_2023.json": "978_sha_cheng_2023.txt"}
NAMES = {"471": "怀来县工业和信息化局", "978": "河北沙城经济开发区管理委员会"}


def fixture_book(name):
    return load_book((FIXTURES / name).read_text(encoding="utf-8"))


def seed_book(seeds, name):
    layout = get_layout("hebei", "2023")
    return read_file(seeds / SEEDS[name], layout).book


def narrative(book):
    return f"{book.goals.overall}\n{book.goals.itemised}\n{book.goals.safeguards}"


def sentences(text):
    """Whatever stands between two marks and is long enough to be somebody's wording."""
    return {part for part in re.split(r"[。；：\n]", text) if len(part) >= 8}


def test_fixtures_hold_the_thirteen_tables():
    tables = [table for name in SEEDS for table in fixture_book(name).tables]

    assert len(tables) == 13
    assert len({table.project_code for table in tables}) == 13
    assert len({table.unit for table in tables}) == 3
    assert sum(len(table.indicators) for table in tables) == 85


@pytest.mark.parametrize("name", SEEDS)
def test_fixture_says_whose_book_it_is(name):
    book = fixture_book(name)

    assert book.year == 2023
    assert (book.form, book.edition) == ("hebei", "2023")
    assert book.department_code == name[:3]
    assert book.department_name == NAMES[book.department_code]
    assert {table.unit_code[:3] for table in book.tables} == {book.department_code}


@pytest.mark.parametrize("name", SEEDS)
def test_fixture_tables_equal_the_published_ones(name, seeds):
    assert fixture_book(name).tables == seed_book(seeds, name).tables


@pytest.mark.parametrize("name", SEEDS)
def test_fixture_has_every_section_of_the_goal(name):
    goals = fixture_book(name).goals

    assert all((goals.overall, goals.itemised, goals.safeguards))


@pytest.mark.parametrize("name", SEEDS)
def test_fixture_narrative_takes_no_line_or_sentence_over(name, seeds):
    ours, published = narrative(fixture_book(name)), narrative(seed_book(seeds, name))

    assert set(ours.splitlines()) & set(published.splitlines()) == set()
    assert sentences(ours) & sentences(published) == set()


@pytest.mark.parametrize("name", SEEDS)
def test_fixture_narrative_repeats_no_long_run_of_words(name, seeds):
    ours, published = narrative(fixture_book(name)), narrative(seed_book(seeds, name))
    runs = {published[at : at + 15] for at in range(len(published) - 14)}

    assert [ours[at : at + 15] for at in range(len(ours) - 14) if ours[at : at + 15] in runs] == []
