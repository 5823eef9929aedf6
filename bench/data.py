"""The tables everything is measured on: the fixtures' thirteen, cycled, no two alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import cycle, islice
from pathlib import Path

from documents.book_json import load_book
from documents.layouts import get_layout
from documents.values import Book, GoalTableValues

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
LAYOUT = get_layout("hebei", "2023")


def fixture_books() -> list[Book]:
    return [load_book(path.read_text(encoding="utf-8")) for path in sorted(FIXTURES.glob("*.json"))]


def goal_tables(count: int) -> Iterator[GoalTableValues]:
    """Made one by one, so that a writer which keeps none shows it in its memory."""
    real = [table for book in fixture_books() for table in book.tables]
    for number, table in enumerate(islice(cycle(real), count), start=1):
        yield _numbered(table, number)


def _numbered(table: GoalTableValues, number: int) -> GoalTableValues:
    """Other numbers and other words in each table: no cache of texts may help a writer."""
    budget = (table.budget or Decimal()) + Decimal(number) / 100
    return replace(
        table,
        project_code=f"{table.project_code[:9]}{number:06}{table.project_code[15:]}",
        project_name=f"{table.project_name}（{number}）",
        budget=budget,
        fiscal=budget,
        purpose=f"{table.purpose}{number}",
        goals=f"{table.goals}{number}",
        indicators=tuple(
            replace(row, name=f"{row.name}{number}", description=f"{row.description}{number}")
            for row in table.indicators
        ),
    )
