"""The Book as JSON: there and back, and a sentence for whatever is none."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given

from documents.book_json import dump_book, load_book
from documents.values import (
    Book,
    DepartmentGoalValues,
    GoalTableValues,
    IndicatorRow,
    SpendingPlan,
    ValuesError,
)
from tests.documents.strategies import books

TABLE = GoalTableValues(
    unit_code="471001",
    unit_name="怀来县工业和信息化局",
    project_code="13073022P00883610001N",
    project_name="某项目",
    budget=Decimal("0.11"),
    fiscal=Decimal("0.110"),
    plan=SpendingPlan(march=Decimal("30.0"), december=Decimal(100)),
    indicators=(IndicatorRow("产出指标", "数量指标", "登记", "费用", "1项", "计划"),),
)
BOOK = Book(DepartmentGoalValues(overall="总体"), (TABLE,), year=2023, department_code="471")


@given(books)
def test_any_book_comes_back_equal(book):
    assert load_book(dump_book(book)) == book


def test_seed_book_comes_back_equal(reading):
    assert load_book(dump_book(reading.book.with_year(2023))) == reading.book.with_year(2023)


def test_book_looks_as_the_design_says():
    assert json.loads(dump_book(BOOK)) == {
        "form": "hebei",
        "edition": "2023",
        "year": 2023,
        "department": {"code": "471", "name": ""},
        "goals": {"overall": "总体", "itemised": "", "safeguards": ""},
        "tables": [
            {
                "unit_code": "471001",
                "unit_name": "怀来县工业和信息化局",
                "project_code": "13073022P00883610001N",
                "project_name": "某项目",
                "budget": "0.11",
                "fiscal": "0.11",
                "other": None,
                "purpose": "",
                "plan": {"march": "30", "june": None, "october": None, "december": "100"},
                "goals": "",
                "indicators": [
                    {
                        "level1": "产出指标",
                        "level2": "数量指标",
                        "name": "登记",
                        "description": "费用",
                        "target": "1项",
                        "basis": "计划",
                    }
                ],
            }
        ],
    }


def test_missing_keys_have_their_defaults():
    assert load_book("{}") == Book()
    assert load_book('{"tables": [{"indicators": [{}]}]}') == Book(
        tables=(GoalTableValues("", "", "", "", indicators=(IndicatorRow("", "", ""),)),)
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "不是有效的JSON：第1行第1列有误"),
        ('{"year":\n 2023', "不是有效的JSON：第2行第6列有误"),
        ("[" * 100_000, "不是有效的JSON：数字太长或嵌套太深"),
        ('{"year": ' + "9" * 5000 + "}", "不是有效的JSON：数字太长或嵌套太深"),
        ("[]", "全书应为JSON对象"),
        ('{"title": 1}', "全书有不认识的项“title”"),
        ('{"form": "henan"}', "没有“henan”“2023”这种表样"),
        ('{"form": 5}', "全书的form应为文字"),
        ('{"year": "2023"}', "year应为年份（整数）或null"),
        ('{"year": true}', "year应为年份（整数）或null"),
        ('{"year": 2023.0}', "year应为年份（整数）或null"),
        ('{"department": {"id": 1}}', "department有不认识的项“id”"),
        ('{"goals": null}', "goals应为JSON对象"),
        ('{"goals": {"overall": "\\u0007"}}', "goals：“总体绩效目标”第1个字符（U+0007）是"),
        ('{"tables": {}}', "全书的tables应为JSON数组"),
        ('{"tables": [{}, {"budget": 0.11}]}', "第2张表的budget应为写成文字的小数"),
        ('{"tables": [{"budget": 5}]}', "第1张表的budget应为写成文字的小数"),
        ('{"tables": [{"budget": "十"}]}', "第1张表的budget：“十”不是一个数"),
        ('{"tables": [{"budget": "NaN"}]}', "第1张表的budget：“NaN”不是一个数"),
        ('{"tables": [{"plan": {"may": "1"}}]}', "第1张表的plan有不认识的项“may”"),
        ('{"tables": [{"plan": {"june": 50}}]}', "第1张表的plan的june应为写成文字的小数"),
        ('{"tables": [{"purpose": null}]}', "第1张表的purpose应为文字"),
        ('{"tables": [{"indicators": [{}, 1]}]}', "第1张表第2个指标应为JSON对象"),
        ('{"tables": [{"indicators": [{"unit": ""}]}]}', "第1张表第1个指标有不认识的项“unit”"),
        (
            '{"tables": [{"indicators": [{"target": "\\ud800"}]}]}',
            "第1张表第1个指标：“指标值”第1个字符（U+D800）是文件无法保存的控制字符",
        ),
    ],
)
def test_what_is_no_book_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(ValuesError) as caught:
        load_book(text)

    assert str(caught.value).startswith(sentence)
