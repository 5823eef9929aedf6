from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from audit.append_only import remove
from departments.models import User
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


@pytest.mark.parametrize(
    ("hosts", "found"),
    [
        ([], []),
        (["localhost", "127.0.0.1"], []),
        (["jixiao.example.cn"], ["perfgoals.W004"]),
        (["*"], ["perfgoals.W004"]),
    ],
)
def test_check_finds_debug_open_to_others(settings, hosts, found):
    settings.DEBUG = True
    settings.ALLOWED_HOSTS = hosts

    assert ids(checks.debug_stays_at_home()) == found


@pytest.mark.parametrize(
    ("https", "behind_proxy", "found"),
    [
        (False, False, ["perfgoals.W005"]),
        (True, False, ["perfgoals.W007"]),
        (True, True, []),
    ],
)
def test_check_finds_plain_http_and_a_proxy_nobody_named(settings, https, behind_proxy, found):
    settings.HTTPS = https
    settings.BEHIND_PROXY = behind_proxy

    assert ids(checks.pages_are_encrypted() + checks.proxy_is_named()) == found


@pytest.mark.parametrize(
    "name", ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY"]
)
def test_check_finds_insecure_cookies(settings, name):
    settings.HTTPS = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    assert ids(checks.cookies_are_secure()) == []

    setattr(settings, name, False)

    assert ids(checks.cookies_are_secure()) == ["perfgoals.E006"]


@pytest.mark.parametrize("name", checks.NEEDED)
def test_check_finds_a_missing_guard(settings, name):
    assert ids(checks.guards_are_in_place()) == []
    settings.MIDDLEWARE = [other for other in settings.MIDDLEWARE if other != name]

    assert ids(checks.guards_are_in_place()) == ["perfgoals.E008"]


def test_attachments_lie_outside_the_static_files(settings):
    assert ids(checks.attachments_are_private()) == []

    settings.MEDIA_ROOT = Path(settings.STATIC_ROOT) / "media"

    assert ids(checks.attachments_are_private()) == ["perfgoals.E011"]


def test_check_finds_missing_audit_triggers(db):
    assert checks.audit_is_append_only(databases=["default"]) == []
    assert checks.audit_is_append_only() == []
    remove(connection, "audit_auditevent")

    assert ids(checks.audit_is_append_only(databases=["default"])) == ["perfgoals.E009"]


def test_check_finds_demo_people_in_service(county, settings):
    found = checks.demo_people_are_gone(databases=["default"])

    assert ids(found) == ["perfgoals.E010"]
    assert "admin、auditor、clerk471" in found[0].msg
    assert checks.demo_people_are_gone() == []

    User.objects.update(is_active=False)
    assert checks.demo_people_are_gone(databases=["default"]) == []


def test_checks_let_development_be(settings):
    settings.DEBUG = True
    settings.SECRET_KEY = "short"
    settings.ALLOWED_HOSTS = []
    settings.HTTPS = False

    found = [
        *checks.secret_key_is_secret(),
        *checks.hosts_are_named(),
        *checks.static_files_are_collected(),
        *checks.debug_stays_at_home(),
        *checks.pages_are_encrypted(),
        *checks.cookies_are_secure(),
        *checks.proxy_is_named(),
        *checks.demo_people_are_gone(databases=["default"]),
    ]

    assert found == []


def test_every_check_has_its_own_id_and_says_what_to_do():
    source = Path(checks.__file__).read_text(encoding="utf-8")
    numbers = re.findall(r'id="perfgoals\.[EW](\d+)"', source)

    assert numbers == [f"{number:03}" for number in range(1, len(numbers) + 1)]
    assert source.count("hint=") == len(numbers)


# Static files and headers


def test_static_files_are_collected_with_their_hashes(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    assert ids(checks.static_files_are_collected()) == []
    assert list(tmp_path.glob("css/app.*.css"))


def test_pages_take_scripts_and_styles_from_here_alone(db, client):
    policy = client.get("/login/").headers["Content-Security-Policy"]

    assert dict(part.strip().split(" ", 1) for part in policy.split(";")) == {
        "default-src": "'self'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


def test_pages_insist_on_https(county, client, settings):
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = True
    settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 2592000

    plain = client.get("/login/")
    page = client.get("/login/", secure=True)
    person = {"username": "clerk978", "password": "perfgoals-demo"}
    signed_in = client.post("/login/", person, secure=True)

    assert (plain.status_code, plain.headers["Location"]) == (301, "https://testserver/login/")
    assert page.headers["Strict-Transport-Security"] == "max-age=2592000"
    assert page.cookies["csrftoken"]["secure"]
    assert signed_in.cookies["sessionid"]["secure"]
    assert signed_in.cookies["sessionid"]["httponly"]


def test_pages_tell_other_sites_nothing(db, client):
    headers = client.get("/login/").headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


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
