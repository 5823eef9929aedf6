from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from audit import deeds
from audit.record import record
from departments.models import User
from projects.models import BudgetYear


@admin.register(BudgetYear)
class BudgetYearAdmin(admin.ModelAdmin):
    list_display = ["year", "status", "framework", "layout_key", "deadline"]

    def save_model(self, request: HttpRequest, obj: BudgetYear, form: Any, change: bool) -> None:
        """The admin saves inside a transaction, so the event comes and goes with the change."""
        assert isinstance(request.user, User)
        labels = {name: str(form.fields[name].label) for name in form.changed_data}
        before = {label: str(form.initial.get(name, "")) for name, label in labels.items()}
        super().save_model(request, obj, form, change)
        after = {label: str(form.cleaned_data[name]) for name, label in labels.items()}
        record(deed=deeds.YEAR_CHANGED, by=request.user, target=obj, before=before, after=after)
