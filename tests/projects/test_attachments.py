"""依据文件: what is taken, who may add and remove it, who gets it, and where it lies."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from projects import attachments
from projects.actions import delete_table
from projects.attachments import add_attachment, remove_attachment
from projects.file_types import TYPES, WrongFile, file_type
from projects.models import Attachment, DepartmentGoal, GoalTable
from projects.permissions import get_table_for
from projects.states import State
from tests.projects.pages import content, filename, hrefs, parsed
from tests.projects.test_workflow import bring, do

PDF = b"%PDF-1.7\n1 0 obj"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def office(make):
    out = BytesIO()
    make().save(out)
    return out.getvalue()


GOOD = {
    "pdf": PDF,
    "jpg": b"\xff\xd8\xff\xe0JFIF",
    "jpeg": b"\xff\xd8\xff\xe1Exif",
    "png": b"\x89PNG\r\n\x1a\n....",
    "doc": OLE + "WordDocument".encode("utf-16-le"),
    "xls": OLE + "Workbook".encode("utf-16-le"),
    "docx": office(docx.Document),
    "xlsx": office(openpyxl.Workbook),
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def table(county, books):
    return GoalTable.objects.get(project__code="13073023P00017110001T")


@pytest.fixture
def own(county, client):
    """The browser of 471's clerk."""
    client.force_login(county.clerk471)
    return client


def upload(name="依据.pdf", body=PDF):
    return SimpleUploadedFile(name, body)


def stored(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def attach(county, table, name="依据.pdf", body=PDF, **options):
    form = get_table_for(county.admin, table.pk)
    return add_attachment(form=form, file=upload(name, body), by=county.clerk471, **options)


# What is taken


def test_every_type_is_known_by_content_and_suffix():
    assert set(GOOD) == set(TYPES)
    assert {kind: file_type(f"依据.{kind}", body) for kind, body in GOOD.items()} == TYPES
    assert file_type("依据.PDF", PDF) == TYPES["pdf"]


@pytest.mark.parametrize("kind", GOOD)
def test_content_of_another_type_is_refused(kind):
    same = {"jpg": "jpeg", "jpeg": "jpg"}.get(kind)

    for other, body in GOOD.items():
        if other not in (kind, same):
            with pytest.raises(WrongFile, match=f"的内容不是{kind}文件"):
                file_type(f"依据.{kind}", body)


@pytest.mark.parametrize("name", ["a.zip", "a.exe", "a.html", "a.svg", "a.docm", "a", ".pdf.js"])
def test_other_suffixes_are_refused_whatever_they_hold(name):
    with pytest.raises(WrongFile, match="的格式不能上传"):
        file_type(name, PDF)


def test_zip_that_calls_itself_a_docx_is_refused():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("run.exe", b"MZ")

    with pytest.raises(WrongFile):
        file_type("a.docx", out.getvalue())


def test_empty_file_is_refused():
    with pytest.raises(WrongFile, match="是空文件"):
        file_type("a.pdf", b"")


def test_too_large_a_file_is_refused(county, table, media):
    with pytest.raises(WrongFile, match="每个文件不能超过20兆"):
        attach(county, table, body=PDF.ljust(20 * 2**20 + 1))

    attach(county, table, body=PDF.ljust(20 * 2**20))
    assert len(stored(media)) == 1


def test_form_has_ten_files_at_most_and_none_twice(county, table, media):
    for number in range(10):
        attach(county, table, f"{number}.pdf", PDF + bytes([number]))

    with pytest.raises(WrongFile, match="最多10个"):
        attach(county, table, "11.pdf", PDF + b"more")
    remove_attachment(attachment=table.attachments.last(), by=county.clerk471)
    with pytest.raises(WrongFile, match="已经上传过了"):
        attach(county, table, "again.pdf", PDF + bytes([0]))
    assert table.attachments.count() == 9


# How it is kept


def test_file_lies_under_a_name_of_ours_with_what_it_is(county, table, media):
    made = attach(county, table, "../../去年 决算?.pdf")

    [path] = stored(media)
    assert path.read_bytes() == PDF
    assert path.name == path.parent.name + path.name[2:]
    assert (made.name, made.content_type, made.size) == (
        "去年 决算_.pdf",
        "application/pdf",
        len(PDF),
    )
    assert made.sha256 == hashlib.sha256(PDF).hexdigest()
    assert made.place == "整张表"


def test_attachment_outlives_its_indicator(county, table):
    indicator = get_table_for(county.admin, table.pk).indicators.all()[0]
    made = attach(county, table, indicator=indicator)

    indicator.delete()
    made.refresh_from_db()

    assert made.indicator is None
    assert made.place == f"三级指标“{indicator.name}”"


def test_nothing_is_left_of_an_upload_that_fails(county, table, media, monkeypatch):
    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr(attachments, "record", fail)
    with pytest.raises(RuntimeError):
        attach(county, table)

    assert stored(media) == []
    assert not table.attachments.exists()


def test_removed_before_it_was_ever_submitted_it_is_gone(
    county, table, media, django_capture_on_commit_callbacks
):
    made = attach(county, table)

    with django_capture_on_commit_callbacks(execute=True):
        remove_attachment(attachment=made, by=county.clerk471)

    assert stored(media) == []
    assert not table.attachments.exists()


def test_removed_after_it_was_submitted_it_is_only_struck_out(county, table, media, own):
    made = attach(county, table)
    bring(county, table, State.RETURNED)

    own.post(f"/attachments/{made.pk}/remove/")

    page = own.get(f"/tables/{table.pk}/")
    assert len(parsed(page).xpath("//tr[@class='removed']")) == 1
    assert "已由钱立移除" in page.text
    assert content(own.get(f"/attachments/{made.pk}/")) == PDF
    assert own.post(f"/attachments/{made.pk}/remove/").status_code == 403


def test_deleted_table_takes_its_files_along(
    county, table, media, django_capture_on_commit_callbacks
):
    attach(county, table)

    with django_capture_on_commit_callbacks(execute=True):
        delete_table(table=get_table_for(county.clerk471, table.pk), by=county.clerk471)

    assert stored(media) == []
    assert not Attachment.objects.exists()


def test_both_verbs_are_recorded(county, table):
    made = attach(county, table)
    remove_attachment(attachment=made, by=county.clerk471)

    added, removed = AuditEvent.objects.order_by("-id")[:2][::-1]

    assert [added.deed, removed.deed] == ["attach", "detach"]
    assert made.sha256 in added.after
    assert added.after == removed.before


# Pages


def test_clerk_adds_a_file_on_the_page(county, table, own):
    indicator = get_table_for(county.admin, table.pk).indicators.all()[1]

    response = own.post(
        f"/forms/table/{table.pk}/attachments/",
        {"file": upload("调查问卷.pdf"), "indicator": str(indicator.pk)},
    )

    assert response.headers["Location"] == f"/tables/{table.pk}/#attachments"
    made = table.attachments.get()
    assert made.indicator == indicator
    page = own.get(f"/tables/{table.pk}/")
    assert "调查问卷.pdf" in page.text
    assert f"/attachments/{made.pk}/" in hrefs(page)
    assert "调查问卷.pdf" in own.get("/books/471/2023/").text


@pytest.mark.parametrize("indicator", ["", "x", "999999", "1.target"])
def test_unknown_row_means_the_whole_form(county, table, own, indicator):
    data = {"file": upload(), "indicator": indicator}

    own.post(f"/forms/table/{table.pk}/attachments/", data)

    assert table.attachments.get().place == "整张表"


def test_wrong_file_is_told_on_the_page(table, own):
    data = {"file": upload("a.exe", b"MZ")}

    page = own.post(f"/forms/table/{table.pk}/attachments/", data, follow=True)

    assert "“a.exe”的格式不能上传" in page.text
    assert own.post(f"/forms/table/{table.pk}/attachments/").status_code == 302
    assert not table.attachments.exists()


def test_goal_has_files_too(county, books, own):
    goal = DepartmentGoal.objects.get(department=county.d471)

    own.post(f"/forms/goal/{goal.pk}/attachments/", {"file": upload("三定方案.pdf")})

    assert "三定方案.pdf" in own.get("/books/471/2023/goal/").text
    assert "三定方案.pdf" in own.get("/books/471/2023/").text


@pytest.mark.parametrize("username", ["reviewer471", "finance1", "auditor", "admin"])
def test_only_the_clerk_adds_and_removes(county, table, client, username):
    made = attach(county, table)
    client.force_login(getattr(county, username))

    page = client.get(f"/tables/{table.pk}/")
    added = client.post(f"/forms/table/{table.pk}/attachments/", {"file": upload("b.pdf")})
    removed = client.post(f"/attachments/{made.pk}/remove/")

    assert (added.status_code, removed.status_code) == (403, 403)
    assert "依据.pdf" in page.text
    assert not parsed(page).xpath("//form[@enctype]")
    assert table.attachments.present().count() == 1


def test_nothing_is_added_while_it_is_reviewed(county, table, own):
    made = attach(county, table)
    do(county, table, "submit", "clerk471")

    added = own.post(f"/forms/table/{table.pk}/attachments/", {"file": upload("b.pdf")})
    removed = own.post(f"/attachments/{made.pk}/remove/")

    assert (added.status_code, removed.status_code) == (403, 403)
    assert "现在是“部门审核”，不能修改。" in added.text


# Downloads


def test_file_comes_to_be_saved_under_its_own_name(county, table, own):
    made = attach(county, table, "去年 决算.pdf")

    response = own.get(f"/attachments/{made.pk}/")

    assert content(response) == PDF
    assert filename(response) == "去年 决算.pdf"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"] == "application/pdf"
    assert AuditEvent.objects.latest("id").remark == "依据文件 去年 决算.pdf"


def test_foreign_file_is_missing(county, table, client):
    made = attach(county, table)
    client.force_login(county.clerk978)

    assert client.get(f"/attachments/{made.pk}/").status_code == 404
    assert client.post(f"/attachments/{made.pk}/remove/").status_code == 404
    adding = client.post(f"/forms/table/{table.pk}/attachments/", {"file": upload()})
    assert adding.status_code == 404
    assert "依据.pdf" not in client.get("/books/978/2023/").text


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_file_that_is_not_what_was_uploaded_is_not_handed_out(county, table, own, media, damage):
    made = attach(county, table)
    [path] = stored(media)
    path.write_bytes(b"%PDF-other") if damage == "changed" else path.unlink()

    response = own.get(f"/attachments/{made.pk}/")

    assert response.status_code == 409
    assert "从备份恢复" in response.text


def test_no_url_leads_to_the_folder(county, table, own):
    made = attach(county, table)

    assert settings.MEDIA_URL == "/"
    for url in (f"/{made.file.name}", f"/media/{made.file.name}"):
        assert own.get(url).status_code == 404


def test_page_of_few_files_and_of_many_asks_as_often(county, table, own):

    counts = {}
    for number in range(1, 9):
        attach(county, table, f"{number}.pdf", PDF + bytes([number]))
        for url in (f"/tables/{table.pk}/", "/books/471/2023/"):
            with CaptureQueriesContext(connection) as queries:
                own.get(url)
            counts.setdefault(url, set()).add(len(queries))

    assert [len(found) for found in counts.values()] == [1, 1]
