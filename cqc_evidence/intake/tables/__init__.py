"""Surveys and evidence logs in Excel and CSV."""
