"""Where cells stand: no hole, no overlap, labels and equal neighbours merged."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.grid import LayoutError, fill, merged_spans, physical_rows, place
from documents.spec import Field, Label, Repeat, Row, Table
from documents.values import GoalTableValues, IndicatorRow

ITEMS = Repeat("items", (Field("a", 10), Field("b", 10), Field("c", 10)), merge=("a", "b"))


def row(*cells):
    return Row(cells)


def positions(table):
    return [
        [(cell.col, cell.colspan, cell.rowspan) for cell in placed.cells]
        for placed in place(table).rows
    ]


def test_spans_follow_from_the_widths():
    table = Table(30, (row(Label("a", 10), Label("b", 20)), row(Label("c", 15), Label("d", 15))))

    assert positions(table) == [[(0, 1, 1), (1, 2, 1)], [(0, 2, 1), (2, 1, 1)]]
    assert place(table).columns == (10, 5, 15)
    assert place(table).edges() == [0, 10, 15, 30]


def test_merged_label_pushes_the_next_row_aside():
    table = Table(30, (row(Label("a", 10, rows=2), Label("b", 20)), row(Field("c", 20))))

    assert positions(table) == [[(0, 1, 2), (1, 1, 1)], [(1, 1, 1)]]
    assert [[cell.row for cell in cells] for cells in physical_rows(place(table))] == [
        [0, 0],
        [0, 1],
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([row(Label("a", 20))], "cells end at 20 mm, the table at 30 mm"),
        ([row(Label("a", 40))], "cells end at 40 mm, the table at 30 mm"),
        ([row()], "cells end at 0 mm"),
        (
            [row(Label("a", 10), Label("b", 20, rows=2)), row(Label("c", 20), Label("d", 10))],
            "cell at 0 mm overlaps a label merged from above",
        ),
        (
            [row(Label("a", 10, rows=2), Label("b", 20)), row(Label("c", 30))],
            "cells end at 40 mm",
        ),
        ([row(Label("a", 10, rows=2), Label("b", 20))], "merged past the last row"),
    ],
)
def test_hole_or_overlap_is_a_mistake(rows, message):
    with pytest.raises(LayoutError, match=message):
        place(Table(30, tuple(rows)))


@given(st.lists(st.lists(st.integers(1, 30), min_size=1, max_size=6), min_size=1, max_size=6))
def test_placed_cells_cover_every_column_once(widths):
    width = max(map(sum, widths))
    rows = [[*line, width - sum(line)] if sum(line) < width else line for line in widths]
    table = Table(width, tuple(row(*(Label("x", cell) for cell in line)) for line in rows))

    placed = place(table)

    for cells in physical_rows(placed):
        covered = [col for cell in cells for col in range(cell.col, cell.col + cell.colspan)]
        assert covered == list(range(len(placed.columns)))


@pytest.mark.parametrize(
    ("levels", "spans"),
    [
        ([], []),
        ([("x", "y")], [(1, 1)]),
        ([("x", "y"), ("x", "y")], [(2, 2), (0, 0)]),
        ([("x", "y"), ("x", "z"), ("x", "z")], [(3, 1), (0, 2), (0, 0)]),
        ([("x", "y"), ("z", "y")], [(1, 1), (1, 1)]),
        ([("x", "y"), ("z", "y"), ("x", "y")], [(1, 1), (1, 1), (1, 1)]),
        ([("", ""), ("", "")], [(2, 2), (0, 0)]),
    ],
)
def test_equal_neighbours_merge(levels, spans):
    items = [SimpleNamespace(a=a, b=b, c="") for a, b in levels]

    assert [(span["a"], span["b"]) for span in merged_spans(ITEMS, items)] == spans


VALUES = GoalTableValues(
    "471001", "局", "码", "名", indicators=(IndicatorRow("产出", "数量", "甲"),) * 2
)


def texts(table):
    return [[cell.text for cell in placed.cells] for placed in table.rows]


def test_form_is_filled_with_merged_levels(layout):
    funds, indicators = fill(layout, VALUES)

    assert texts(funds)[0] == ["471001局", "单位：万元"]
    assert texts(indicators)[1:] == [["产出", "数量", "甲", "", "", ""], ["甲", "", "", ""]]
    assert [cell.rowspan for cell in indicators.rows[1].cells] == [2, 2, 1, 1, 1, 1]


def test_form_is_filled_row_by_row_for_an_editor(layout):
    _, indicators = fill(layout, VALUES, merge=False)

    assert texts(indicators)[1:] == [["产出", "数量", "甲", "", "", ""]] * 2
    assert [[cell.item for cell in placed.cells] for placed in indicators.rows] == [
        [None] * 6,
        [0] * 6,
        [1] * 6,
    ]


def test_layout_names_every_field_of_the_values_once(layout):
    names = [field.name for field in layout.fields()]

    assert sorted(names) == sorted(
        ["unit", "project_code", "project_name", "budget", "fiscal", "other", "purpose", "goals"]
        + [f"plan.{month}" for month in ("march", "june", "october", "december")]
        + list(IndicatorRow.LABELS)
    )


def test_layout_fits_its_page(layout):
    room = layout.page.width - layout.page.margin_left - layout.page.margin_right

    assert {table.width for table in layout.tables} == {room}
