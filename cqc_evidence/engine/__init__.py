"""Row-level tables → counts, through one expression each that runs on every engine."""

from __future__ import annotations

from cqc_evidence.engine.observe import Observed, observe_rows

__all__ = ["Observed", "observe_rows"]
