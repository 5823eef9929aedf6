from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from documents.blocks import Reading
from documents.files import read_file
from documents.layouts import get_layout
from documents.spec import Layout
from tests.documents import seed_text

settings.register_profile(
    "documents",
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("documents")


@pytest.fixture(scope="session")
def layout() -> Layout:
    return get_layout("hebei", "2023")


@pytest.fixture(scope="session", params=seed_text.NAMES)
def seed(request: pytest.FixtureRequest, seeds: Path) -> Path:
    return seeds / request.param


@pytest.fixture(scope="session")
def reading(seed: Path, layout: Layout) -> Reading:
    return read_file(seed, layout)
