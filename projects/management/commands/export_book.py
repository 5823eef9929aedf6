from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from departments.models import Department
from documents.blocks import DocumentError
from documents.files import write_file
from documents.values import ValuesError
from projects.exports import book_source
from projects.models import BudgetYear


class Command(BaseCommand):
    help = "导出一个部门一个年度的绩效目标文本，格式由后缀决定（docx、xlsx、html、txt）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--department", required=True, help="部门编码，如471")
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        code, output = options["department"], options["output"]
        department = Department.objects.departments().filter(code=code).first()
        year = BudgetYear.objects.filter(year=options["year"]).first()
        if department is None:
            raise CommandError(f"系统里没有编码为{code}的部门。")
        if year is None:
            raise CommandError(f"系统里没有{options['year']}年度。")
        try:
            source = book_source(department, year)
            book = source.whole()
            write_file(output, book, mark=source.mark)
        except (DocumentError, ValuesError) as error:
            raise CommandError(f"{error}。") from None
        except OSError as error:
            raise CommandError(f"{output}写不进：{error.strerror}。") from None
        self.stdout.write(f"已导出{len(book.tables)}张表：{output}")
