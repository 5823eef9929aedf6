"""Pages as a browser without JavaScript takes them: what stands in the inputs and is sent back."""

from __future__ import annotations

from urllib.parse import unquote

import lxml.html
from django.http import QueryDict


def parsed(response):
    return lxml.html.fromstring(response.text)


def inputs(response) -> QueryDict:
    """What the page's own form would send, its buttons aside."""
    page = parsed(response)
    form = next(form for form in page.forms if in_main(form))
    data = QueryDict(mutable=True)
    for control in form.iter("input", "select", "textarea"):
        # HTML drops one line end after <textarea>, which Django writes there.
        data.appendlist(control.name, (control.value or "").removeprefix("\n"))
    data.pop("csrfmiddlewaretoken", None)
    return data


def in_main(form) -> bool:
    return any(ancestor.get("id") == "main" for ancestor in form.iterancestors())


def send(client, url, data: QueryDict, **buttons):
    """Post what `inputs` gave, with the button pressed; line ends travel as \\r\\n."""
    pressed = QueryDict(mutable=True)
    for name, values in data.lists():
        pressed.setlist(name, [value.replace("\n", "\r\n") for value in values])
    for name, value in buttons.items():
        pressed[name] = value
    return client.post(url, pressed.urlencode(), content_type="application/x-www-form-urlencoded")


def row_keys(data: QueryDict) -> list[str]:
    return data.getlist("row")


def cell(data: QueryDict, number: int, field: str) -> str:
    """The name of the input of the indicator that stands `number`th (from 0) on the page."""
    return f"indicator-{row_keys(data)[number]}-{field}"


def wrong_inputs(response) -> set[str]:
    return set(parsed(response).xpath("//*[@aria-invalid='true']/@name"))


def errors(response) -> list[str]:
    return [element.text_content() for element in parsed(response).find_class("cell-error")]


def notes(response) -> dict[str, str]:
    """What is told about each input, by the input's name."""
    page = parsed(response)
    told = {}
    for note in page.find_class("cell-note"):
        described = note.getparent().get("id")
        for name in page.xpath(f"//*[@aria-describedby='{described}']/@name"):
            told[name] = note.text_content()
    return told


def alert(response) -> str:
    return "".join(parsed(response).xpath("//*[@role='alert']//text()")).strip()


def hrefs(response) -> list[str]:
    return parsed(response).xpath("//a/@href")


def sheet_cells(response) -> list[str]:
    """The texts of the official sheet's cells in order."""
    sheet = parsed(response).find_class("official-form")[0]
    for line_break in sheet.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    return [cell.text_content() for cell in sheet.iter("td", "th")]


def filename(response) -> str:
    """The name the browser saves a download under (RFC 5987)."""
    charset, _, name = (
        response.headers["Content-Disposition"].partition("filename*=")[2].partition("''")
    )
    assert charset == "utf-8"
    return unquote(name)


def content(response) -> bytes:
    return b"".join(response) if response.streaming else response.content
