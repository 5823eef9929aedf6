"""项目绩效目标表 and 部门整体绩效目标 as the counties of Hebei printed them for 2023.

Source: the published books of 怀来县工业和信息化局 and 河北沙城经济开发区管理委员会 (2023).
"""

from __future__ import annotations

from documents.kinds import Kind
from documents.spec import (
    Align,
    Face,
    Faces,
    Field,
    Label,
    Layout,
    PageSetup,
    Part,
    Repeat,
    Row,
    Section,
    Table,
)

_SONG = ("方正小标宋_GBK", "宋体", "SimSun", "Noto Serif CJK SC")
_HEI = ("SimHei", "Microsoft YaHei", "Noto Sans CJK SC")
_FANG = ("仿宋", "FangSong", "Noto Serif CJK SC")

_FUNDS = Table(
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
                Label("预算规模及资金用途", 26, rows=2),
                Label("预算数", 18),
                Field("budget", 30, Kind.AMOUNT),
                Label("其中：财政    资金", 24),
                Field("fiscal", 22, Kind.AMOUNT),
                Label("其他资金", 24),
                Field("other", 26, Kind.AMOUNT),
            ),
            height=12,
        ),
        Row(cells=(Field("purpose", 144, align=Align.LEFT),), height=12),
        Row(
            cells=(
                Label("资金支出计划（%）", 26, rows=2),
                Label("3月底", 36),
                Label("6月底", 36),
                Label("10月底", 36),
                Label("12月底", 36),
            ),
        ),
        Row(
            cells=(
                Field("plan.march", 36, Kind.PERCENT),
                Field("plan.june", 36, Kind.PERCENT),
                Field("plan.october", 36, Kind.PERCENT),
                Field("plan.december", 36, Kind.PERCENT),
            ),
        ),
        Row(
            cells=(Label("绩效目标", 26), Field("goals", 144, align=Align.TOP_LEFT)),
            height=20,
        ),
    ),
)

_INDICATORS = Table(
    width=170,
    rows=(
        Row(
            cells=(
                Label("一级指标", 22),
                Label("二级指标", 25),
                Label("三级指标", 32),
                Label("绩效指标描述", 32),
                Label("指标值", 25),
                Label("指标值确定依据", 34),
            ),
            header=True,
        ),
        Repeat(
            of="indicators",
            merge=("level1", "level2"),
            cells=(
                Field("level1", 22),
                Field("level2", 25),
                Field("name", 32, align=Align.LEFT),
                Field("description", 32, align=Align.LEFT),
                Field("target", 25),
                Field("basis", 34, align=Align.LEFT),
            ),
            height=10,
        ),
    ),
)

LAYOUT = Layout(
    form="hebei",
    edition="2023",
    page=PageSetup(210, 297, margin_top=22, margin_bottom=20, margin_left=20, margin_right=20),
    faces=Faces(
        title=Face("方正小标宋简体", 22, fallbacks=_SONG),
        part=Face("方正小标宋简体", 22, fallbacks=_SONG),
        heading=Face("黑体", 16, fallbacks=_HEI),
        table_title=Face("方正小标宋简体", 16, fallbacks=_SONG),
        body=Face("仿宋_GB2312", 16, fallbacks=_FANG),
        label=Face("黑体", 10.5, fallbacks=_HEI),
        cell=Face("仿宋_GB2312", 10.5, fallbacks=_FANG),
    ),
    goal_part=Part("第一部分", "部门整体绩效目标"),
    goal_sections=(
        Section("overall", "一、总体绩效目标"),
        Section("itemised", "二、分项绩效目标"),
        Section("safeguards", "三、工作保障措施"),
    ),
    table_part=Part("第二部分", "预算项目绩效目标"),
    title_suffix="绩效目标表",
    tables=(_FUNDS, _INDICATORS),
)
