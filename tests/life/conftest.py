from __future__ import annotations

import pytest

from tests.projects.books import with_books


@pytest.fixture
def books(county):
    return with_books(county)
