"""A web page over a project's files: on one person's machine, or on a council's server."""
