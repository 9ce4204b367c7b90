"""Protecting people: personal data, permission, small numbers, and what an edition may hold."""
