"""Everything of a docx but its body: styles, page, footer and properties, made by python-docx once
a layout and kept as bytes, so that `write_docx` only streams the body."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from documents.spec import Align, Face, Layout

BODY = "word/document.xml"
FIXED_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in the properties of every file, so that the same values give the same bytes."""

LABEL_STYLE = "FormLabel"
CELL_STYLES = {
    Align.CENTER: "FormCenter",
    Align.LEFT: "FormLeft",
    Align.RIGHT: "FormRight",
    Align.TOP_LEFT: "FormLeft",
}
PART_STYLE, PART_TITLE_STYLE, HEADING_STYLE = "Heading1", "Heading2", "Heading3"
BODY_STYLE = "FormBody"


@dataclass(frozen=True, slots=True)
class Package:
    """`parts` without the body, in their order; `head` and `tail` enclose the body's blocks."""

    parts: tuple[tuple[str, bytes], ...]
    head: bytes
    tail: bytes


@lru_cache
def docx_package(layout: Layout) -> Package:
    """The package of an empty document in this layout."""
    document = docx.Document()
    _set_properties(document)
    _set_page(document, layout)
    _set_styles(document, layout)
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head, body = parts.pop(BODY).split(b"<w:body>")
    return Package(tuple(parts.items()), head + b"<w:body>", body[body.index(b"<w:sectPr") :])


def _set_properties(document: Any) -> None:
    properties = document.core_properties
    properties.title = "部门预算绩效文本"
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = FIXED_DATE
    properties.language = "zh-CN"


def _set_page(document: Any, layout: Layout) -> None:
    page, section = layout.page, document.sections[0]
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.margin_top), Mm(page.margin_bottom)
    section.left_margin, section.right_margin = Mm(page.margin_left), Mm(page.margin_right)
    section.header_distance = section.footer_distance = Mm(12)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("— ")
    footer._p.append(_page_number())
    footer.add_run(" —")


def _page_number() -> Any:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    return field


def _set_styles(document: Any, layout: Layout) -> None:
    faces, styles = layout.faces, document.styles
    center, left = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
    _set_style(styles["Normal"], faces.cell, left)
    _set_style(styles["Footer"], faces.cell, center)
    _set_style(styles["Heading 1"], faces.part, center, before=12, after=6)
    _set_style(styles["Heading 2"], faces.part, center, before=0, after=18)
    _set_style(styles["Heading 3"], faces.heading, left, before=6, after=6)
    body = styles.add_style(BODY_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    _set_style(body, faces.body, left)
    body.paragraph_format.first_line_indent = Pt(2 * faces.body.size)
    body.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    body.paragraph_format.line_spacing = Pt(28)
    _set_style(styles.add_style(LABEL_STYLE, WD_STYLE_TYPE.PARAGRAPH), faces.label, center)
    for style_id, alignment in (
        ("FormCenter", center),
        ("FormLeft", left),
        ("FormRight", WD_ALIGN_PARAGRAPH.RIGHT),
    ):
        _set_style(styles.add_style(style_id, WD_STYLE_TYPE.PARAGRAPH), faces.cell, alignment)


def _set_style(
    style: Any, face: Face, alignment: WD_ALIGN_PARAGRAPH, before: int = 0, after: int = 0
) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # the template's theme fonts would win over the names
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), face.name)
    style.font.size, style.font.bold = Pt(face.size), face.bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    paragraph = style.paragraph_format
    paragraph.alignment = alignment
    paragraph.space_before, paragraph.space_after = Pt(before), Pt(after)
    paragraph.line_spacing = 1.0
