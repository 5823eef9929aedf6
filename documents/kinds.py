"""How a value stands in a cell, both ways: `show` makes the text, `parse` reads it back."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
_UNIT = re.compile(r"(\d{6})(\D.*)?", re.DOTALL)
# Stands between code and name only where the glued form could not be taken apart again.
_UNIT_SEPARATOR = "\u3000"


class CellError(ValueError):
    """The text of a cell cannot be read; the message is a Chinese sentence without the place."""


def format_amount(amount: Decimal | None) -> str:
    """万元 with at least two decimals and no further trailing zeros: 4 is 4.00, 0.0550 is 0.055."""
    if amount is None:
        return ""
    whole, _, fraction = _plain(amount).partition(".")
    return f"{whole}.{fraction.rstrip('0').ljust(2, '0')}"


def format_percent(percent: Decimal | None) -> str:
    """% without its sign and without trailing zeros: 50.0 is 50."""
    if percent is None:
        return ""
    whole, _, fraction = _plain(percent).partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def _plain(number: Decimal) -> str:
    return format(number if number else abs(number), "f")  # abs: there is no -0 on a form


def parse_number(text: str) -> Decimal | None:
    """A number as people write it: full-width digits, thousands separators; blank is None.

    Raises CellError.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return None
    if not _NUMBER.fullmatch(plain):
        raise CellError(f"“{text.strip()}”不是一个数")
    return Decimal(plain.replace(",", ""))


def parse_percent(text: str) -> Decimal | None:
    """As `parse_number`; one % sign may follow. Raises CellError."""
    return parse_number(unicodedata.normalize("NFKC", text).strip().removesuffix("%"))


def join_unit(unit: tuple[str, str]) -> str:
    """`471001` and `怀来县工业和信息化局` glued as the form prints them."""
    glued = "".join(unit)
    return glued if split_unit(glued) == unit else _UNIT_SEPARATOR.join(unit)


def split_unit(text: str) -> tuple[str, str]:
    """A six-digit code and a name; any other code needs the separator `join_unit` writes."""
    if glued := _UNIT.fullmatch(text.strip(" \n")):  # not U+3000: a blank code starts with it
        return glued[1], (glued[2] or "").strip()
    code, separator, name = text.partition(_UNIT_SEPARATOR)
    return (code.strip(), name.strip()) if separator else ("", text.strip())


def _show_percent(percent: Decimal | None) -> str:
    return "" if percent is None else f"{format_percent(percent)}%"


class Kind(enum.Enum):
    """The kinds of field a form has."""

    TEXT = "text"
    UNIT = "unit"
    AMOUNT = "amount"
    PERCENT = "percent"

    @property
    def shower(self) -> Callable[[Any], str]:
        """The function behind `show`, for who shows many."""
        return _SHOW[self]

    def show(self, value: Any) -> str:
        """The text of the cell as printed."""
        return _SHOW[self](value)

    def parse(self, text: str) -> Any:
        """The value; raises CellError where the text is none of this kind."""
        return _PARSE[self](text)


_SHOW: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: str,
    Kind.UNIT: join_unit,
    Kind.AMOUNT: format_amount,
    Kind.PERCENT: _show_percent,
}
_PARSE: dict[Kind, Callable[[str], Any]] = {
    Kind.TEXT: str,
    Kind.UNIT: split_unit,
    Kind.AMOUNT: parse_number,
    Kind.PERCENT: parse_percent,
}
