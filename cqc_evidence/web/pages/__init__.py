"""The pages: each reads what is known, or changes one thing by the one door."""
