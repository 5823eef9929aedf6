"""调整前后对照表: the cells of a goal table that an adjustment changed, as docx."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, ClassVar

from documents import docx_package
from documents.compare import Change
from documents.kinds import Kind
from documents.spec import Align, Field, Label, Layout, Repeat, Row, Table
from documents.values import Normalised
from documents.write_docx import GAP, compile_table, table_heading, write_package

TITLE = "项目绩效目标调整前后对照表"
_SAME = Change("两个版本的内容一致，没有改动", "", "")


@dataclass(frozen=True, slots=True)
class Adjustment(Normalised):
    """`before` and `after` say in words which versions are compared."""

    LABELS: ClassVar[Mapping[str, str]] = {
        "unit_code": "单位编码",
        "unit_name": "单位名称",
        "project_code": "项目编码",
        "project_name": "项目名称",
        "before": "调整前",
        "after": "调整后",
        "reason": "调整原因",
    }

    unit_code: str
    unit_name: str
    project_code: str
    project_name: str
    before: str
    after: str
    reason: str
    changes: tuple[Change, ...]

    @property
    def unit(self) -> tuple[str, str]:
        return self.unit_code, self.unit_name


_HEAD = Table(
    width=170,
    rows=(
        Row(
            cells=(
                Field("unit", 98, Kind.UNIT, Align.LEFT),
                Label("单位：万元", 72, align=Align.RIGHT),
            ),
            borders=False,
        ),
        Row(
            cells=(
                Label("项目编码", 26),
                Field("project_code", 48),
                Label("项目名称", 24),
                Field("project_name", 72),
            ),
            height=10,
        ),
        Row(
            cells=(
                Label("调整前", 26),
                Field("before", 59),
                Label("调整后", 26),
                Field("after", 59),
            ),
            height=10,
        ),
        Row(cells=(Label("调整原因", 26), Field("reason", 144, align=Align.LEFT)), height=12),
    ),
)
_CHANGES = Table(
    width=170,
    rows=(
        Row(cells=(Label("项目", 46), Label("调整前", 62), Label("调整后", 62)), header=True),
        Repeat(
            of="changes",
            cells=(
                Field("place", 46, align=Align.LEFT),
                Field("before", 62, align=Align.LEFT),
                Field("after", 62, align=Align.LEFT),
            ),
            height=10,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class _Changes:
    changes: tuple[Change, ...]


def write_adjustment(
    out: IO[bytes], adjustment: Adjustment, layout: Layout, *, mark: str = ""
) -> None:
    """On the page and in the faces of the layout. Same values, same bytes."""
    package = docx_package.docx_package(layout, mark, TITLE)
    write_package(out, package, _body(adjustment, layout))


def _body(adjustment: Adjustment, layout: Layout) -> Iterator[str]:
    yield table_heading(layout, TITLE)
    yield from compile_table(layout, _HEAD)(adjustment)
    yield GAP
    changed = _Changes(adjustment.changes or (_SAME,))
    yield from compile_table(layout, _CHANGES)(changed)
    yield "<w:p/>"
