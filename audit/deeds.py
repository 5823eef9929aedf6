"""What can be done, as codes that stay and labels that people read.

Other rooms declare their own with `declare`; a code, once used, keeps its meaning for ever.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deed:
    code: str
    label: str


# Every deed anybody declared, which is what the search form offers.
DEEDS: dict[str, Deed] = {}


def declare(code: str, label: str) -> Deed:
    """Saying the same again is harmless; giving a code a second label is a mistake."""
    deed = DEEDS.setdefault(code, Deed(code, label))
    if deed.label != label:
        raise ValueError(f"{code} is already called {deed.label}, not {label}")
    return deed


SIGN_IN = declare("sign_in", "登录")
SIGN_IN_FAILED = declare("sign_in_failed", "登录失败")
SIGN_OUT = declare("sign_out", "退出")
PASSWORD_CHANGED = declare("password_changed", "修改密码")
REFUSED = declare("refused", "被拒绝的操作")

CREATE = declare("create", "新增")
EDIT = declare("edit", "编辑")
DELETE = declare("delete", "删除")
IMPORT = declare("import", "导入")
DOWNLOAD = declare("download", "下载")

PERSON_CREATED = declare("person_created", "新增人员")
PERSON_CHANGED = declare("person_changed", "修改人员")
PERSON_DEACTIVATED = declare("person_deactivated", "停用人员")
PERSON_REACTIVATED = declare("person_reactivated", "恢复人员")
PERSON_UNLOCKED = declare("person_unlocked", "解除登录锁定")
PASSWORD_SET = declare("password_set", "重设密码")
MEMBERSHIP_ADDED = declare("membership_added", "增加任职")
MEMBERSHIP_REMOVED = declare("membership_removed", "取消任职")
UNIT_CREATED = declare("unit_created", "新增单位")
UNIT_CHANGED = declare("unit_changed", "修改单位")
YEAR_CHANGED = declare("year_changed", "修改预算年度")
