from __future__ import annotations

from audit.models import AuditEvent
from projects.models import BudgetYear


def test_change_of_a_year_is_recorded(books, client):
    client.force_login(books.admin)
    year = books.year
    posted = {
        "year": year.year,
        "status": "open",
        "framework": year.framework_id,
        "layout_key": year.layout_key,
        "department_reviews": "on",
        "finance_desks": 2,
        "deadline": "",
    }

    response = client.post(f"/admin/projects/budgetyear/{year.pk}/change/", posted)

    assert response.status_code == 302
    assert BudgetYear.objects.get().status == "open"
    event = AuditEvent.objects.latest("id")
    assert (event.deed, event.object_key) == ("year_changed", "2023")
    assert "open" in event.after


def test_desk_with_work_cannot_be_taken_away(books, client):
    client.force_login(books.admin)
    year = books.year
    table = books.t978
    client.force_login(books.clerk978)
    client.post(f"/forms/table/{table.pk}/submit/")
    client.force_login(books.admin)

    page = client.post(
        f"/admin/projects/budgetyear/{year.pk}/change/",
        {
            "year": year.year,
            "status": "current",
            "framework": year.framework_id,
            "layout_key": year.layout_key,
            "finance_desks": 2,
        },
    ).content.decode()

    assert "还有表在“部门审核”，处理完才能去掉这一步。" in page
