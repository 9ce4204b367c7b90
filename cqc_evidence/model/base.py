"""The one base of every noun: frozen, strict about its keys, silent about where it came from."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

ID_PATTERN = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
_ID = re.compile(ID_PATTERN)


class Noun(BaseModel):
    """A thing the product speaks about. Frozen: a noun is made once and never changed."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        defer_build=True,
        populate_by_name=True,
        use_attribute_docstrings=True,
    )


def _is_id(value: str) -> str:
    """Refuse what cannot be an id, in words a manager understands."""
    if not _ID.fullmatch(value):
        message = "an id is small letters, digits and single hyphens, and starts with a letter"
        raise ValueError(message)
    return value


Id = Annotated[str, AfterValidator(_is_id)]
"""A stable name: small letters, digits and single hyphens, starting with a letter."""
