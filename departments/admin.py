"""What stays in the back office; people and units have pages, where every change is recorded."""

from __future__ import annotations

import django.contrib.auth.admin  # noqa: F401 (registers groups, so that they can be taken off)
from django.contrib import admin
from django.contrib.auth.models import Group

from departments.models import Region

admin.site.site_header = "预算绩效目标管理系统 · 后台管理"
admin.site.site_title = "后台管理"
admin.site.index_title = "预算年度和基础数据"
# Rights come from the memberships; groups would be a second, silent way to give them.
admin.site.unregister(Group)


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):
    list_display = ["code", "name"]
    search_fields = ["code", "name"]
