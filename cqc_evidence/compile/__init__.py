"""Model + numbers → `Pack`, the one document tree that every format is written from. Pure."""

from cqc_evidence.compile.pack import compile_pack

__all__ = ["compile_pack"]
