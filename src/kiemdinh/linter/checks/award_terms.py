"""Lengths of time of an award that contradict each other (KD553).

Nobody can renew an award before it is given, or hold it for longer than it is valid.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.report import find_line, make_finding
from kiemdinh.parsing.durations import Duration, add_duration
from kiemdinh.standards.definition import Award, AwardCompared, ValidityTable, read_duration

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path

__all__ = ["check_award_terms"]

_MEANINGS: Final = {
    "renew_before": Message("renewal is due before the award begins"),
    "cure_within": Message("the time for correcting findings is longer than the award is valid"),
    "wait_for_higher": Message("the wait for a higher grade is longer than the award is valid"),
}
"""What is wrong where a length of time is longer than the validity."""


def check_award_terms(study: Study) -> Iterator[LintFinding]:
    """Find lengths of time that are longer than an award is valid; linear in the size of the definition.

    If the validity depends on a label, the longest one is compared with the other terms of the award.
    """
    for i, award in enumerate(study.framework.awards):
        yield from _check_own_terms(study, award, ("awards", i))
    awards = {award.id: award for award in study.framework.awards}
    for part, path in study.parts:
        if not isinstance(part, AwardCompared) or part.for_ is None:
            continue
        for name in part.list_awards():
            if name in awards:
                yield from _check_held_for(study, awards[name], read_duration(part.for_), (*path, "for"))


def _check_own_terms(study: Study, award: Award, path: Path) -> Iterator[LintFinding]:
    longest = _find_longest(study, award)
    yield from _check_rows(study, award, longest, path)
    if longest is None:
        return
    for key, meaning in _MEANINGS.items():
        term: Duration | None = getattr(award, key)
        # Renewal that is due on the first day is due too early as well.
        if term is not None and (_is_longer(study, term, longest) or (key == "renew_before" and term == longest)):
            line = find_line(study, (*path, "valid"))
            yield make_finding(
                study,
                "KD553",
                meaning,
                (*path, key),
                expected=Message("less than {time}", time=longest),
                found=Message.verbatim(str(term)),
                hint=None if line is None else Message("see 'valid' in line {n}", n=line),
            )


def _check_rows(study: Study, award: Award, longest: Duration | None, path: Path) -> Iterator[LintFinding]:
    """Yield a note at each label by which renewal is due before the award begins, and which is not the longest."""
    term = award.renew_before
    rows = award.valid.values if isinstance(award.valid, ValidityTable) else {}
    for label, written in rows.items():
        valid = read_duration(written)
        if term is not None and valid is not None and not _is_longer(study, valid, term) and valid != longest:
            message = Message("by the label '{label}' renewal is due before the award begins", label=label)
            expected = Message("more than {time}", time=term)
            place = (*path, "valid", "values", label)
            yield make_finding(study, "KD553", message, place, expected=expected, found=written, note=True)


def _check_held_for(study: Study, award: Award, term: Duration | None, path: Path) -> Iterator[LintFinding]:
    longest = _find_longest(study, award)
    if term is not None and longest is not None and _is_longer(study, term, longest):
        yield make_finding(
            study,
            "KD553",
            Message("'{award}' is to be held for longer than it is valid", award=award.id),
            path,
            expected=Message("at most {time}", time=longest),
            found=Message.verbatim(str(term)),
            hint=Message("each award counts from its own signing, a renewed one too"),
        )


def _find_longest(study: Study, award: Award) -> Duration | None:
    """Return how long an award is valid at most; None where it is valid without end, or where this is not known."""
    if not isinstance(award.valid, ValidityTable):
        return award.valid
    table = award.valid
    written = [*table.values.values(), *([table.otherwise] if table.otherwise is not None else [])]
    read = [read_duration(text) for text in written]
    known = [duration for duration in read if duration is not None]
    if len(known) < len(read):
        return None
    return max(known, key=lambda duration: add_duration(study.on, duration))


def _is_longer(study: Study, one: Duration, two: Duration) -> bool:
    return add_duration(study.on, one) > add_duration(study.on, two)
