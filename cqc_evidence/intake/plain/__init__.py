"""Text, e-mail and PDF."""
