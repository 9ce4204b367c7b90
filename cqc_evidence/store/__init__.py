"""Safe changes to a project's files: whole or not at all, and never over somebody else's work."""
