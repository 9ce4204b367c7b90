"""The nouns: frozen, without files, network or clock."""
