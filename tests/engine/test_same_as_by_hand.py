"""Every expression counts what a plain reading of its definition counts, on a thousand random tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest

from tests.engine import oracle, oracle_local
from tests.engine.tables import Rows, fill, unbound, world

pytest.importorskip("ibis", reason='row-level tables need the extra: pip install "cqc-evidence[data]"')
pytest.importorskip("duckdb")

WORLDS = 1000
HANDS = 2
"""Threads; DuckDB lets go of Python while it counts."""
GRAINS = ("month", "quarter", "year", "week", "as-given")
Oracle = Callable[[dict[str, Rows], dict[str, Any]], oracle.Answer]
PACKAGES = ("packages", "conversations", "reviews")
MEASURES: dict[str, tuple[str, tuple[str, ...], Oracle]] = {
    "conversion": ("lt-conversion-new", ("cld",), oracle.lt_conversion_new),
    "conversion by outcome": ("lt-conversion-new", ("requests",), oracle_local.lt_conversion_by_outcome),
    "repeats": ("repeat-requests", ("cld",), oracle.repeat_requests),
    "repeats of requests": ("repeat-requests", ("requests",), oracle_local.repeat_by_requests),
    "forward": ("repeat-requests-forward", ("cld",), oracle.repeat_requests_forward),
    "forward of requests": ("repeat-requests-forward", ("requests",), oracle_local.repeat_forward_by_requests),
    "weekly starts": ("new-lt-starts-per-week", ("cld",), oracle.new_lt_starts_per_week),
    "reablement": ("reablement-share", ("cld",), oracle.reablement_share),
    "C1 to C2": ("c1-to-c2", ("conversations",), oracle_local.followed("C2")),
    "C1 to C3": ("c1-to-c3", ("conversations",), oracle_local.followed("C3")),
    "C3 share": ("c3-share", ("conversations",), oracle_local.c3_share),
    "unplanned reviews": ("unplanned-review-change", ("reviews",), oracle_local.unplanned_review_change),
    "open reviews": ("still-open-share", ("reviews",), oracle_local.still_open_reviews),
    "open conversations": ("still-open-share", ("conversations",), oracle_local.still_open_conversations),
    "packages": ("package-change", PACKAGES, oracle_local.package_change),
    "days to first conversation": (
        "time-to-first-conversation",
        ("requests",),
        oracle_local.time_to_first_conversation,
    ),
    "waiting": ("waiting", ("requests",), oracle_local.waiting),
    "already known": ("front-door-already-known", ("requests",), oracle_local.front_door_already_known),
}


@pytest.fixture(scope="module")
def statements() -> dict[tuple[str, str], str]:
    """Each measure at each grain as the SQL that Ibis makes of it: made once, run on every table."""
    import ibis

    from cqc_evidence.engine.expressions import EXPRESSIONS

    found = {}
    for name, (metric, tables, _) in MEASURES.items():
        for grain in GRAINS:
            result = EXPRESSIONS[metric](unbound(tables), parameters(name, grain))
            found[name, grain] = str(ibis.to_sql(result, dialect="duckdb"))
    return found


def parameters(name: str, grain: str) -> dict[str, Any]:
    """Return a measure's parameters; where the client level data has groups, every other grain uses them."""
    by_council = MEASURES[name][1] == ("cld",) and grain in ("quarter", "as-given")
    return {"grain": grain, **({"group": "LA_Code"} if by_council else {})}


def counted(duck: Any, statement: str) -> oracle.Answer:
    rows = duck.execute(statement).fetchall()
    found = {tuple(row[:3]): tuple(row[3:]) for row in rows}
    assert len(found) == len(rows), "one group, period and part comes twice"
    return found


def test_every_expression_is_tested() -> None:
    from cqc_evidence.engine.expressions import EXPRESSIONS

    assert {metric for metric, _, _ in MEASURES.values()} == set(EXPRESSIONS)


def tried(seeds: range, statements: dict[tuple[str, str], str]) -> Counter[str]:
    """Compare half of the measures, drawn by lot, on the tables of each seed; return how often each counted anything at all."""
    import duckdb

    full: Counter[str] = Counter(dict.fromkeys(MEASURES, 0))
    with duckdb.connect(config={"threads": 1}) as duck:
        for seed in seeds:
            random = Random(seed)  # noqa: S311  # a lot, not a secret
            tables = world(random)
            fill(duck, tables)
            for name in random.sample(sorted(MEASURES), len(MEASURES) // 2):
                by_hand, grain = MEASURES[name][2], random.choice(GRAINS)
                expected = by_hand(tables, parameters(name, grain))
                assert counted(duck, statements[name, grain]) == expected, (seed, name, grain)
                full[name] += any(counts[0] or counts[2] for counts in expected.values())
    return full


def test_a_thousand_random_tables_give_what_their_definitions_say(statements: dict[tuple[str, str], str]) -> None:
    with ThreadPoolExecutor(HANDS) as hands:
        found = hands.map(lambda hand: tried(range(hand, WORLDS, HANDS), statements), range(HANDS))
        full = sum(found, Counter(dict.fromkeys(MEASURES, 0)))
    assert set(full) == set(MEASURES)
    assert min(full.values()) > WORLDS // 10, f"some measures hardly ever count anything: {full}"
