"""A form as HTML, cell by cell as on paper. The caller may fill the field cells himself: with text
on the page that shows a form, with inputs on the page that edits it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from documents.grid import Cell, PlacedRow, PlacedTable, fill
from documents.layouts import get_layout
from documents.spec import Label, Layout, Row
from documents.values import Book, GoalTableValues

Slot = Callable[[Cell], str]
"""Makes the HTML inside a field's cell."""


def text_slot(cell: Cell) -> str:
    """The cell's text, its lines kept."""
    return escape(cell.text).replace("\n", "<br>")


def write_html(
    layout: Layout,
    values: GoalTableValues,
    slot: Slot = text_slot,
    *,
    number: int | None = None,
    merge: bool = True,
) -> str:
    """The title and the tables of one form, for a page that brings the styles; no style attributes.

    `merge=False` repeats level-1 and level-2 cells in each row, as an editor needs them.
    """
    title = layout.table_title(values.project_name, number)
    tables = "".join(_table(table, slot) for table in fill(layout, values, merge=merge))
    return f'<section class="official-form"><h2>{escape(title)}</h2>{tables}</section>'


def _table(table: PlacedTable, slot: Slot) -> str:
    width = sum(table.columns)
    columns = "".join(f'<col width="{column / width * 100:.3f}%">' for column in table.columns)
    body = "".join(_row(row, slot) for row in table.rows)
    return f"<table><colgroup>{columns}</colgroup><tbody>{body}</tbody></table>"


def _row(row: PlacedRow, slot: Slot) -> str:
    spec, attributes = row.spec, ""
    if isinstance(spec, Row):
        kind = "" if spec.borders else ' class="bare"'
    else:
        kind = ' class="item"'
        attributes = f' data-item="{row.cells[0].item}"'
    return f"<tr{kind}{attributes}>{''.join(_cell(cell, slot) for cell in row.cells)}</tr>"


def _cell(cell: Cell, slot: Slot) -> str:
    spec = cell.spec
    tag, content = ("th", escape(spec.text)) if isinstance(spec, Label) else ("td", slot(cell))
    spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    return f'<{tag} class="{spec.align.value}"{spans}>{content}</{tag}>'


def write_html_book(book: Book) -> str:
    """The whole book as one page that needs nothing else."""
    return "".join(_book(book, get_layout(book.form, book.edition)))


def _book(book: Book, layout: Layout) -> Iterator[str]:
    yield _HEAD
    yield f"<h1>{layout.goal_part.number}<br>{layout.goal_part.title}</h1>"
    for section in layout.goal_sections:
        yield f"<h2>{section.heading}</h2>"
        for line in getattr(book.goals, section.field).splitlines():
            yield f"<p>{escape(line)}</p>"
    yield f"<h1>{layout.table_part.number}<br>{layout.table_part.title}</h1>"
    for number, values in enumerate(book.tables, start=1):
        yield write_html(layout, values, number=number)
    yield "</body></html>\n"


_HEAD = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>部门预算绩效文本</title><style>
body { max-width: 170mm; margin: 10mm auto; font: 16px/1.7 "FangSong_GB2312", "仿宋", serif; }
h1, .official-form h2 { text-align: center; font-weight: normal; }
p { margin: 0; text-indent: 2em; }
table { width: 100%; table-layout: fixed; border-collapse: collapse; margin-bottom: 5mm; }
th, td { border: 1px solid #000; padding: 1mm; font-size: 14px; line-height: 1.4; }
th { font-weight: normal; }
.bare td, .bare th { border: 0; }
.center { text-align: center; }
.left, .top-left { text-align: left; }
.right { text-align: right; }
.top-left { vertical-align: top; }
@media print { .official-form { break-before: page; } }
</style></head><body>
"""
