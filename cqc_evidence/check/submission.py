"""Rules about what goes to CQC: the information return, and corrections to its draft report."""

from __future__ import annotations
