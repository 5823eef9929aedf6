from __future__ import annotations

import pytest

from audit.models import AuditEvent
from audit.presenters import changes, sentence


@pytest.fixture
def admin(county, client):
    """The administrator's browser."""
    client.force_login(county.admin)
    return client


@pytest.fixture
def told(db):
    """told() is what was recorded so far, as sentences, oldest first."""
    return lambda: [sentence(event) for event in AuditEvent.objects.order_by("pk")]


def last_changes():
    return [(c.label, c.before, c.after) for c in changes(AuditEvent.objects.first())]
