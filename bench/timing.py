"""Times that can be compared: runs take turns, so that a noisy moment hits all of them."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Run:
    """Something to time, and how many tables it handles in one go."""

    name: str
    tables: int
    work: Callable[[], object]


def race(runs: Sequence[Run], rounds: int = ROUNDS) -> dict[str, float]:
    """The best time of each run in ms a table."""
    best = {run.name: float("inf") for run in runs}
    for _ in range(rounds):
        for run in runs:
            best[run.name] = min(best[run.name], _seconds(run.work) * 1000 / run.tables)
    return best


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()  # or the one before leaves its garbage to this one
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
