from __future__ import annotations

from django.urls import path

from departments.views import audit, load, people, units

urlpatterns = [
    path("people/", people.person_list, name="person_list"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/load/", load.load, name="people_load"),
    path("people/load/template.xlsx", load.template, name="people_template"),
    path("people/<int:pk>/", people.person_page, name="person"),
    path("people/<int:pk>/password/", people.person_password, name="person_password"),
    path("people/<int:pk>/deactivate/", people.person_deactivate, name="person_deactivate"),
    path("people/<int:pk>/reactivate/", people.person_reactivate, name="person_reactivate"),
    path("people/<int:pk>/unlock/", people.person_unlock, name="person_unlock"),
    path("units/", units.unit_list, name="unit_list"),
    path("units/new/", units.unit_new, name="unit_new"),
    path("units/<int:pk>/", units.unit_page, name="unit"),
    path("audit/", audit.audit_list, name="audit_list"),
    path("audit/<int:pk>/", audit.audit_event, name="audit_event"),
]
