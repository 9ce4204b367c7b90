"""Snapshots: what was frozen, whether it is still what it was, and what changed between two of them."""
