from __future__ import annotations

from django.db import models

from departments.models import Department, Region


class Project(models.Model):
    """A budget project; it may run over several years and has a goal table in each."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, verbose_name="行政区划")
    unit = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="projects", verbose_name="单位"
    )
    # 21 characters by rule, but codes of other systems must come in too: the rule is a finding.
    code = models.CharField("项目编码", max_length=40)
    name = models.CharField("项目名称", max_length=300)

    class Meta:
        verbose_name = "项目"
        verbose_name_plural = "项目"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "code"],
                name="project_code_unique_in_region",
                violation_error_message="这个项目编码已经有了。",
            ),
            models.CheckConstraint(
                condition=~models.Q(code=""),
                name="project_has_a_code",
                violation_error_message="请填写项目编码。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
