from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from audit.models import AuditEvent
from audit.verify import verify
from departments.loading import LoadRefused, load_people
from departments.models import Department, User
from departments.people_file import HEADS

CLERK, REVIEWER, AUDITOR = "单位经办", "部门审核", "审计"


def workbook(units=(), people=(), **heads):
    book = Workbook()
    book.remove(book.active)
    for name, rows in (("单位", units), ("人员", people)):
        sheet = book.create_sheet(name)
        sheet.append(heads.get(name, HEADS[name]))
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def load(county, content):
    return load_people(content=content, region=county.region, by=county.admin)


def problems(county, content):
    with pytest.raises(LoadRefused) as caught:
        load(county, content)
    return caught.value.problems


def titles(username):
    memberships = User.objects.get(username=username).memberships.order_by("pk")
    return [membership.title for membership in memberships]


# What comes in


def test_units_and_people_come_in(county, told):
    report = load(
        county,
        workbook(
            units=[
                ["472001", "第一中学"],
                ["472", "教育局"],
                ["471002", "数据局"],
                ["978", county.d978.name],
            ],
            people=[
                ["lina", "李娜", CLERK, "472001", "lina@example.cn"],
                ["lina", "李娜", REVIEWER, "472", ""],
                ["wangwei", "王伟", AUDITOR, "", ""],
            ],
        ),
    )

    assert Department.objects.get(code="472001").parent.name == "教育局"
    assert titles("lina") == ["单位经办（472001第一中学）", "部门审核（472教育局）"]
    assert titles("wangwei") == ["审计（全县）"]
    assert report.units_new == ["472教育局", "472001第一中学"]
    assert report.units_renamed == ["471002怀来县数字经济局 → 数据局"]
    assert [str(person) for person, _ in report.people_new] == ["李娜（lina）", "王伟（wangwei）"]
    assert report.unchanged == 1
    assert told() == [
        "郑华新增了单位472教育局",
        "郑华新增了单位472001第一中学",
        "郑华修改了单位471002数据局",
        "郑华新增了人员李娜（lina）",
        "郑华新增了人员王伟（wangwei）",
    ]
    assert verify().id == 5


def test_first_passwords_fit_and_must_be_changed(county):
    report = load(county, workbook(people=[["lina", "李娜", CLERK, "471001", ""]]))

    ((person, password),) = report.people_new
    person.refresh_from_db()
    assert person.check_password(password)
    assert person.must_change_password


def test_known_people_get_more_appointments_and_lose_none(county):
    content = workbook(
        people=[
            ["clerk978", "赵敏", CLERK, "471001", "zhao@example.cn"],
            ["clerk471", "钱立", CLERK, "471", ""],
        ]
    )

    report = load(county, content)

    assert titles("clerk978") == [
        "单位经办（978河北沙城经济开发区管理委员会）",
        "单位经办（471001怀来县工业和信息化局）",
    ]
    assert User.objects.get(username="clerk978").email == "zhao@example.cn"
    assert report.people_changed == ["赵敏（clerk978）"]
    assert report.unchanged == 1
    assert User.objects.get(username="clerk978").check_password("perfgoals-demo")


def test_second_load_changes_nothing(county):
    content = workbook(units=[["472", "教育局"]], people=[["lina", "李娜", CLERK, "472", ""]])
    load(county, content)
    before = AuditEvent.objects.count()

    report = load(county, content)

    assert (report.people_new, report.units_new, report.unchanged) == ([], [], 2)
    assert AuditEvent.objects.count() == before


def test_codes_may_be_numbers_and_columns_in_any_order(county):
    heads = ["备注", "部门或单位编码", "角色", "姓名", "用户名"]
    content = workbook(people=[["新来的", 471002, CLERK, " 李娜 ", "lina"]], 人员=heads)

    load(county, content)

    assert titles("lina") == ["单位经办（471002怀来县数字经济局）"]
    assert User.objects.get(username="lina").full_name == "李娜"


# What is refused


def test_everything_wrong_is_told_at_once_with_its_cell(county):
    User.objects.filter(username="finance2").update(is_active=False)
    content = workbook(
        units=[["47", "坏"], ["999001", "无部门"], ["472", ""], ["473", "某局"], ["473", "某局"]],
        people=[
            ["lina", "李娜", CLERK, "471001", "lina@example.cn"],
            ["lina", "李小娜", "经办", "", "other@example.cn"],
            ["lina", "李娜", CLERK, "471001", ""],
            ["a b", "", CLERK, "", "不是邮箱"],
            ["clerk978", "别人", AUDITOR, "471", ""],
            ["finance2", "周静", CLERK, "888", ""],
        ],
    )

    found = problems(county, content)

    allowed = "请输入合法的用户名。只能包含英文字母、数字、特殊字符“@”、“.”、“-”和“_”。"
    roles = "单位经办、部门审核、财政业务股室、财政绩效股、审计、系统管理"
    assert found == [
        "单位!A2：编码“47”应为 3 位（部门）或 6 位（单位）数字。",
        "单位!A3：系统里和文件里都没有部门 999。",
        "单位!B4：名称要写，不超过 200 字。",
        "单位!A6：编码 473 在 单位!A5 已经有了。",
        "人员!B3：用户名 lina 在 人员!B2 是“李娜”。",
        "人员!E3：用户名 lina 在 人员!E2 是“lina@example.cn”。",
        f"人员!C3：没有“经办”这个角色，只能是{roles}。",
        "人员!第4行：这个任职前面已经写过。",
        f"人员!A5：用户名“a b”不对，{allowed}",
        "人员!B5：姓名“”不对，此字段不能为空。",
        "人员!E5：电子邮箱“不是邮箱”不对，输入一个有效的 Email 地址。",
        "人员!D5：单位经办和部门审核必须选部门或单位。",
        "人员!B6：用户名 clerk978 在系统里是“赵敏”，不是同一个人就换一个用户名。",
        "人员!D6：审计和系统管理管全县，请留空。",
        "人员!A7：周静（finance2）已停用，请先恢复。",
        "人员!D7：系统里和文件里都没有部门或单位 888。",
    ]


def test_one_wrong_row_keeps_everything_out(county, told):
    content = workbook(
        units=[["472", "教育局"]],
        people=[["lina", "李娜", CLERK, "472", ""], ["wangwei", "王伟", "没有的", "", ""]],
    )

    problems(county, content)

    assert not Department.objects.filter(code="472").exists()
    assert not User.objects.filter(username="lina").exists()
    assert told() == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not a workbook", "文件已损坏"),
        (workbook(), "文件里一行内容也没有。"),
        (workbook(people=[["lina"]], 人员=["用户"]), "工作表“人员”的第 1 行没有“姓名”这一列。"),
    ],
    # The bytes hold the time they were made at, and both processes must number tests alike.
    ids=["no workbook", "empty", "other titles"],
)
def test_file_of_another_shape_is_refused(county, content, sentence):
    assert any(sentence in problem for problem in problems(county, content))


def test_workbook_without_our_sheets_is_refused(county):
    out = BytesIO()
    Workbook().save(out)

    assert problems(county, out.getvalue()) == [
        "文件里没有叫“单位”或“人员”的工作表，请用模板填写。"
    ]


def test_each_row_takes_few_queries(county, django_assert_max_num_queries):
    content = workbook(
        units=[[f"4711{n:02}", f"第{n}所"] for n in range(30)],
        people=[[f"p{n}", "某人", CLERK, f"4711{n:02}", ""] for n in range(30)],
    )

    # A unit takes its checks and an insert, a person two inserts and the savepoints around them.
    with django_assert_max_num_queries(30 * 14 + 20):
        load(county, content)


# The pages


def upload(client, county, content):
    file = SimpleUploadedFile("人员.xlsx", content)
    return client.post("/people/load/", {"region": county.region.pk, "file": file})


def test_template_is_what_the_loader_reads(admin, county):
    response = admin.get("/people/load/template.xlsx")
    book = load_workbook(BytesIO(response.content))

    assert [[cell.value for cell in book[name][1]] for name in HEADS] == [
        list(heads) for heads in HEADS.values()
    ]
    book["人员"].append(["lina", "李娜", CLERK, "471002", ""])
    out = BytesIO()
    book.save(out)
    assert "新增 1 人" in upload(admin, county, out.getvalue()).text


def test_page_shows_the_first_passwords_once(admin, county):
    response = upload(admin, county, workbook(people=[["lina", "李娜", CLERK, "471002", ""]]))

    password = response.context["report"].people_new[0][1]
    assert password in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert User.objects.get(username="lina").check_password(password)


def test_page_lists_all_problems(admin, county):
    response = upload(admin, county, workbook(units=[["47", "坏"], ["999001", "无"]]))

    assert response.status_code == 422
    assert "没有载入，有 2 处问题。" in response.text
    assert "单位!A2" in response.text
    assert "单位!A3" in response.text


def test_page_wants_a_file_of_decent_size(admin, county, monkeypatch):
    assert "这个字段是必填项。" in admin.post("/people/load/", {"region": county.region.pk}).text
    monkeypatch.setattr("departments.forms.LARGEST_LOAD", 2**20)

    response = upload(admin, county, b"x" * (2**20 + 1))

    assert "文件超过 1 兆，请分成几个。" in response.text
