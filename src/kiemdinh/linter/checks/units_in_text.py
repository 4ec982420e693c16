"""Figures whose text names another unit than they have (KD545)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.localised_texts import list_texts
from kiemdinh.linter.checks.quantity_words import (
    AREA_UNITS,
    PERCENT_UNITS,
    SHARE_WORDS,
    SPEAKS_OF_AREA,
    SPEAKS_OF_RATIO,
    UNITS,
)
from kiemdinh.linter.report import make_finding

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.standards.definition import InputDef

__all__ = ["check_units_in_text"]

_SHARE: Final = re.compile(rf"\s*(?:{SHARE_WORDS})\b", re.IGNORECASE)
_RATIO: Final = re.compile(SPEAKS_OF_RATIO, re.IGNORECASE)
_AREA: Final = re.compile(rf"\s*(?:{SPEAKS_OF_AREA})\b", re.IGNORECASE)
_COUNTED: Final = re.compile(
    rf"(?:(?:the )?(?:number|total|mean|average)(?: of)? )?(?P<first>{'|'.join(w for w in UNITS if w.endswith('s'))})\b"
    r"|số (?P<second>phút|giờ|ngày|tuần|tháng|năm)\b(?! học)"
    rf"|.*(?:\bin |\()(?P<last>{'|'.join(map(re.escape, UNITS))})\)?$",
    re.IGNORECASE,
)
"""With what the text of a figure says its unit: *Hours of training*, *Số giờ*, *Time in hours*."""

_AREA_UNIT: Final = re.compile(AREA_UNITS, re.IGNORECASE)


def check_units_in_text(study: Study) -> Iterator[LintFinding]:
    """Find number inputs called a share that are not in percent, areas in no unit of area, and hours counted in days.

    Linear in the number of inputs.
    """
    for name, declared in study.framework.inputs.items():
        if declared.type != "number":
            continue
        for text, path in list_texts(declared, ("inputs", name)):
            expected = _find_expected(declared, text)
            if expected is not None:
                yield make_finding(
                    study,
                    "KD545",
                    Message("by its text '{name}' is {what}, and its unit is another one", name=name, what=expected[0]),
                    path,
                    expected=expected[1],
                    found=f"unit: {declared.unit}" if declared.unit else Message("no unit"),
                )
                break


def _find_expected(declared: InputDef, text: str) -> tuple[Message, Message] | None:
    """Return what is counted according to a text, and the unit of it; None where the unit of the figure agrees."""
    unit = (declared.unit or "").casefold()
    if _SHARE.match(text) and not _RATIO.search(text) and unit not in PERCENT_UNITS:
        return Message("a share"), Message.verbatim("unit: percent")
    if _AREA.match(text) and not _RATIO.search(text) and not _AREA_UNIT.search(unit):
        return Message("an area"), Message("unit: m2, or another unit of area")
    counted = _COUNTED.match(text.strip())
    if counted is not None and unit in UNITS:
        word = next(each for each in counted.groups() if each)
        family, said = UNITS[word.casefold()]
        if family == UNITS[unit][0] and said != UNITS[unit][1]:
            return Message("counted in {unit}", unit=word.casefold()), Message.verbatim(f"unit: {said}")
    return None
