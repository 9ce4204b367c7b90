"""What stands before every parser: the guard, and the process in which documents are read."""
