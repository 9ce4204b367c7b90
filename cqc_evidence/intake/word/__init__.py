"""Word documents → passages, actions and counts, each with its place."""
