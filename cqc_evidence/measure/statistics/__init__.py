"""Intervals and charts over time: pure arithmetic, each formula with its source."""
