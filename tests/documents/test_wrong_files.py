"""A file that is none of ours is refused in one Chinese sentence that says what and where."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import package
from documents.blocks import DocumentError, Severity
from documents.files import read_file
from documents.values import Book, GoalTableValues, IndicatorRow
from tests.conftest import ROOT
from tests.documents.forms import KINDS, read, written

BODY, SHEET = "word/document.xml", "xl/worksheets/sheet1.xml"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096)
BOMB = """<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<z>&c;&c;&c;</z>"""

TABLE = GoalTableValues(
    "471001", "局", "码", "名", indicators=(IndicatorRow("产出指标", "数量指标", "甲"),)
)
BOOK = Book(tables=(TABLE,))
FILES = {kind: written(BOOK, kind) for kind in KINDS}


def sentence_for(content, kind):
    """The one sentence a file is refused with."""
    with pytest.raises(DocumentError) as caught:
        read(content, kind)
    assert type(caught.value) is DocumentError
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert re.search("[\u4e00-\u9fff]", sentence)
    return sentence


def changed(kind, parts, content=None):
    """The file with parts replaced (None takes a part out) or changed by a function."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content or FILES[kind])) as old,
        zipfile.ZipFile(out, "w", 8) as new,
    ):
        for name in dict.fromkeys([*old.namelist(), *parts]):
            content = parts.get(name, old.read) if name in parts else old.read(name)
            if callable(content):
                content = content(old.read(name).decode())
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


# What is no package


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize(
    "content",
    [b"hello", PNG, b"PK\x03\x04", b"PK\x05\x06" + bytes(18), "绩效目标".encode("gbk"), bytes(64)],
    ids=["text", "picture", "begun zip", "empty zip", "gbk", "zeros"],
)
def test_what_is_no_office_file_is_refused(kind, content):
    assert re.search("内容与后缀不符", sentence_for(content, kind))


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_encrypted_or_old_file_is_refused(kind):
    assert "加了密码，或是旧版格式" in sentence_for(OLE, kind)


@pytest.mark.parametrize(("kind", "other"), [("docx", "xlsx"), ("xlsx", "docx")])
def test_file_under_the_wrong_suffix_is_refused(kind, other):
    assert "内容与后缀不符" in sentence_for(FILES[other], kind)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_truncated_file_is_refused(kind, share):
    content = FILES[kind][: int(len(FILES[kind]) * share)]

    assert "文件已损坏" in sentence_for(content, kind)


@pytest.mark.parametrize(("kind", "part"), [("docx", BODY), ("xlsx", SHEET)])
def test_wrong_checksum_is_refused(kind, part):
    content = bytearray(FILES[kind])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        crc = archive.getinfo(part).CRC
    at = content.rindex(crc.to_bytes(4, "little"))
    content[at] ^= 0xFF

    assert "文件已损坏" in sentence_for(bytes(content), kind)


@pytest.mark.parametrize("flag", [0x1, 0x41])
def test_encrypted_part_is_refused(flag):
    content = bytearray(FILES["docx"])
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= flag

    assert "文件已损坏" in sentence_for(bytes(content), "docx")


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_compression_no_office_file_has_is_refused(method):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr(BODY, "<w/>")

    assert "文件已损坏" in sentence_for(out.getvalue(), "docx")


# What would do harm


@pytest.mark.parametrize(
    ("kind", "part"), [("docx", BODY), ("docx", "word/media/x.bin"), ("xlsx", SHEET)]
)
def test_zip_bomb_is_refused_unopened(kind, part):
    content = changed(kind, {part: bytes(20 * 2**20)})

    assert f"{part}压缩比异常" in sentence_for(content, kind)


def test_zip_that_lies_about_its_sizes_is_refused():
    content = bytearray(changed("docx", {BODY: b" " * (20 * 2**20)}))
    real = (20 * 2**20).to_bytes(4, "little")
    while (at := content.find(real)) >= 0:
        content[at : at + 4] = (1000).to_bytes(4, "little")

    assert "文件" in sentence_for(bytes(content), "docx")


def test_too_much_in_all_is_refused(monkeypatch):
    monkeypatch.setattr(package, "MAX_UNPACKED", 1000)

    assert "解压后超过" in sentence_for(FILES["docx"], "docx")


def test_too_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(package, "MAX_PARTS", 3)

    assert "个部分，超过3个" in sentence_for(FILES["docx"], "docx")


def test_file_too_big_is_refused_unread(monkeypatch, tmp_path, layout):
    monkeypatch.setattr(package, "MAX_FILE", 2**20)
    (tmp_path / "大.docx").write_bytes(bytes(2**20 + 1))

    with pytest.raises(DocumentError, match=r"^大\.docx超过1兆，请分成几个文件$"):
        read_file(tmp_path / "大.docx", layout)


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("docx", BODY),
        ("docx", "word/styles.xml"),
        ("xlsx", SHEET),
        ("xlsx", "xl/workbook.xml"),
        ("xlsx", "xl/sharedStrings.xml"),
        ("xlsx", "xl/styles.xml"),
    ],
)
def test_entity_bomb_is_refused(kind, part):
    content = changed(kind, {part: BOMB.encode()})

    assert f"{part}含有实体定义" in sentence_for(content, kind)


@pytest.mark.parametrize(("kind", "part"), [("docx", BODY), ("xlsx", SHEET)])
def test_entity_bomb_in_another_encoding_is_refused(kind, part):
    content = changed(kind, {part: BOMB.encode("utf-16")})

    assert f"{part}含有实体定义" in sentence_for(content, kind)


def test_declaration_across_two_chunks_is_seen():
    padding = " " * (2**16 - 5)
    content = changed("docx", {BODY: f"{padding}<!DOCTYPE z><z/>".encode()})

    assert "含有实体定义" in sentence_for(content, "docx")


def test_xml_nested_too_deep_is_refused():
    deep = "<a>" * 50_000 + "</a>" * 50_000

    assert f"{BODY}读不通" in sentence_for(changed("docx", {BODY: deep}), "docx")


def test_merged_area_over_a_whole_sheet_is_read_quickly():
    whole = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    content = changed("xlsx", {SHEET: lambda xml: re.sub("<mergeCells.*</mergeCells>", whole, xml)})

    assert read(content, "xlsx")


def test_lone_cell_far_below_is_read_quickly():
    far = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>远</t></is></c></row></sheetData>'
    content = changed("xlsx", {SHEET: lambda xml: xml.replace("</sheetData>", far)})

    assert [note.place for note in read(content, "xlsx").notes] == ["1!A1048576"]


def test_lone_cell_far_to_the_right_is_refused():
    far = '<row r="99"><c r="XFD99" t="inlineStr"><is><t>远</t></is></c></row></sheetData>'
    content = changed("xlsx", {SHEET: lambda xml: xml.replace("</sheetData>", far)})

    assert "!XFD99：这里还有内容" in sentence_for(content, "xlsx")


def test_merged_areas_upon_each_other_are_refused():
    areas = "".join(f'<mergeCell ref="A1:{chr(65 + n % 26)}9"/>' for n in range(300))
    content = changed(
        "xlsx",
        {
            SHEET: lambda xml: xml.replace(
                "</worksheet>", f"<mergeCells>{areas}</mergeCells></worksheet>"
            )
        },
    )

    assert "合并单元格重叠" in sentence_for(content, "xlsx")


# What is damaged inside


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("docx", {BODY: "<w:document"}),
        ("docx", {BODY: "<a/>"}),
        ("docx", {BODY: ""}),
        ("xlsx", {SHEET: "<worksheet>"}),
        ("xlsx", {SHEET: None}),
        ("xlsx", {"xl/workbook.xml": ""}),
        ("xlsx", {"xl/_rels/workbook.xml.rels": None}),
        ("xlsx", {"xl/_rels/workbook.xml.rels": "<Relationships/>"}),
        ("xlsx", {"xl/styles.xml": '<s><cellXfs><xf numFmtId="x"/></cellXfs></s>'}),
        ("xlsx", {SHEET: lambda xml: xml.replace('r="A1"', 'r="1A"')}),
        ("xlsx", {SHEET: lambda xml: xml.replace('<row r="1"', '<row r="one"')}),
        ("xlsx", {SHEET: lambda xml: xml.replace('t="inlineStr"><is>', 't="s"><v>7</v><is>')}),
        ("xlsx", {SHEET: lambda xml: xml.replace('t="inlineStr"><is>', "><v>1.2.3</v><is>")}),
    ],
)
def test_damaged_part_is_refused(kind, parts):
    assert re.search("已损坏|没有正文", sentence_for(changed(kind, parts), kind))


# What is another document


def test_empty_file_is_refused(tmp_path, layout):
    for kind in KINDS:
        (tmp_path / f"空.{kind}").write_bytes(b"")
        with pytest.raises(DocumentError, match=rf"^空\.{kind}是空文件（0字节）"):
            read_file(tmp_path / f"空.{kind}", layout)


def other_document(kind):
    out = io.BytesIO()
    if kind == "txt":
        return "会议纪要\n一、议题\n".encode()
    if kind == "docx":
        document = docx.Document()
        document.add_heading("会议纪要")
        document.add_table(2, 2).cell(0, 0).text = "议题"
        document.save(out)
    else:
        workbook = openpyxl.Workbook()
        workbook.active["B2"] = "议题"
        workbook.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_another_document_is_refused(kind):
    sentence = sentence_for(other_document(kind), kind)

    assert "没有找到“绩效目标表”" in sentence


def test_text_in_another_encoding_is_refused_with_its_line():
    content = b"part\n" + "第一部分\n部门整体绩效目标".encode("gbk")

    assert sentence_for(content, "txt").startswith("第2行不是UTF-8编码的文字")


# What lacks something, or has it twice


def without(kind, label):
    """The file without the row that holds the label."""
    if kind == "txt":
        rows = FILES["txt"].decode().split("\n\n")
        return "\n\n".join(row for row in rows if f"\t{label}" not in row).encode()
    part, row = (BODY, "w:tr") if kind == "docx" else (SHEET, "row")
    rows = re.compile(rf"<{row}[ >](?:(?!</{row}>).)*</{row}>")
    return changed(
        kind,
        {part: lambda xml: rows.sub(lambda row: "" if f">{label}<" in row[0] else row[0], xml)},
    )


PLACE = {"docx": r"表\d 第\d+行第1列", "xlsx": r"1!A\d+", "txt": r"第\d+行"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("label", ["项目编码", "预算数", "3月底", "绩效目标", "一级指标"])
def test_missing_row_is_named_with_its_place(kind, label):
    sentence = sentence_for(without(kind, label), kind)

    assert re.match(PLACE[kind], sentence)
    assert label in sentence


def test_end_of_a_form_missing_is_named_with_its_place():
    text = FILES["txt"].decode()

    sentence = sentence_for(text[: text.index("\t一级指标")].encode(), "txt")

    assert re.match(r"第\d+行开始的表不完整，缺少“一级指标、二级指标", sentence)


def test_every_problem_is_collected():
    two = written(Book(tables=(TABLE, replace(TABLE, project_code="二"))), "txt").decode()

    with pytest.raises(DocumentError) as caught:
        read(two.replace("\t预算数", "\t预算").encode(), "txt")

    assert len(caught.value.problems) == 2
    assert str(caught.value).endswith("（另有1处问题）")


@pytest.mark.parametrize("kind", KINDS)
def test_one_project_code_twice_is_an_error(kind):
    reading = read(written(Book(tables=(TABLE, TABLE)), kind), kind)

    assert [(n.severity, n.place) for n in reading.notes] == [(Severity.ERROR, "项目编码码")]
    assert "有2张表用了同一个项目编码" in reading.notes[0].message


def test_bad_amount_is_an_error_with_its_place():
    content = FILES["txt"].replace("\t预算数\n\t".encode(), "\t预算数\n\t约十万".encode())

    reading = read(content, "txt")

    (note,) = reading.notes
    assert note.severity is Severity.ERROR
    assert re.fullmatch(r"第\d+行", note.place)
    assert note.message == "“预算数”“约十万”不是一个数，请改为数字"
    assert reading.errors == [note]
    assert reading.book.tables[0].budget is None


@pytest.mark.parametrize(
    ("kind", "part", "good", "bad", "place"),
    [
        ("docx", BODY, ">5.00<", ">五<", "表1 第3行第3列"),
        ("xlsx", SHEET, "><v>5.00</v>", ' t="str"><v>五</v>', "1!D4"),
    ],
)
def test_bad_amount_is_named_where_it_stands(kind, part, good, bad, place):
    content = written(Book(tables=(replace(TABLE, budget=Decimal(5)),)), kind)

    reading = read(changed(kind, {part: lambda xml: xml.replace(good, bad)}, content), kind)

    assert [(n.severity, n.place) for n in reading.notes] == [(Severity.ERROR, place)]


@pytest.mark.parametrize("field", ["局", "甲", "名"])
def test_control_character_is_an_error_with_its_place(field):
    reading = read(FILES["txt"].replace(f"{field}\n".encode(), f"{field}\x07\n".encode()), "txt")

    assert Severity.ERROR in {note.severity for note in reading.notes}
    assert any("U+0007" in note.message for note in reading.notes)


# The command line says the same


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("图片.docx", PNG),
        ("空.xlsx", b""),
        ("密.xlsx", OLE),
        ("断.docx", FILES["docx"][:2000]),
        ("别的.docx", other_document("docx")),
        ("国标.txt", "第一部分".encode("gbk")),
        ("缺行.txt", without("txt", "预算数")),
        ("未知.wps", b"x"),
    ],
    ids=["picture", "empty", "encrypted", "cut", "other", "gbk", "lacking", "suffix"],
)
def test_command_line_refuses_in_one_sentence(name, content, tmp_path):
    (tmp_path / name).write_bytes(content)
    command = [sys.executable, "-m", "documents", "read", str(tmp_path / name)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().count("\n") == 1
    assert re.search("[\u4e00-\u9fff]", done.stderr.decode())


# Anything at all


def read_or_refused(content, kind):
    try:
        read(content, kind)
    except DocumentError as error:
        assert str(error)
        assert "\n" not in str(error)


@settings(max_examples=100)
@given(content=st.binary(max_size=300), kind=st.sampled_from(KINDS))
def test_random_bytes_raise_nothing_else(content, kind):
    read_or_refused(content, kind)


flips = st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), min_size=1, max_size=6)


def flipped(content, flips):
    spoilt = bytearray(content)
    for where, bits in flips:
        spoilt[min(int(where * len(spoilt)), len(spoilt) - 1)] ^= bits
    return bytes(spoilt)


@settings(max_examples=250)
@given(kind=st.sampled_from(KINDS), flips=flips)
def test_flipped_bytes_raise_nothing_else(kind, flips):
    read_or_refused(flipped(FILES[kind], flips), kind)


XML_PARTS = [
    ("docx", BODY),
    ("xlsx", SHEET),
    ("xlsx", "xl/workbook.xml"),
    ("xlsx", "xl/styles.xml"),
]


@settings(max_examples=250)
@given(
    where=st.sampled_from(XML_PARTS),
    at=st.floats(0, 1),
    length=st.integers(0, 12),
    new=st.sampled_from(
        ["", "x", "9", '"', "<", "</w:tc>", "<w:tc/>", "<c/>", "-1", "1e999", "nan"]
    ),
)
def test_spoilt_xml_raises_nothing_else(where, at, length, new):
    kind, part = where
    with zipfile.ZipFile(io.BytesIO(FILES[kind])) as archive:
        xml = archive.read(part).decode()
    start = int(at * len(xml))

    read_or_refused(changed(kind, {part: xml[:start] + new + xml[start + length :]}), kind)
