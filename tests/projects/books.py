"""The demo county's two books as rows, put in by the real import."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle
from pathlib import Path
from types import SimpleNamespace

from documents.book_json import load_book
from documents.values import Book
from indicators.models import Framework
from projects.imports import import_book
from projects.models import BudgetYear, GoalTable, Indicator, Project
from projects.values import category_index

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
# One table of each department, which most tests work on.
OF_978 = "13073022P00865210002J"
OF_471 = "13073022P00883610001N"


def fixture_book(code: str) -> Book:
    return load_book((FIXTURES / f"{code}_2023.json").read_text(encoding="utf-8"))


def current_year() -> BudgetYear:
    return BudgetYear.objects.create(
        year=2023,
        status=BudgetYear.Status.CURRENT,
        framework=Framework.objects.get(code="hebei"),
    )


def with_books(county: SimpleNamespace, tables: int | None = None) -> SimpleNamespace:
    """The county with the year 2023, both departments' goals and thirteen tables, or so many of
    each department."""
    county.year = current_year()
    for code in ("978", "471"):
        book = fixture_book(code)
        book = replace(book, tables=book.tables[:tables])
        import_book(book, county.year, county.region, by=None)
    county.t978 = table(OF_978)
    county.t471 = table(OF_471)
    return county


def table(code: str) -> GoalTable:
    """The table as it stands now, with all its rows."""
    return GoalTable.objects.whole().get(project__code=code)


def put(form, state: str) -> None:
    """Into a state no deed leads to yet."""
    type(form).objects.filter(pk=form.pk).update(state=state)
    form.refresh_from_db(fields=["state"])


def close(year: BudgetYear) -> None:
    year.status = BudgetYear.Status.CLOSED
    year.save()


def many(county, year: BudgetYear, number: int, indicators: int = 2) -> None:
    """So many more tables of 978, each with so many indicators."""
    categories = category_index(year.framework).values()
    projects = Project.objects.bulk_create(
        Project(region=county.region, unit=county.u978001, code=f"M{n:05}", name=f"项目{n}")
        for n in range(number)
    )
    tables = GoalTable.objects.bulk_create(
        GoalTable(project=project, year=year, position=n, budget=1, updated_by=county.clerk978)
        for n, project in enumerate(projects, start=100)
    )
    Indicator.objects.bulk_create(
        Indicator(table=table, position=n, category=category, name=f"指标{n}")
        for table in tables
        for n, category in zip(range(indicators), cycle(categories), strict=False)
    )
