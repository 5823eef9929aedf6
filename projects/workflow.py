"""The life of a form as one table of transitions. Buttons, POST routes, the diagram in the docs and
the help texts all come from it; only `actions.perform` carries a transition out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from departments.roles import Role
from projects.models import BudgetYear
from projects.states import DESKS, WITH_CLERK, State


@dataclass(frozen=True, slots=True)
class Verb:
    """What can be done. `asks` is what the person must write with it, "" where nothing."""

    code: str
    label: str
    asks: str
    help: str


SUBMIT = Verb("submit", "送审", "", "填好并自查后交给下一步审核；送审后不能再改。")
WITHDRAW = Verb("withdraw", "撤回", "", "送审之后还没有人审核时，可以撤回继续修改。")
PASS = Verb("pass", "通过", "", "审核通过，交给下一步；最后一步通过就是批复，内容从此固定。")
RETURN = Verb("return", "退回", "退回意见", "写明意见，退回单位经办修改。")
CANCEL = Verb("cancel", "取消审核", "", "通过之后下一步还没有处理时，可以取消，重新审核。")
ADJUST = Verb("adjust", "发起调整", "调整原因", "批复后确需修改时发起；已批复的内容不受影响。")
ABANDON = Verb("abandon", "放弃调整", "", "不再调整，恢复为最近一次批复的内容。")
VOID = Verb("void", "作废", "作废原因", "送审过的表不能删除，写明原因作废。")
VERBS = {
    verb.code: verb for verb in (SUBMIT, WITHDRAW, PASS, RETURN, CANCEL, ADJUST, ABANDON, VOID)
}


BATCH = (SUBMIT, PASS, RETURN)
"""What may be done to several forms at once."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A reviewing desk: the state a form is in there and the role that sits at it."""

    state: State
    role: Role


STAGES = tuple(Stage(state, role) for state, role in DESKS.items() if state not in WITH_CLERK)
IN_REVIEW = tuple(stage.state for stage in STAGES)


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: who may take a form from `source` to `target` by `verb`."""

    verb: Verb
    source: State
    target: State
    role: Role


def stages(year: BudgetYear) -> tuple[Stage, ...]:
    """The desks a form passes in the year, in their order."""
    left_out: set[State] = set()
    if not year.department_reviews:
        left_out.add(State.DEPARTMENT_REVIEW)
    if year.finance_desks == 1:
        left_out.add(State.BUSINESS_REVIEW)
    return tuple(stage for stage in STAGES if stage.state not in left_out)


def transitions(year: BudgetYear) -> tuple[Transition, ...]:
    """The whole table for the year."""
    return (*_by_clerk(stages(year)[0]), *_by_desks(stages(year)))


def _by_clerk(first: Stage) -> Iterator[Transition]:
    clerk = Role.CLERK
    for state in WITH_CLERK:
        yield Transition(SUBMIT, state, first.state, clerk)
    for state in WITH_CLERK:
        yield Transition(WITHDRAW, first.state, state, clerk)
    yield Transition(ADJUST, State.APPROVED, State.ADJUSTING, clerk)
    yield Transition(ABANDON, State.ADJUSTING, State.APPROVED, clerk)
    yield Transition(ABANDON, State.RETURNED, State.APPROVED, clerk)
    yield Transition(VOID, State.DRAFT, State.VOID, clerk)
    yield Transition(VOID, State.RETURNED, State.VOID, clerk)


def _by_desks(chain: tuple[Stage, ...]) -> Iterator[Transition]:
    after = [*(stage.state for stage in chain[1:]), State.APPROVED]
    for stage, next_state in zip(chain, after, strict=True):
        yield Transition(PASS, stage.state, next_state, stage.role)
        yield Transition(RETURN, stage.state, State.RETURNED, stage.role)
    for stage, later in pairwise(chain):
        yield Transition(CANCEL, later.state, stage.state, stage.role)


def find(year: BudgetYear, state: str, verb: Verb, submitted_from: str) -> Transition | None:
    """The row for a form in `state`; a withdrawn form goes back to the state it came from."""
    rows = (row for row in transitions(year) if row.source == state and row.verb is verb)
    return next((r for r in rows if verb is not WITHDRAW or r.target == submitted_from), None)
