from __future__ import annotations

from axes.utils import reset
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

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


ROLES_EXPLAINED = format_html(
    "<ul>{}</ul>",
    format_html_join("", "<li>{}：{}</li>", ((p.role.label, p.duty) for p in PROFILES)),
)


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ["username", "full_name", "role_labels", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "memberships__role"]
    search_fields = ["username", "full_name"]
    ordering = ["username"]
    filter_horizontal = []
    inlines = [MembershipInline]
    readonly_fields = ["last_login", "date_joined"]
    # The stock page speaks of sign-ins without password, and in English.
    add_form = UserCreationForm
    add_form_template = "admin/change_form.html"
    fieldsets = [
        (None, {"fields": ["username", "password", "full_name", "email"]}),
        ("登录", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("角色", {"fields": [], "description": ROLES_EXPLAINED}),
        ("日期", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "full_name", "password1", "password2"],
            },
        ),
        ("角色", {"fields": [], "description": ROLES_EXPLAINED}),
    ]
    actions = ["unlock"]

    @admin.action(description="解除登录锁定")
    def unlock(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            reset(username=person.username)
        self.message_user(request, "已解除锁定，可以重新登录。", messages.SUCCESS)


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
