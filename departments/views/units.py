from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from departments.actions import change_unit, create_unit
from departments.forms import UnitForm
from departments.models import Department
from departments.permissions import administrators_only
from departments.requests import PersonRequest
from departments.tables import UnitList


@require_GET
@administrators_only
def unit_list(request: PersonRequest) -> HttpResponseBase:
    units = Department.objects.select_related("region").annotate(
        people=Count("memberships__user", distinct=True)
    )
    return UnitList(request, units).response()


@require_http_methods(["GET", "POST"])
@administrators_only
def unit_new(request: PersonRequest) -> HttpResponse:
    form = UnitForm(request.POST or None, initial={"parent": request.GET.get("parent")})
    if form.is_valid():
        unit = create_unit(**form.cleaned_data, by=request.user)
        messages.success(request, f"已新增{unit}。")
        return redirect("unit_list")
    return _form(request, form)


@require_http_methods(["GET", "POST"])
@administrators_only
def unit_page(request: PersonRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Department, pk=pk)
    form = UnitForm(request.POST or None, instance=unit)
    if form.is_valid():
        code, name = form.cleaned_data["code"], form.cleaned_data["name"]
        changed = change_unit(unit=unit, code=code, name=name, by=request.user)
        messages.success(request, f"已保存{unit}。" if changed else "没有改动。")
        return redirect("unit_list")
    return _form(request, form)


def _form(request: PersonRequest, form: UnitForm) -> HttpResponse:
    context = {"form": form, "unit": form.instance if form.instance.pk else None}
    status = 422 if request.POST else 200
    return render(request, "departments/unit.html", context, status=status)
