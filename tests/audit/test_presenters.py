from __future__ import annotations

import pytest

from audit.deeds import DEEDS, Deed
from audit.models import AuditEvent
from audit.presenters import SENTENCES, Change, changes, sentence


def event(deed, **more):
    texts = {
        "full_name": "赵敏",
        "username": "clerk978",
        "deed_label": DEEDS[deed].label if deed in DEEDS else "",
        "object_kind": "项目绩效目标表",
        "object_label": "管网工程",
    }
    return AuditEvent(deed=deed, **texts | more)


PERSON = {"object_kind": "人员", "object_label": "钱立（clerk471）"}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (event("sign_in"), "赵敏登录"),
        (event("sign_in_failed", full_name=""), "有人用“clerk978”登录，没有成功"),
        (event("sign_out"), "赵敏退出"),
        (event("password_changed"), "赵敏修改了自己的密码"),
        (
            event("refused", object_label="/people/", remark="只有系统管理人员可以。"),
            "赵敏要打开 /people/，被拒绝：只有系统管理人员可以。",
        ),
        (event("edit"), "赵敏编辑了项目绩效目标表“管网工程”"),
        (event("download", remark="Word"), "赵敏下载了项目绩效目标表“管网工程”：Word"),
        (event("person_created", **PERSON), "赵敏新增了人员钱立（clerk471）"),
        (
            event("membership_added", after='{"任职": "单位经办（471001某局）"}', **PERSON),
            "赵敏给钱立（clerk471）增加了任职：单位经办（471001某局）",
        ),
        (
            event("membership_removed", before='{"任职": "审计（全县）"}', **PERSON),
            "赵敏取消了钱立（clerk471）的任职：审计（全县）",
        ),
        (event("edit", full_name=""), "clerk978编辑了项目绩效目标表“管网工程”"),
        (event("edit", full_name="", username=""), "有人编辑了项目绩效目标表“管网工程”"),
    ],
)
def test_sentence(told, expected):
    assert sentence(told) == expected


def test_unknown_deed_still_shows():
    told = event("table.submit", deed_label="送审", remark="请审核")

    assert sentence(told) == "赵敏：送审项目绩效目标表“管网工程”：请审核"
    assert sentence(event("x", deed_label="某事", object_label="")) == "赵敏：某事"


def test_text_with_braces_is_only_text():
    assert sentence(event("edit", object_label="{who}")) == "赵敏编辑了项目绩效目标表“{who}”"


def test_every_sentence_belongs_to_a_deed():
    assert SENTENCES.keys() <= DEEDS.keys()
    assert all(isinstance(deed, Deed) for deed in DEEDS.values())


def test_changes_stand_line_by_line():
    told = event(
        "edit",
        before='{"预算数": "1", "目标": "旧", "在职": true}',
        after='{"预算数": "2", "在职": true, "行": ["一", {"二": null}]}',
    )

    assert changes(told) == [
        Change("预算数", "1", "2"),
        Change("目标", "旧", ""),
        Change("在职", "是", "是"),
        Change("行", "", "一\n二："),
    ]
    assert [change.is_change for change in changes(told)] == [True, True, False, True]


def test_changes_show_whatever_is_stored():
    assert changes(event("edit")) == []
    assert changes(event("edit", after='"全文"')) == [Change("", "", "全文")]
    assert changes(event("edit", after="{坏了")) == [Change("", "", "{坏了")]
