"""Observations → results: values, intervals, comparisons, verdicts and sentences. Pure."""

from cqc_evidence.measure.metrics.from_items import loop_observations
from cqc_evidence.measure.metrics.from_tables import table_observations
from cqc_evidence.measure.metrics.of_project import Measured, measure_project
from cqc_evidence.measure.metrics.results import measure_metrics

__all__ = ["Measured", "loop_observations", "measure_metrics", "measure_project", "table_observations"]
