"""Pack → PDF, printed by an Edge, Chrome or Chromium that is installed already, from our own HTML."""

from cqc_evidence.write.pdf.browser import NoBrowserError, find_browser
from cqc_evidence.write.pdf.page import write_pdf

__all__ = ["NoBrowserError", "find_browser", "write_pdf"]
