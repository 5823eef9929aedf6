from __future__ import annotations

from django.contrib import admin
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, reverse

from departments.views.signin import OwnPassword, SignIn, SignOut


@login_not_required
def admin_door(request: HttpRequest) -> HttpResponse:
    """The admin sends people it does not let in here; a second sign-in form is not wanted."""
    if request.user.is_authenticated:
        raise PermissionDenied("后台管理只对系统管理人员开放。")
    return auth_views.redirect_to_login(request.GET.get("next") or reverse("admin:index"))


urlpatterns = [
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", SignOut.as_view(), name="logout"),
    path("password/", OwnPassword.as_view(), name="password"),
    path("password/done/", auth_views.PasswordChangeDoneView.as_view(), name="password_done"),
    path("admin/login/", admin_door),
    path("admin/", admin.site.urls),
    path("", include("departments.urls")),
    path("", include("projects.urls")),
]

handler403 = "departments.views.refused.refused"
