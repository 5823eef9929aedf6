from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test import TransactionTestCase

from audit.append_only import lifted
from departments.models import Department, Membership, Region, User
from departments.roles import Role
from indicators.models import Framework

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "perfgoals-demo"

# pytest-playwright keeps an event loop in the thread that also asks the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


# What run.py needs to know


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only", action="store_true", help="only the tests that touch the database"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--database-only"):
        return
    fixtures = {"db", "transactional_db", "live_server"}
    touching = [
        item
        for item in items
        if item.get_closest_marker("django_db") or fixtures.intersection(item.fixturenames)
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in touching])
    items[:] = touching


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    stats = terminalreporter.stats
    skips = Counter(
        report.longrepr[2].removeprefix("Skipped: ") for report in stats.get("skipped", [])
    )
    for reason, times in skips.items():
        terminalreporter.write_line(f"!!! 跳过 {times} 项：{reason}", red=True, bold=True)
    if not (target := os.environ.get("PERFGOALS_TEST_REPORT")):
        return
    counts = {
        "passed": len(stats.get("passed", [])),
        "failed": len(stats.get("failed", [])) + len(stats.get("error", [])),
        "skipped": len(stats.get("skipped", [])),
    }
    Path(target).write_text(json.dumps({"counts": counts, "skips": skips}))


# What the machine must have


@pytest.fixture(scope="session")
def seeds() -> Path:
    folder = Path(os.environ.get("PERFGOALS_SEEDS") or ROOT.parent / "shared" / "seeds")
    if not folder.is_dir():
        pytest.skip(
            "没有两本真实文本：把它们所在的文件夹写进 PERFGOALS_SEEDS，或放在 ../shared/seeds。"
        )
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip("没有 Chromium：apt-get install chromium fonts-noto-cjk libatomic1")
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict, chromium: str) -> dict:
    """The system's browser, which asks no host but ours."""
    flags = (
        "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
        " --disable-component-update --disable-sync"
    )
    # Its own words, like those of a field for files, are Chinese where chromium-l10n is installed.
    chinese = os.environ | {"LANGUAGE": "zh_CN"}
    options = {"executable_path": chromium, "args": flags.split(), "env": chinese}
    return browser_type_launch_args | options


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return browser_context_args | {
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1366, "height": 768},
    }


@pytest.fixture(scope="session")
def soffice_all(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[list[Path], str], list[Path]]:
    """convert(paths, "pdf") -> the files one start of LibreOffice made of them, in a new folder."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("没有 LibreOffice：apt-get install libreoffice-writer libreoffice-calc")
    # One profile for each worker: two LibreOffices on one profile refuse to start.
    profile = tmp_path_factory.mktemp("soffice-profile")
    environment = os.environ | {"FONTCONFIG_FILE": str(ROOT / "tests" / "fonts.conf")}

    def convert(paths: list[Path], kind: str) -> list[Path]:
        folder = tmp_path_factory.mktemp("soffice")
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        command += ["--convert-to", kind, "--outdir", str(folder), *map(str, paths)]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=180, check=False
        )
        results = [folder / f"{path.stem}.{kind}" for path in paths]
        missing = [path for path in results if not path.exists()]
        assert not missing, f"LibreOffice did not make {missing}: {done.stdout}{done.stderr}"
        return results

    return convert


@pytest.fixture(scope="session")
def soffice(soffice_all: Callable[[list[Path], str], list[Path]]) -> Callable[[Path, str], Path]:
    """convert(path, "pdf") -> the file LibreOffice made of it, in a folder of its own."""
    return lambda path, kind: soffice_all([path], kind)[0]


# The database


@pytest.fixture(scope="session", autouse=True)
def _flush_may_empty_append_only_tables() -> Iterator[None]:
    """Tests with a live server or several connections end with Django emptying every table; the
    triggers of audit.append_only would refuse that, so they are off just for that moment."""
    flush = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        with lifted(connection):
            flush(self)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = flush


# The county most tests live in


def person(username: str, full_name: str, role: Role, department: Department | None = None) -> User:
    administrator = role == Role.ADMINISTRATOR
    user = User.objects.create_user(
        username,
        password=PASSWORD,
        full_name=full_name,
        is_staff=administrator,
        is_superuser=administrator,
    )
    Membership.objects.create(user=user, role=role, department=department)
    return user


def department(
    region: Region, code: str, name: str, parent: Department | None = None
) -> Department:
    made = Department(region=region, parent=parent, code=code, name=name)
    made.full_clean()
    made.save()
    return made


@pytest.fixture
def standard_frameworks(db: None) -> None:
    """What a migration made and the flush after a live server's test took away.

    Django's serialized rollback would bring it back, but it remembers by connection, and
    Playwright's event loop gives Django a second one.
    """
    if not Framework.objects.exists():
        migration = import_module("indicators.migrations.0002_standard_frameworks")
        migration.create_frameworks(apps, None)


@pytest.fixture
def county(standard_frameworks: None) -> SimpleNamespace:
    """怀来县 with two departments, three units and one person of every role."""
    region = Region.objects.create(code="130730", name="怀来县")
    d471 = department(region, "471", "怀来县工业和信息化局")
    d978 = department(region, "978", "河北沙城经济开发区管理委员会")
    return SimpleNamespace(
        region=region,
        d471=d471,
        d978=d978,
        u471001=department(region, "471001", "怀来县工业和信息化局", d471),
        u471002=department(region, "471002", "怀来县数字经济局", d471),
        u978001=department(region, "978001", "河北沙城经济开发区管理委员会", d978),
        clerk978=person("clerk978", "赵敏", Role.CLERK, d978),
        clerk471=person("clerk471", "钱立", Role.CLERK, d471),
        reviewer471=person("reviewer471", "孙洁", Role.REVIEWER, d471),
        finance1=person("finance1", "李强", Role.FINANCE_BUSINESS),
        finance2=person("finance2", "周静", Role.FINANCE_PERFORMANCE),
        auditor=person("auditor", "吴刚", Role.AUDITOR),
        admin=person("admin", "郑华", Role.ADMINISTRATOR),
    )
