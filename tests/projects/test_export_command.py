from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from documents.files import read_file
from documents.layouts import get_layout
from projects.exports import whole_book
from projects.models import DepartmentGoal
from tests.projects.books import fixture_book


def export(output, department="471", year=2023):
    out = io.StringIO()
    call_command("export_book", department=department, year=year, output=output, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["docx", "xlsx", "txt"])
def test_book_is_written_and_reads_back(books, tmp_path, kind):
    path = tmp_path / f"471.{kind}"

    said = export(path)

    read = read_file(path, get_layout("hebei", "2023")).book
    assert said == f"已导出10张表：{path}\n"
    assert replace(read, year=2023, department_name=books.d471.name) == whole_book(
        books.d471, books.year
    )
    assert read.tables == fixture_book("471").tables


def test_book_is_written_as_a_page(books, tmp_path):
    path = tmp_path / "471.html"

    export(path)

    text = path.read_text(encoding="utf-8")
    assert all(values.project_code in text for values in fixture_book("471").tables)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"department": "999"}, "系统里没有编码为999的部门。"),
        ({"department": "471001"}, "系统里没有编码为471001的部门。"),
        ({"year": 2031}, "系统里没有2031年度。"),
    ],
)
def test_what_is_not_there_is_refused(books, tmp_path, changes, sentence):
    path = tmp_path / "471.docx"

    with pytest.raises(CommandError) as raised:
        export(path, **changes)

    assert str(raised.value) == sentence
    assert not path.exists()


@pytest.mark.parametrize("name", ["471.pdf", "471", "471.doc"])
def test_other_formats_are_refused(books, tmp_path, name):
    with pytest.raises(CommandError, match="还不能写出"):
        export(tmp_path / name)

    assert list(tmp_path.iterdir()) == []


def test_file_that_cannot_be_written_is_refused(books, tmp_path):
    with pytest.raises(CommandError, match="写不进"):
        export(tmp_path / "没有的文件夹" / "471.docx")


def test_blank_book_is_written(books, tmp_path):
    DepartmentGoal.objects.all().delete()
    books.u978001.projects.first().goal_tables.all().delete()

    export(tmp_path / "978.docx", department="978")

    read = read_file(tmp_path / "978.docx", get_layout("hebei", "2023")).book
    assert len(read.tables) == 2
    assert read.goals.overall == ""
