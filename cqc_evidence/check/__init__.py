"""One small function a rule: project → findings. Its docstring is its manual page."""

from cqc_evidence.check.finding import Finding
from cqc_evidence.check.registry import RulePage, Subject, catalogue, rule
from cqc_evidence.check.run import check_project, find_problems

__all__ = ["Finding", "RulePage", "Subject", "catalogue", "check_project", "find_problems", "rule"]
