"""The docx as Word sees it: headings, real merges, repeated headers, the cells of the seeds."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import _Cell

from documents.values import Book, GoalTableValues, IndicatorRow
from tests.documents import seed_text
from tests.documents.forms import written


def opened(book):
    return docx.Document(io.BytesIO(written(book, "docx")))


@pytest.fixture(scope="module")
def document(reading):
    return opened(reading.book)


def cells_of(table):
    """Every cell as it stands in the file: one merged from the row above is there, and blank."""
    return [[_Cell(tc, table) for tc in row._tr.tc_lst] for row in table.rows]


def flat(document):
    return [cell for table in document.tables for row in cells_of(table) for cell in row]


def paragraph_font(paragraph):
    style = paragraph.style
    while style.element.rPr is None or style.element.rPr.rFonts is None:
        style = style.base_style
    return style.element.rPr.rFonts


def test_cells_are_the_seeds_cells_in_order(document, seed):
    found = [cell.text for cell in flat(document)]
    expected = [text for table in seed_text.tables_of(seed) for text in table]

    ours = iter(found)
    for table in seed_text.tables_of(seed):
        cells = [next(ours) for _ in table]
        for at in seed_text.PLAN:
            cells[at], table[at] = cells[at].rstrip("%"), table[at].rstrip("%")
        for at in seed_text.AMOUNTS:
            if table[at].endswith(".0"):  # one book writes 28.0
                table[at] += "0"
        assert cells == table
    assert len(found) == len(expected)


def test_only_two_tables_a_project(document, reading):
    assert len(document.tables) == 2 * len(reading.book.tables)
    assert all(not cell.tables for cell in flat(document))


def test_headings_make_a_navigation_pane(document, reading, layout):
    headings = [
        (paragraph.style.name, paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]

    assert headings == [
        ("Heading 1", "第一部分"),
        ("Heading 2", "部门整体绩效目标"),
        ("Heading 3", "一、总体绩效目标"),
        ("Heading 3", "二、分项绩效目标"),
        ("Heading 3", "三、工作保障措施"),
        ("Heading 1", "第二部分"),
        ("Heading 2", "预算项目绩效目标"),
        *(
            ("Heading 3", layout.table_title(table.project_name, number))
            for number, table in enumerate(reading.book.tables, start=1)
        ),
    ]


def test_table_headings_are_centred(document):
    titles = [p for p in document.paragraphs if p.text.endswith("绩效目标表")]

    assert {title.alignment for title in titles} == {WD_ALIGN_PARAGRAPH.CENTER}


def test_body_ends_in_a_paragraph_before_the_page_setup(document):
    last, section = list(document.element.body)[-2:]

    assert (last.tag, section.tag) == (qn("w:p"), qn("w:sectPr"))


def test_tables_are_parted_by_a_paragraph(document):
    tags = [element.tag for element in document.element.body]

    assert (qn("w:tbl"), qn("w:tbl")) not in list(pairwise(tags))


def test_page_is_a4_upright(document):
    section = document.sections[0]

    sizes = (section.page_width, section.page_height, section.left_margin, section.right_margin)
    assert [round(size.mm) for size in sizes] == [210, 297, 20, 20]


def test_indicator_header_repeats_on_each_page(document):
    for number, table in enumerate(document.tables):
        flagged = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]

        assert flagged == [number % 2 == 1, *[False] * (len(flagged) - 1)]


def test_rows_do_not_split(document):
    for table in document.tables:
        for row in table.rows:
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None


def test_row_taller_than_a_page_may_split():
    tall, short = "\n".join("行" * 60), "\n".join("行" * 20)
    rows = (IndicatorRow("产出", "数量", "名", basis=short), IndicatorRow("产出", "数量", tall))
    values = GoalTableValues("", "", "", "", goals=tall, indicators=rows)

    funds, indicators = opened(Book(tables=(values,))).tables

    assert unsplit(funds) == [True] * 6 + [False]
    assert unsplit(indicators) == [True, True, False]


def unsplit(table):
    return [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows]


def test_row_properties_stand_in_the_order_of_the_schema(document):
    order = [qn("w:cantSplit"), qn("w:trHeight"), qn("w:tblHeader")]
    for table in document.tables:
        for row in table.rows:
            found = [child.tag for child in row._tr.trPr]
            assert found == [tag for tag in order if tag in found]


def test_cell_properties_stand_in_the_order_of_the_schema(document):
    order = [qn(f"w:{name}") for name in ("tcW", "gridSpan", "vMerge", "tcBorders", "vAlign")]
    for cell in flat(document):
        found = [child.tag for child in cell._tc.tcPr]
        assert found == [tag for tag in order if tag in found]


def test_every_row_fills_the_grid(document):
    for table in document.tables:
        columns = len(table._tbl.tblGrid.gridCol_lst)
        for row in cells_of(table):
            assert sum(cell._tc.grid_span for cell in row) == columns


def test_merges_are_real(document, reading):
    values = reading.book.tables[-1]
    funds, indicators = document.tables[-2:]

    assert [merge for row in cells_of(funds) if (merge := row[0]._tc.vMerge)] == [
        "restart",
        "continue",
    ] * 2
    for column, level in enumerate(("level1", "level2")):
        merges = [row[column]._tc.vMerge for row in cells_of(indicators)[1:]]
        pairs = [(row.level1, getattr(row, level)) for row in values.indicators]
        assert merges == [
            "continue"
            if at and pairs[at - 1] == pair
            else ("restart" if pairs[at : at + 2] == [pair, pair] else None)
            for at, pair in enumerate(pairs)
        ]


def test_first_line_of_a_form_has_no_borders_but_the_rule_below(document):
    for table in document.tables[::2]:
        for cell in cells_of(table)[0]:
            borders = cell._tc.tcPr.find(qn("w:tcBorders"))
            found = {side.tag: side.get(qn("w:val")) for side in borders}
            assert found == {
                qn("w:top"): "nil",
                qn("w:left"): "nil",
                qn("w:bottom"): "single",
                qn("w:right"): "nil",
            }


def test_faces_are_named_for_chinese_text(document):
    paragraphs = [*document.paragraphs, *(p for cell in flat(document) for p in cell.paragraphs)]

    faces = {paragraph_font(paragraph).get(qn("w:eastAsia")) for paragraph in paragraphs}

    assert faces == {"方正小标宋简体", "黑体", "仿宋_GB2312"}


def test_lines_of_a_cell_are_paragraphs():
    values = GoalTableValues("", "", "", "", goals="1.甲\n2.乙")

    funds, _ = opened(Book(tables=(values,))).tables

    assert [paragraph.text for paragraph in funds.cell(6, 8).paragraphs] == ["1.甲", "2.乙"]


def test_each_table_after_the_first_begins_a_page(reading):
    book = replace(reading.book, tables=reading.book.tables[:3])

    titles = [p for p in opened(book).paragraphs if p.text.endswith("绩效目标表")]

    assert [title.paragraph_format.page_break_before for title in titles] == [None, True, True]
