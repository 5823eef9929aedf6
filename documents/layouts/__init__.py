"""The editions of the official form, found by form and edition."""

from __future__ import annotations

from documents.layouts import hebei_2023
from documents.spec import Layout

LAYOUTS = {(layout.form, layout.edition): layout for layout in (hebei_2023.LAYOUT,)}


def get_layout(form: str, edition: str) -> Layout:
    """Raises KeyError where there is no such edition."""
    return LAYOUTS[form, edition]
