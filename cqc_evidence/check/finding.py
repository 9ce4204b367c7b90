"""What a rule says."""

from __future__ import annotations

from typing import NamedTuple

from cqc_evidence.model.location import Location


class Finding(NamedTuple):
    """What a rule has to say about one place."""

    message: str
    because: str
    help: str
    location: Location
    related: tuple[Location, ...] = ()
