"""Rules about the council's own scores."""

from __future__ import annotations
