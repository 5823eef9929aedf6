"""The estimate of how much room a text takes."""

from __future__ import annotations

import pytest

from documents.measure import LINE_SPACING, MM_PER_POINT, lines_needed, text_height

EM = 10 * MM_PER_POINT
"""Width in mm of a Chinese character at 10 points."""


@pytest.mark.parametrize(
    ("text", "ems", "count"),
    [
        ("", 5, 1),
        ("绩效目标表", 5, 1),
        ("绩效目标表格", 5, 2),
        ("0123456789", 5, 1),
        ("01234567890", 5, 2),
        ("≥“”≤％", 5, 1),
        ("一\n二\n三", 5, 3),
        ("一二三四五六\n七", 5, 3),
        ("一二三", 0.2, 3),
    ],
)
def test_lines_needed(text, ems, count):
    assert lines_needed(text, ems * EM + 0.01, 10) == count


def test_height_grows_by_the_line():
    one, three = text_height("一", 100, 10), text_height("一\n二\n三", 100, 10)

    assert one == pytest.approx(EM * LINE_SPACING)
    assert three == pytest.approx(3 * one)


def test_any_character_has_a_width():
    assert lines_needed("𠮷\U0001f600\u200b\ue000", 3 * EM, 10) >= 1
