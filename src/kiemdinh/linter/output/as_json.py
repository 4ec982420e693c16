"""Findings as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiemdinh.linter.finding import LintFinding

__all__ = ["format_json"]


def format_json(findings: Iterable[LintFinding]) -> str:
    """Return findings as a JSON list, each as :meth:`LintFinding.to_dict` has it; exact fractions become texts."""
    data = [finding.to_dict() for finding in findings]
    return json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n"
