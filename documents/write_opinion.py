"""退回意见书: why a form was sent back, with the remarks that were open then, as docx."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import IO, ClassVar

from documents import docx_package
from documents.spec import Align, Field, Label, Layout, Repeat, Row, Table
from documents.values import Normalised
from documents.write_docx import compile_table, paragraph, table_heading, write_package

TITLE = "绩效目标退回意见书"
_NO_INDENT = '<w:ind w:firstLine="0"/>'
_RIGHT = f'{_NO_INDENT}<w:jc w:val="right"/>'


@dataclass(frozen=True, slots=True)
class Remark(Normalised):
    """What a reviewer found at one place of the form."""

    LABELS: ClassVar[Mapping[str, str]] = {"place": "位置", "kind": "类别", "text": "意见"}

    place: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ReturnOpinion(Normalised):
    """`project_code` is "" where a department's goal was sent back."""

    LABELS: ClassVar[Mapping[str, str]] = {
        "unit": "单位",
        "title": "名称",
        "project_code": "项目编码",
        "opinion": "退回意见",
        "desk": "审核岗位",
        "returned_by": "退回人",
    }

    unit: str
    title: str
    project_code: str
    year: int
    opinion: str
    desk: str
    returned_by: str
    returned_on: date
    remarks: tuple[Remark, ...] = ()


_REMARKS = Table(
    width=170,
    rows=(
        Row(
            cells=(Label("序号", 14), Label("位置", 52), Label("类别", 22), Label("意见", 82)),
            header=True,
        ),
        Repeat(
            of="rows",
            cells=(
                Field("number", 14),
                Field("remark.place", 52, align=Align.LEFT),
                Field("remark.kind", 22),
                Field("remark.text", 82, align=Align.LEFT),
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class _Line:
    number: str
    remark: Remark


@dataclass(frozen=True, slots=True)
class _Lines:
    rows: tuple[_Line, ...]


def write_opinion(out: IO[bytes], opinion: ReturnOpinion, layout: Layout) -> None:
    """On the page and in the faces of the layout. Same values, same bytes."""
    package = docx_package.docx_package(layout, title=TITLE)
    write_package(out, package, _body(opinion, layout))


def _body(opinion: ReturnOpinion, layout: Layout) -> Iterator[str]:
    yield table_heading(layout, TITLE)
    yield _text(f"{opinion.unit}：", _NO_INDENT)
    yield _text(
        f"你单位报送的{opinion.year}年度{_what(opinion)}，经审核，现予退回。"
        "请按下列意见修改后重新送审。"
    )
    yield _heading("一、退回意见")
    yield from map(_text, opinion.opinion.splitlines())
    if opinion.remarks:
        yield _heading("二、逐条意见")
        lines = [_Line(str(n), remark) for n, remark in enumerate(opinion.remarks, start=1)]
        yield from compile_table(layout, _REMARKS)(_Lines(tuple(lines)))
    yield _text("", _NO_INDENT)
    yield _text(opinion.desk, _RIGHT)
    yield _text(f"退回人：{opinion.returned_by}", _RIGHT)
    yield _text(in_words(opinion.returned_on), _RIGHT)


def _what(opinion: ReturnOpinion) -> str:
    name = " ".join(opinion.title.splitlines())
    if not opinion.project_code:
        return f"“{name}”"
    return f"“{name}”项目绩效目标表（项目编码：{opinion.project_code}）"


def in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _text(line: str, properties: str = "") -> str:
    return paragraph(docx_package.BODY_STYLE, line, properties)


def _heading(line: str) -> str:
    return paragraph(docx_package.HEADING_STYLE, line)
