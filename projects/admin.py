from __future__ import annotations

from django.contrib import admin

from projects.models import BudgetYear


@admin.register(BudgetYear)
class BudgetYearAdmin(admin.ModelAdmin):
    list_display = ["year", "status", "framework", "layout_key"]
