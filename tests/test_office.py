"""The independent reader the document tests lean on: LibreOffice with the offices' faces mapped."""

from __future__ import annotations

import pytest
from docx import Document
from docx.oxml.ns import qn

pytestmark = pytest.mark.libreoffice


@pytest.mark.parametrize(
    ("face", "drawn"), [("仿宋_GB2312", b"NotoSerifCJK"), ("黑体", b"NotoSansCJK")]
)
def test_soffice_draws_the_offices_faces(soffice, tmp_path, face, drawn):
    path = tmp_path / "绩效.docx"
    document = Document()
    run = document.add_paragraph().add_run("项目绩效目标表")
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    document.save(str(path))

    pdf = soffice(path, "pdf")

    assert drawn in pdf.read_bytes()


def test_soffice_saves_a_docx_again(soffice, tmp_path):
    path = tmp_path / "绩效.docx"
    document = Document()
    document.add_paragraph("项目绩效目标表")
    document.save(str(path))

    again = soffice(soffice(path, "odt"), "docx")

    assert [paragraph.text for paragraph in Document(str(again)).paragraphs] == ["项目绩效目标表"]
