"""What a council says about finding personal data in its own texts."""

from __future__ import annotations

from cqc_evidence.model.base import Noun


class ProtectSettings(Noun):
    """The `protect` part of `project.yaml`."""

    allow: tuple[str, ...] = ()
    """Values that are nobody's secret: the council's own telephone numbers, e-mail addresses and postcodes, names of public people.

    They are compared without spaces, hyphens, brackets and case. "@council.gov.uk" allows every address of that domain;
    "Mr Justice Munby" allows that name, also where more words in capitals follow it.
    """
    system_ids: tuple[str, ...] = ()
    """Shapes of the numbers that the council's systems give to people: `#` is a digit, `?` a letter, all else itself."""
    deny_list: str = ""
    """Path of a text file outside the project with names and addresses to find, one a line."""
