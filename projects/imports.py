"""A book becomes rows: everything that speaks against it is found before anything is stored, and a
second import of the same book changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db import transaction

from audit import deeds
from audit.actors import Target
from audit.record import record, together
from departments.actions import create_unit
from departments.models import Department, Region, User
from documents.values import Book, DepartmentGoalValues, GoalTableValues
from projects.actions import create_table, save_goal, save_table
from projects.models import BudgetYear, DepartmentGoal, GoalTable, Project
from projects.values import (
    CategoryIndex,
    UnknownCategory,
    category_index,
    find_category,
    goal_values,
    store_fields,
    table_values,
)


class ImportRefused(Exception):
    """A book that may not come in; `problems` are Chinese sentences, each with its place."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        more = f"（另有{len(problems) - 1}处问题）" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}")


@dataclass(slots=True)
class ImportReport:
    """What an import did: the names of the projects, and remarks."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    reordered: bool = False
    goal: str = "未涉及"
    remarks: list[str] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        touched = self.new or self.changed or self.reordered
        return not touched and self.goal in ("未涉及", "无变化")

    def summary(self) -> str:
        if self.changes_nothing:
            return f"{len(self.unchanged)}张表与系统里的完全相同，没有任何改动"
        order = "，次序按文件调整" if self.reordered else ""
        return (
            f"新增{len(self.new)}张表，修改{len(self.changed)}张，相同{len(self.unchanged)}张"
            f"{order}；部门整体绩效目标{self.goal}"
        )


def import_book(
    book: Book,
    year: BudgetYear,
    region: Region,
    *,
    by: User | None,
    create_units: bool = False,
) -> ImportReport:
    """Store the book in one transaction. Raises ImportRefused, and then nothing was stored."""
    with transaction.atomic(), together():
        report = _Import(year, region, by, create_units).run(book)
        if not report.changes_nothing:
            target = Target(
                "绩效目标文本", f"{book.department_code}/{year.year}", book.department_name
            )
            record(deed=deeds.IMPORT, by=by, target=target, remark=report.summary())
    return report


class _Import:
    def __init__(
        self, year: BudgetYear, region: Region, by: User | None, create_units: bool
    ) -> None:
        self.year, self.region, self.by, self.create_units = year, region, by, create_units
        self.categories: CategoryIndex = category_index(year.framework)
        self.report = ImportReport()
        self.problems: list[str] = []

    def run(self, book: Book) -> ImportReport:
        if self.year.is_closed:
            raise ImportRefused([f"{self.year}已关闭，不能导入"])
        found = [
            (position, f"第{position}张表“{values.project_name}”", values)
            for position, values in enumerate(book.tables, start=1)
        ]
        self._check_duplicates(book)
        units = {values.unit: self._unit(place, values) for _, place, values in found}
        for _, place, values in found:
            self.problems += self._check(place, values, units[values.unit])
        department = self._department(book, units)
        self.problems += self._check_goal(department, book.goals)
        if self.problems:
            raise ImportRefused(self.problems)
        for _, _, values in found:
            unit = units[values.unit]
            assert unit is not None
            self._store(replace(values, unit_name=unit.name), unit)
        if department:
            self._arrange(department, [values.project_code for _, _, values in found])
        if department and book.goals != DepartmentGoalValues():
            self._store_goal(department, book.goals)
        return self.report

    # --- checks ---

    def _check_duplicates(self, book: Book) -> None:
        seen: dict[str, int] = {}
        for number, values in enumerate(book.tables, start=1):
            first = seen.setdefault(values.project_code, number)
            if first != number:
                self.problems.append(
                    f"第{first}张表和第{number}张表的项目编码都是{values.project_code}，请核对"
                )

    def _unit(self, place: str, values: GoalTableValues) -> Department | None:
        code, name = values.unit
        unit = Department.objects.filter(region=self.region, code=code).first()
        if unit is None and self.create_units:
            return self._created_unit(place, code, name)
        if unit is None:
            self.problems.append(f"{place}：系统里没有单位{code}{name}，请先建立这个单位")
        elif unit.name != name:
            self.report.remarks.append(f"单位{code}在文件里叫“{name}”，按系统里的“{unit.name}”导入")
        return unit

    def _created_unit(self, place: str, code: str, name: str) -> Department | None:
        parent = Department.objects.filter(region=self.region, code=code[:3]).first()
        try:
            if parent is None:
                parent = self._make_unit(code[:3], name, None)
            unit = self._make_unit(code, name, parent)
        except ValidationError as error:
            self.problems.append(f"{place}：不能建立单位“{code}{name}”：{''.join(error.messages)}")
            return None
        self.report.remarks.append(f"新建单位{unit}")
        return unit

    def _make_unit(self, code: str, name: str, parent: Department | None) -> Department:
        return create_unit(region=self.region, parent=parent, code=code, name=name, by=self.by)

    def _check(self, place: str, values: GoalTableValues, unit: Department | None) -> Iterator[str]:
        for number, row in enumerate(values.indicators, start=1):
            try:
                find_category(row, self.categories)
            except UnknownCategory as error:
                yield f"{place}第{number}个指标“{row.name}”：{error}"
        if unit is None:
            return
        project = Project.objects.filter(region=self.region, code=values.project_code).first()
        if project and project.unit_id != unit.pk:
            yield f"{place}：项目编码{project.code}已经属于{project.unit.name}"
        table = self._stored(values)
        if table and not table.is_with_clerk:
            yield f"{place}：系统里这张表现在是“{table.get_state_display()}”，不能导入"
        yield from self._check_fields(place, values, unit)

    def _check_fields(self, place: str, values: GoalTableValues, unit: Department) -> Iterator[str]:
        """What the columns cannot hold: amounts below 0, percentages above 100, long codes."""
        project = Project(
            region=self.region, unit=unit, code=values.project_code, name=values.project_name
        )
        table = GoalTable(year=self.year)
        store_fields(table, values)
        for row, skipped in ((project, ["region", "unit"]), (table, ["project", "year"])):
            try:
                row.clean_fields(exclude=skipped)
            except ValidationError as error:
                labels = {f.name: str(f.verbose_name) for f in row._meta.fields}
                for name, messages in error.message_dict.items():
                    yield f"{place}“{labels.get(name, name)}”：{''.join(messages)}"

    def _department(
        self, book: Book, units: dict[tuple[str, str], Department | None]
    ) -> Department | None:
        departments = {unit.department for unit in units.values() if unit}
        if len(departments) == 1:
            return departments.pop()
        if book.goals != DepartmentGoalValues() and not self.problems:
            several = "项目属于几个部门" if departments else "没有项目表"
            self.problems.append(f"文件里{several}，不知道整体绩效目标是哪个部门的")
        return None

    def _check_goal(
        self, department: Department | None, values: DepartmentGoalValues
    ) -> Iterator[str]:
        goal = self._stored_goal(department)
        unchanged = values in (DepartmentGoalValues(), goal_values(goal))
        if goal and not goal.is_with_clerk and not unchanged:
            state = goal.get_state_display()
            yield f"系统里{goal.department.name}的整体绩效目标现在是“{state}”，不能导入"

    # --- storing ---

    def _stored_goal(self, department: Department | None) -> DepartmentGoal | None:
        return DepartmentGoal.objects.filter(department=department, year=self.year).first()

    def _stored(self, values: GoalTableValues) -> GoalTable | None:
        tables = GoalTable.objects.for_year(self.year).whole()
        return tables.filter(project__region=self.region, project__code=values.project_code).first()

    def _store(self, values: GoalTableValues, unit: Department) -> None:
        table, report = self._stored(values), self.report
        if table is None:
            code, name = values.project_code, values.project_name
            table = create_table(unit=unit, year=self.year, code=code, name=name, by=self.by)
            kind = report.new
        else:
            kind = report.unchanged if table_values(table) == values else report.changed
        if kind is not report.unchanged:
            save_table(table=table, values=values, by=self.by)
        kind.append(values.project_name)

    def _arrange(self, department: Department, codes: list[str]) -> None:
        """Give the book the file's order, where the file holds the whole book; tables of a part
        stay where they are, and new ones stand at the end."""
        tables = GoalTable.objects.for_year(self.year).of_department(department)
        stored = tables.order_by("position", "pk").select_related("project")
        if [table.project.code for table in stored] == codes:
            return
        if {table.project.code for table in stored} != set(codes):
            return
        self.report.reordered = not self.report.new
        for table in stored:
            position = codes.index(table.project.code) + 1
            tables.filter(pk=table.pk).update(position=position)

    def _store_goal(self, department: Department, values: DepartmentGoalValues) -> None:
        goal = self._stored_goal(department)
        if goal and goal_values(goal) == values:
            self.report.goal = "无变化"
            return
        self.report.goal = "已修改" if goal else "已新增"
        goal = goal or DepartmentGoal(department=department, year=self.year, version=0)
        save_goal(goal=goal, values=values, by=self.by, version=goal.version)
