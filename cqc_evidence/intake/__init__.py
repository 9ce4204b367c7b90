"""Other people's documents → extracts, each with its place; nothing is executed, fetched or written here."""
