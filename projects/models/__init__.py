from __future__ import annotations

from projects.models.attachment import Attachment
from projects.models.budget_year import BudgetYear
from projects.models.comment import Comment
from projects.models.department_goal import DepartmentGoal
from projects.models.form_record import Form, about
from projects.models.goal_table import GoalTable
from projects.models.indicator import Indicator
from projects.models.notice import Notice
from projects.models.opening import Opening
from projects.models.project import Project
from projects.models.revision import Revision
from projects.models.step import Step

__all__ = [
    "Attachment",
    "BudgetYear",
    "Comment",
    "DepartmentGoal",
    "Form",
    "GoalTable",
    "Indicator",
    "Notice",
    "Opening",
    "Project",
    "Revision",
    "Step",
    "about",
]
