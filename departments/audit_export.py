"""The audit trail as a file: every column of every event, whatever the page leaves out."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO

import xlsxwriter
from django.utils import timezone

from audit.models import AuditEvent
from audit.presenters import changes, sentence

HEADS = (
    *("编号", "时间", "用户名", "姓名", "角色", "单位", "操作", "对象类型", "对象标识", "对象"),
    *("经过", "原来", "现在", "说明", "来源", "校验值"),
)
# A larger workbook takes minutes and more memory than a server should give one download.
MOST_ROWS_IN_EXCEL = 20_000
_CHUNK = 500
# A spreadsheet computes a csv's text that begins with one of these.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def lines(events: Iterable[AuditEvent]) -> Iterator[list[str]]:
    for event in events:
        told = changes(event)
        yield [
            str(event.pk),
            f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}",
            event.username,
            event.full_name,
            event.roles,
            event.unit,
            event.deed_label,
            event.object_kind,
            event.object_key,
            event.object_label,
            sentence(event),
            "\n".join(_line(change.label, change.before) for change in told if change.before),
            "\n".join(_line(change.label, change.after) for change in told if change.after),
            event.remark,
            event.origin,
            event.hash,
        ]


def _line(label: str, text: str) -> str:
    return f"{label}：{text}" if label else text


def csv_chunks(events: Iterable[AuditEvent]) -> Iterator[bytes]:
    """A few hundred lines at a time, however many there are; the mark at the start is for Excel."""
    out = StringIO()
    writer = csv.writer(out)
    out.write("\ufeff")
    writer.writerow(HEADS)
    for count, line in enumerate(lines(events), start=1):
        writer.writerow([f"'{text}" if text.startswith(_FORMULA) else text for text in line])
        if count % _CHUNK == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def workbook(events: Iterable[AuditEvent]) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet("操作记录")
    head = book.add_format({"bold": True, "bg_color": "#EEF1F5", "border": 1})
    sheet.set_column(0, len(HEADS) - 1, 18)
    sheet.freeze_panes(1, 0)
    for x, title in enumerate(HEADS):
        sheet.write_string(0, x, title, head)
    for y, line in enumerate(lines(events), start=1):
        sheet.write_number(y, 0, int(line[0]))
        for x, text in enumerate(line[1:], start=1):
            sheet.write_string(y, x, text[:32767])  # more a cell does not hold
    book.close()
    return file.getvalue()
