"""How amounts, percentages and units stand in a cell, both ways."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.kinds import CellError, Kind
from tests.documents.strategies import units


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Kind.TEXT, "≥95%", "≥95%"),
        (Kind.UNIT, ("471001", "怀来县数字经济局"), "471001怀来县数字经济局"),
        (Kind.UNIT, ("", "怀来县数字经济局"), "怀来县数字经济局"),
        (Kind.UNIT, ("471001", "8号院"), "471001\u30008号院"),
        (Kind.UNIT, ("", "471001数字局"), "\u3000471001数字局"),
        (Kind.UNIT, ("47101", "数字局"), "47101\u3000数字局"),
        (Kind.AMOUNT, None, ""),
        (Kind.AMOUNT, Decimal(0), "0.00"),
        (Kind.AMOUNT, Decimal("-0"), "0.00"),
        (Kind.AMOUNT, Decimal(4), "4.00"),
        (Kind.AMOUNT, Decimal("28.0"), "28.00"),
        (Kind.AMOUNT, Decimal("0.0550"), "0.055"),
        (Kind.AMOUNT, Decimal("1E+3"), "1000.00"),
        (Kind.AMOUNT, Decimal("99999999.99"), "99999999.99"),
        (Kind.AMOUNT, Decimal("0.000001"), "0.000001"),
        (Kind.PERCENT, None, ""),
        (Kind.PERCENT, Decimal(0), "0%"),
        (Kind.PERCENT, Decimal("50.0"), "50%"),
        (Kind.PERCENT, Decimal("1E+2"), "100%"),
        (Kind.PERCENT, Decimal("33.30"), "33.3%"),
    ],
)
def test_value_is_shown_and_read_back(kind, value, shown):
    assert kind.show(value) == shown
    assert kind.parse(shown) == value


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.AMOUNT, " \u3000", None),
        (Kind.AMOUNT, " 4204.68\n", Decimal("4204.68")),
        (Kind.AMOUNT, "１，２３４．５", Decimal("1234.5")),
        (Kind.AMOUNT, "1,234,567.89", Decimal("1234567.89")),
        (Kind.PERCENT, " 30", Decimal(30)),
        (Kind.PERCENT, "100％", Decimal(100)),
        (Kind.PERCENT, "50 %", Decimal(50)),
        (Kind.UNIT, "978001 沙城开发区", ("978001", "沙城开发区")),
        (Kind.UNIT, "沙城开发区", ("", "沙城开发区")),
    ],
)
def test_what_people_write_is_understood(kind, text, value):
    assert kind.parse(text) == value


@pytest.mark.parametrize("text", ["十万", "1.2.3", "12,34", "1 2", "5%%", "NaN", "1E5", "≤5", "."])
@pytest.mark.parametrize("kind", [Kind.AMOUNT, Kind.PERCENT])
def test_what_is_no_number_is_refused(kind, text):
    with pytest.raises(CellError, match=r"不是一个数$"):
        kind.parse(text)


@pytest.mark.parametrize("text", ["5%", "5万元"])
def test_amount_has_no_unit(text):
    with pytest.raises(CellError, match=f"^“{text}”不是一个数$"):
        Kind.AMOUNT.parse(text)


@given(units)
def test_unit_comes_back_however_odd(unit):
    code, name = unit[0].strip(), "\n".join(part.strip() for part in unit[1].split())

    assert Kind.UNIT.parse(Kind.UNIT.show((code, name))) == (code, name)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=0, max_value=10**8))
def test_number_comes_back_equal(number):
    assert Kind.AMOUNT.parse(Kind.AMOUNT.show(number)) == number
    assert Kind.PERCENT.parse(Kind.PERCENT.show(number)) == number
