"""Files sent to the browser under the names an office would give them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# What Windows refuses in a name, and control characters with it.
REFUSED = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
# Linux allows 255 bytes and a Chinese character takes three.
LONGEST_NAME = 240


def safe_filename(name: str) -> str:
    """The name as a file system takes it; a project's name may hold anything."""
    path = PurePath(REFUSED.sub("_", name).strip(" .") or "文件")
    room = LONGEST_NAME - len(path.suffix.encode())
    stem = path.stem.encode()[:room].decode(errors="ignore").rstrip(" .")
    return stem + path.suffix


def attachment(
    filename: str, content: bytes | Iterable[bytes], content_type: str
) -> HttpResponseBase:
    response: HttpResponseBase
    if isinstance(content, bytes):
        response = HttpResponse(content, content_type=content_type)
        response["Content-Length"] = str(len(content))
    else:
        response = StreamingHttpResponse(content, content_type=content_type)
    disposition = content_disposition_header(True, safe_filename(filename))
    response["Content-Disposition"] = disposition or "attachment"
    # Shared office machines: nothing that needs a sign-in stays in the browser's cache.
    response["Cache-Control"] = "private, no-store"
    return response
