"""The same forms as docx by other means.

The peers are given the placed cells, and spared what the usual idiom leaves out (faces, alignment,
widths, row heights): their times are those of drawing alone.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table
from docxtpl import DocxTemplate
from lxml import etree

from bench.data import LAYOUT
from documents.docx_package import BODY
from documents.grid import Cell, PlacedTable, fill, merged_spans, place
from documents.spec import Field, Repeat
from documents.values import FIELD_LABELS, GoalTableValues

Form = tuple[str, tuple[PlacedTable, ...]]
"""A title and the two tables under it."""


def placed_forms(tables: Sequence[GoalTableValues]) -> list[Form]:
    return [
        (LAYOUT.table_title(values.project_name, number), fill(LAYOUT, values))
        for number, values in enumerate(tables, start=1)
    ]


# --- python-docx, the usual idiom ---------------------------------------------------------------


def write_with_python_docx(forms: Sequence[Form]) -> bytes:
    document = docx.Document()
    for title, tables in forms:
        document.add_heading(title, level=3)
        for placed in tables:
            _add_table(document, placed)
            document.add_paragraph()
    return _saved(document)


def _add_table(document: Document, placed: PlacedTable) -> None:
    table = document.add_table(len(placed.rows), len(placed.columns), style="Table Grid")
    for row in placed.rows:
        for cell in row.cells:
            _put(table, cell, cell.text)


def _put(table: Table, cell: Cell, text: str) -> None:
    target = table.cell(cell.row, cell.col)
    if cell.rowspan > 1 or cell.colspan > 1:
        last = table.cell(cell.row + cell.rowspan - 1, cell.col + cell.colspan - 1)
        target = target.merge(last)
    target.text = text


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# --- docxtpl ------------------------------------------------------------------------------------


def docxtpl_template() -> bytes:
    """One form with tags in its field cells, inside a loop over the forms."""
    document = docx.Document()
    document.add_paragraph("{%p for form in forms %}")
    document.add_heading("{{ form.title }}", level=3)
    for spec in LAYOUT.tables:
        placed = place(spec)
        repeats = [number for number, row in enumerate(spec.rows) if isinstance(row, Repeat)]
        table = document.add_table(len(placed.rows), len(placed.columns), style="Table Grid")
        for row in placed.rows:
            for cell in row.cells:
                _put(table, cell, _tag(cell, repeats))
        for number in reversed(repeats):
            _loop_over_row(table, number)
        document.add_paragraph()
    document.add_paragraph("{%p endfor %}")
    return _saved(document)


def _tag(cell: Cell, repeats: list[int]) -> str:
    if not isinstance(cell.spec, Field):
        return cell.spec.text
    name = cell.spec.name
    return f"{{{{ item.{name} }}}}" if cell.row in repeats else f"{{{{ form['{name}'] }}}}"


def _loop_over_row(table: Table, number: int) -> None:
    """Two rows with the tags of a loop around the row, and in its merged cells the merge."""
    (repeat,) = (row for spec in LAYOUT.tables for row in spec.rows if isinstance(row, Repeat))
    for cell, field in zip(table.rows[number].cells, repeat.cells, strict=True):
        if field.name in repeat.merge:
            merge = OxmlElement("w:vMerge")
            merge.set(qn("w:val"), f"{{{{ item.{field.name}_merge }}}}")
            cell._tc.get_or_add_tcPr().append(merge)
    row: Any = table.rows[number]._tr
    for tag, put_beside in (
        ("{%tr for item in form.rows %}", row.addprevious),
        ("{%tr endfor %}", row.addnext),
    ):
        loop = table.add_row()  # type: ignore[no-untyped-call]
        loop.cells[0].text = tag
        put_beside(loop._tr)


def docxtpl_context(tables: Sequence[GoalTableValues]) -> dict[str, Any]:
    return {"forms": [_form(values, number) for number, values in enumerate(tables, start=1)]}


def _form(values: GoalTableValues, number: int) -> dict[str, Any]:
    (repeat,) = (row for spec in LAYOUT.tables for row in spec.rows if isinstance(row, Repeat))
    texts = {
        cell.spec.name: cell.text
        for placed in fill(LAYOUT, values)
        for row in placed.rows
        for cell in row.cells
        if isinstance(cell.spec, Field) and cell.item is None
    }
    items = [
        {name: getattr(item, name) for name in FIELD_LABELS if hasattr(item, name)}
        | {f"{name}_merge": "restart" if rows else "continue" for name, rows in span.items()}
        | {name: getattr(item, name) if rows else "" for name, rows in span.items()}
        for item, span in zip(
            values.indicators, merged_spans(repeat, values.indicators), strict=True
        )
    ]
    title = LAYOUT.table_title(values.project_name, number)
    return texts | {"title": title, "rows": items}


def write_with_docxtpl(template: bytes, context: dict[str, Any]) -> bytes:
    document = DocxTemplate(io.BytesIO(template))
    document.render(context, autoescape=True)
    return _saved(document)


# --- the bare zip, and reading ------------------------------------------------------------------


def document_xml(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(BODY)


def zip_alone(xml: bytes) -> bytes:
    """What no writer can do without: the finished document.xml, compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(BODY, xml)
    return out.getvalue()


def read_cells_of_rows(content: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(content))
    return [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def read_cells_by_place(content: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(content))
    return [
        table.cell(row, column).text
        for table in document.tables
        for row in range(len(table.rows))
        for column in range(len(table.columns))
    ]


def parse_alone(content: bytes) -> object:
    """What no reader by way of an XML tree can do without."""
    return etree.fromstring(document_xml(content), etree.XMLParser(huge_tree=True))
