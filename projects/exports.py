"""Forms and books as files, under the names an office would give them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import IO

from departments.models import Department
from documents.values import Book, GoalTableValues
from documents.write_docx import write_docx
from documents.write_xlsx import write_xlsx
from perfgoals.downloads import DOCX, XLSX
from projects.models import BudgetYear, DepartmentGoal, GoalTable
from projects.values import book_values, table_values

CONTENT_TYPES = {"docx": DOCX, "xlsx": XLSX}
_WRITERS: dict[str, Callable[..., None]] = {"docx": write_docx, "xlsx": write_xlsx}
_IN_MEMORY = 8 * 2**20
_CHUNK = 2**16
_ROWS_AT_ONCE = 200


def table_file(table: GoalTable, kind: str) -> bytes:
    """One table as `docx` or `xlsx`."""
    out = BytesIO()
    book = book_values(table.project.unit.department, table.year)
    _WRITERS[kind](out, book, [table_values(table)], parts=False)
    return out.getvalue()


def table_filename(table: GoalTable, kind: str) -> str:
    project = table.project
    return f"{project.code} {project.name} 绩效目标表.{kind}"


def write_book(out: IO[bytes], department: Department, year: BudgetYear, kind: str) -> None:
    """A department's whole book to `out`, its tables read as they are drawn."""
    goal = DepartmentGoal.objects.filter(department=department, year=year).first()
    _WRITERS[kind](out, book_values(department, year, goal), book_tables(department, year))


def book_tables(department: Department, year: BudgetYear) -> Iterator[GoalTableValues]:
    """The tables of a book in its order, from the database a few at a time."""
    tables = GoalTable.objects.for_year(year).of_department(department).whole()
    in_order = tables.order_by("position", "pk")
    return map(table_values, in_order.iterator(chunk_size=_ROWS_AT_ONCE))


def whole_book(department: Department, year: BudgetYear) -> Book:
    """A department's book as one value."""
    goal = DepartmentGoal.objects.filter(department=department, year=year).first()
    tables = tuple(book_tables(department, year))
    return replace(book_values(department, year, goal), tables=tables)


def book_file(department: Department, year: BudgetYear, kind: str) -> Iterator[bytes]:
    """The book in pieces; a large one waits on disk, not in memory."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        write_book(spool, department, year, kind)
        spool.seek(0)
        while piece := spool.read(_CHUNK):
            yield piece


def book_filename(department: Department, year: BudgetYear, kind: str) -> str:
    return f"{department.code}{department.name}{year.year}年部门预算绩效文本.{kind}"
