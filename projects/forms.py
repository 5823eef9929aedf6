"""The plain forms of the pages; the editor of a goal table is put together in table_form.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

from departments.models import Department
from documents.values import DepartmentGoalValues, GoalTableValues, IndicatorRow, SpendingPlan
from projects.fields import AmountField, CellField, PercentField
from projects.models import BudgetYear, GoalTable, Project

_LABELS = GoalTableValues.LABELS
MONTHS = tuple(SpendingPlan.LABELS)
HEAD_FIELDS = ("project_code", "project_name", "budget", "fiscal", "other", "purpose", "goals")
ROW_TEXTS = ("name", "description", "target", "basis")


def code_field() -> CellField:
    return CellField(label=_LABELS["project_code"], required=True, max_length=40)


def name_field() -> CellField:
    return CellField(label=_LABELS["project_name"], required=True, max_length=300)


class CellsForm(forms.Form):
    """Cells of the editor: nothing is wrong with them before `is_valid` was asked."""

    asked = False

    def is_valid(self) -> bool:
        self.asked = True
        return super().is_valid()

    @property
    def errors(self) -> ErrorDict:
        return super().errors if self.asked else ErrorDict()


class HeadForm(CellsForm):
    """Everything of a goal table but its indicators, under the layout's names of the fields."""

    project_code = code_field()
    project_name = name_field()
    budget = AmountField(label=_LABELS["budget"])
    fiscal = AmountField(label=_LABELS["fiscal"])
    other = AmountField(label=_LABELS["other"])
    purpose = CellField(label=_LABELS["purpose"], rows=2)
    goals = CellField(label=_LABELS["goals"], rows=4)

    def __init__(self, *args: Any, table: GoalTable, **options: Any) -> None:
        super().__init__(*args, **options)
        self.table = table
        for month, label in SpendingPlan.LABELS.items():
            self.fields[f"plan.{month}"] = PercentField(label=f"{label}支出计划")

    def clean_project_code(self) -> str:
        code: str = self.cleaned_data["project_code"]
        project = self.table.project
        others = Project.objects.filter(region=project.region, code=code).exclude(pk=project.pk)
        if others.exists():
            raise forms.ValidationError(f"项目编码{code}已经用在另一个项目上，请核对。")
        return code

    @staticmethod
    def initial_of(values: GoalTableValues) -> dict[str, Any]:
        plan = {f"plan.{month}": getattr(values.plan, month) for month in MONTHS}
        return {name: getattr(values, name) for name in HEAD_FIELDS} | plan


class IndicatorForm(CellsForm):
    """One indicator's row. `key` tells the rows of a page apart: the stored indicator's id, or
    `new` and a number."""

    category = forms.ChoiceField(label="二级指标", error_messages={"required": "请选择二级指标。"})
    name = CellField(label=IndicatorRow.LABELS["name"])
    description = CellField(label=IndicatorRow.LABELS["description"])
    target = CellField(label=IndicatorRow.LABELS["target"])
    basis = CellField(label=IndicatorRow.LABELS["basis"])

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        key: str,
        choices: Sequence[tuple[Any, Any]],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, prefix=f"indicator-{key}", initial=initial)
        self.key = key
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def indicator_id(self) -> int | None:
        return int(self.key) if self.key.isdecimal() else None

    def is_blank(self) -> bool:
        """Nothing was typed: such a row is dropped when the table is saved. A stored row may say
        its category alone; a new one has it from the row above."""
        names = ROW_TEXTS if self.indicator_id is None else ("category", *ROW_TEXTS)
        return not any(str(self[name].value() or "").strip() for name in names)


class NewTableForm(forms.Form):
    """A project and its blank table for the year."""

    unit = forms.ModelChoiceField(Department.objects.none(), label="单位", empty_label="请选择")
    code = code_field()
    name = name_field()

    def __init__(self, *args: Any, units: Any, year: BudgetYear, **options: Any) -> None:
        super().__init__(*args, **options)
        self.year = year
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units
        for name in ("code", "name"):
            self.fields[name].widget = forms.TextInput()

    def clean(self) -> None:
        """A code the region has already may go on in a new year, in the same unit, as it is."""
        unit, code = self.cleaned_data.get("unit"), self.cleaned_data.get("code")
        name = self.cleaned_data.get("name")
        if not unit or not code:
            return
        project = Project.objects.filter(region=unit.region, code=code).first()
        if project is None:
            return
        if project.unit != unit:
            self.add_error("code", f"项目编码{code}已经属于{project.unit.name}，请核对。")
        elif project.goal_tables.filter(year=self.year).exists():
            self.add_error("code", f"项目{code}在{self.year}已经有绩效目标表。")
        elif name and project.name != name:
            self.add_error("name", f"这个编码的项目叫“{project.name}”，请照填。")


class MoveForm(forms.Form):
    """Another unit for a project, and why."""

    unit = forms.ModelChoiceField(Department.objects.none(), label="转给", empty_label="请选择")
    reason = CellField(label="转移原因", required=True, rows=3)

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        units = Department.objects.units().filter(region=project.region)
        field.queryset = units.exclude(pk=project.unit_id)


class GoalForm(forms.Form):
    """部门整体绩效目标: three parts of free text."""

    overall = CellField(label=DepartmentGoalValues.LABELS["overall"], rows=10)
    itemised = CellField(label=DepartmentGoalValues.LABELS["itemised"], rows=12)
    safeguards = CellField(label=DepartmentGoalValues.LABELS["safeguards"], rows=10)
