"""Coming and going, recorded where it happens: Django's own way would be signals."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse_lazy

from departments.actions import (
    change_own_password,
    record_failed_sign_in,
    record_sign_in,
    record_sign_out,
)
from departments.forms import OwnPasswordForm
from departments.models import User
from departments.requests import PersonRequest


class SignIn(LoginView):
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        record_sign_in(by=form.get_user())
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        if username := form.data.get("username", "").strip():
            locked = getattr(self.request, "axes_locked_out", False)
            record_failed_sign_in(username=username, remark="账号已锁定" if locked else "")
        return super().form_invalid(form)


class SignOut(LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, User):
            record_sign_out(by=request.user)
        return super().post(request, *args, **kwargs)


class OwnPassword(PasswordChangeView):
    request: PersonRequest
    form_class = OwnPasswordForm
    success_url = reverse_lazy("password_done")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        change_own_password(password=form.cleaned_data["new_password1"], by=self.request.user)
        # The other sessions of this person end with the old password, this one goes on.
        update_session_auth_hash(self.request, self.request.user)
        return HttpResponseRedirect(self.get_success_url())
