from __future__ import annotations

from projects.management.commands.workflow_diagram import document
from tests.conftest import ROOT


def test_states_page_is_what_the_table_says():
    assert (ROOT / "docs/reference/states.md").read_text(encoding="utf-8") == document()
