"""A book as text in the shape of the published extractions; `read_text` describes it."""

from __future__ import annotations

from collections.abc import Iterator

from documents.grid import PlacedTable, fill, physical_rows
from documents.layouts import get_layout
from documents.read_text import BOOKMARK
from documents.spec import Layout, Part
from documents.values import Book, DepartmentGoalValues, ValuesError


def write_text(book: Book) -> str:
    """Raises ValuesError where a text holds a bookmark mark, which reading takes out."""
    layout = get_layout(book.form, book.edition)
    lines = [*_goal_part(layout, book.goals), *_part(layout.table_part), " "]
    for number, values in enumerate(book.tables, start=1):
        lines.append(layout.table_title(values.project_name, number))
        for table in fill(layout, values):
            lines += [*_rows(table), "", " "]
    text = "\n".join(lines)
    if mark := BOOKMARK.search(text):
        line = text[text.rfind("\n", 0, mark.start()) + 1 :].split("\n", 1)[0].strip()
        raise ValuesError(f"“{line[:40]}”含有书签标记，txt格式无法保存，请改用docx或xlsx")
    return text


def _part(part: Part) -> list[str]:
    return [f" {part.number}", part.title, " "]


def _goal_part(layout: Layout, goals: DepartmentGoalValues) -> Iterator[str]:
    yield from _part(layout.goal_part)
    for section in layout.goal_sections:
        yield section.heading
        yield getattr(goals, section.field)


def _rows(table: PlacedTable) -> Iterator[str]:
    for number, cells in enumerate(physical_rows(table)):
        yield from (f"\t{cell.text if cell.row == number else ''}" for cell in cells)
        yield ""
