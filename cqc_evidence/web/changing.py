"""An item's change, tried before it counts: what would be written is read back first."""

from __future__ import annotations

from flask import abort

from cqc_evidence.model.audit import Said
from cqc_evidence.model.evidence import Item
from cqc_evidence.read.items import read_item
from cqc_evidence.store.audit import whole_data
from cqc_evidence.store.desk import change_of
from cqc_evidence.store.journal import Change


def changed(data: bytes, before: Item, after: Item, did: str) -> tuple[Change, Said]:
    """Return the change of an item's file, and what the trail says of it; with one that would not read back the request ends."""
    file = before.location.file
    try:
        change, said = change_of(file, data, before, after, did)
    except ValueError as error:
        abort(409, f"{file} cannot be changed as it stands: {error}. Mend it in an editor first; nothing was written.")
    found, _ = read_item(change.data or b"", file)
    if found is None or whole_data(found) != whole_data(after):
        abort(
            409,
            "Something in it would not come back from the file as it is: take odd characters out. Nothing was written.",
        )
    return change, said
