from __future__ import annotations

from decimal import Decimal

from django import template

from documents.kinds import format_amount

register = template.Library()


@register.filter
def amount(value: Decimal | None) -> str:
    """万元 as printed on the forms; "" where blank."""
    return format_amount(value)
