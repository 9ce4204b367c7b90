"""Items that are held in memory between two readings of one project: only what changed is read anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from cqc_evidence.read.cache import ItemCache, ReadItem
from cqc_evidence.read.items import read_item


class LiveItems(ItemCache):
    """Remembers every item by its file and the sha256 of its bytes; what it does not know it asks another cache for."""

    def __init__(self, first: ItemCache) -> None:
        """Ask `first` at the first reading."""
        super().__init__(None, first.version)
        self._first: ItemCache | None = first
        self._held: dict[tuple[str, str], ReadItem] = {}

    def read_items(
        self,
        files: Iterable[tuple[str, bytes]],
        hashes: dict[str, str],
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> Iterator[ReadItem]:
        """Yield each file's item in order; one whose bytes are as they were is the very same object."""
        waiting = list(files)
        if self._first is not None:
            found = list(self._first.read_items(waiting, hashes, progress))
            self._first = None
            self._held = {(one[0], hashes[one[0]]): one for one in found}
            yield from found
            return
        held: dict[tuple[str, str], ReadItem] = {}
        for file, data in waiting:
            key = (file, hashes[file])
            held[key] = self._held.get(key) or (file, *read_item(data, file))
            yield held[key]
        self._held = held
