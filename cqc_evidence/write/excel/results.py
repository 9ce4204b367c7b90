"""The sheet of numbers: every value of every metric in one long table."""

from __future__ import annotations

from collections.abc import Iterator

from cqc_evidence.model.pack import Pack
from cqc_evidence.model.result import Result
from cqc_evidence.write.excel.table import DAY, NUMBER, NUMBER_BASES, YES_NO, Column, Points, Share, Sheet, Value, yes


def numbers(pack: Pack) -> Sheet:
    """Return one row for each value of each metric."""
    columns = (
        Column("id", width=30), Column("title", width=34), Column("group", width=20), Column("part", width=14), Column("period", width=18),
        Column("value", NUMBER, 10), Column("numerator", NUMBER, 11), Column("denominator", NUMBER, 12), Column("low", NUMBER, 10),
        Column("high", NUMBER, 10), Column("compared with", width=22), Column("difference", NUMBER, 14), Column("verdict", width=22),
        Column("sentence", width=60), Column("metric", width=26), Column("breakdown", width=20), Column("begins", DAY, 12),
        Column("ends", DAY, 12), Column("unit", width=12), Column("difference low", NUMBER, 14), Column("difference high", NUMBER, 14),
        Column("basis", width=11, words=NUMBER_BASES), Column("latest", width=9, words=YES_NO), Column("not shown because", width=22),
        Column("caveats", width=90), Column("items", width=30),
    )  # fmt: skip
    about = "One value of one metric, with its interval and what it is compared with; shares are from 0 to 1."
    return Sheet("Numbers", "tblNumbers", about, columns, tuple(_rows(pack)), printed=14)


def _rows(pack: Pack) -> Iterator[tuple[Value, ...]]:
    for one in pack.metrics:
        beside = one.comparison
        low, high = one.interval or (None, None)
        apart = beside.interval if beside and beside.interval else (None, None)
        yield (
            " / ".join((one.metric, *one.who, one.period.text)), one.title, one.group, one.part, one.period.text,
            _shown(one, one.value), one.numerator, one.denominator, _shown(one, low), _shown(one, high),
            beside.with_ if beside else "", _apart(one, beside.difference if beside else None), one.verdict, one.sentence,
            one.metric, one.breakdown, one.period.start, one.period.end, one.unit, *(_apart(one, end) for end in apart),
            one.basis, yes(one.latest), one.hidden, "; ".join(one.caveats), "; ".join(one.items),
        )  # fmt: skip


def _shown(one: Result, value: float | None) -> Value:
    return Share(value) if one.unit == "percent" and value is not None else value


def _apart(one: Result, value: float | None) -> Value:
    return Points(value) if one.unit == "percent" and value is not None else value
