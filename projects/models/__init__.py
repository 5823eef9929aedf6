from __future__ import annotations

from projects.models.budget_year import BudgetYear
from projects.models.department_goal import DepartmentGoal
from projects.models.goal_table import GoalTable
from projects.models.indicator import Indicator
from projects.models.project import Project

__all__ = ["BudgetYear", "DepartmentGoal", "GoalTable", "Indicator", "Project"]
