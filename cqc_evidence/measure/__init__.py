"""Project → numbers: what is covered, what is missing, and what the metrics come to."""

from cqc_evidence.measure.coverage import measure_coverage
from cqc_evidence.measure.metrics import measure_project

__all__ = ["measure_coverage", "measure_project"]
