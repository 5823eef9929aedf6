"""The one kind of list page: rows → filter → table → sort → page, as page, fragment or workbook."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django_filters import FilterSet
from django_tables2 import Table

from perfgoals.downloads import XLSX, attachment

PAGE_SIZES = (25, 50, 100)
FRAGMENT = "lists/_table.html"


class TableList:
    """Subclass it, name the table and the filter, and return `response()` from a view."""

    table_class: type[Table]
    filterset_class: type[FilterSet]
    title: str
    template_name = "lists/list.html"
    row_template = "lists/_row.html"
    empty_text = "没有符合条件的记录。"
    exports: tuple[tuple[str, str], ...] = (("xlsx", "导出 Excel"),)

    def __init__(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.request = request
        self.filterset = self.filterset_class(self.filter_data(), queryset, request=request)
        self.rows: QuerySet[Any] = self.filterset.qs
        # Given the request here, the table would page itself by whatever size the URL names.
        self.table = self.table_class(self.rows)
        self.table.request = request
        if sort := request.GET.getlist("sort"):
            self.table.order_by = sort
        self.table.data.data = settled(self.table.data.data)

    def filter_data(self) -> QueryDict:
        """What the filter is asked: the query string, with what the list presumes without one."""
        return self.request.GET

    def totals(self) -> dict[str, Any]:
        """Column name → figure over all filtered rows (`self.rows`), not only the page's."""
        return {}

    def extra_context(self) -> dict[str, Any]:
        return {}

    def page(self) -> Page[Any]:
        size = self.request.GET.get("per_page", "")
        self.per_page = int(size) if size in map(str, PAGE_SIZES) else PAGE_SIZES[0]
        self.table.paginate(per_page=self.per_page)
        # get_page() answers a page that is not there with the nearest one that is.
        page: Page[Any] = self.table.paginator.get_page(self.request.GET.get("page"))
        self.table.page = page
        return page

    def response(self) -> HttpResponseBase:
        if self.request.GET.get("export") == "xlsx":
            content = workbook(self.table, self.totals(), self.title)
            return attachment(f"{self.title}.xlsx", content, XLSX)
        page = self.page()
        context = {
            "list": self,
            "table": self.table,
            "page_numbers": page.paginator.get_elided_page_range(page.number, on_each_side=2),
            "page_sizes": PAGE_SIZES,
            "totals": totals_row(self.table, self.totals()),
        }
        htmx = getattr(self.request, "htmx", None)
        template = FRAGMENT if htmx and not htmx.history_restore_request else self.template_name
        response = render(self.request, template, context | self.extra_context())
        patch_vary_headers(response, ["HX-Request"])
        return response


def settled(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows that sort equal must not wander between pages."""
    ordering = rows.query.order_by or rows.model._meta.ordering or []
    return rows.order_by(*ordering, "pk")


def figure(value: Any) -> Any:
    """Amounts as the official forms print them: two decimals, more only where there are more."""
    if not isinstance(value, Decimal):
        return value
    whole, _, decimals = f"{value:f}".partition(".")
    return f"{whole}.{decimals.rstrip('0'):0<2}"


def totals_row(table: Table, totals: dict[str, Any]) -> list[tuple[Any, Any]]:
    if not totals:
        return []
    shown = {table.columns[0].name: "合计"} | totals
    return [(column, figure(shown.get(column.name, ""))) for column in table.columns]


def workbook(table: Table, totals: dict[str, Any], title: str) -> bytes:
    """What the table shows, every page of it: numbers as numbers, all else as text."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet(title[:31])
    head = book.add_format({"bold": True, "bg_color": "#EEF1F5", "border": 1})
    number = book.add_format({"num_format": "0.00##"})
    columns = [column for column in table.columns if not column.column.exclude_from_export]
    for x, column in enumerate(columns):
        sheet.write_string(0, x, str(column.header), head)
        sheet.set_column(x, x, 18)
    lines = [[row.get_cell_value(column.name) for column in columns] for row in table.rows]
    if totals:
        shown = {columns[0].name: "合计"} | totals
        lines.append([shown.get(column.name) for column in columns])
    for y, line in enumerate(lines, start=1):
        for x, value in enumerate(line):
            if isinstance(value, Decimal):
                sheet.write_number(y, x, value, number)
            elif isinstance(value, int) and not isinstance(value, bool):
                sheet.write_number(y, x, value)
            elif value is not None:
                # write() would turn a text that begins with = into a formula.
                text = strip_tags(value) if isinstance(value, SafeString) else str(value)
                sheet.write_string(y, x, text)
    sheet.freeze_panes(1, 0)
    book.close()
    return file.getvalue()
