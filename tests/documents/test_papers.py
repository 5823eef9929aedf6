"""退回意见书 and 调整前后对照表: what they say, their shape, their bytes."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import docx
import pypdf
import pytest

from documents.compare import Change
from documents.values import ValuesError
from documents.write_adjustment import Adjustment, write_adjustment
from documents.write_opinion import Remark, ReturnOpinion, write_opinion

OPINION = ReturnOpinion(
    unit="怀来县数字经济局",
    title="怀来大数据产业园区综合管网工程",
    project_code="13073022P00865210002J",
    year=2023,
    opinion="1.产出指标与预算不符。\n2.依据不足，请补充<文件>&说明。",
    desk="财政绩效股",
    returned_by="周静",
    returned_on=date(2026, 11, 2),
    remarks=(
        Remark("预算数", "必须修改", "与成本指标合计不符"),
        Remark("第3行“管网长度”指标值", "建议", "写明单位\n如：≥2340米"),
    ),
)
ADJUSTMENT = Adjustment(
    unit_code="471002",
    unit_name="怀来县数字经济局",
    project_code="13073022P00865210002J",
    project_name="怀来大数据产业园区综合管网工程",
    before="第1版（2026年3月1日批复）",
    after="第2版（2026年11月2日批复）",
    reason="压减预算",
    changes=(
        Change("预算数", "4204.68", "4000.00"),
        Change("第3行“管网长度”指标值", "≥2340米", "≥2200米"),
        Change("第5行“新增”", "", "产出指标 数量指标 新增 1项"),
    ),
)


def opened(write, value, layout, **options):
    out = io.BytesIO()
    write(out, value, layout, **options)
    return out.getvalue(), docx.Document(io.BytesIO(out.getvalue()))


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def lines(document):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def test_opinion_says_to_whom_why_what_and_by_whom(layout):
    _, document = opened(write_opinion, OPINION, layout)

    assert lines(document) == [
        "绩效目标退回意见书",
        "怀来县数字经济局：",
        (
            "你单位报送的2023年度“怀来大数据产业园区综合管网工程”项目绩效目标表"
            "（项目编码：13073022P00865210002J），经审核，现予退回。"
            "请按下列意见修改后重新送审。"
        ),
        "一、退回意见",
        "1.产出指标与预算不符。",
        "2.依据不足，请补充<文件>&说明。",
        "二、逐条意见",
        "财政绩效股",
        "退回人：周静",
        "2026年11月2日",
    ]
    [table] = document.tables
    assert cells(table) == [
        ["序号", "位置", "类别", "意见"],
        ["1", "预算数", "必须修改", "与成本指标合计不符"],
        ["2", "第3行“管网长度”指标值", "建议", "写明单位\n如：≥2340米"],
    ]


def test_opinion_without_remarks_has_no_table(layout):
    _, document = opened(write_opinion, replace(OPINION, remarks=()), layout)

    assert document.tables == []
    assert "二、逐条意见" not in lines(document)


def test_opinion_on_a_departments_goal_names_no_code(layout):
    goal = replace(OPINION, title="怀来县工业和信息化局整体绩效目标", project_code="")

    _, document = opened(write_opinion, goal, layout)

    assert "“怀来县工业和信息化局整体绩效目标”，经审核，现予退回。" in lines(document)[2]


def test_opinion_refuses_what_no_file_holds():
    with pytest.raises(ValuesError, match="退回意见"):
        replace(OPINION, opinion="坏\x0b字符")


def test_adjustment_shows_the_changed_cells_before_and_after(layout):
    _, document = opened(write_adjustment, ADJUSTMENT, layout)

    assert lines(document) == ["项目绩效目标调整前后对照表"]
    head, changes = map(cells, document.tables)
    assert [list(dict.fromkeys(row)) for row in head] == [
        ["471002怀来县数字经济局", "单位：万元"],
        ["项目编码", "13073022P00865210002J", "项目名称", "怀来大数据产业园区综合管网工程"],
        ["调整前", "第1版（2026年3月1日批复）", "调整后", "第2版（2026年11月2日批复）"],
        ["调整原因", "压减预算"],
    ]
    assert changes == [
        ["项目", "调整前", "调整后"],
        ["预算数", "4204.68", "4000.00"],
        ["第3行“管网长度”指标值", "≥2340米", "≥2200米"],
        ["第5行“新增”", "", "产出指标 数量指标 新增 1项"],
    ]


def test_adjustment_without_changes_says_so(layout):
    _, document = opened(write_adjustment, replace(ADJUSTMENT, changes=()), layout)

    assert cells(document.tables[1])[1:] == [["两个版本的内容一致，没有改动", "", ""]]


def test_adjustment_of_a_draft_bears_its_mark(layout):
    _, marked = opened(write_adjustment, ADJUSTMENT, layout, mark="草稿")
    _, plain = opened(write_adjustment, ADJUSTMENT, layout)

    assert [d.sections[0].header.paragraphs[0].text for d in (marked, plain)] == ["草稿", ""]


@pytest.mark.parametrize(
    ("write", "value"), [(write_opinion, OPINION), (write_adjustment, ADJUSTMENT)]
)
def test_same_paper_same_bytes_and_its_own_title(layout, write, value):
    content, document = opened(write, value, layout)

    assert opened(write, value, layout)[0] == content
    assert document.core_properties.title == document.paragraphs[0].text


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("write", "value"), [(write_opinion, OPINION), (write_adjustment, ADJUSTMENT)]
)
def test_paper_prints_on_one_page(layout, soffice, tmp_path, write, value):
    path = tmp_path / "paper.docx"
    path.write_bytes(opened(write, value, layout)[0])

    [page] = pypdf.PdfReader(soffice(path, "pdf")).pages

    assert "怀来县数字经济局" in page.extract_text()
