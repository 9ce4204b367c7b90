"""The zip around the parts: the same parts give the same bytes on every machine."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIRST = "[Content_Types].xml"
WORD_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEMPLATE_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
"""What a document and a template say they are."""
_STAMP = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


class Picture(NamedTuple):
    """A picture of the document."""

    relation: str
    file: str
    data: bytes


def docx_parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a .docx by name, in the file's order.

    Raises:
        zipfile.BadZipFile: when `data` is no zip file.
    """
    with ZipFile(io.BytesIO(data)) as package:
        return {info.filename: package.read(info) for info in package.infolist() if not info.is_dir()}


def zip_parts(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip of the parts: content types first, then by name, stamped 1980."""
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=6) as package:
        for name in sorted(parts, key=lambda name: (name != _FIRST, name)):
            info = ZipInfo(name, _STAMP)
            info.compress_type = ZIP_DEFLATED
            # Without this the machine's own kind of file system would be written into the zip.
            info.create_system = _UNIX
            info.external_attr = 0o600 << 16
            package.writestr(info, parts[name])
    return target.getvalue()
