"""Project → numbers: what is covered, what the evidence says, what is missing. Pure."""

from cqc_evidence.measure.coverage import measure_coverage

__all__ = ["measure_coverage"]
