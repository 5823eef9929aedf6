from __future__ import annotations

from urllib.parse import unquote

import pytest

from perfgoals.downloads import DOCX, XLSX, attachment, safe_filename


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("471怀来县工业和信息化局2023年部门预算绩效文本.docx", None),
        ("13073022P00865210002J 怀财预批【2022】27号 绩效目标表.docx", None),
        ("拨款 1/2:甲|乙?.xlsx", "拨款 1_2_甲_乙_.xlsx"),
        ("../../etc/passwd", "_._etc_passwd"),
        ("第一行\n第二行.docx", "第一行_第二行.docx"),
        (" 名称. ", "名称"),
        ("", "文件"),
        ("...", "文件"),
    ],
)
def test_safe_filename(name, safe):
    assert safe_filename(name) == (safe or name)


def test_safe_filename_keeps_within_the_file_systems_limit():
    name = safe_filename("绩" * 200 + ".docx")

    assert len(name.encode()) <= 255
    assert name.endswith("绩.docx")


def test_attachment_keeps_the_chinese_name():
    response = attachment("471怀来县.docx", b"content", DOCX)

    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert unquote(disposition).endswith("471怀来县.docx")
    assert response.headers["Content-Type"] == DOCX
    assert response.headers["Content-Length"] == "7"


def test_attachment_streams():
    response = attachment("台账.xlsx", iter([b"one", b"two"]), XLSX)

    assert response.streaming
    assert b"".join(response) == b"onetwo"


def test_attachment_stays_out_of_the_browsers_cache():
    assert attachment("a.xlsx", b"", XLSX).headers["Cache-Control"] == "private, no-store"
