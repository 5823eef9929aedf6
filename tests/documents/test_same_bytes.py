"""Same values, same bytes: in any process, at any time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile

import pytest

from documents.book_json import dump_book
from tests.conftest import ROOT
from tests.documents.forms import written


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html", "txt"])
def test_two_processes_write_the_same_bytes(reading, kind, tmp_path):
    source = tmp_path / "book.json"
    source.write_text(dump_book(reading.book), encoding="utf-8")

    digests = set()
    for hash_seed in ("1", "2"):
        target = tmp_path / f"{hash_seed}.{kind}"
        command = [sys.executable, "-m", "documents", "write", str(source), str(target)]
        environment = os.environ | {"PYTHONHASHSEED": hash_seed, "TZ": f"UTC+{hash_seed}"}
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        digests.add(hashlib.sha256(target.read_bytes()).hexdigest())

    assert len(digests) == 1


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_no_part_bears_the_time_of_writing(reading, kind, tmp_path):
    path = tmp_path / f"book.{kind}"
    path.write_bytes(written(reading.book, kind))

    with zipfile.ZipFile(path) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert "2026" not in core
