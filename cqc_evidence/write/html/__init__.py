"""The HTML writer: one self-contained page that asks nothing of any network."""

from __future__ import annotations

from cqc_evidence.write.html.css import contrast_problems, css_problems
from cqc_evidence.write.html.page import write_html

__all__ = ["contrast_problems", "css_problems", "write_html"]
