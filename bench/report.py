"""What was measured beside what was expected, in aligned columns."""

from __future__ import annotations

from dataclasses import dataclass

_WIDTHS = (44, 12, 22, 14)


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement. `ratio` is compared with `expected`; `at_most` turns the comparison."""

    name: str
    figure: str
    comparison: str = ""
    ratio: float = 0.0
    expected: float | None = None
    at_most: bool = False
    unit: str = "x"

    @property
    def met(self) -> bool:
        if self.expected is None:
            return True
        return self.ratio <= self.expected if self.at_most else self.ratio >= self.expected

    def __str__(self) -> str:
        expectation = verdict = ""
        if self.expected is not None:
            expectation = f"{'<=' if self.at_most else '>='} {self.expected:g} {self.unit}"
            verdict = "met" if self.met else "FALLS SHORT"
        return _row(self.name, self.figure, self.comparison, expectation, verdict)


def heading(title: str, figure: str) -> str:
    line = _row(title, figure, "compared with ours", "expected", "")
    return f"\n{line}\n{'-' * (sum(_WIDTHS) + len('  FALLS SHORT'))}"


def _row(name: str, figure: str, comparison: str, expectation: str, verdict: str) -> str:
    first, *others = _WIDTHS
    cells = zip((figure, comparison, expectation), others, strict=True)
    line = f"{name:<{first}}{''.join(f'{cell:>{width}}' for cell, width in cells)}  {verdict}"
    return line.rstrip()


def closing(lines: list[Line]) -> str:
    short = [line.name for line in lines if not line.met]
    expected = sum(line.expected is not None for line in lines)
    if short:
        return f"\n{len(short)} of {expected} expectations fall short: {'; '.join(short)}"
    return f"\nAll {expected} expectations are met."
