from __future__ import annotations

from django.contrib import admin

from indicators.models import Category, Framework


class CategoryInline(admin.TabularInline):
    model = Category
    extra = 0
    fields = ["level", "parent", "name", "position"]


@admin.register(Framework)
class FrameworkAdmin(admin.ModelAdmin):
    list_display = ["code", "name"]
    inlines = [CategoryInline]
