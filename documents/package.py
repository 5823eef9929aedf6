"""Opens an uploaded office file (docx, xlsx) with care: it may be anything, or meant to harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

from lxml import etree

from documents.blocks import DocumentError

MAX_FILE = 50 * 2**20
MAX_UNPACKED = 400 * 2**20
MAX_PARTS = 20_000
MAX_RATIO = 250
"""Unpacked over packed size of one part; XML of a real book reaches about 60."""

_DAMAGED = "文件已损坏，或者内容与后缀不符，请用Word、WPS或Excel打开后另存"
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # an office file has no others
# What zipfile and zlib raise on damaged bytes; a name that is no text is a ValueError.
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    EOFError,
    OSError,
    NotImplementedError,
)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SMALL = 2**20
_CHUNK = 2**16


def load_file(path: Path) -> bytes:
    """The bytes of an uploaded file; raises DocumentError where it is missing, empty or too big."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            raise DocumentError(f"{path.name}超过{MAX_FILE // 2**20}兆，请分成几个文件")
        content = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path.name}打不开：{error.strerror}") from None
    if not content:
        raise DocumentError(f"{path.name}是空文件（0字节），请重新导出")
    return content


def open_package(content: bytes, main_part: str) -> zipfile.ZipFile:
    """The zip of an office file that has `main_part`.

    Raises DocumentError on anything else: no zip, an encrypted file, a zip bomb, a document type
    declaration (OOXML has none; entity bombs need one), a part that is missing or damaged.
    """
    if content.startswith(_OLE):
        raise DocumentError("文件加了密码，或是旧版格式（doc、xls），请去掉密码另存为docx或xlsx")
    try:
        return _checked(zipfile.ZipFile(io.BytesIO(content)), main_part)
    except DocumentError:
        raise
    except _ZIP_ERRORS:
        raise DocumentError(_DAMAGED) from None


def _checked(archive: zipfile.ZipFile, main_part: str) -> zipfile.ZipFile:
    _check_sizes(archive)
    if main_part not in archive.NameToInfo:
        raise DocumentError(f"文件里没有{main_part}，内容与后缀不符，请确认文件格式")
    for info in archive.infolist():
        _check_part(archive, info)
    return archive


def _check_sizes(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if len(infos) > MAX_PARTS:
        raise DocumentError(f"文件内部有{len(infos)}个部分，超过{MAX_PARTS}个，不予打开")
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise DocumentError(f"文件解压后超过{MAX_UNPACKED // 2**20}兆，不予打开")
    for info in infos:
        if info.flag_bits & _ENCRYPTED or info.compress_type not in _METHODS:
            raise DocumentError(_DAMAGED)
        if info.file_size > max(_SMALL, MAX_RATIO * info.compress_size):
            raise DocumentError(f"文件的{info.filename}压缩比异常，像是压缩炸弹，不予打开")


def _check_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Read the part through once: its real size, its checksum, and no document type."""
    if not info.filename.endswith((".xml", ".rels", ".vml")):
        return
    with archive.open(info) as part:
        tail = b""
        while chunk := part.read(_CHUNK):
            if b"<!DOCTYPE" in tail + chunk or b"<!ENTITY" in tail + chunk:
                raise DocumentError(f"文件的{info.filename}含有实体定义（DOCTYPE），不予打开")
            tail = chunk[-9:]


def parse_part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """The XML of a part. Resolves no entity, loads nothing and goes nowhere; its size was checked.

    Raises DocumentError where it is missing, damaged, or hides a document type from
    `open_package` by an encoding other than UTF-8.
    """
    if name not in archive.NameToInfo:
        raise DocumentError(f"文件已损坏：缺少{name}，请用Word、WPS或Excel打开后另存")
    # Not huge_tree: libxml2's limits on depth and on one text's length are welcome.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(archive.read(name), parser)
    except (etree.XMLSyntaxError, *_ZIP_ERRORS):
        raise DocumentError(f"文件已损坏：{name}读不通，请用Word、WPS或Excel打开后另存") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise DocumentError(f"文件的{name}含有实体定义（DOCTYPE），不予打开")
    return root
