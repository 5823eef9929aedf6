"""The editor of a department's goal: the form, and what a clash with somebody else's save tells."""

from __future__ import annotations

from collections.abc import Mapping

from documents.values import DepartmentGoalValues
from projects.forms import GoalForm
from projects.merging import dump_texts, merge, posted_base, posted_notes, posted_version
from projects.models import DepartmentGoal
from projects.values import GOAL_FIELDS, goal_values


class GoalEditor:
    """From the database, or as posted. `notes` says what somebody else made of a field."""

    def __init__(self, goal: DepartmentGoal, data: Mapping[str, str] | None = None) -> None:
        self.goal = goal
        self.data = data
        self.conflicts: set[str] = set()
        self.taken_over = 0
        self.notes: dict[str, str] = {}
        if data is None:
            values = goal_values(goal)
            texts = {name: getattr(values, name) for name in GOAL_FIELDS}
            self.form = GoalForm(initial=texts)
            self.version, self.base = goal.version, dump_texts(texts)
        else:
            self.form = GoalForm(data)
            self.notes = posted_notes(data)
            self.version, self.base = posted_version(data), data.get("base", "")

    @classmethod
    def merged(cls, goal: DepartmentGoal, data: Mapping[str, str]) -> GoalEditor:
        """What was posted, laid over the newer version that is stored now."""
        theirs = cls(goal)
        stored = {name: theirs.form[name].value() for name in GOAL_FIELDS}
        result = merge(data, posted_base(data), stored)
        now = {"version": str(goal.version), "base": theirs.base}
        editor = cls(goal, result.texts | now)
        editor.notes = posted_notes(data) | result.notes
        editor.conflicts, editor.taken_over = result.conflicts, len(result.notes)
        return editor

    def notes_as_json(self) -> str:
        return dump_texts(self.notes)

    def values(self) -> DepartmentGoalValues:
        return DepartmentGoalValues(**self.form.cleaned_data)

    def fields(self) -> list[tuple[object, str]]:
        """Each field with what is to be told about it."""
        return [(field, self.notes.get(field.name, "")) for field in self.form]
