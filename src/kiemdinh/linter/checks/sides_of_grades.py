"""Grades of one award that read an outcome by the findings of different sides (KD551)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import LadderAward, OutcomeCompared
from kiemdinh.standards.names import FactKind

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path

__all__ = ["check_sides_of_grades"]

_Places: TypeAlias = Mapping[str | None, "Path"]
"""By a side, None for both: where one grade reads an outcome by its findings."""


def check_sides_of_grades(study: Study) -> Iterator[LintFinding]:
    """Find awards with a grade that says whose findings count for an outcome, and a grade that does not say so.

    Two grades that name different sides both say so, which may be meant. Linear in the number of conditions.
    """
    for award in study.framework.awards:
        if isinstance(award, LadderAward):
            outcomes: dict[str, dict[str, _Places]] = {}
            for step in award.needs:
                for outcome, places in _find_sides(study, award.id, step).items():
                    outcomes.setdefault(outcome, {})[step] = places
            for outcome, by_step in outcomes.items():
                yield from _compare_grades(study, outcome, by_step)


def _find_sides(study: Study, award: str, step: str) -> dict[str, dict[str | None, Path]]:
    """Return, for each outcome that a grade reads itself, the sides whose findings it reads, with the first place."""
    found: dict[str, dict[str | None, Path]] = {}
    for top in study.sites:
        if top.owner.kind is FactKind.AWARD and (top.owner.subject, top.owner.step) == (award, step):
            for site in top.walk():
                cond: Any = site.cond
                if isinstance(cond, OutcomeCompared):
                    found.setdefault(cond.outcome, {}).setdefault(cond.side, site.path)
    return found


def _compare_grades(study: Study, outcome: str, by_step: Mapping[str, _Places]) -> Iterator[LintFinding]:
    """Yield a finding for the fewer of two kinds of grades: those that say whose findings count, and those that do not.

    If both are equally many, those that do not say so are named.
    """
    sided = {step: places for step, places in by_step.items() if None not in places}
    open_ = {step: places for step, places in by_step.items() if set(places) == {None}}
    if not sided or not open_:
        return
    side = next(side for places in sided.values() for side in places)
    fewer, others = (sided, open_) if len(sided) < len(open_) else (open_, sided)
    for step, places in fewer.items():
        (path, *_) = places.values()
        yield make_finding(
            study,
            "KD551",
            Message(
                "grade '{grade}' does not read '{outcome}' by the findings of the same side as grade '{other}'",
                grade=step,
                outcome=outcome,
                other=next(iter(others)),
            ),
            path,
            expected=Message.verbatim(f"side: {side}") if fewer is open_ else Message("no side, as in the others"),
            found=Message("no side: the findings of both") if fewer is open_ else Message.verbatim(f"side: {side}"),
            hint=Message("where one grade rests on the external review and another does not, write 'side' in both"),
        )
