"""Coverage: what each statement has behind it, and every gap."""

from cqc_evidence.measure.coverage.project import measure_coverage

__all__ = ["measure_coverage"]
