"""Forms and books as files, under the names an office would give them.

What is approved comes from its newest version, never from the rows; everything else from the rows,
with a mark on each page that says so.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import IO, Any

from departments.models import Department
from documents.freeze import unseal
from documents.values import Book, DepartmentGoalValues, GoalTableValues
from documents.write_docx import write_docx
from documents.write_xlsx import write_xlsx
from perfgoals.downloads import DOCX, XLSX
from projects.models import BudgetYear, DepartmentGoal, GoalTable, Revision
from projects.states import MARKS, State, weakest_mark
from projects.values import book_values, goal_values, table_values

CONTENT_TYPES = {"docx": DOCX, "xlsx": XLSX}
_WRITERS: dict[str, Callable[..., None]] = {"docx": write_docx, "xlsx": write_xlsx}
_IN_MEMORY = 8 * 2**20
_CHUNK = 2**16
_ROWS_AT_ONCE = 200


# --- one table ----------------------------------------------------------------------------------


def table_file(table: GoalTable, kind: str) -> bytes:
    """One table as `docx` or `xlsx`, as it stands now. Raises Tampered."""
    if table.state == State.APPROVED:
        return version_file(table, table.revisions.latest("number"), kind)
    book = book_values(table.project.unit.department, table.year)
    return _single(book, table_values(table), kind, MARKS[State(table.state)])


def version_file(table: GoalTable, revision: Revision, kind: str) -> bytes:
    """What was approved then, in the layout of then. Raises Tampered."""
    book = book_values(table.project.unit.department, table.year)
    layout = revision.layout
    return _single(
        replace(book, form=layout.form, edition=layout.edition), revision.unsealed(), kind, ""
    )


def _single(book: Book, values: Any, kind: str, mark: str) -> bytes:
    out = BytesIO()
    _WRITERS[kind](out, book, [values], parts=False, mark=mark)
    return out.getvalue()


def table_filename(table: GoalTable, kind: str) -> str:
    project = table.project
    return f"{project.code} {project.name} 绩效目标表.{kind}"


def version_filename(table: GoalTable, number: int, kind: str) -> str:
    project = table.project
    return f"{project.code} {project.name} 绩效目标表（第{number}版）.{kind}"


# --- a book -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BookSource:
    """A department's book before its tables are drawn: what is said before them, the mark on its
    pages, and the tables, read a few at a time."""

    book: Book
    mark: str
    tables: Iterable[GoalTableValues]

    def whole(self) -> Book:
        """The book as one value. Raises Tampered."""
        return replace(self.book, tables=tuple(self.tables))


def book_source(department: Department, year: BudgetYear) -> BookSource:
    """Raises Tampered where the department's goal is not what was approved."""
    goals = DepartmentGoal.objects.filter(department=department, year=year)
    goals = goals.exclude(state=State.VOID)
    goal = goals.select_related("department", "year").with_approved().first()
    tables = GoalTable.objects.of_book(department, year)
    states = {*tables.order_by().values_list("state", flat=True).distinct()}
    mark = weakest_mark([goal.state if goal else State.DRAFT, *states])
    book = replace(book_values(department, year), goals=_goal_in_book(goal))
    return BookSource(book, mark, _tables_in_book(tables, approved=not mark))


def _goal_in_book(goal: DepartmentGoal | None) -> DepartmentGoalValues:
    return _approved(goal) if goal and goal.state == State.APPROVED else goal_values(goal)


def _tables_in_book(tables: Any, *, approved: bool) -> Iterator[GoalTableValues]:
    """From the database a few at a time. With `approved` only what was: a table that is taken up
    again, or is new, since the mark was decided does not come into a book without one."""
    tables = tables.whole().with_approved()
    if approved:
        tables = tables.exclude(approved_text=None)
    for table in tables.iterator(chunk_size=_ROWS_AT_ONCE):
        frozen = approved or table.state == State.APPROVED
        yield _approved(table) if frozen else table_values(table)


def _approved(form: Any) -> Any:
    """What its newest version says; loaded `with_approved`."""
    return unseal(form.approved_text, form.approved_sha256, form.title)


def write_book(out: IO[bytes], department: Department, year: BudgetYear, kind: str) -> None:
    """A department's whole book to `out`, its tables read as they are drawn. Raises Tampered."""
    source = book_source(department, year)
    _WRITERS[kind](out, source.book, source.tables, mark=source.mark)


def whole_book(department: Department, year: BudgetYear) -> Book:
    """A department's book as one value. Raises Tampered."""
    return book_source(department, year).whole()


def book_file(department: Department, year: BudgetYear, kind: str) -> Iterator[bytes]:
    """The book in pieces; a large one waits on disk, not in memory. It is finished before the first
    piece is handed out. Raises Tampered."""
    pieces = _pieces(department, year, kind)
    next(pieces)  # the empty piece: from here on the file is whole
    return pieces


def _pieces(department: Department, year: BudgetYear, kind: str) -> Iterator[bytes]:
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        write_book(spool, department, year, kind)
        yield b""
        spool.seek(0)
        while piece := spool.read(_CHUNK):
            yield piece


def book_filename(department: Department, year: BudgetYear, kind: str) -> str:
    return f"{department.code}{department.name}{year.year}年部门预算绩效文本.{kind}"
