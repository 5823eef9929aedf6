from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from departments.actions import (
    change_person,
    create_person,
    deactivate_person,
    reactivate_person,
    set_password,
    unlock_person,
)
from departments.forms import FirstPasswordForm, PersonEditor
from departments.models import User
from departments.permissions import administrators_only, deactivation_refusal
from departments.requests import PersonRequest
from departments.roles import PROFILES
from departments.tables import PersonList


@require_GET
@administrators_only
def person_list(request: PersonRequest) -> HttpResponseBase:
    people = User.objects.prefetch_related("memberships__department")
    return PersonList(request, people).response()


@require_http_methods(["GET", "POST"])
@administrators_only
def person_new(request: PersonRequest) -> HttpResponse:
    editor = PersonEditor(request.POST or None, User(), request.user)
    if not (request.POST and editor.is_valid()):
        return _editor(request, editor)
    assert editor.password is not None
    person = create_person(
        **editor.form.cleaned_data,
        password_hash=make_password(editor.password.cleaned_data["password"]),
        appointments=editor.appointments(),
        by=request.user,
    )
    messages.success(request, f"已新增人员{person}。他第一次登录时要改掉初始密码。")
    return redirect("person_list")


@require_http_methods(["GET", "POST"])
@administrators_only
def person_page(request: PersonRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    editor = PersonEditor(request.POST or None, person, request.user)
    if not (request.POST and editor.is_valid()):
        return _editor(request, editor)
    changed = change_person(
        person=get_object_or_404(User, pk=pk),
        full_name=editor.form.cleaned_data["full_name"],
        email=editor.form.cleaned_data["email"],
        appointments=editor.appointments(),
        by=request.user,
    )
    messages.success(request, f"已保存{person}。" if changed else "没有改动。")
    return redirect("person_list")


def _editor(request: PersonRequest, editor: PersonEditor) -> HttpResponse:
    context = {
        "editor": editor,
        "person": editor.person,
        "roles": PROFILES,
        "deactivation_refusal": deactivation_refusal(request.user, editor.person),
    }
    status = 422 if request.POST else 200
    return render(request, "departments/person.html", context, status=status)


@require_http_methods(["GET", "POST"])
@administrators_only
def person_password(request: PersonRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = FirstPasswordForm(request.POST or None, person=person)
    if form.is_valid():
        set_password(person=person, password=form.cleaned_data["password"], by=request.user)
        messages.success(request, f"已重设{person}的密码。他下次登录时要改掉它。")
        return redirect("person", person.pk)
    return render(request, "departments/person_password.html", {"form": form, "person": person})


@require_POST
@administrators_only
def person_deactivate(request: PersonRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    if refusal := deactivation_refusal(request.user, person):
        raise PermissionDenied(refusal)
    deactivate_person(person=person, by=request.user)
    messages.success(request, f"已停用{person}，他不能再登录；他做过的事都还查得到。")
    return redirect("person", person.pk)


@require_POST
@administrators_only
def person_reactivate(request: PersonRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk, is_active=False)
    reactivate_person(person=person, by=request.user)
    messages.success(request, f"已恢复{person}，他可以用原来的密码登录。")
    return redirect("person", person.pk)


@require_POST
@administrators_only
def person_unlock(request: PersonRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    unlock_person(person=person, by=request.user)
    messages.success(request, f"已解除{person}的登录锁定，可以重新登录。")
    return redirect("person", person.pk)
