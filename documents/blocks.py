"""What the readers of docx, xlsx and txt have in common: they take a file apart into blocks, each
with the place it came from, and `recognise` makes a book of the blocks."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from documents.values import Book


class DocumentError(ValueError):
    """A file that is no form we know. `problems` are Chinese sentences, each with its place; the
    message is the first one and how many more there are."""

    def __init__(self, *problems: str) -> None:
        # What a file holds may be quoted, line ends and all; a sentence is one line.
        self.problems = tuple(" ".join(problem.split()) for problem in problems)
        more = f"（另有{len(problems) - 1}处问题）" if len(problems) > 1 else ""
        super().__init__(f"{self.problems[0]}{more}")


class Severity(enum.StrEnum):
    """ERROR: a value could not be read. WARNING: something has no place. INFO: normalised."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on one place of a file ("表2 第5行第3列", `1!D14`)."""

    severity: Severity
    place: str
    message: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says, and every remark on how it was read, in the order of the file."""

    book: Book
    notes: tuple[Note, ...]

    @property
    def errors(self) -> list[Note]:
        return [note for note in self.notes if note.severity is Severity.ERROR]


@dataclass(frozen=True, slots=True)
class Piece:
    """Raw text and where it stands: a paragraph, or a cell of a TableRow."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row's cells: one merged from the row above is blank, one merged from the left absent."""

    cells: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a table or a sheet."""


Block = Piece | TableRow | Break | Note
"""A reader puts its own remarks among the blocks, where they belong."""
