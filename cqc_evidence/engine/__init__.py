"""Row-level tables → counts, through one expression each that runs on every engine."""
