"""Pack → files: a module a format, and one door that writes them all."""

from cqc_evidence.write.files import Written, write_pack
from cqc_evidence.write.templates import Templates, find_templates

__all__ = ["Templates", "Written", "find_templates", "write_pack"]
