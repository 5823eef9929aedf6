"""The rules of the house that a reader of the sources can check."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = (
    "perfgoals",
    "documents",
    "audit",
    "departments",
    "indicators",
    "projects",
    "disclosure",
)

LONGEST_FUNCTION = 60
LONGEST_FILE = 400
LONGEST_TEMPLATE = 200
# Longer than that only with a reason here; never over 600.
LONG_FILES: dict[str, str] = {}

# Who may import whom; what is not named here is not of the house. perfgoals is the roof, two of
# its modules lie on the ground and everybody above documents and audit may stand on them.
GROUND = {"perfgoals.lists", "perfgoals.downloads"}
MAY_IMPORT = {
    "documents": set(),
    "audit": set(),
    "perfgoals.lists": {"perfgoals.downloads"},
    "perfgoals.downloads": set(),
    "departments": {"documents", "audit", *GROUND},
    "indicators": {"departments", "documents", "audit", *GROUND},
    "projects": {"indicators", "departments", "documents", "audit", *GROUND},
    "disclosure": {"projects", "indicators", "departments", "documents", "audit", *GROUND},
}


def modules():
    """Every module of the house but the migrations, as (dotted name, path)."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield ".".join(path.relative_to(ROOT).with_suffix("").parts), path


MODULES = dict(modules())
PARSED = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def functions():
    for name, tree in PARSED.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name}.{node.name}", node.end_lineno - node.lineno + 1


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def house_imports(name):
    """The house's modules this one imports, as dotted names."""
    for node in ast.walk(PARSED[name]):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (dotted for dotted in found if dotted.split(".")[0] in PACKAGES)


def room(dotted):
    for ground in GROUND:
        if dotted == ground or dotted.startswith(f"{ground}."):
            return ground
    return dotted.split(".")[0]


# Sizes


def test_functions_are_short():
    sizes = dict(functions())

    assert {name: size for name, size in sizes.items() if size > LONGEST_FUNCTION} == {}


def test_most_functions_are_very_short():
    sizes = sorted(size for _, size in functions())

    assert median(sizes) <= 8
    assert sizes[int(len(sizes) * 0.95)] <= 40


def test_files_are_short():
    sizes = {name: lines(path) for name, path in MODULES.items() if name not in LONG_FILES}

    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def test_long_files_with_a_reason_have_an_end_too():
    assert {name: lines(MODULES[name]) for name in LONG_FILES if lines(MODULES[name]) > 600} == {}


def test_templates_are_short():
    sizes = {path: lines(path) for path in (ROOT / "templates").rglob("*.html")}

    assert {path: size for path, size in sizes.items() if size > LONGEST_TEMPLATE} == {}


def test_list_base_is_small():
    tree = PARSED["perfgoals.lists"]
    base = next(node for node in tree.body if getattr(node, "name", "") == "TableList")

    assert base.end_lineno - base.lineno + 1 <= 60


# Arrows


@pytest.mark.parametrize("name", [name for name in MODULES if room(name) in MAY_IMPORT])
def test_imports_never_run_back_up(name):
    allowed = MAY_IMPORT[room(name)] | {room(name)}

    assert [dotted for dotted in house_imports(name) if room(dotted) not in allowed] == []


@pytest.mark.parametrize("name", [name for name in MODULES if room(name) == "documents"])
def test_documents_know_nothing_of_django(name):
    source = MODULES[name].read_text(encoding="utf-8")

    assert not re.search(r"^\s*(from|import) django", source, re.MULTILINE)


# Habits


def test_no_module_is_a_junk_drawer():
    drawers = {"utils", "util", "helpers", "services", "manager", "managers", "handler"}
    drawers |= {"misc", "common"}

    assert [name for name in MODULES if drawers.intersection(name.split("."))] == []


def findings(pattern, names):
    for name in names:
        for number, line in enumerate(MODULES[name].read_text(encoding="utf-8").splitlines(), 1):
            if re.search(pattern, line):
                yield f"{name}:{number}: {line.strip()}"


def test_nothing_receives_signals():
    assert list(findings(r"@receiver|import.*signals", MODULES)) == []


def test_views_ask_for_what_the_person_may_see():
    views = [name for name in MODULES if "views" in name.split(".")]

    assert list(findings(r"\.objects\.all\(\)", views)) == []


def test_only_actions_assign_a_state():
    others = [name for name in MODULES if name != "projects.actions" and "models" not in name]

    assert list(findings(r"\.state\s*=[^=]|\bupdate\([^)]*\bstate=", others)) == []


def test_every_module_annotates_lazily():
    first = "from __future__ import annotations"
    sources = {name: path.read_text(encoding="utf-8") for name, path in MODULES.items()}

    # A module that only says what its package is for has nothing to annotate.
    assert [
        name for name in MODULES if len(PARSED[name].body) > 1 and first not in sources[name]
    ] == []
