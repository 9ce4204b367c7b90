"""Rules about areas for improvement and evidence requests."""

from __future__ import annotations
