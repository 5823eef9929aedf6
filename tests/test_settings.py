from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from perfgoals import checks

ROOT = Path(__file__).resolve().parent.parent
NAMES = "SECRET_KEY DEBUG ALLOWED_HOSTS DATABASE_URL HTTPS BEHIND_PROXY"
GOOD_KEY = "k3Jx-8sPq0ZtWv5nRb7LmCy2HdFg4uAe9oQi1TzXNKBV6rYSa8-WfE2pDq"


@pytest.fixture
def settings_with(monkeypatch):
    """Read the settings file as a process with just this environment would."""

    def read(**environment):
        for name in NAMES.split():
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "perfgoals" / "settings.py"))

    return read


def test_secret_key_is_required(settings_with):
    with pytest.raises(ImproperlyConfigured, match="没有设置环境变量 SECRET_KEY"):
        settings_with()


def test_debug_needs_nothing_else(settings_with):
    read = settings_with(DEBUG="1")

    assert read["DEBUG"] is True
    assert read["SECURE_SSL_REDIRECT"] is False


def test_switch_refuses_other_words(settings_with):
    with pytest.raises(ImproperlyConfigured, match="DEBUG 只能是 1 或 0，现在是“maybe”"):
        settings_with(DEBUG="maybe")


def test_production_is_secure_by_default(settings_with):
    read = settings_with(SECRET_KEY=GOOD_KEY)

    assert read["DEBUG"] is False
    assert read["SECURE_SSL_REDIRECT"] is True
    assert read["SESSION_COOKIE_SECURE"] is True
    assert read["CSRF_COOKIE_SECURE"] is True
    assert read["SECURE_HSTS_SECONDS"] > 0
    assert "SECURE_PROXY_SSL_HEADER" not in read


def test_offices_may_switch_https_off(settings_with):
    read = settings_with(SECRET_KEY=GOOD_KEY, HTTPS="0")

    assert read["SECURE_SSL_REDIRECT"] is False
    assert read["SESSION_COOKIE_SECURE"] is False
    assert read["SECURE_HSTS_SECONDS"] == 0


def test_proxy_header_is_believed_only_when_told(settings_with):
    read = settings_with(SECRET_KEY=GOOD_KEY, BEHIND_PROXY="1")

    assert read["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_hosts_are_separated_by_commas(settings_with):
    read = settings_with(DEBUG="1", ALLOWED_HOSTS="jixiao.example.cn, 10.1.2.3")

    assert read["ALLOWED_HOSTS"] == ["jixiao.example.cn", "10.1.2.3"]


def test_sqlite_is_the_default_and_writes_take_turns(settings_with):
    database = settings_with(DEBUG="1")["DATABASES"]["default"]

    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert Path(database["NAME"]) == ROOT / "db.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_postgresql_is_a_url_away(settings_with):
    url = "postgres://jixiao:secret@10.1.2.3:5432/perfgoals"

    database = settings_with(DEBUG="1", DATABASE_URL=url)["DATABASES"]["default"]

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["NAME"]) == ("10.1.2.3", "perfgoals")
    assert "transaction_mode" not in database.get("OPTIONS", {})


# Deployment mistakes


def ids(messages):
    return [message.id for message in messages]


@pytest.mark.parametrize("key", ["django-insecure-" + GOOD_KEY, "short", "a" * 60])
def test_check_finds_a_guessable_key(settings, key):
    settings.SECRET_KEY = key

    assert ids(checks.secret_key_is_secret()) == ["perfgoals.E001"]


def test_check_accepts_a_random_key(settings):
    settings.SECRET_KEY = GOOD_KEY

    assert ids(checks.secret_key_is_secret()) == []


@pytest.mark.parametrize("hosts", [[], ["*"], ["jixiao.example.cn", "*"]])
def test_check_finds_open_hosts(settings, hosts):
    settings.ALLOWED_HOSTS = hosts

    assert ids(checks.hosts_are_named()) == ["perfgoals.E002"]


def test_check_accepts_named_hosts(settings):
    settings.ALLOWED_HOSTS = ["jixiao.example.cn"]

    assert ids(checks.hosts_are_named()) == []


def test_check_finds_static_files_not_collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path

    assert ids(checks.static_files_are_collected()) == ["perfgoals.W003"]


def test_checks_let_development_be(settings):
    settings.DEBUG = True
    settings.SECRET_KEY = "short"
    settings.ALLOWED_HOSTS = []

    assert ids(checks.secret_key_is_secret() + checks.hosts_are_named()) == []


# Static files and headers


def test_static_files_are_collected_with_their_hashes(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    assert ids(checks.static_files_are_collected()) == []
    assert list(tmp_path.glob("css/app.*.css"))


def test_pages_forbid_scripts_and_styles_of_others(db, client):
    policy = client.get("/login/").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_pages_refuse_frames(db, client):
    assert client.get("/login/").headers["X-Frame-Options"] == "DENY"


def own_sources():
    """Sorted, because both test processes must number the same tests alike."""
    found = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static").rglob("*.*")]
    return sorted(path for path in found if "vendor" not in path.parts)


@pytest.mark.parametrize("path", own_sources(), ids=lambda path: path.name)
def test_sources_name_no_other_host_and_no_inline_style(path):
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")

    assert not re.search(r"https?://|<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "static" / "css").glob("*.css")), ids=lambda p: p.name
)
def test_styles_keep_to_what_chromium_86_knows(path):
    newer = r":has\(|@container|@layer|aspect-ratio|\binset:|color-mix|^\s+&"

    assert not re.search(newer, path.read_text(encoding="utf-8"), re.MULTILINE)
