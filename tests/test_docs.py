"""What the documentation names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]

CODE = re.compile(r"`([^`\n]+)`")
# A folder ends in a slash; a file has one of the suffixes the house uses. A URL begins with one.
PATH = re.compile(r"\.?\w[\w./-]*(?:/|\.(?:py|md|html|css|js|json|txt|toml|png|svg))")
TARGET = re.compile(r"\bmake ([a-z]+(?: [a-z]+)*)")


def named_paths(text: str) -> list[str]:
    return [span for span in CODE.findall(text) if PATH.fullmatch(span)]


def named_targets(text: str) -> set[str]:
    """Targets in commands: spans of code and indented lines, without the words of a comment."""
    commands = [*CODE.findall(text), *re.findall(r"^ {4}(.+)$", text, re.MULTILINE)]
    found = (TARGET.findall(command.partition("#")[0].strip()) for command in commands)
    return {target for names in found for name in names for target in name.split()}


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def test_patterns_tell_paths_from_other_code():
    text = "`docs/a.md` `tests/` `CHANGELOG.md` `/tables/7/` `plan.march` `read(write(v)) == v`"

    assert named_paths(text) == ["docs/a.md", "tests/", "CHANGELOG.md"]
    assert named_targets("    make run  # make it run\nthen `make fix check`") == {
        "run",
        "fix",
        "check",
    }


@pytest.mark.parametrize("name", NAMES)
def test_paths_named_in_docs_exist(name):
    text = (ROOT / name).read_text(encoding="utf-8")

    assert [path for path in named_paths(text) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_links_in_docs_lead_somewhere(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]

    assert [link for link in links if not (ROOT / name).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_make_targets_named_in_docs_exist(name):
    text = (ROOT / name).read_text(encoding="utf-8")

    assert named_targets(text) - make_targets() == set()


def test_contributing_names_every_make_target():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

    assert make_targets() - named_targets(text) == set()


def test_changelog_names_the_newest_version_first():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (\d+)\.(\d+)\.(\d+)", text, re.MULTILINE)
    numbers = [tuple(map(int, version)) for version in versions]

    assert numbers
    assert numbers == sorted(numbers, reverse=True)
