"""import_book as an administrator types it: one sentence a refusal, never a traceback."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from departments.models import Department, Region
from documents.files import write_file
from projects.exports import whole_book
from projects.models import BudgetYear, DepartmentGoal, GoalTable, Indicator, Project
from tests.projects.books import fixture_book

BOOK = fixture_book("978")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
ROWS = (Region, Department, BudgetYear, Project, GoalTable, Indicator, DepartmentGoal)


def everything():
    return [list(model.objects.order_by("pk").values()) for model in ROWS]


def command(*files, year="2023", **options):
    """What it says on stdout and on stderr."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_book", *map(str, files), year=year, stdout=out, stderr=err, **options)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


def refused(*files, **options):
    """The sentence; and nothing was stored."""
    before = everything()
    _, said = command(*files, **options)
    assert everything() == before
    assert "Traceback" not in said
    sentence, summary = said.strip().split("\n")
    assert summary == "有1个文件没有导入，原因见上。"
    return sentence


@pytest.fixture
def written(tmp_path):
    """written(book, "docx") is the path of the book as such a file."""

    def write(book, kind, name="978"):
        path = tmp_path / f"{name}.{kind}"
        write_file(path, book)
        return path

    return write


@pytest.mark.parametrize("kind", ["docx", "xlsx", "txt"])
def test_command_imports_each_kind_of_file(county, year, written, kind):
    said, complaints = command(written(BOOK, kind))

    assert said.endswith(f"978.{kind}：新增3张表，修改0张，相同0张；部门整体绩效目标已新增。\n")
    assert complaints == ""
    assert whole_book(county.d978, year) == BOOK


def test_second_run_changes_nothing_and_says_so(county, year, written):
    command(written(BOOK, "docx"))
    before = everything()

    said, _ = command(written(BOOK, "xlsx"))

    assert everything() == before
    assert "3张表与系统里的完全相同，没有任何改动。" in said


def test_dry_run_stores_nothing(county, year, written):
    before = everything()

    said, _ = command(written(BOOK, "docx"), dry_run=True)

    assert everything() == before
    assert "新增3张表" in said
    assert "（试运行，未保存）" in said


def test_dry_run_makes_no_units_either(db, written):
    before = everything()

    said, _ = command(written(BOOK, "docx"), dry_run=True, create_units=True)

    assert everything() == before
    assert "新建单位978001" in said


def test_empty_installation_takes_units_year_and_region_from_the_books(db, written):
    files = [written(fixture_book(code), "docx", code) for code in ("978", "471")]

    said, complaints = command(*files, create_units=True)

    assert complaints == ""
    assert said.count("新建单位") == 3
    assert Region.objects.get().code == "130730"
    assert BudgetYear.objects.get().status == "current"
    assert set(Department.objects.values_list("code", flat=True)) == {
        "471",
        "471001",
        "471002",
        "978",
        "978001",
    }
    assert GoalTable.objects.count() == 13


def test_each_file_stands_for_itself(county, year, written, tmp_path):
    bad = tmp_path / "空.docx"
    bad.touch()
    files = [written(BOOK, "docx"), bad, written(fixture_book("471"), "xlsx", "471")]

    said, complaints = command(*files)

    assert GoalTable.objects.count() == 13
    assert "978.docx：新增3张表" in said
    assert "471.xlsx：新增10张表" in said
    assert complaints.startswith("空.docx：没有导入，")
    assert complaints.endswith("有1个文件没有导入，原因见上。")


def test_year_that_is_not_there_is_refused(county, year, written):
    sentence = refused(written(BOOK, "docx"), year="2031")

    assert sentence == "978.docx：没有导入，系统里没有2031年度，请先在后台管理里建立。"


def test_missing_region_is_refused(db, written):
    BudgetYear.objects.create(year=2023, framework_id=1)

    assert "系统里没有行政区划" in refused(written(BOOK, "docx"))


def test_unknown_unit_is_refused(county, year, written):
    county.u978001.delete()

    sentence = refused(written(BOOK, "docx"))

    assert "系统里没有单位978001" in sentence
    assert sentence.endswith("（另有2处问题）。")


# Wrong files


def archive(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def sheet_without_form():
    book, out = Workbook(), io.BytesIO()
    book.active["A1"] = "采购清单"
    book.save(out)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LETTER = f"<w:document {W}><w:body><w:p><w:r><w:t>各单位：</w:t></w:r></w:p></w:body></w:document>"
ENTITIES = f'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document {W}>&b;</w:document>'

WRONG = {
    "empty.docx": b"",
    "empty.xlsx": b"",
    "empty.txt": b"",
    "picture.docx": PNG,
    "picture.xlsx": PNG,
    "picture.txt": PNG,
    "encrypted.xlsx": OLE,
    "old.docx": OLE,
    "letter.docx": archive(word__document_xml=LETTER),
    "list.xlsx": sheet_without_form(),
    "letter.txt": "各单位：\n请于本周五前报送。\n".encode(),
    "gbk.txt": "项目绩效目标表".encode("gbk"),
    "bomb.docx": archive(word__document_xml=b" " * 30_000_000),
    "entities.docx": archive(word__document_xml=ENTITIES),
    "broken.docx": archive(word__document_xml="<w:document"),
    "other.xlsx": archive(word__document_xml=LETTER),
    "form.pdf": b"%PDF-1.4",
    "noname": b"?",
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_file_changes_nothing_and_says_one_sentence(county, year, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(WRONG[name])

    sentence = refused(path)

    assert sentence.startswith(f"{name}：没有导入，")
    assert sentence.endswith("。")
    assert sentence.count("。") == 1


def test_missing_file_and_folder_are_refused(county, year, tmp_path):
    folder = tmp_path / "书.docx"
    folder.mkdir()

    assert "打不开" in refused(tmp_path / "没有.docx")
    assert "打不开" in refused(folder)


def test_cut_off_file_is_refused(county, year, written):
    path = written(BOOK, "docx")
    path.write_bytes(path.read_bytes()[:-2000])

    assert "文件已损坏" in refused(path)


def test_form_without_its_header_row_is_refused(county, year, written):
    path = written(BOOK, "txt")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\t一级指标\n", "\t级别\n", 1), encoding="utf-8")

    assert "指标" in refused(path)


def test_unreadable_amount_is_refused_with_its_place(county, year, written):
    path = written(BOOK, "txt")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("4204.68", "约四千万", 1), encoding="utf-8")

    sentence = refused(path)

    assert "“约四千万”不是一个数" in sentence
    assert "第" in sentence
    assert "行" in sentence


def test_remarks_on_reading_are_told(county, year, written):
    path = written(BOOK, "txt")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\t数量指标\n", "\t 数量指标 \n", 1), encoding="utf-8")

    said, complaints = command(path)

    assert complaints == ""
    assert "978.txt 第" in said
