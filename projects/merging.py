"""Two people changed the same form: what each input should say now, and what to tell about it.

A form carries the `version` its changes were made on and the texts of its inputs then (`base`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Show = Callable[[str, str], str]
"""How the text of an input, given the input's name, reads on the page (a choice has a label)."""


def as_typed(name: str, text: str) -> str:
    return text


@dataclass(slots=True)
class Merge:
    """Texts by input name; `notes` for those in which the other person's version differs, and of
    these the `conflicts`, which only a person can decide."""

    show: Show
    texts: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    conflicts: set[str] = field(default_factory=set)

    def conflict(self, name: str, told: str) -> None:
        self.notes[name] = told
        self.conflicts.add(name)


def posted_version(data: Mapping[str, str]) -> int:
    """0, which no stored form has, where it is missing or spoilt."""
    version = data.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else 0


def posted_base(data: Mapping[str, str]) -> dict[str, str]:
    """The texts a clerk started from; where they are spoilt, every cell that differs is told."""
    return _posted_texts(data, "base")


def posted_notes(data: Mapping[str, str]) -> dict[str, str]:
    """What was told about a clash; it stays in sight until the form is saved."""
    return _posted_texts(data, "notes")


def _posted_texts(data: Mapping[str, str], name: str) -> dict[str, str]:
    try:
        texts = json.loads(data.get(name, ""))
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in texts.items()} if isinstance(texts, dict) else {}


def dump_texts(texts: Mapping[str, str]) -> str:
    return json.dumps(texts, ensure_ascii=False)


def merge(
    mine: Mapping[str, str],
    base: Mapping[str, str],
    theirs: Mapping[str, str],
    show: Show = as_typed,
) -> Merge:
    """`mine` was typed on top of `base`, `theirs` is stored now.

    A cell only they changed becomes theirs; a cell both changed stays mine; an indicator's row
    only one side has stays, unless the other side removed it and nobody changed it since.
    """
    result = Merge(show)
    for name in {**mine, **theirs}:
        if name in mine and name in theirs:
            _merge_cell(result, name, mine[name], base.get(name), theirs[name])
        elif name in mine and _is_cell(name, base, theirs):
            _keep_mine(result, name, mine, base)
        elif name in theirs:
            _keep_theirs(result, name, base, theirs)
    return result


def _is_cell(name: str, base: Mapping[str, str], theirs: Mapping[str, str]) -> bool:
    return name.startswith("indicator-") or name in base or name in theirs


def _merge_cell(result: Merge, name: str, mine: str, base: str | None, theirs: str) -> None:
    if _same(mine, theirs):
        result.texts[name] = mine
    elif base is not None and _same(mine, base):
        result.texts[name] = theirs
        new, old = result.show(name, theirs), result.show(name, base)
        result.notes[name] = f"对方已改为“{new}”，原为“{old}”"
    elif base is not None and _same(theirs, base):
        result.texts[name] = mine  # only this side changed it
    else:
        result.texts[name] = mine
        new, typed = result.show(name, theirs), result.show(name, mine)
        was = "" if base is None else f"原为“{result.show(name, base)}”，"
        result.conflict(name, f"{was}对方已改为“{new}”，您填的是“{typed}”")


def _keep_mine(result: Merge, name: str, mine: Mapping[str, str], base: Mapping[str, str]) -> None:
    """A row they do not have: it is new, or they removed it."""
    row = _row(name)
    if name in base and not _changed(row, mine, base):
        return
    result.texts[name] = mine[name]
    if name in base and name == f"{row}name":
        result.conflict(name, "对方已删除这一行，您改过它，所以保留")


def _keep_theirs(
    result: Merge, name: str, base: Mapping[str, str], theirs: Mapping[str, str]
) -> None:
    """A row I do not have: they added it, or I removed it."""
    row = _row(name)
    if name in base and not _changed(row, theirs, base):
        return
    result.texts[name] = theirs[name]
    if name == f"{row}name" and name in base:
        result.conflict(name, "您已删除这一行，对方又改过它，所以保留")
    elif name == f"{row}name":
        result.notes[name] = "对方新增的一行"


def _row(name: str) -> str:
    """`indicator-7-name` stands in the row `indicator-7-`."""
    return name[: name.rindex("-") + 1] if "-" in name else name


def _changed(row: str, texts: Mapping[str, str], base: Mapping[str, str]) -> bool:
    return any(
        not _same(text, base.get(name, "")) for name, text in texts.items() if name.startswith(row)
    )


def _same(one: str, other: str) -> bool:
    """Browsers send \\r\\n for a line end."""
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()


def merge_order(mine: list[str], base: list[str], theirs: list[str]) -> list[str]:
    """The keys of the rows in one order: mine where I moved a row, else theirs; a row only the
    other side has follows the row it follows there."""
    shared = set(mine) & set(base)
    moved = [key for key in mine if key in shared] != [key for key in base if key in shared]
    order, other = (mine, theirs) if moved else (theirs, mine)
    merged = list(order)
    for place, key in enumerate(other):
        if key not in merged:
            before = next((k for k in reversed(other[:place]) if k in merged), None)
            merged.insert(merged.index(before) + 1 if before else 0, key)
    return merged


def saved_message(taken_over: int) -> str:
    """What a person is told after saving; `taken_over` cells came from somebody else meanwhile."""
    if not taken_over:
        return "已保存。"
    return f"已保存，并合并了别人同时所做的{taken_over}处修改，请看一看。"
