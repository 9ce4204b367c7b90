"""Long lists, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from flask import request

_ON_A_PAGE = 50
T = TypeVar("T")


class Paged(NamedTuple, Generic[T]):
    """The part of a list that the address asks for."""

    shown: Sequence[T]
    page: int
    """Counted from 1."""
    more: bool
    """Whether there is a page behind it."""
    total: int
    """Length of the whole list."""


def paged(whole: Sequence[T]) -> Paged[T]:
    """Return the page of a list that the address asks for; the first when it asks for none, or for something odd."""
    page = max(1, request.args.get("page", 1, type=int) or 1)
    end = page * _ON_A_PAGE
    return Paged(whole[end - _ON_A_PAGE : end], page, len(whole) > end, len(whole))
