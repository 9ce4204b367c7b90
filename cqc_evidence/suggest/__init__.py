"""Text → ranked quality statements, golden rules and evidence categories, with the words that made it so."""
