"""Rules about what each claim rests on: evidence, numbers, voices."""

from __future__ import annotations
