"""Makes a book of a file's blocks by the layout: the rows of a form are told by their labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from documents.blocks import Block, Break, DocumentError, Note, Piece, Reading, Severity, TableRow
from documents.grid import Cell, physical_rows, place
from documents.kinds import CellError, Kind
from documents.spec import Field, Layout, Repeat
from documents.values import (
    FIELD_LABELS,
    ZERO_WIDTH,
    Book,
    DepartmentGoalValues,
    GoalTableValues,
    IndicatorRow,
    SpendingPlan,
    ValuesError,
    normalise_text,
)

_BLANKS = re.compile(r"\s+")
_SAME_MARKS = str.maketrans(":()％", "：（）%")
_NUMBER_PREFIX = re.compile(r"\d+[.．、]")


def squash(text: str) -> str:
    """`text` without blanks and with one form of each mark: how headings and labels compare."""
    return _BLANKS.sub("", text).translate(_SAME_MARKS)


def recognise(blocks: Iterable[Block], layout: Layout) -> Reading:
    """Raises DocumentError where the blocks are no book of this layout."""
    reader = _Recogniser(layout)
    for block in blocks:
        reader.take(block)
    return reader.finish()


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A row the form has: for each cell the squashed label, or the field whose value it holds."""

    cells: tuple[str | Field, ...]
    repeats: bool

    def matches(self, cells: Sequence[Piece]) -> bool:
        return len(cells) >= len(self.cells) and all(
            isinstance(expected, Field) or squash(cell.text) == expected
            for expected, cell in zip(self.cells, cells, strict=False)
        )

    def describe(self) -> str:
        return "、".join(cell for cell in self.cells if isinstance(cell, str) and cell)


@lru_cache
def _patterns(layout: Layout) -> tuple[_Pattern, ...]:
    return tuple(
        _Pattern(
            tuple(_expected(cell, number) for cell in cells),
            isinstance(placed.rows[number].spec, Repeat),
        )
        for placed in map(place, layout.tables)
        for number, cells in enumerate(physical_rows(placed))
    )


def _expected(cell: Cell, row: int) -> str | Field:
    if isinstance(cell.spec, Field):
        return cell.spec
    return squash(cell.spec.text) if cell.row == row else ""


class _Form:
    """The form being read: the values so far, the rows so far and the heading it stood under."""

    def __init__(self, place: str, heading: Piece | None) -> None:
        self.place = place
        self.heading = heading
        self.fields: dict[str, Any] = {}
        self.items: list[dict[str, Any]] = []
        self.at = 0

    def values(self) -> GoalTableValues:
        fields = dict(self.fields)
        unit_code, unit_name = fields.pop("unit")
        plan = {name[5:]: fields.pop(name) for name in list(fields) if name.startswith("plan.")}
        return GoalTableValues(
            unit_code=unit_code,
            unit_name=unit_name,
            plan=SpendingPlan(**plan),
            indicators=tuple(IndicatorRow(**item) for item in self.items),
            **fields,
        )


class _Recogniser:
    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.patterns = _patterns(layout)
        self.notes: list[Note] = []
        self.problems: list[str] = []
        self.sections: dict[str, list[str]] = {s.field: [] for s in layout.goal_sections}
        self.parts: set[str] = set()
        self.section: str | None = None
        self.heading: Piece | None = None
        self.form: _Form | None = None
        self.lost = False  # after a row that fits nowhere, until the next form begins
        self.held: list[Piece] = []
        self.tables: list[GoalTableValues] = []

    def take(self, block: Block) -> None:
        match block:
            case TableRow():
                self._row([*self.held, *block.cells])
            case Piece():
                self._paragraph(block)
            case Note():
                self.notes.append(block)
            case Break():
                self.section = None
                if self.form and self.patterns[self.form.at].repeats:
                    self._end_form()

    def finish(self) -> Reading:
        self._end_form()
        whole = {self.layout.goal_part.title, self.layout.table_part.title} <= self.parts
        if not self.problems and not self.tables and not whole:
            self.problems.append(
                f"文件中没有找到“{self.layout.title_suffix}”，也没有“{self.layout.goal_part.title}”"
                f"和“{self.layout.table_part.title}”两部分的标题，请确认是否选错了文件"
            )
        if self.problems:
            raise DocumentError(*self.problems)
        self._check_codes()
        goals = {field: "\n".join(lines) for field, lines in self.sections.items()}
        book = Book(
            form=self.layout.form,
            edition=self.layout.edition,
            department_code=self.tables[0].unit_code[:3] if self.tables else "",
            goals=DepartmentGoalValues(**goals),
            tables=tuple(self.tables),
        )
        return Reading(book, tuple(self.notes))

    def _check_codes(self) -> None:
        codes = Counter(table.project_code for table in self.tables if table.project_code)
        for code, count in codes.items():
            if count > 1:
                self._note(Severity.ERROR, f"项目编码{code}", f"有{count}张表用了同一个项目编码")

    def _note(self, severity: Severity, place: str, message: str) -> None:
        self.notes.append(Note(severity, place, message))

    # --- paragraphs ---

    def _paragraph(self, piece: Piece) -> None:
        for line in piece.text.split("\n"):
            self._line(Piece(line, piece.place))

    def _line(self, piece: Piece) -> None:
        plain = squash(piece.text)
        if not plain:
            if piece.text and self.section:
                self._note(Severity.INFO, piece.place, "去掉了只有空白的一行")
            return
        if self._is_part(plain) or self._is_section(plain):
            self._end_form()
        elif self.section:
            self.sections[self.section].append(self._text(piece, "部门整体绩效目标"))
        elif plain.endswith(self.layout.title_suffix):
            self._end_form()
            self.heading = piece
        else:
            self._unplaced(piece)

    def _is_part(self, plain: str) -> bool:
        for part in (self.layout.goal_part, self.layout.table_part):
            if plain in (part.number, part.title, part.number + part.title):
                self.section = None
                self.parts.update({part.title} if plain.endswith(part.title) else ())
                return True
        return False

    def _is_section(self, plain: str) -> bool:
        if self.layout.goal_part.title not in self.parts or self.heading or self.tables:
            return False
        for section in self.layout.goal_sections:
            if plain == section.heading:
                self.section = section.field
                return True
        return False

    def _unplaced(self, piece: Piece) -> None:
        shown = piece.text.strip()
        if shown:
            self._note(Severity.WARNING, piece.place, f"未能归位，没有读入：“{shown[:60]}”")

    # --- tables ---

    def _row(self, cells: Sequence[Piece]) -> None:
        self.held = []
        form = self.form
        if form and self._continues(form, cells):
            return
        if self._begins(cells):
            self._end_form()
            self.form = form = _Form(cells[0].place, self.heading)
            self.heading, self.section, self.lost = None, None, False
            self._continues(form, cells)
        elif form and not self.lost and any(cell.text.strip() for cell in cells):
            self._fits_nowhere(form, cells)
        elif not form:
            for cell in cells:
                self._unplaced(cell)

    def _begins(self, cells: Sequence[Piece], item: _Pattern | None = None) -> bool:
        """Whether the cells open a form; a row as long as an `item` is one, whatever it says."""
        short = item is None or len(cells) < len(item.cells)
        return short and self.patterns[0].matches(cells)

    def _continues(self, form: _Form, cells: Sequence[Piece]) -> bool:
        """Take the cells as the next row of the form, if they are that."""
        pattern = self.patterns[form.at]
        if self.lost or (pattern.repeats and self._begins(cells, pattern)):
            return False
        if pattern.repeats and self._is_torn(pattern, cells):
            self.held = list(cells)
            self._note(Severity.INFO, cells[-1].place, "被空行断开的一行已接上")
            return True
        if not pattern.matches(cells):
            return False
        fields = {
            expected.name: self._value(expected, cell)
            for expected, cell in zip(pattern.cells, cells, strict=False)
            if isinstance(expected, Field)
        }
        for extra in cells[len(pattern.cells) :]:
            self._unplaced(extra)
        if pattern.repeats:
            form.items.append(fields)
        else:
            form.fields |= fields
            form.at += 1
        return True

    def _is_torn(self, pattern: _Pattern, cells: Sequence[Piece]) -> bool:
        """In a text file a cell that ends in an empty line looks like the end of its row."""
        return len(cells) < len(pattern.cells) and cells[-1].text.startswith("\n")

    def _fits_nowhere(self, form: _Form, cells: Sequence[Piece]) -> None:
        pattern = self.patterns[form.at]
        expected = pattern.describe()
        want = f"应为“{expected}”一行" if expected else f"应有{len(pattern.cells)}个单元格"
        got = "、".join(cell.text.strip() for cell in cells if cell.text.strip())
        self.problems.append(
            f"{cells[0].place}：这一行{want}，实际是“{got[:40]}”，请按表样补全或改正"
        )
        self.lost = True

    def _end_form(self) -> None:
        form, self.form = self.form, None
        if not form or self.lost:
            self.lost = False
            return
        if self.held:
            self.form, cells, self.held = form, self.held, []
            self._fits_nowhere(form, cells)
            self.form, self.lost = None, False
            return
        if form.at < len(self.patterns) - 1:
            missing = self.patterns[form.at].describe() or "资金用途或支出计划"
            self.problems.append(f"{form.place}开始的表不完整，缺少“{missing}”一行，请按表样补全")
            return
        values = form.values()
        if form.heading:
            self._check_heading(form.heading, values)
        self.tables.append(values)

    def _check_heading(self, heading: Piece, values: GoalTableValues) -> None:
        title = _NUMBER_PREFIX.sub("", squash(heading.text), count=1)
        if title != squash(self.layout.table_title(values.project_name)):
            name = values.project_name
            self._note(
                Severity.WARNING, heading.place, f"标题与项目名称“{name}”不一致，以项目名称为准"
            )

    # --- cells ---

    def _value(self, field: Field, cell: Piece) -> Any:
        label = FIELD_LABELS[field.name]
        if field.kind is Kind.TEXT:
            return self._text(cell, label)
        try:
            normalise_text(cell.text, label)
            value = field.kind.parse(cell.text)
        except (CellError, ValuesError) as error:
            sentence = (
                f"“{label}”{error}，请改为数字" if isinstance(error, CellError) else str(error)
            )
            self._note(Severity.ERROR, cell.place, sentence)
            return field.kind.parse("")
        for remark in _remarks(cell.text.removesuffix("%"), cell.text.removesuffix("%").strip()):
            self._note(Severity.INFO, cell.place, f"“{label}”{remark}")
        return value

    def _text(self, piece: Piece, label: str) -> str:
        try:
            text = normalise_text(piece.text, label)
        except ValuesError as error:
            self._note(Severity.ERROR, piece.place, str(error))
            return ""
        for remark in _remarks(piece.text, text):
            self._note(Severity.INFO, piece.place, f"“{label}”{remark}")
        return text


def _remarks(raw: str, normal: str) -> Iterator[str]:
    """What normalising did to a text, and what stays in it unseen."""
    if raw != normal:
        lines = raw.split("\n")
        if any(line != line.strip() for line in lines):
            yield "去掉了行首行末的空白"
        if len(lines) > 1 and not all(line.strip() for line in lines):
            yield "去掉了空行"
        if "\t" in raw.strip():
            yield "制表符改成了空格"
    if ZERO_WIDTH.search(normal):
        yield "含有看不见的零宽字符，已原样保留"
