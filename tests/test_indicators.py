from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from indicators.models import Category, Framework


@pytest.fixture
def hebei(standard_frameworks):
    return Framework.objects.get(code="hebei")


def tree(code):
    return {
        parent.name: [child.name for child in parent.children.order_by("position")]
        for parent in Category.objects.filter(framework__code=code, level=1)
    }


def test_hebei_framework_has_cost_under_output(hebei):
    assert tree("hebei") == {
        "产出指标": ["数量指标", "质量指标", "时效指标", "成本指标"],
        "效益指标": ["经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"],
        "满意度指标": ["服务对象满意度指标"],
    }


def test_other_framework_has_cost_as_level_1(hebei):
    assert tree("cost_level1") == {
        "成本指标": ["经济成本指标", "社会成本指标", "生态环境成本指标"],
        "产出指标": ["数量指标", "质量指标", "时效指标"],
        "效益指标": ["经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"],
        "满意度指标": ["服务对象满意度指标"],
    }


def test_categories_come_in_the_order_of_the_form(hebei):
    assert [category.name for category in hebei.categories.filter(level=2)][:5] == [
        "数量指标",
        "质量指标",
        "时效指标",
        "成本指标",
        "经济效益指标",
    ]


def test_level_2_needs_a_parent(hebei):
    with pytest.raises(IntegrityError):
        Category.objects.create(framework=hebei, level=2, name="某指标")


def test_level_1_has_no_parent(hebei):
    parent = hebei.categories.get(name="产出指标")

    with pytest.raises(IntegrityError):
        Category.objects.create(framework=hebei, level=1, parent=parent, name="某指标")


def test_there_is_no_level_3(hebei):
    parent = hebei.categories.get(name="产出指标")

    with pytest.raises(IntegrityError):
        Category.objects.create(framework=hebei, level=3, parent=parent, name="某指标")


def test_level_1_name_is_unique_in_a_framework(hebei):
    with pytest.raises(IntegrityError):
        Category.objects.create(framework=hebei, level=1, name="产出指标")


def test_level_2_name_is_unique_under_its_parent(hebei):
    parent = hebei.categories.get(name="产出指标")

    with pytest.raises(IntegrityError):
        Category.objects.create(framework=hebei, level=2, parent=parent, name="数量指标")


def test_parent_belongs_to_the_same_framework(hebei):
    foreign = Category.objects.get(framework__code="cost_level1", name="成本指标")
    category = Category(framework=hebei, level=2, parent=foreign, name="某指标")

    with pytest.raises(ValidationError, match="上级必须属于同一个指标体系"):
        category.full_clean()


def test_parent_is_level_1(hebei):
    parent = hebei.categories.get(name="数量指标")
    category = Category(framework=hebei, level=2, parent=parent, name="某指标")

    with pytest.raises(ValidationError, match="上级必须是一级指标"):
        category.full_clean()


def test_framework_opens_in_the_back_office(hebei, county, client):
    client.force_login(county.admin)

    response = client.get(f"/admin/indicators/framework/{hebei.pk}/change/")

    assert response.status_code == 200
