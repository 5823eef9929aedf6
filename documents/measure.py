"""How much room a text takes in a cell: an estimate that needs no font file.

Chinese faces are square: a wide character is one em, a narrow one half an em.
"""

from __future__ import annotations

import math

MM_PER_POINT = 25.4 / 72
LINE_SPACING = 1.45
"""Height of a line over the size of its face: 1.2 on 仿宋, 1.45 on Noto Serif CJK. The most
counts, for a row that is too low hides its last line."""


def lines_needed(text: str, width: float, size: float) -> int:
    """Lines that `text` fills in a cell with `width` mm of room at `size` points; at least 1."""
    room = max(1, int(width / (size * MM_PER_POINT)))
    return sum(max(1, math.ceil(_ems(line) / room)) for line in text.split("\n"))


def text_height(text: str, width: float, size: float) -> float:
    """Height in mm of `text` set in `width` mm at `size` points."""
    return lines_needed(text, width, size) * size * LINE_SPACING * MM_PER_POINT


def _ems(line: str) -> float:
    """GB 18030 writes in one byte what is half an em wide and in two what is a full em wide (also
    ≥ and “”, which Unicode calls ambiguous). What it writes in four is rare; it gets more room."""
    return len(line.encode("gb18030")) / 2
