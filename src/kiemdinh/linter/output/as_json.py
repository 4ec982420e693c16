"""Findings as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.message import ENGLISH

if TYPE_CHECKING:
    from kiemdinh.linter.finding import LintFinding

__all__ = ["format_json"]


def format_json(findings: Iterable[LintFinding], lang: str = ENGLISH) -> str:
    """Return findings as a JSON list, each as :meth:`LintFinding.to_dict` has it; exact fractions become texts.

    *lang* is the language of their texts; keys and words of a list are the same in each.
    """
    data = [finding.to_dict(lang) for finding in findings]
    return json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n"
