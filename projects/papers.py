"""The papers that a form's life leaves: 退回意见书 and 调整前后对照表."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from django.db.models import Q
from django.utils import timezone

from departments.roles import DEPARTMENTAL
from documents.compare import changes
from documents.values import GoalTableValues
from documents.write_adjustment import Adjustment, write_adjustment
from documents.write_opinion import Remark, ReturnOpinion, in_words, write_opinion
from projects.models import Form, GoalTable, Revision, Step
from projects.permissions import unit_of
from projects.states import DESKS, MARKS, State
from projects.values import table_values
from projects.workflow import ADJUST

# --- 退回意见书 ---------------------------------------------------------------------------------


def opinion_file(form: Form, step: Step) -> bytes:
    out = BytesIO()
    write_opinion(out, return_opinion(form, step), form.year.layout)
    return out.getvalue()


def return_opinion(form: Form, step: Step) -> ReturnOpinion:
    """What the clerk was told with the step, which sent the form back."""
    unit, role = unit_of(form), DESKS[State(step.source)]
    open_then = Q(resolved_at=None) | Q(resolved_at__gt=step.at)
    comments = form.comments.filter(open_then, parent=None, at__lte=step.at)
    return ReturnOpinion(
        unit=unit.name,
        title=form.title,
        project_code=form.project.code if isinstance(form, GoalTable) else "",
        year=form.year.year,
        opinion=step.opinion,
        desk=f"{unit.department.name}（{role.label}）" if role in DEPARTMENTAL else role.label,
        returned_by=step.by.full_name,
        returned_on=timezone.localdate(step.at),
        remarks=tuple(Remark(c.place, c.get_kind_display(), c.text) for c in comments),
    )


def opinion_filename(form: Form, step: Step) -> str:
    day = timezone.localdate(step.at)
    return f"{form.as_target().label} 退回意见书 {day:%Y%m%d}.docx"


# --- 调整前后对照表 -----------------------------------------------------------------------------


def adjustment_file(table: GoalTable, before: Revision, after: Revision | None) -> bytes:
    """From one version to another, or with None to the table as it is now. Raises Tampered."""
    out, layout = BytesIO(), after.layout if after else table.year.layout
    mark = "" if after else MARKS[State(table.state)]
    write_adjustment(out, _adjustment(table, before, after), layout, mark=mark)
    return out.getvalue()


def _adjustment(table: GoalTable, before: Revision, after: Revision | None) -> Adjustment:
    old = before.unsealed()
    new = after.unsealed() if after else table_values(table)
    assert isinstance(old, GoalTableValues) and isinstance(new, GoalTableValues)
    layout = after.layout if after else table.year.layout
    return Adjustment(
        unit_code=new.unit_code,
        unit_name=new.unit_name,
        project_code=new.project_code,
        project_name=new.project_name,
        before=_version(before),
        after=_version(after) if after else f"{table.get_state_display()}（尚未批复）",
        reason=_reason(table, before, after),
        changes=tuple(changes(layout, old, new)),
    )


def _version(revision: Revision) -> str:
    return f"第{revision.number}版（{_day(revision.approved_at)}批复）"


def _day(moment: datetime) -> str:
    return in_words(timezone.localdate(moment))


def _reason(table: GoalTable, before: Revision, after: Revision | None) -> str:
    """Why each version between the two was made, and why the table is being changed now."""
    later = table.revisions.filter(number__gt=before.number)
    if after:
        later = later.filter(number__lte=after.number)
    reasons = [
        (f"第{number}版", reason) for number, reason in later.values_list("number", "reason")
    ]
    newest = table.revisions.latest("number")
    started = table.steps.filter(verb=ADJUST.code, at__gt=newest.approved_at).last()
    if after is None and started:
        reasons.append(("本次", started.opinion))
    if len(reasons) == 1:
        return reasons[0][1]
    return "\n".join(f"{name}：{reason}" for name, reason in reasons)


def adjustment_filename(table: GoalTable, before: Revision, after: Revision | None) -> str:
    to = f"第{after.number}版" if after else "现稿"
    return f"{table.project.code} {table.title} 调整对照表（第{before.number}版至{to}）.docx"
