from __future__ import annotations

from decimal import Decimal

from django import template

from documents.kinds import format_amount

register = template.Library()


@register.filter
def amount(value: object) -> str:
    """万元 as printed on the forms; "" where blank, or where there is nothing to ask for it."""
    return format_amount(value) if isinstance(value, Decimal) else ""
