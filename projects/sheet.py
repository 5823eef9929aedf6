"""The official sheet on a page: with text to read, or with inputs in its field cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from documents.grid import Cell
from documents.spec import Field
from documents.values import GoalTableValues, IndicatorRow
from documents.write_html import text_slot, write_html
from projects.anchors import code_of
from projects.forms import IndicatorForm
from projects.models import Comment, GoalTable
from projects.table_form import TableForm
from projects.values import table_values


def read_sheet(table: GoalTable, comments: Iterable[Comment]) -> SafeString:
    """The table with a mark in each cell that has an open one of the comments."""
    ids = [indicator.pk for indicator in table.indicators.all()]
    marks = _marks(comments)

    def slot(cell: Cell) -> str:
        assert isinstance(cell.spec, Field)
        name = cell.spec.name
        code = name if cell.item is None else f"{ids[cell.item]}.{name}"
        row = str(ids[cell.item]) if cell.item is not None and name == "name" else ""
        text = mark_safe(text_slot(cell))  # text_slot escapes
        here = format_html('<span data-anchor="{}">{}</span>', code, text)
        return here + marks.get(code, "") + marks.get(row, "")

    return mark_safe(write_html(table.year.layout, table_values(table), slot))  # it escapes


def _marks(comments: Iterable[Comment]) -> dict[str, SafeString]:
    """By the code of the place: the marks of the open comments there, which lead to them."""
    marks: dict[str, SafeString] = {}
    for comment in comments:
        if comment.is_resolved:
            continue
        mark = format_html(
            '<a class="mark mark-{}" href="#comment-{}" title="{}">{}</a>',
            comment.kind,
            comment.pk,
            comment.text,
            comment.get_kind_display(),
        )
        code = code_of(comment)
        marks[code] = mark_safe(marks.get(code, "") + mark)
    return marks


def edit_sheet(form: TableForm, comments: Iterable[Comment]) -> SafeString:
    """The form's rows in the official shape, the comments under the inputs they are about; level-1
    and level-2 cells are not merged, so that each row can be chosen for itself."""
    said: dict[str, list[Comment]] = defaultdict(list)
    for comment in comments:
        said[code_of(comment)].append(comment)
    project = form.table.project
    shape = GoalTableValues(
        unit_code=project.unit.code,
        unit_name=project.unit.name,
        project_code=project.code,
        project_name=project.name,
        indicators=tuple(IndicatorRow("", "", "") for _ in form.rows),
    )

    def slot(cell: Cell) -> str:
        assert isinstance(cell.spec, Field)
        if cell.spec.name == "unit":
            return text_slot(cell)
        if cell.item is None:
            return _input(form, form.head[cell.spec.name], said[cell.spec.name])
        return _row_cell(form, form.rows[cell.item], cell.spec.name, said)

    return mark_safe(write_html(form.table.year.layout, shape, slot, merge=False))


def _row_cell(
    form: TableForm, row: IndicatorForm, name: str, said: Mapping[str, list[Comment]]
) -> str:
    if name == "level1":
        return _row_head(form, row)
    here = said[f"{row.key}.{name}"] + (said[row.key] if name == "name" else [])
    return _input(form, row["category" if name == "level2" else name], here)


def _row_head(form: TableForm, row: IndicatorForm) -> str:
    buttons = format_html_join(
        "",
        '<button type="submit" name="arrange" value="{} {}" class="row-button" title="{}"'
        ' aria-label="{}" formnovalidate>{}</button>',
        (
            (verb, row.key, title, title, sign)
            for verb, title, sign in (
                ("up", "上移一行", "↑"),
                ("down", "下移一行", "↓"),
                ("remove", "删除这一行", "✕"),
            )
        ),
    )
    return format_html(
        '<input type="hidden" name="row" value="{}"><span class="level1">{}</span>'
        '<span class="row-buttons">{}</span>',
        row.key,
        form.level1_of(row),
        buttons,
    )


def _input(form: TableForm, field: BoundField, comments: Iterable[Comment]) -> str:
    """The input, what is wrong with it, what somebody else made of the cell, what was said."""
    errors = list(map(str, field.errors))
    note = form.notes.get(field.html_name, "")
    attributes: dict[str, str | bool] = {"class": "cell-input", "aria-label": str(field.label)}
    if errors:
        attributes |= {"aria-invalid": "true", "class": "cell-input wrong"}
    remarks = [("cell-error", error) for error in errors] + [("cell-note", note)] * bool(note)
    remarks += [
        (f"cell-comment mark-{comment.kind}", f"{comment.get_kind_display()}：{comment.text}")
        for comment in comments
    ]
    if remarks:
        attributes["aria-describedby"] = f"{field.auto_id}-remarks"
    told = format_html_join("", '<p class="{}">{}</p>', remarks)
    return format_html(
        '{}<div id="{}-remarks">{}</div>' if told else "{}",
        field.as_widget(attrs=attributes),
        field.auto_id,
        told,
    )
