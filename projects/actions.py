"""The verbs: each one transaction, keyword-only, `by=` the person who does it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from audit import deeds
from audit.actors import Target, Targeted
from audit.record import record
from departments.models import Department, User
from departments.roles import Role
from documents.compare import changes
from documents.freeze import thaw
from documents.values import (
    DepartmentGoalValues,
    GoalTableValues,
    ValuesError,
    normalise_text,
)
from projects import workflow
from projects.models import (
    BudgetYear,
    DepartmentGoal,
    Form,
    GoalTable,
    Opening,
    Project,
    Revision,
    Step,
    about,
)
from projects.notices import tell_of_step
from projects.permissions import refusal
from projects.states import State
from projects.values import (
    category_index,
    frozen,
    goal_values,
    store_goal,
    store_table,
    table_values,
)

OPEN_FOR = timedelta(seconds=90)
"""An editor says every 30 seconds that it is open; one that was silent for longer is closed."""

STEP_DEEDS = {verb.code: deeds.declare(verb.code, verb.label) for verb in workflow.VERBS.values()}
MOVED = deeds.declare("move", "转移项目")


class Conflict(Exception):
    """Somebody else saved a newer version in the meantime; nothing was written."""


class Refused(Exception):
    """It may not be done; the message is the sentence that says why. Nothing was written."""


class CodeTaken(Refused):
    """Somebody took the project's code since the page looked."""


@transaction.atomic
def create_table(
    *, unit: Department, year: BudgetYear, code: str, name: str, by: User | None
) -> GoalTable:
    """A blank table for a project, which is made where the region does not have its code yet.

    Raises CodeTaken.
    """
    project, _ = Project.objects.get_or_create(
        region=unit.region, code=code, defaults={"unit": unit, "name": name}
    )
    if project.unit_id != unit.pk:
        raise CodeTaken(f"项目编码{code}已经属于{project.unit.name}，请核对。")
    last = (
        GoalTable.objects.for_year(year)
        .of_department(unit.department)
        .aggregate(position=Max("position", default=0))
    )
    try:
        table = GoalTable.objects.create(
            project=project, year=year, position=last["position"] + 1, updated_by=by
        )
    except IntegrityError:
        raise CodeTaken(f"项目{code}在{year}已经有绩效目标表。") from None
    record(deed=deeds.CREATE, by=by, target=table)
    return table


@transaction.atomic
def save_table(
    *,
    table: GoalTable,
    values: GoalTableValues,
    by: User | None,
    version: int | None = None,
    ids: Sequence[int | None] | None = None,
) -> None:
    """Make the table, and its project's code and name, say `values`.

    `version` is the one the changes were made on, by default the table's. `ids` as in
    `values.store_table`. Raises Conflict, CodeTaken, UnknownCategory.
    """
    _claim(table, table.version if version is None else version)
    before = table_values(table)
    _store_project(table.project, values)
    table.updated_by = by
    store_table(table, values, category_index(table.year.framework), ids)
    _wrote(table, by)
    found = changes(table.year.layout, before, values)
    record(
        deed=deeds.EDIT,
        by=by,
        target=table,
        before={change.place: change.before for change in found},
        after={change.place: change.after for change in found},
    )


def _store_project(project: Project, values: GoalTableValues) -> None:
    if (project.code, project.name) != (values.project_code, values.project_name):
        project.code, project.name = values.project_code, values.project_name
        try:
            project.save(update_fields=["code", "name"])
        except IntegrityError:
            sentence = f"项目编码{project.code}已经用在另一个项目上，请核对。"
            raise CodeTaken(sentence) from None


@transaction.atomic
def save_goal(
    *, goal: DepartmentGoal, values: DepartmentGoalValues, by: User | None, version: int
) -> None:
    """Make the department's goal say `values`; an unsaved goal has version 0. Raises Conflict."""
    if goal.pk is None:
        goal, _ = DepartmentGoal.objects.get_or_create(
            department=goal.department, year=goal.year, defaults={"version": 0}
        )
    _claim(goal, version)
    before = goal_values(goal)
    goal.updated_by = by
    store_goal(goal, values)
    _wrote(goal, by)
    labels = [(label, name) for name, label in values.LABELS.items()]
    differ = [pair for pair in labels if getattr(before, pair[1]) != getattr(values, pair[1])]
    record(
        deed=deeds.EDIT,
        by=by,
        target=goal,
        before={label: getattr(before, name) for label, name in differ},
        after={label: getattr(values, name) for label, name in differ},
    )


def _claim(form: Form, version: int) -> None:
    """Take the next version; of two people who save at once exactly one gets it. A form that was
    moved on in the meantime is not the clerk's any more."""
    rows = type(form)._default_manager.filter(pk=form.pk, version=version, state=form.state)
    if not rows.update(version=F("version") + 1):
        raise Conflict
    form.version = version + 1


def _wrote(form: Form, by: User | None) -> None:
    """Remember who filled it in: he may not review it."""
    if by:
        form.editors.add(by)


def keep_open(*, form: Form, by: User) -> list[User]:
    """Say that `by` has the form open, and learn who else has: who said so within OPEN_FOR."""
    now = timezone.now()
    Opening.objects.update_or_create(**about(form), person=by, defaults={"seen_at": now})
    others = form.openings.filter(seen_at__gt=now - OPEN_FOR).exclude(person=by)
    return [opening.person for opening in others.select_related("person")]


@transaction.atomic
def delete_table(*, table: GoalTable, by: User) -> None:
    """Delete a table that was never submitted, and its project with the last of its tables.

    Raises Refused where somebody has submitted it in the meantime.
    """
    untouched = GoalTable.objects.filter(pk=table.pk, state=State.DRAFT, submitted_from="")
    if not untouched.update(version=F("version") + 1):
        raise Refused("这张表刚刚送审过，不能删除，可以作废。")
    project, target, said = table.project, table.as_target(), frozen(table).text
    table.openings.all().delete()
    for attachment in table.attachments.all():
        attachment.discard()
    table.delete()
    if not project.goal_tables.exists():
        project.delete()
    record(deed=deeds.DELETE, by=by, target=target, before=json.loads(said))


@transaction.atomic
def move_project(*, project: Project, unit: Department, reason: str, by: User) -> None:
    """Give a project with all its tables to another unit of the region.

    Raises Refused where `by` is no administrator, the reason is missing or nothing would change.
    """
    if not by.has_role(Role.ADMINISTRATOR):
        raise Refused("只有系统管理可以把项目转给别的单位。")
    if not reason.strip():
        raise Refused("请填写转移原因。")
    if unit == project.unit or unit.region_id != project.region_id or unit.is_department:
        raise Refused("请选择本行政区划的另一个单位。")
    before, project.unit = project.unit, unit
    project.save(update_fields=["unit"])
    target = Target("项目", project.code, project.name)
    record(
        deed=MOVED,
        by=by,
        target=target,
        before={"单位": str(before)},
        after={"单位": str(unit)},
        remark=reason.strip(),
    )


# --- the life of a form -------------------------------------------------------------------------


@transaction.atomic
def perform(*, form: Form, verb: workflow.Verb, by: User, opinion: str = "") -> Step:
    """Carry out a transition of `workflow`; the only place where a state changes.

    Raises Refused: `by` may not, the opinion is missing, or somebody was faster.
    """
    if reason := refusal(by, form, verb):
        raise Refused(reason)
    opinion = written(opinion, verb.asks) if verb.asks else _clean(opinion, "意见")
    row = workflow.find(form.year, form.state, verb, form.submitted_from)
    assert row is not None  # else refusal had said so
    _move(form, row)
    form = _reloaded(form)
    after = {"状态": State(row.target).label}
    if verb is workflow.ABANDON:
        _restore(form)
    elif row.target == State.APPROVED:
        # The trail keeps the hash too: a version changed together with its own hash is found.
        after |= {"校验值": _approve(form, by).sha256}
    step = Step.objects.create(
        **about(form),
        verb=verb.code,
        source=row.source,
        target=row.target,
        by=by,
        opinion=opinion,
        values=frozen(form).text if verb is workflow.SUBMIT else "",
    )
    tell_of_step(step)
    record(
        deed=STEP_DEEDS[verb.code],
        by=by,
        target=form,
        before={"状态": State(row.source).label},
        after=after,
        remark=opinion,
    )
    return step


def _move(form: Form, row: workflow.Transition) -> None:
    """Of several people who act at once exactly one finds the form in the state it was in."""
    changes = {"state": row.target}
    if row.verb is workflow.SUBMIT:
        changes["submitted_from"] = row.source
    rows = type(form)._default_manager.filter(
        pk=form.pk, state=row.source, submitted_from=form.submitted_from
    )
    if not rows.update(**changes):
        form.refresh_from_db(fields=["state"])
        last = form.steps.last()
        who = f"{last.by.full_name}刚刚处理过" if last else "别人刚刚处理过"
        raise Refused(f"{who}，现在是“{form.get_state_display()}”。")
    for name, value in changes.items():
        setattr(form, name, value)


def _reloaded(form: Form) -> Form:
    """As it is now that nobody can edit it any more: a save may have come since it was loaded."""
    if isinstance(form, GoalTable):
        return GoalTable.objects.whole().get(pk=form.pk)
    return DepartmentGoal.objects.get(pk=form.pk)


def _approve(form: Form, by: User) -> Revision:
    last = form.revisions.last()
    adjusted = form.steps.filter(verb=workflow.ADJUST.code).last() if last else None
    content = frozen(form)
    return Revision.objects.create(
        **about(form),
        number=last.number + 1 if last else 1,
        layout_key=form.year.layout_key,
        values=content.text,
        sha256=content.sha256,
        approved_by=f"{by.full_name}（{by.role_labels}）",
        reason=adjusted.opinion if adjusted else "",
    )


def _restore(form: Form) -> None:
    """Make the rows say again what was approved last; whoever has the form open since before must
    not write over it, so it is a new version."""
    type(form)._default_manager.filter(pk=form.pk).update(version=F("version") + 1)
    values = thaw(form.revisions.latest("number").values)
    if isinstance(form, GoalTable) and isinstance(values, GoalTableValues):
        _store_project(form.project, values)
        store_table(form, values, category_index(form.year.framework))
    elif isinstance(form, DepartmentGoal) and isinstance(values, DepartmentGoalValues):
        store_goal(form, values)


@transaction.atomic
def record_download(by: User, target: Targeted, kind: str) -> None:
    """Who took what out of the house, and in which format."""
    record(deed=deeds.DOWNLOAD, by=by, target=target, remark=kind)


def written(text: str, label: str = "意见") -> str:
    """Raises Refused where nothing was written, or something no file can hold."""
    if not (written := _clean(text, label)):
        raise Refused(f"请填写{label}。")
    return written


def _clean(text: str, label: str) -> str:
    try:
        return normalise_text(text, label)
    except ValuesError as error:
        raise Refused(f"{error}。") from None
