"""`make bench`: our writers and reader against the usual means, on the same tables."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import IO

from bench import docx_peers, memory, xlsx_peers
from bench.data import LAYOUT, goal_tables
from bench.report import Line, closing, heading
from bench.timing import ROUNDS, Run, race
from documents.read_docx import read_docx
from documents.values import Book
from documents.write_docx import write_docx
from documents.write_xlsx import write_xlsx

MANY = 1_300
FEW = 130
"""For peers that take minutes over many tables; they take time in proportion."""
MEMORY_RUNS = (("docx", 1_300, None), ("docx", 13_000, 40), ("xlsx", 1_300, None))
"""Format, tables, expected MB over the interpreter."""
OURS = "our writer"


def _written(write: Callable[[IO[bytes]], None]) -> bytes:
    out = io.BytesIO()
    write(out)
    return out.getvalue()


def docx_lines(book: Book) -> list[Line]:
    content = _written(lambda out: write_docx(out, book))
    xml = docx_peers.document_xml(content)
    forms = docx_peers.placed_forms(book.tables[:FEW])
    template, context = docx_peers.docxtpl_template(), docx_peers.docxtpl_context(book.tables)
    idiom, loop, bare = "python-docx, table.cell() and merge()", "docxtpl, a loop", "bare zip"
    best = race(
        [
            Run(OURS, MANY, lambda: _written(lambda out: write_docx(out, book))),
            Run(idiom, FEW, lambda: docx_peers.write_with_python_docx(forms)),
            Run(loop, MANY, lambda: docx_peers.write_with_docxtpl(template, context)),
            Run(bare, MANY, lambda: docx_peers.zip_alone(xml)),
        ]
    )
    ours = best[OURS]
    return [
        Line(OURS, _ms(ours)),
        _slower(idiom, best[idiom], ours, 200),
        _slower(loop, best[loop], ours, 8),
        Line(
            "bare zip of the same document.xml, level 6",
            _ms(best[bare]),
            f"ours takes {ours / best[bare]:.1f} x",
            ours / best[bare],
            4,
            at_most=True,
        ),
    ]


def xlsx_lines(book: Book) -> list[Line]:
    forms = docx_peers.placed_forms(book.tables)
    whole, usual, other = "our writer, with contents and ledger", "openpyxl", "XlsxWriter"
    best = race(
        [
            Run(OURS, MANY, lambda: _written(lambda out: write_xlsx(out, book, parts=False))),
            Run(whole, MANY, lambda: _written(lambda out: write_xlsx(out, book))),
            Run(usual, FEW, lambda: xlsx_peers.write_with_openpyxl(forms[:FEW])),
            Run(other, MANY, lambda: xlsx_peers.write_with_xlsxwriter(forms)),
        ]
    )
    ours = best[OURS]
    return [
        Line(f"{OURS}, the forms alone", _ms(ours)),
        _slower(usual, best[usual], ours, 6),
        _slower(other, best[other], ours),
        Line(whole, _ms(best[whole]), f"takes {best[whole] / ours:.1f} x"),
    ]


def reading_lines(book: Book) -> list[Line]:
    few = Book(tables=book.tables[:FEW])
    small = _written(lambda out: write_docx(out, few))
    large = _written(lambda out: write_docx(out, book))
    by_place, by_row = "python-docx, table.cell()", "python-docx, row.cells"
    parse = "bare lxml parse of the same document.xml"
    best = race(
        [
            Run("our reader", MANY, lambda: read_docx(large, LAYOUT)),
            Run(by_place, FEW, lambda: docx_peers.read_cells_by_place(small)),
            Run(by_row, FEW, lambda: docx_peers.read_cells_of_rows(small)),
            Run(parse, MANY, lambda: docx_peers.parse_alone(large)),
        ]
    )
    ours = best["our reader"]
    return [
        Line("our reader", _ms(ours)),
        _slower(by_place, best[by_place], ours, 40),
        _slower(by_row, best[by_row], ours),
        Line(parse, _ms(best[parse]), f"ours takes {ours / best[parse]:.1f} x"),
    ]


def memory_lines() -> list[Line]:
    idle, _ = memory.measure("docx", 0)
    lines = [Line("interpreter, imports done", f"{idle:.0f} MB")]
    for kind, count, expected in MEMORY_RUNS:
        peak, seconds = memory.measure(kind, count)
        over = peak - idle
        name = f"{kind}, a book of {count:,} tables ({seconds:.1f} s)"
        figure, comparison = f"{peak:.0f} MB", f"{over:.1f} MB more"
        lines.append(Line(name, figure, comparison, over, expected, at_most=True, unit="MB"))
    return lines


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:.3f}"


def _slower(name: str, theirs: float, ours: float, expected: float | None = None) -> Line:
    ratio = theirs / ours
    return Line(name, _ms(theirs), f"takes {ratio:.1f} x", ratio, expected)


def main() -> None:
    book = Book(tables=tuple(goal_tables(MANY)))
    lines: list[Line] = []
    print(f"The fixtures' 13 tables cycled to {MANY:,} ({FEW} for the slowest); best of {ROUNDS}.")
    for title, figure, measured in (
        ("Writing docx", "ms/table", docx_lines(book)),
        ("Writing xlsx, one sheet a table", "ms/table", xlsx_lines(book)),
        ("Reading docx", "ms/table", reading_lines(book)),
        ("Memory of our writers", "peak", memory_lines()),
    ):
        print(heading(title, figure), *measured, sep="\n")
        lines += measured
    print(closing(lines))


if __name__ == "__main__":
    main()
