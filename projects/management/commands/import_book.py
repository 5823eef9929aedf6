from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from departments.models import Region
from documents.blocks import DocumentError, Reading
from documents.files import read_file
from documents.layouts import get_layout
from documents.values import Book
from indicators.models import Framework
from projects.imports import ImportRefused, import_book
from projects.models import BudgetYear

DEFAULT_LAYOUT = get_layout("hebei", "2023")


class Command(BaseCommand):
    help = "导入绩效目标文本（docx、xlsx、txt）；一个文件一个事务，重复导入不会改动任何内容"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--year", type=int, required=True, help="预算年度，如2023")
        parser.add_argument("--dry-run", action="store_true", help="只说明会做什么，不保存")
        parser.add_argument(
            "--create-units",
            action="store_true",
            help="按表头建立系统里没有的单位和部门，没有这个预算年度时也一并建立",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        refused = [path for path in options["files"] if not self._import(path, options)]
        if refused:
            raise CommandError(f"有{len(refused)}个文件没有导入，原因见上。")

    def _import(self, path: Path, options: dict[str, Any]) -> bool:
        """One file; False where it was refused, which changed nothing."""
        try:
            with transaction.atomic():
                self._import_file(path, options)
                transaction.set_rollback(options["dry_run"])
        except (DocumentError, ImportRefused) as error:
            self.stderr.write(f"{path.name}：没有导入，{error}。")
            return False
        return True

    def _import_file(self, path: Path, options: dict[str, Any]) -> None:
        reading = read_file(path, DEFAULT_LAYOUT)
        if reading.errors:
            raise ImportRefused([f"{note.place}：{note.message}" for note in reading.errors])
        report = import_book(
            reading.book,
            _year(options["year"], create=options["create_units"]),
            _region(reading.book, create=options["create_units"]),
            by=None,
            create_units=options["create_units"],
        )
        self._tell(path, reading, report.remarks)
        tried = "（试运行，未保存）" if options["dry_run"] else ""
        self.stdout.write(f"{path.name}：{report.summary()}。{tried}")

    def _tell(self, path: Path, reading: Reading, remarks: list[str]) -> None:
        for note in reading.notes:
            self.stdout.write(f"{path.name} {note.place}：{note.message}")
        for remark in remarks:
            self.stdout.write(f"{path.name}：{remark}")


def _year(year: int, *, create: bool) -> BudgetYear:
    found = BudgetYear.objects.filter(year=year).select_related("framework").first()
    if found:
        return found
    if not create:
        raise ImportRefused([f"系统里没有{year}年度，请先在后台管理里建立"])
    current = BudgetYear.objects.filter(status=BudgetYear.Status.CURRENT).exists()
    return BudgetYear.objects.create(
        year=year,
        status=BudgetYear.Status.OPEN if current else BudgetYear.Status.CURRENT,
        framework=Framework.objects.get(code="hebei"),
    )


def _region(book: Book, *, create: bool) -> Region:
    """The region of this installation; an empty one takes it from the project codes."""
    if found := Region.objects.order_by("pk").first():
        return found
    prefixes = Counter(table.project_code[:6] for table in book.tables)
    if not create or not prefixes:
        raise ImportRefused(["系统里没有行政区划，请先在后台管理里建立"])
    code = prefixes.most_common(1)[0][0]
    return Region.objects.create(code=code, name=f"行政区划{code}")
