from __future__ import annotations

from django.conf import settings
from django.db import models

from projects.models.form_record import FormRecord
from projects.states import State


class Step(FormRecord):
    """A transition that was carried out: from where to where, by whom, with what opinion.

    A submission keeps what the form said (`values`, JSON), so that the next one can be compared
    with it.
    """

    verb = models.CharField("操作", max_length=20)
    source = models.CharField("原状态", max_length=20, choices=State.choices)
    target = models.CharField("新状态", max_length=20, choices=State.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="steps",
        verbose_name="经手人",
    )
    at = models.DateTimeField("时间", auto_now_add=True)
    opinion = models.TextField("意见", blank=True)
    values = models.TextField("当时的内容", blank=True)

    class Meta(FormRecord.Meta):
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        ordering = ["pk"]
        indexes = [models.Index(fields=["by", "-at"], name="step_by_person")]

    def __str__(self) -> str:
        return f"{self.verb} {self.form}"
