"""The workbook of units and people: what its rows say, each cell with its address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

from departments.roles import PROFILES, Role
from documents.blocks import DocumentError
from documents.package import open_package
from documents.xlsx_cells import WORKBOOK, SheetCells, sheets
from documents.xlsx_package import address

UNITS, PEOPLE, HELP = "单位", "人员", "填写说明"
HEADS = {
    UNITS: ("编码", "名称"),
    PEOPLE: ("用户名", "姓名", "角色", "部门或单位编码", "电子邮箱"),
}
_MUST_HAVE = {UNITS: HEADS[UNITS], PEOPLE: HEADS[PEOPLE][:3]}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet that is not blank: its texts and its addresses by column title."""

    sheet: str
    number: int
    texts: dict[str, str]
    columns: dict[str, int]

    def __getitem__(self, head: str) -> str:
        return self.texts.get(head, "")

    def place(self, head: str) -> str:
        column = self.columns.get(head)
        return f"{self.sheet}!{address(self.number, column)}" if column else self.row

    @property
    def row(self) -> str:
        return f"{self.sheet}!第{self.number}行"


@dataclass(frozen=True, slots=True)
class PeopleFile:
    units: list[Line]
    people: list[Line]
    problems: list[str]


def read_people_file(content: bytes) -> PeopleFile:
    """What can be read of it; what is wrong with its shape is in `problems`."""
    found: dict[str, list[Line]] = {}
    problems: list[str] = []
    try:
        with open_package(content, WORKBOOK) as archive:
            for sheet in sheets(archive):
                if sheet.name in HEADS:
                    columns = _columns(sheet)
                    problems += _missing(sheet.name, columns)
                    found[sheet.name] = list(_lines(sheet, columns))
    except DocumentError as error:
        return PeopleFile([], [], [f"{error}。"])
    if not found:
        problems.append(f"文件里没有叫“{UNITS}”或“{PEOPLE}”的工作表，请用模板填写。")
    elif not any(found.values()) and not problems:
        problems.append("文件里一行内容也没有。")
    return PeopleFile(found.get(UNITS, []), found.get(PEOPLE, []), problems)


def _columns(sheet: SheetCells) -> dict[str, int]:
    """Where each column title of the first row stands."""
    heads = {text.strip(): column for column, text in sheet.rows.get(1, {}).items()}
    return {head: heads[head] for head in HEADS[sheet.name] if head in heads}


def _missing(name: str, columns: dict[str, int]) -> Iterator[str]:
    for head in _MUST_HAVE[name]:
        if head not in columns:
            yield f"工作表“{name}”的第 1 行没有“{head}”这一列。"


def _lines(sheet: SheetCells, columns: dict[str, int]) -> Iterator[Line]:
    for number, row in sheet.rows.items():
        texts = {head: row.get(column, "").strip() for head, column in columns.items()}
        if number > 1 and any(texts.values()):
            yield Line(sheet.name, number, texts, columns)


# The template

_EXPLAINED = (
    "“单位”：部门编码 3 位数字，如 471；单位编码 6 位，前 3 位是所属部门的编码，如 471001。",
    "系统里已有的编码，名称不同就按文件改名；没有的就新增。",
    "“人员”：一行一个任职。一个人有几个任职就写几行，用户名和姓名照样写。",
    "用户名是登录用的，字母、数字和 @ . + - _；系统里已有的人只增加任职，不会减少。",
    "单位经办和部门审核必须写部门或单位编码；审计和系统管理留空；财政股室留空表示全县。",
    "新人员的初始密码由系统生成，载入后只显示一次，本人第一次登录时必须改掉。",
    "有一处不对，整个文件都不载入，并列出全部问题和单元格位置。",
    "角色只能是：",
)


def template_workbook() -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    head = book.add_format({"bold": True, "bg_color": "#EEF1F5", "border": 1})
    text = book.add_format({"num_format": "@"})
    for name, heads in HEADS.items():
        sheet = book.add_worksheet(name)
        # As text, or Excel would eat the zeros codes may begin with.
        sheet.set_column(0, len(heads) - 1, 22, text)
        sheet.freeze_panes(1, 0)
        for x, title in enumerate(heads):
            sheet.write_string(0, x, title, head)
    sheet.data_validation(1, 2, 5000, 2, {"validate": "list", "source": list(Role.labels)})
    explained = book.add_worksheet(HELP)
    explained.set_column(0, 0, 100)
    roles = [f"　　{profile.role.label}：{profile.duty}" for profile in PROFILES]
    for y, line in enumerate([*_EXPLAINED, *roles]):
        explained.write_string(y, 0, line)
    book.close()
    return file.getvalue()
