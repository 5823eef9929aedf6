"""A form as HTML: every cell, escaped, and open to the caller's own field cells."""

from __future__ import annotations

from html.parser import HTMLParser

from documents.files import write_file
from documents.values import Book, GoalTableValues, IndicatorRow
from documents.write_html import write_html
from tests.documents import seed_text


class Cells(HTMLParser):
    """The text and the span of every cell."""

    def __init__(self, text):
        super().__init__()
        self.texts, self.spans = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag in ("td", "th"):
            found = dict(attributes)
            self.texts.append("")
            self.spans.append((int(found.get("colspan", 1)), int(found.get("rowspan", 1))))
        elif tag == "br":
            self.texts[-1] += "\n"

    def handle_data(self, data):
        if self.texts:
            self.texts[-1] += data


def test_every_cell_of_a_real_form_is_there(reading, layout):
    for values in reading.book.tables:
        found = Cells(write_html(layout, values, merge=False)).texts

        expected = [
            text for at, text in enumerate(seed_text.cells_of(values)) if at not in (13, 20)
        ]
        level1 = level2 = ""
        for at in range(seed_text.FIRST_INDICATOR - 2, len(expected), 6):
            level1 = expected[at] = expected[at] or level1
            level2 = expected[at + 1] = expected[at + 1] or level2
        assert numbers_plain(found) == expected


def numbers_plain(found):
    """HTML does not write the two label cells merged from above."""
    with_blanks = [*found[:13], "", *found[13:19], "", *found[19:]]
    plain = seed_text.numbers_plain(with_blanks)
    return [*plain[:13], *plain[14:20], *plain[21:]]


def test_merged_cells_cover_the_whole_grid(reading, layout):
    columns = (9, 6)
    for values in reading.book.tables:
        spans = Cells(write_html(layout, values)).spans
        rows = (7, 1 + len(values.indicators))

        assert sum(cols * rows for cols, rows in spans) == sum(
            width * height for width, height in zip(columns, rows, strict=True)
        )


def test_text_is_escaped(layout):
    values = GoalTableValues("", "", "", '<script>"&', goals="a\n<b>")

    text = write_html(layout, values)

    assert "<script>" not in text
    assert "&lt;script&gt;&quot;&amp;" in text
    assert "a<br>&lt;b&gt;" in text
    assert "style=" not in text


def test_caller_fills_the_field_cells(layout):
    values = GoalTableValues("", "", "", "", indicators=(IndicatorRow("产出", "数量", "甲"),) * 2)

    text = write_html(layout, values, lambda cell: f"[{cell.spec.name}/{cell.item}]", merge=False)

    assert "[plan.june/None]" in text
    assert "[target/0]" in text
    assert "[target/1]" in text
    assert text.count("data-item=") == 2


def test_book_is_a_page_of_its_own(reading, tmp_path):
    write_file(tmp_path / "book.html", reading.book)

    page = (tmp_path / "book.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert page.count('<section class="official-form">') == len(reading.book.tables)
    for line in reading.book.goals.overall.split("\n"):
        assert line in page
    assert "http" not in page


def test_empty_book_is_a_page_too(tmp_path):
    write_file(tmp_path / "book.html", Book())

    assert "第二部分" in (tmp_path / "book.html").read_text(encoding="utf-8")
