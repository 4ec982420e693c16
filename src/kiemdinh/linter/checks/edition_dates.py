"""Dates of an edition that contradict each other (KD554): of its roles, of its rules, and of the edition before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.catalogue import load_bundled
from kiemdinh.standards.definition import RoleTerm, ValueCompared
from kiemdinh.standards.names import read_award_name

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding

__all__ = ["check_edition_dates"]

_DAY: Final = re.compile(r"(\d{4})-\d\d-\d\d")
_MANY_YEARS: Final = 30
"""How long after the first day of their edition the days of rules lie at most."""


def check_edition_dates(study: Study) -> Iterator[LintFinding]:
    """Find dates of the edition that contradict one another; linear in the size of the definition."""
    yield from _check_terms(study)
    yield from _check_far_days(study)
    yield from _check_predecessors(study)


def _check_terms(study: Study) -> Iterator[LintFinding]:
    """Find roles that end before they begin, or hold on no day on which the edition is in force."""
    source = study.framework.definition.source
    for term, path in study.parts:
        if not isinstance(term, RoleTerm):
            continue
        if term.from_ is not None and term.until is not None and term.until < term.from_:
            message, key = Message("this role ends before it begins"), "until"
        elif term.until is not None and source.in_force is not None and term.until < source.in_force:
            message, key = Message("this role ends before the edition is in force"), "until"
        elif term.from_ is not None and source.until is not None and term.from_ >= source.until:
            message, key = Message("this role begins after the edition is replaced"), "from"
        else:
            continue
        yield make_finding(study, "KD554", message, (*path, key))


def _check_far_days(study: Study) -> Iterator[LintFinding]:
    """Yield notes at days of rules that lie long after the edition begins: 2205 is typed for 2025."""
    in_force = study.framework.definition.source.in_force
    for cond, path in study.parts if in_force is not None else ():
        declared = study.framework.inputs.get(cond.value) if isinstance(cond, ValueCompared) else None
        if in_force is None or declared is None or declared.type != "date" or not isinstance(cond, ValueCompared):
            continue
        for key, written in cond.list_comparisons():
            day = _DAY.fullmatch(written) if isinstance(written, str) else None
            if day is not None and int(day[1]) > in_force.year + _MANY_YEARS:
                message = Message("this day lies more than {n} years after the edition begins", n=_MANY_YEARS)
                yield make_finding(study, "KD554", message, (*path, key), found=written, note=True)


def _check_predecessors(study: Study) -> Iterator[LintFinding]:
    """Find bundled editions whose awards this one continues, and that are still in force when it begins."""
    in_force = study.framework.definition.source.in_force
    if in_force is None:
        return
    for i, award in enumerate(study.framework.awards):
        for j, name in enumerate(award.continues):
            before = load_bundled(read_award_name(name).framework or "")
            until = None if before is None else before.definition.source.until
            if before is not None and until is not None and until > in_force:
                yield make_finding(
                    study,
                    "KD554",
                    Message(
                        "'{edition}' is said to be in force until {day}, and this edition begins before",
                        edition=before.id,
                        day=until,
                    ),
                    ("awards", i, "continues", j),
                    found=Message("in force from {day}", day=in_force),
                )
