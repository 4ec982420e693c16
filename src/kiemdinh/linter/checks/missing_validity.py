"""Awards that do not say how long they are valid (KD534).

Many awards are given for ever. Signs against that are a renewal that is due before their end, or a text that says for
how long they are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.localised_texts import list_texts
from kiemdinh.linter.report import make_finding

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path
    from kiemdinh.standards.definition import Award

__all__ = ["check_validity"]

_SPEAKS_OF_LENGTH: Final = re.compile(
    r"\b(?:valid(?:ity)?|expir\w+|renew\w*|annual|yearly|temporary|thời hạn|hiệu lực|gia hạn|hằng năm|hàng năm|tạm thời"
    r"|(?:for|of|in|trong|có) \w+ (?:years?|months?|năm|tháng))\b",
    re.IGNORECASE,
)
"""Words of a text with which an award is given for a time."""


def check_validity(study: Study) -> Iterator[LintFinding]:
    """Find awards without ``valid``, and without ``law: {valid: …}`` that says what the law says of it.

    It is a note where nothing else in the file says that the award ends.
    """
    for i, award in enumerate(study.framework.awards):
        if award.valid is None and "valid" not in award.law:
            yield make_finding(
                study,
                "KD534",
                Message("award '{id}' does not say how long it is valid", id=award.id),
                ("awards", i, "id"),
                expected=Message("valid: 5 years, or law: {{valid: {{vi: …}}}} where the law does not say"),
                note=not _is_said_to_end(award, ("awards", i)),
            )


def _is_said_to_end(award: Award, path: Path) -> bool:
    if award.renew_before is not None:
        return True
    return any(_SPEAKS_OF_LENGTH.search(text) for text, _ in list_texts(award, path))
