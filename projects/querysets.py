"""Which forms: whose, of which year, of which book."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from departments.models import Department, User
from projects.states import DESKS, WITH_CLERK, State

if TYPE_CHECKING:
    from projects.models import BudgetYear, DepartmentGoal, GoalTable  # noqa: F401


_F = TypeVar("_F", bound=models.Model)


class LifeQuerySet(models.QuerySet[_F]):
    """What goal tables and departments' goals have in common: where they are in their life."""

    UNIT: ClassVar[str]
    """The path from the form to the unit whose clerk fills it in."""
    RECORD: ClassVar[str]
    """The column of a FormRecord that names such a form."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(**{f"{self.UNIT}__in": Department.objects.visible_to(user)})

    def for_year(self, year: BudgetYear) -> Self:
        return self.filter(year=year)

    def with_clerk(self) -> Self:
        """Those the clerk may still change."""
        return self.filter(state__in=WITH_CLERK)

    def at_desk_of(self, user: User, states: Iterable[str] | None = None) -> Self:
        """Those that wait for the user at one of his desks, or only those in `states`."""
        wanted = Q(pk__in=[])
        for state, role in DESKS.items():
            if states is None or state in states:
                wanted |= Q(state=state) & self._covered_by(user, role)
        return self.filter(wanted)

    def _covered_by(self, user: User, role: str) -> Q:
        mine = user.memberships.filter(role=role)
        places = mine.exclude(department=None).values("department")
        return (
            Q(**{f"{self.UNIT}__in": places})
            | Q(**{f"{self.UNIT}__parent__in": places})
            | Q(Exists(mine.filter(department=None)))
        )

    def handled_by(self, user: User) -> Self:
        """Those the user took a step with."""
        return self.filter(Exists(user.steps.filter(**{self.RECORD: OuterRef("pk")})))

    def with_approved(self) -> Self:
        """With `approved_text` and `approved_sha256` of its newest version, None where none is."""
        revisions: Any = self.model._meta.get_field("revisions").related_model
        newest = revisions.objects.filter(**{self.RECORD: OuterRef("pk")}).order_by("-number")
        return self.annotate(
            approved_text=Subquery(newest.values("values")[:1]),
            approved_sha256=Subquery(newest.values("sha256")[:1]),
        )

    def with_life(self) -> Self:
        """With `since`, when it came where it is, and `returned`, how often it was sent back."""
        return self.annotate(
            since=Coalesce(Max("steps__at"), "updated_at"),
            returned=Count("steps", filter=Q(steps__verb="return")),
        )


class GoalTableQuerySet(LifeQuerySet["GoalTable"]):
    UNIT = "project__unit"
    RECORD = "table"

    def of_department(self, department: Department) -> Self:
        """The tables of a 部门's book: its own and its units'."""
        return self.filter(Q(project__unit=department) | Q(project__unit__parent=department))

    def of_book(self, department: Department, year: BudgetYear) -> Self:
        """Those the department's book holds, in its order; void ones are not in it."""
        tables = self.for_year(year).of_department(department).exclude(state=State.VOID)
        return tables.order_by("position", "pk")

    def with_project(self) -> Self:
        """With all that a list shows of a table."""
        return self.select_related("project__unit__parent", "year")

    def whole(self) -> Self:
        """With all that `values.table_values` reads, in a constant number of queries."""
        indicators: Any = self.model._meta.get_field("indicators").related_model
        in_words = indicators.objects.select_related("category__parent")
        tables = self.with_project().select_related("updated_by")
        return tables.prefetch_related(Prefetch("indicators", in_words))

    def with_indicator(self, word: str) -> Self:
        """Those one of whose indicators has the word in a cell."""
        cells = ("name", "description", "target", "basis")
        wanted = Q()
        for cell in cells:
            wanted |= Q(**{f"indicators__{cell}__icontains": word})
        return self.filter(wanted)

    def by_department(self) -> dict[int, dict[str, Any]]:
        """For each 部门's id the number of its tables and their budget in 万元."""
        rows = (
            self.order_by()
            .annotate(department=Coalesce("project__unit__parent", "project__unit"))
            .values("department")
            .annotate(tables=Count("pk"), budget=Sum("budget"))
        )
        return {row["department"]: dict(row) for row in rows}

    def by_state(self) -> dict[str, int]:
        rows = self.order_by().values("state").annotate(tables=Count("pk"))
        return {row["state"]: row["tables"] for row in rows}

    def totals(self) -> dict[str, Decimal | None]:
        """Sums of the amounts in 万元; None where no table has one."""
        return self.order_by().aggregate(
            budget=Sum("budget"), fiscal=Sum("fiscal"), other=Sum("other")
        )


class DepartmentGoalQuerySet(LifeQuerySet["DepartmentGoal"]):
    UNIT = "department"
    RECORD = "goal"
