"""The one base of every noun: frozen, strict about its keys, silent about where it came from."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

_ID_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"


class Noun(BaseModel):
    """A thing the product speaks about. Frozen: a noun is made once and never changed."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        defer_build=True,
        populate_by_name=True,
    )


Id = Annotated[str, Field(pattern=_ID_PATTERN)]
"""A stable name: small letters, digits and single hyphens, starting with a letter."""
