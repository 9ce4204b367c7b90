"""Intervals and charts over time: pure arithmetic, each formula with its source."""

from cqc_evidence.measure.statistics.counts import byar, rate
from cqc_evidence.measure.statistics.middle import median_of, median_ranks
from cqc_evidence.measure.statistics.proportions import binomial_tail, newcombe, wilson
from cqc_evidence.measure.statistics.spc import Limits, chart, marks, xmr

__all__ = [
    "Limits",
    "binomial_tail",
    "byar",
    "chart",
    "marks",
    "median_of",
    "median_ranks",
    "newcombe",
    "rate",
    "wilson",
    "xmr",
]
