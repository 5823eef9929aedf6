from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group

from departments.models import Department, Membership, Region, User
from departments.roles import PROFILES

admin.site.site_header = "预算绩效目标管理系统 · 后台管理"
admin.site.site_title = "后台管理"
admin.site.index_title = "人员、单位和基础数据"
# Rights come from the memberships; groups would be a second, silent way to give them.
admin.site.unregister(Group)


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["department"]
    verbose_name_plural = "任职（" + "；".join(f"{p.role.label}：{p.duty}" for p in PROFILES) + "）"


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ["username", "full_name", "role_labels", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "memberships__role"]
    search_fields = ["username", "full_name"]
    ordering = ["username"]
    filter_horizontal = []
    inlines = [MembershipInline]
    fieldsets = [
        (None, {"fields": ["username", "password", "full_name", "email"]}),
        ("登录", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("日期", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "full_name", "usable_password", "password1", "password2"],
            },
        ),
    ]


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):
    list_display = ["code", "name"]
    search_fields = ["code", "name"]


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "parent", "region"]
    list_filter = ["region"]
    list_select_related = ["parent", "region"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["parent"]
