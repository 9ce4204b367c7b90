"""Other people's documents → extracts, each with its place; nothing is executed, fetched or written here."""

from cqc_evidence.intake.safety.guard import guard, read_document
from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.intake.safety.worker import Worker

__all__ = ["ReadOptions", "Worker", "guard", "read_document"]
