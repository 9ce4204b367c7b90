"""A person who asks, and what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Role = Literal["quality-lead", "manager", "reviewer", "reader"]

ROLES: Mapping[Role, str] = {
    "quality-lead": "Quality lead",
    "manager": "Manager",
    "reviewer": "Reviewer",
    "reader": "Reader",
}
"""Each role with its title, in the order in which people are told of them."""

ANY = ("*",)
"""What stands in `Person.signs` of somebody who may sign as every role."""


class Person(NamedTuple):
    """Somebody who is signed in. Without a role they are known, and may do nothing."""

    id: str
    """An e-mail address in lower case, or the name with which they are signed in to this machine."""
    name: str
    roles: frozenset[Role]
    signs: tuple[str, ...] = ()
    """Sign-off roles as which they may sign, as the council names them; `ANY` when every one."""

    @property
    def known_as(self) -> str:
        """The name under which what they do is kept in the project: their address without what follows the @.

        A whole address in the files would be personal data that no edition may hold.

        >>> Person("jo.bloggs@council.example", "Jo", frozenset()).known_as
        'jo.bloggs'
        """
        return self.id.partition("@")[0] or self.id


def title_of(person: Person) -> str:
    """Return the title of the weightiest role that somebody has; empty when they have none."""
    return next((title for role, title in ROLES.items() if role in person.roles), "")
