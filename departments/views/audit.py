"""The audit trail as auditors and administrators read, search and take it with them."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from audit.models import AuditEvent
from audit.presenters import changes, sentence
from departments.actions import record_download
from departments.audit_export import MOST_ROWS_IN_EXCEL, csv_chunks, workbook
from departments.permissions import auditors_only
from departments.requests import PersonRequest
from departments.tables import AuditList
from perfgoals.downloads import CSV, XLSX, attachment


@require_GET
@auditors_only
def audit_list(request: PersonRequest) -> HttpResponseBase:
    listing = AuditList(request, AuditEvent.objects.order_by("-pk"))
    kind = request.GET.get("export")
    if kind in ("xlsx", "csv"):
        return _export(request, listing, kind)
    return listing.response()


def _export(request: PersonRequest, listing: AuditList, kind: str) -> HttpResponseBase:
    count = listing.rows.count()
    if kind == "xlsx" and count > MOST_ROWS_IN_EXCEL:
        limit = f"Excel 一次最多导出 {MOST_ROWS_IN_EXCEL} 条"
        messages.error(request, f"查到 {count} 条，{limit}。请缩小范围，或者导出 CSV。")
        back = request.GET.copy()
        del back["export"]
        return redirect(f"{request.path}?{back.urlencode()}")
    # As far as counted: what is written from here on, this download first, is not part of it.
    newest = listing.rows.aggregate(pk=Max("pk", default=0))["pk"]
    events = listing.rows.filter(pk__lte=newest).order_by("-pk").iterator(chunk_size=1000)
    record_download(what=listing.title, remark=f"{kind}，共 {count} 条", by=request.user)
    if kind == "csv":
        return attachment(f"{listing.title}.csv", csv_chunks(events), CSV)
    return attachment(f"{listing.title}.xlsx", workbook(events), XLSX)


@require_GET
@auditors_only
def audit_event(request: PersonRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(AuditEvent, pk=pk)
    context = {
        "event": event,
        "sentence": sentence(event),
        "changes": changes(event),
        "is_intact": event.hash == event.computed_hash(),
    }
    return render(request, "departments/audit_event.html", context)
