from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from departments.forms import LoadForm
from departments.loading import LoadRefused, load_people
from departments.people_file import template_workbook
from departments.permissions import administrators_only
from departments.requests import PersonRequest
from perfgoals.downloads import XLSX, attachment


@require_GET
@administrators_only
def template(request: PersonRequest) -> HttpResponseBase:
    return attachment("人员和单位.xlsx", template_workbook(), XLSX)


@require_http_methods(["GET", "POST"])
@administrators_only
def load(request: PersonRequest) -> HttpResponse:
    """Everything in the file or nothing; the first passwords are shown on the answer alone."""
    form = LoadForm(request.POST or None, request.FILES or None)
    if request.method == "GET":
        form = LoadForm()
    elif form.is_valid():
        content, region = form.cleaned_data["file"].read(), form.cleaned_data["region"]
        try:
            report = load_people(content=content, region=region, by=request.user)
        except LoadRefused as refused:
            context = {"form": form, "problems": refused.problems}
            return render(request, "departments/load.html", context, status=422)
        response = render(request, "departments/loaded.html", {"report": report})
        response["Cache-Control"] = "no-store"
        return response
    return render(request, "departments/load.html", {"form": form})
