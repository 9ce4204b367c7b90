"""No edit that was answered is lost, whoever changes the same item, and whenever the server dies."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.storm import REPO, Wanted, storm

pytestmark = pytest.mark.skipif(not (REPO / "benchmarks").is_dir(), reason="the benchmarks are in the repository only")


def test_some_seconds_of_many_editors_and_two_kills_lose_no_accepted_edit(tmp_path: Path) -> None:
    outcome = storm(tmp_path, Wanted(seconds=8, editors=10, items=60, kills=2, waiting=20))
    shown = "\n".join((*outcome.figures, *outcome.faults))
    assert outcome.faults == (), shown
    assert outcome.accepted > 10, shown
