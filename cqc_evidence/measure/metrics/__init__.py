"""Observations → results: values, intervals, comparisons, verdicts and sentences. Pure."""
