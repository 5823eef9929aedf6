"""Everything of a docx but its body: styles, page, footer and properties, made by python-docx once
for each layout, mark and title and kept as bytes, so that the writers only stream the body.

A mark (草稿) stands in the header in words and over the page as a watermark. It is drawn in VML,
the one way that Word, WPS and LibreOffice all show; readers look at the body and never meet it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import quoteattr

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsmap, qn
from docx.shared import Mm, Pt, RGBColor

from documents.spec import Align, Face, Layout

BODY = "word/document.xml"
FIXED_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in the properties of every file, so that the same values give the same bytes."""

BOOK_TITLE = "部门预算绩效文本"
LABEL_STYLE = "FormLabel"
CELL_STYLES = {
    Align.CENTER: "FormCenter",
    Align.LEFT: "FormLeft",
    Align.RIGHT: "FormRight",
    Align.TOP_LEFT: "FormLeft",
}
PART_STYLE, PART_TITLE_STYLE, HEADING_STYLE = "Heading1", "Heading2", "Heading3"
BODY_STYLE = "FormBody"


_MARK_SIZE = 150
"""Points a character of the watermark is wide and high."""


@dataclass(frozen=True, slots=True)
class Package:
    """`parts` without the body, in their order; `head` and `tail` enclose the body's blocks."""

    parts: tuple[tuple[str, bytes], ...]
    head: bytes
    tail: bytes


@lru_cache
def docx_package(layout: Layout, mark: str = "", title: str = BOOK_TITLE) -> Package:
    """The package of an empty document in this layout, `mark` over each of its pages."""
    document = docx.Document()
    _set_properties(document, title)
    _set_page(document, layout)
    _set_styles(document, layout)
    if mark:
        _set_mark(document, mark, layout.faces.label)
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head, body = parts.pop(BODY).split(b"<w:body>")
    return Package(tuple(parts.items()), head + b"<w:body>", body[body.index(b"<w:sectPr") :])


def _set_properties(document: Any, title: str) -> None:
    properties = document.core_properties
    properties.title = title
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


def _set_mark(document: Any, mark: str, face: Face) -> None:
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.add_run(mark)
    paragraph._p.append(parse_xml(_watermark(mark, face)))


def _watermark(mark: str, face: Face) -> str:
    """A run with the mark as one line of text stretched over a box in the middle of the page."""
    width, height = _MARK_SIZE * len(mark), _MARK_SIZE
    return (
        f'<w:r xmlns:w="{nsmap["w"]}" xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:o="urn:schemas-microsoft-com:office:office"><w:pict>'
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
        ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
        '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
        '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
        '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/>'
        '</v:shapetype><v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049"'
        ' type="#_x0000_t136" alt="" o:allowincell="f" fillcolor="#d9d9d9" stroked="f"'
        f' style="position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;'
        "rotation:315;z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        'mso-position-vertical-relative:margin"><v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:&quot;{face.name}&quot;;font-size:1pt"'
        f" string={quoteattr(mark)}/></v:shape></w:pict></w:r>"
    )


def _set_styles(document: Any, layout: Layout) -> None:
    faces, styles = layout.faces, document.styles
    center, left = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
    _set_style(styles["Normal"], faces.cell, left)
    _set_style(styles["Header"], faces.cell, left)
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
