"""Peak memory of the docx writer, each count of tables in a process of its own.

`python -m bench.memory COUNT` writes so many tables, each made when it is asked for, and prints the
peak in MB and the seconds; 0 prints what the interpreter takes with the imports done.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.data import goal_tables
from documents.values import Book
from documents.write_docx import write_docx


def measure(count: int) -> tuple[float, float]:
    """Peak memory in MB and seconds of a new process that writes `count` tables."""
    command = [sys.executable, "-m", "bench.memory", str(count)]
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
    count, start = int(sys.argv[1]), time.perf_counter()
    if count:
        with tempfile.TemporaryFile() as out:
            write_docx(out, Book(), tables=goal_tables(count))
    print(f"{_peak():.1f} {time.perf_counter() - start:.2f}")


if __name__ == "__main__":
    main()
