"""Peak memory of our writers, each count of tables in a process of its own.

`python -m bench.memory docx|xlsx COUNT` writes a book of so many tables, each made when it is asked
for, and prints the peak in MB and the seconds; COUNT 0 prints what the interpreter takes with the
imports done.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.data import goal_tables
from documents.values import Book
from documents.write_docx import write_docx
from documents.write_xlsx import write_xlsx

_WRITERS: dict[str, Callable[..., None]] = {"docx": write_docx, "xlsx": write_xlsx}


def measure(kind: str, count: int) -> tuple[float, float]:
    """Peak memory in MB and seconds of a new process that writes `count` tables."""
    command = [sys.executable, "-m", "bench.memory", kind, str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    peak, seconds = done.stdout.split()
    return float(peak), float(seconds)


def _peak() -> float:
    """VmHWM where there is /proc: Linux hands ru_maxrss of the parent down to the child."""
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"VmHWM:\s+(\d+) kB", status.read_text())):
        return int(found[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 1024)


def main() -> None:
    write, count, start = _WRITERS[sys.argv[1]], int(sys.argv[2]), time.perf_counter()
    if count:
        with tempfile.TemporaryFile() as out:
            write(out, Book(), tables=goal_tables(count))
    print(f"{_peak():.1f} {time.perf_counter() - start:.2f}")


if __name__ == "__main__":
    main()
