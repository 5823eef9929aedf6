"""Which departments a person may see; every other queryset of the house asks here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, Q

from departments.roles import DEPARTMENTAL, REGIONAL

if TYPE_CHECKING:
    from departments.models import Department, User  # noqa: F401 (named in a string below)


class DepartmentQuerySet(models.QuerySet["Department"]):
    def visible_to(self, user: User | AnonymousUser) -> DepartmentQuerySet:
        """One query: the tree has two levels, so a subtree is a node and its children."""
        if isinstance(user, AnonymousUser):
            return self.none()
        own = user.memberships.filter(role__in=DEPARTMENTAL).values("department")
        everywhere = user.memberships.filter(role__in=REGIONAL)
        return self.filter(Exists(everywhere) | Q(pk__in=own) | Q(parent__in=own))

    def departments(self) -> DepartmentQuerySet:
        return self.filter(parent=None)

    def units(self) -> DepartmentQuerySet:
        return self.exclude(parent=None)
