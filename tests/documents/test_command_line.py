"""`python -m documents`: exit codes, streams and sentences."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from documents.book_json import dump_book, load_book
from documents.values import Book
from tests.conftest import ROOT


def documents(*arguments, **environment):
    command = [sys.executable, "-m", "documents", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, check=False
    )


def refused(done, *words):
    """Exit 2, nothing on stdout, one sentence on stderr."""
    sentence = done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b"")
    assert sentence.endswith("\n")
    assert "\n" not in sentence.strip()
    assert [word for word in words if word not in sentence] == []


def test_read_prints_the_book_and_the_notes(seed, reading):
    done = documents("read", seed, "--year", "2023")

    notes = [json.loads(line) for line in done.stderr.decode().splitlines()]
    assert done.returncode == 0
    assert load_book(done.stdout.decode()) == reading.book.with_year(2023)
    assert notes == [note.as_json() for note in reading.notes]
    assert all(list(note) == ["severity", "place", "message"] for note in notes)


def test_read_without_a_year_leaves_it_open(seed):
    assert json.loads(documents("read", seed).stdout)["year"] is None


@pytest.mark.parametrize("kind", ["docx", "xlsx", "txt"])
def test_write_then_read_gives_the_same_json(kind, reading, tmp_path):
    text = dump_book(reading.book)
    (tmp_path / "book.json").write_text(text, encoding="utf-8")

    wrote = documents("write", tmp_path / "book.json", tmp_path / f"out.{kind.upper()}")
    read = documents("read", tmp_path / f"out.{kind.upper()}")

    assert (wrote.returncode, wrote.stdout, wrote.stderr) == (0, b"", b"")
    assert (read.returncode, read.stdout.decode(), read.stderr) == (0, text, b"")


def test_output_is_utf8_in_any_locale(seed, reading):
    done = documents("read", seed, PYTHONUTF8="0", PYTHONIOENCODING="gbk", LC_ALL="C")

    assert load_book(done.stdout.decode("utf-8")) == reading.book


@pytest.mark.parametrize("suffix", ["pdf", "doc", "odt"])
def test_write_refuses_a_format_it_does_not_know(suffix, tmp_path):
    (tmp_path / "book.json").write_text(dump_book(Book()), encoding="utf-8")

    refused(documents("write", tmp_path / "book.json", tmp_path / f"o.{suffix}"), f"“.{suffix}”")
    assert not (tmp_path / f"o.{suffix}").exists()


def test_write_refuses_what_is_no_book(tmp_path):
    (tmp_path / "book.json").write_text('{"tables": [{"budget": 0.1}]}', encoding="utf-8")

    refused(documents("write", tmp_path / "book.json", tmp_path / "o.docx"), "第1张表", "budget")


def test_write_refuses_json_that_is_not_utf8(tmp_path):
    (tmp_path / "book.json").write_bytes('{"form": "河北"}'.encode("gbk"))

    refused(documents("write", tmp_path / "book.json", tmp_path / "o.docx"), "book.json", "UTF-8")


def test_write_keeps_the_old_file_when_the_new_one_fails(tmp_path):
    book = {"tables": [{"purpose": "长" * 32_768}]}
    (tmp_path / "book.json").write_text(json.dumps(book), encoding="utf-8")
    (tmp_path / "o.xlsx").write_bytes(b"old")

    done = documents("write", tmp_path / "book.json", tmp_path / "o.xlsx")

    refused(done, "资金用途", "32768", "32767")
    assert (tmp_path / "o.xlsx").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.json", "o.xlsx"]


def test_missing_files_and_folders_are_refused(tmp_path):
    (tmp_path / "book.json").write_text("{}", encoding="utf-8")

    refused(documents("read", tmp_path / "none.docx"), "none.docx")
    refused(documents("write", tmp_path / "none.json", tmp_path / "o.docx"), "none.json")
    refused(documents("write", tmp_path / "book.json", tmp_path / "no" / "o.docx"), "o.docx")
    refused(documents("read", tmp_path), "格式")


@pytest.mark.parametrize("arguments", [[], ["print"], ["read"], ["read", "a.txt", "--year", "x"]])
def test_wrong_arguments_exit_2(arguments):
    done = documents(*arguments)

    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
