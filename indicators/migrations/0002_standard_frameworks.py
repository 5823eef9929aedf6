from django.db import migrations

BENEFITS = ("效益指标", ["经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"])
SATISFACTION = ("满意度指标", ["服务对象满意度指标"])

FRAMEWORKS = [
    (
        "hebei",
        "河北（成本在产出下）",
        [
            ("产出指标", ["数量指标", "质量指标", "时效指标", "成本指标"]),
            BENEFITS,
            SATISFACTION,
        ],
    ),
    (
        "cost_level1",
        "成本为一级指标",
        [
            ("成本指标", ["经济成本指标", "社会成本指标", "生态环境成本指标"]),
            ("产出指标", ["数量指标", "质量指标", "时效指标"]),
            BENEFITS,
            SATISFACTION,
        ],
    ),
]


def create_frameworks(apps, schema_editor):
    Framework = apps.get_model("indicators", "Framework")
    Category = apps.get_model("indicators", "Category")
    for code, name, tree in FRAMEWORKS:
        framework = Framework.objects.create(code=code, name=name)
        for position, (level1, children) in enumerate(tree, start=1):
            parent = Category.objects.create(
                framework=framework, level=1, name=level1, position=position
            )
            for child_position, level2 in enumerate(children, start=1):
                Category.objects.create(
                    framework=framework,
                    parent=parent,
                    level=2,
                    name=level2,
                    position=child_position,
                )


def delete_frameworks(apps, schema_editor):
    codes = [code for code, name, tree in FRAMEWORKS]
    apps.get_model("indicators", "Framework").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]

    operations = [migrations.RunPython(create_frameworks, delete_frameworks)]
