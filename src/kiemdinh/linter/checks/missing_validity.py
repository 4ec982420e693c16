"""Awards that do not say how long they are valid (KD534)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.report import make_finding

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding

__all__ = ["check_validity"]


def check_validity(study: Study) -> Iterator[LintFinding]:
    """Find awards without ``valid``, and without ``law: {valid: …}`` that says what the law says of it."""
    for i, award in enumerate(study.framework.awards):
        if award.valid is None and "valid" not in award.law:
            yield make_finding(
                study,
                "KD534",
                Message("award '{id}' does not say how long it is valid", id=award.id),
                ("awards", i, "id"),
                expected=Message("valid: 5 years, or law: {{valid: {{vi: …}}}} where the law does not say"),
            )
