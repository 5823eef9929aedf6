"""The benchmark compares like with like: what its peers write says the same."""

from __future__ import annotations

import pytest

from bench import docx_peers, xlsx_peers
from bench.data import LAYOUT, goal_tables
from bench.report import Line, closing
from bench.timing import Run, race
from documents.read_docx import read_docx
from documents.read_xlsx import read_xlsx


@pytest.fixture(scope="module")
def tables():
    return tuple(goal_tables(13))


def test_tables_are_all_different():
    tables = list(goal_tables(30))

    assert len({table.project_code for table in tables}) == 30
    assert len({table.purpose for table in tables}) == 30


def test_python_docx_draws_the_same_tables(tables):
    content = docx_peers.write_with_python_docx(docx_peers.placed_forms(tables))

    assert read_docx(content, LAYOUT).book.tables == tables


def test_docxtpl_draws_the_same_tables(tables):
    content = docx_peers.write_with_docxtpl(
        docx_peers.docxtpl_template(), docx_peers.docxtpl_context(tables)
    )

    assert read_docx(content, LAYOUT).book.tables == tables


def test_openpyxl_draws_the_same_tables(tables):
    content = xlsx_peers.write_with_openpyxl(docx_peers.placed_forms(tables))

    assert read_xlsx(content, LAYOUT).book.tables == tables


def test_xlsxwriter_draws_the_same_tables(tables):
    content = xlsx_peers.write_with_xlsxwriter(docx_peers.placed_forms(tables))

    assert read_xlsx(content, LAYOUT).book.tables == tables


def test_race_takes_the_best_round_of_each():
    turns = []

    best = race([Run("a", 1, lambda: turns.append("a")), Run("b", 1, lambda: turns.append("b"))], 2)

    assert turns == ["a", "b", "a", "b"]
    assert sorted(best) == ["a", "b"]


@pytest.mark.parametrize(
    ("ratio", "at_most", "met"),
    [(9, False, True), (7, False, False), (7, True, True), (9, True, False)],
)
def test_report_says_what_falls_short(ratio, at_most, met):
    line = Line("docxtpl", "1.000", ratio=ratio, expected=8, at_most=at_most)

    assert line.met is met
    assert ("FALLS SHORT" in str(line)) is not met
    assert ("docxtpl" in closing([line])) is not met
