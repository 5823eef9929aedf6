"""Form fields for what the cells of an official form hold."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import DecimalValidator, MaxValueValidator, MinValueValidator

from documents.kinds import CellError, format_amount, format_percent, parse_number, parse_percent
from documents.values import ValuesError, normalise_text


class CellField(forms.CharField):
    """Text as `documents.values` normalises it; a character no file can hold is an error."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 1, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(**options)
        self.widget.attrs["rows"] = rows

    def to_python(self, value: Any) -> str:
        try:
            return normalise_text(value or "", str(self.label))
        except ValuesError as error:
            raise forms.ValidationError(f"{error}。") from None


class NumberField(forms.Field):
    """A number as people type it (full-width digits, thousands separators, %); blank is None."""

    parse: Callable[[str], Decimal | None]
    show: Callable[[Decimal | None], str]

    def __init__(self, *, digits: int, places: int, highest: int | None, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.validators.append(DecimalValidator(digits, places))
        self.validators.append(MinValueValidator(0, "不能小于0。"))
        if highest is not None:
            self.validators.append(MaxValueValidator(highest, f"不能大于{highest}。"))
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:
        try:
            return type(self).parse(value or "")
        except CellError as error:
            raise forms.ValidationError(f"{error}，请填写数字，如12.5。") from None

    def prepare_value(self, value: Any) -> Any:
        return type(self).show(value) if isinstance(value, Decimal) else value


class AmountField(NumberField):
    """万元, at least 0, up to 99,999,999.999999."""

    parse = staticmethod(parse_number)
    show = staticmethod(format_amount)

    def __init__(self, **options: Any) -> None:
        super().__init__(digits=14, places=6, highest=None, **options)


class PercentField(NumberField):
    """% from 0 to 100; the sign may be typed."""

    parse = staticmethod(parse_percent)
    show = staticmethod(format_percent)

    def __init__(self, **options: Any) -> None:
        super().__init__(digits=9, places=6, highest=100, **options)
