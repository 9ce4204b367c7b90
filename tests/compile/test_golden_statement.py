"""One statement of the worked example, read as prose."""

from __future__ import annotations

import pytest

from tests.compile.packs import example_pack, section
from tests.compile.prose import prose
from tests.measure.build import ROOT

GOLDEN = ROOT / "tests" / "golden" / "assessing-needs.txt"


def test_assessing_needs_reads_as_it_did(request: pytest.FixtureRequest) -> None:
    read = prose(section(example_pack(), "statement-assessing-needs"))
    if request.config.getoption("--refresh-golden", default=False):
        GOLDEN.write_text(read, encoding="utf-8", newline="\n")
    assert read == GOLDEN.read_text(encoding="utf-8")
