"""草稿 and 送审稿 on every page, and nowhere in what is read back."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pypdf
import pytest

from documents.files import read_file
from documents.write_docx import write_docx
from documents.write_xlsx import write_xlsx
from tests.documents.forms import read, what_it_says
from tests.documents.test_round_trips import table
from tests.projects.books import fixture_book

WRITERS = {"docx": write_docx, "xlsx": write_xlsx}
MARKS = ("草稿", "送审稿")
every_kind = pytest.mark.parametrize("kind", WRITERS)


@pytest.fixture(scope="module")
def book():
    return fixture_book("978")


def marked(book, kind, mark, **options):
    out = io.BytesIO()
    WRITERS[kind](out, book, mark=mark, **options)
    return out.getvalue()


def parts_with(content, text):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name for name in archive.namelist() if text.encode() in archive.read(name)}


@every_kind
@pytest.mark.parametrize("mark", MARKS)
def test_marked_book_reads_back_the_same(book, kind, mark):
    again = read(marked(book, kind, mark), kind)

    assert what_it_says(again.book) == what_it_says(book)
    assert again.notes == ()


def test_docx_has_the_mark_in_its_header_in_words_and_as_a_watermark(book):
    content = marked(book, "docx", "草稿")

    assert parts_with(content, "草稿") == {"word/header1.xml"}
    assert parts_with(content, "<w:t>草稿</w:t>") == {"word/header1.xml"}
    assert parts_with(content, 'string="草稿"') == {"word/header1.xml"}


def test_every_sheet_has_the_mark_in_its_header(book):
    content = marked(book, "xlsx", "送审稿")

    sheets = {f"xl/worksheets/sheet{n}.xml" for n in range(1, len(book.tables) + 4)}
    assert parts_with(content, "<oddHeader>&amp;R送审稿</oddHeader>") == sheets


@every_kind
def test_approved_file_bears_no_mark_even_after_a_marked_one(book, kind):
    before = marked(book, kind, "")

    marked(book, kind, "草稿")

    assert marked(book, kind, "") == before
    assert not parts_with(before, "草稿")


@every_kind
def test_same_marked_book_same_bytes(book, kind):
    assert marked(book, kind, "草稿") == marked(book, kind, "草稿")


@every_kind
def test_single_table_may_be_marked(book, kind):
    content = marked(replace(book, tables=book.tables[:1]), kind, "草稿", parts=False)

    assert read(content, kind).book.tables == book.tables[:1]


@every_kind
def test_text_that_is_the_mark_itself_stays_text(book, kind):
    values = table(project_name="草稿", purpose="送审稿")

    content = marked(replace(book, tables=(values,)), kind, "草稿")

    assert read(content, kind).book.tables == (values,)


@pytest.mark.libreoffice
@every_kind
def test_another_program_keeps_the_book_and_shows_the_mark(book, kind, soffice, layout, tmp_path):
    path = tmp_path / f"book.{kind}"
    path.write_bytes(marked(book, kind, "草稿"))
    plain = tmp_path / f"plain.{kind}"
    plain.write_bytes(marked(book, kind, ""))

    resaved, printed = soffice(path, kind), soffice(path, "pdf")

    assert what_it_says(read_file(resaved, layout).book) == what_it_says(book)
    pages = pypdf.PdfReader(printed).pages
    assert [page for page in pages if "草稿" not in page.extract_text()] == []
    assert len(pages) == len(pypdf.PdfReader(soffice(plain, "pdf")).pages)
