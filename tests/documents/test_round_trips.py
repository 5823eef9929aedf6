"""What is written is read back equal: docx, xlsx and txt, real books and generated ones."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from documents.values import (
    Book,
    DepartmentGoalValues,
    GoalTableValues,
    IndicatorRow,
    SpendingPlan,
    ValuesError,
)
from documents.write_docx import write_docx
from documents.write_xlsx import write_xlsx
from tests.documents.forms import KINDS, read, what_it_says, written
from tests.documents.strategies import TRICKY, books

every_kind = pytest.mark.parametrize("kind", KINDS)


def table(**fields):
    start = GoalTableValues("471001", "怀来县工业和信息化局", "13073022P00883610001N", "某项目")
    return replace(start, **{"indicators": (IndicatorRow("产出指标", "数量指标", "名"),)} | fields)


def there_and_back(book, kind):
    return what_it_says(read(written(book, kind), kind).book)


@every_kind
def test_seed_book_comes_back_equal_and_clean(reading, kind):
    again = read(written(reading.book, kind), kind)

    assert again.book == reading.book
    assert again.notes == ()


@every_kind
@given(book=books)
def test_any_book_comes_back_equal(kind, book):
    assert there_and_back(book, kind) == what_it_says(book)


@every_kind
@pytest.mark.parametrize("text", TRICKY)
def test_tricky_text_comes_back_from_every_field(kind, text):
    row = IndicatorRow(*[text] * 6)
    values = GoalTableValues(
        "471001", text, text, text, purpose=text, goals=text, indicators=(row, row)
    )
    book = Book(tables=(values,))

    assert there_and_back(book, kind) == what_it_says(book)


@every_kind
@pytest.mark.parametrize("count", [1, 2, 60])
def test_number_of_indicators_does_not_matter(kind, count):
    rows = tuple(
        IndicatorRow(f"一级{n // 7 % 3}", f"二级{n // 2 % 4}", str(n)) for n in range(count)
    )
    book = Book(tables=(table(indicators=rows), table(project_code="另一个", indicators=rows)))

    assert there_and_back(book, kind) == what_it_says(book)


@every_kind
def test_table_without_indicators_comes_back(kind):
    book = Book(tables=(table(indicators=()), table(indicators=())))

    assert there_and_back(book, kind) == what_it_says(book)


@every_kind
def test_blank_indicators_come_back(kind):
    blank, first = IndicatorRow("", "", ""), IndicatorRow("产出指标", "数量指标", "")
    book = Book(
        tables=(
            table(indicators=(blank, blank)),
            table(indicators=(first, first, blank)),
            table(indicators=(blank, first, blank)),
        )
    )

    assert there_and_back(book, kind) == what_it_says(book)


@every_kind
@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("", ""),
        ("471001", ""),
        ("", "怀来县数字经济局"),
        ("", "471001怀来县数字经济局"),
        ("47100", "怀来县数字经济局"),
        ("4710011", "怀来县数字经济局"),
        ("471001", "8号院"),
        ("471001", "甲　乙"),
        ("", "甲　乙"),
        ("4710", "甲　乙"),
        ("471001", "上\n下"),
    ],
)
def test_odd_units_come_back(kind, code, name):
    book = Book(tables=(table(unit_code=code, unit_name=name),))

    assert there_and_back(book, kind) == what_it_says(book)


@every_kind
@pytest.mark.parametrize(
    "number", ["0", "0.055", "99999999.99", "99999999.999999", "0.000001", "1E+3", "-5.5"]
)
def test_amounts_and_percentages_keep_every_digit(kind, number):
    amount = Decimal(number)
    plan = SpendingPlan(amount, None, Decimal("33.3"), Decimal(100))
    book = Book(tables=(table(budget=amount, fiscal=amount, other=None, plan=plan),))

    assert there_and_back(book, kind) == what_it_says(book)


@every_kind
def test_blank_amount_is_not_zero(kind):
    book = Book(tables=(table(budget=Decimal(0), fiscal=None),))

    back = read(written(book, kind), kind).book.tables[0]

    assert (back.budget, back.fiscal) == (0, None)


@every_kind
@pytest.mark.parametrize(
    "goals",
    [
        DepartmentGoalValues(),
        DepartmentGoalValues(overall="一\n二"),
        DepartmentGoalValues(safeguards="某项目绩效目标表"),
    ],
)
def test_book_without_tables_comes_back(kind, goals):
    book = Book(goals=goals)

    assert there_and_back(book, kind) == what_it_says(book)


@every_kind
def test_row_taller_than_a_page_comes_back(kind):
    goals = "\n".join(f"{number}.{'目标' * 30}" for number in range(1, 120))
    rows = (IndicatorRow("产出指标", "数量指标", "长" * 3000), IndicatorRow("产出指标", "", "短"))
    book = Book(DepartmentGoalValues(overall="长" * 9000), (table(goals=goals, indicators=rows),))

    assert there_and_back(book, kind) == what_it_says(book)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_bookmark_marks_are_plain_text_elsewhere(kind):
    book = Book(tables=(table(purpose="见[bookmark: _GoBack]处"),))

    assert there_and_back(book, kind) == what_it_says(book)


def test_text_format_refuses_a_bookmark_mark_it_would_lose():
    book = Book(tables=(table(purpose="见[bookmark: _GoBack]处"),))

    with pytest.raises(ValuesError, match=r"^“见\[bookmark: _GoBack\]处”含有书签标记.*docx"):
        written(book, "txt")


@pytest.mark.parametrize(
    ("field", "label"), [("purpose", "资金用途"), ("goals", "绩效目标"), ("project_name", "标题")]
)
def test_text_too_long_for_a_cell_is_refused(field, label):
    book = Book(tables=(table(**{field: "长" * 32_768}),))

    with pytest.raises(
        ValuesError, match=rf"^工作表“1”的“{label}”有\d+个字，超过Excel单元格的32767个字"
    ):
        written(book, "xlsx")


def test_longest_text_fits_a_cell():
    book = Book(tables=(table(purpose="长" * 32_767),))

    assert there_and_back(book, "xlsx") == what_it_says(book)


@pytest.mark.parametrize("write", [write_docx, write_xlsx])
def test_tables_may_be_streamed_in(reading, write):
    whole, streamed = io.BytesIO(), io.BytesIO()
    write(whole, reading.book)

    write(streamed, replace(reading.book, tables=()), iter(reading.book.tables))

    assert streamed.getvalue() == whole.getvalue()


@pytest.mark.parametrize(("write", "kind"), [(write_docx, "docx"), (write_xlsx, "xlsx")])
def test_single_table_comes_back(reading, write, kind):
    out, values = io.BytesIO(), reading.book.tables[0]

    write(out, Book(tables=(values,)), parts=False)

    again = read(out.getvalue(), kind)
    assert again.book.tables == (values,)
    assert again.notes == ()
