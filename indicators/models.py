from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q


class Framework(models.Model):
    """A 指标体系: which level-1 and level-2 categories a budget year uses."""

    code = models.SlugField("编码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=100)

    class Meta:
        verbose_name = "指标体系"
        verbose_name_plural = "指标体系"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    class Level(models.IntegerChoices):
        ONE = 1, "一级指标"
        TWO = 2, "二级指标"

    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="categories", verbose_name="指标体系"
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="一级指标",
        help_text="一级指标留空；二级指标选它所属的一级指标。",
    )
    level = models.PositiveSmallIntegerField("级别", choices=Level.choices)
    name = models.CharField("名称", max_length=50)
    position = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "指标类别"
        verbose_name_plural = "指标类别"
        ordering = ["framework", "level", "parent__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "parent", "name"],
                name="category_name_unique_under_parent",
                violation_error_message="这个一级指标下已经有同名的二级指标。",
            ),
            # NULLs count as different in a unique index, so level 1 needs its own.
            models.UniqueConstraint(
                fields=["framework", "name"],
                condition=Q(parent=None),
                name="category_level_1_name_unique",
                violation_error_message="这个指标体系里已经有同名的一级指标。",
            ),
            models.CheckConstraint(
                condition=Q(level=1, parent=None) | Q(level=2, parent__isnull=False),
                name="category_level_fits_parent",
                violation_error_message="一级指标没有上级，二级指标必须有所属的一级指标。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """What spans two rows and so is beyond a constraint."""
        if self.parent is None:
            return
        if self.parent.level != self.Level.ONE:
            raise ValidationError({"parent": "上级必须是一级指标。"})
        if self.parent.framework_id != self.framework_id:
            raise ValidationError({"parent": "上级必须属于同一个指标体系。"})
