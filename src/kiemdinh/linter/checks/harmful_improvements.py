"""Improvements that lower a level, take an award away or bring about its loss (KD524)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from kiemdinh.analysis.sites import Site
from kiemdinh.analysis.study import Study
from kiemdinh.linter.checks.wrong_side import find_wrong_sides
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding
from kiemdinh.rules import (
    MET,
    UNMET,
    All,
    Assignment,
    Condition,
    Interval,
    Not,
    Number,
    Satisfiability,
    Sense,
    directions,
    facts_of,
    fixed,
    representatives,
    thresholds,
)
from kiemdinh.standards.fact_names import input_name

__all__ = ["check"]

_TOPS: Final = ("outcome:", "award:", "lost:")
_OWN_RECORDS: Final = ("applies:", "held:", "revoked:", "never:")


def check(study: Study) -> Iterator[LintFinding]:
    """Find improvements that make an outcome or award no longer hold, or a loss hold."""
    wrong = {found.input_id for found in find_wrong_sides(study)}  # KD523 has named these
    told: set[str] = set()
    for name, condition in study.whole.items():
        if name.startswith(_TOPS):
            harm = _Harm(study, name, condition)
            whole = name.partition("/")[0]
            found = tuple(harm.findings(wrong)) if whole not in told or harm.is_own() else ()
            if found:
                told.add(whole)
            yield from found


@dataclass(frozen=True, slots=True)
class _Turn:
    """One improvement: what the condition is before it, and after."""

    name: str
    before: Condition
    after: Condition
    worse: Assignment
    better: Assignment


class _Harm:
    """Looks for an improvement that makes an outcome no longer hold (or a loss hold)."""

    def __init__(self, study: Study, name: str, condition: Condition) -> None:
        self.study, self.name, self.condition = study, name, condition
        self.loss = name.startswith("lost:")
        self.facts = facts_of(condition)

    def findings(self, known: set[str]) -> Iterator[LintFinding]:
        """Yield one finding for the first improvement that harms, saying how many others do."""
        harmful: list[tuple[_Turn, Any]] = []
        for thing, sense in directions(self.condition).items():
            if not self._is_suspect(thing, sense) or input_name(thing) in known:
                continue
            found = next(self._harms(thing), None)
            if found is not None:
                harmful.append(found)
        if harmful:
            yield self._finding(harmful)

    def _is_suspect(self, thing: str, sense: Sense) -> bool:
        """Whether more of a fact, or of a value in its better direction, may harm."""
        if thing in self.facts:
            better: str | None = None if thing.startswith(_OWN_RECORDS) else "higher"
        else:
            better = self._better(thing)
        helpful = "up" if (better == "higher") is not self.loss else "down"
        return better is not None and sense != helpful

    def _harms(self, thing: str) -> Iterator[tuple[_Turn, Any]]:
        for turn in self._turns(thing):
            one, two = (turn.after, turn.before) if self.loss else (turn.before, turn.after)
            proof = self.study.prove(All((one, Not(two))))
            if proof.status is Satisfiability.SATISFIABLE:
                yield turn, proof.world

    def _turns(self, thing: str) -> Iterator[_Turn]:
        if thing in self.facts:
            yield self._turn(thing, UNMET, MET)
            return
        points = self._points(thing)
        better = self._better(thing)
        for low, high in pairwise(points or ()):
            worse, improved = (low, high) if better == "higher" else (high, low)
            yield self._turn(thing, worse, improved)

    def _turn(self, thing: str, worse: Any, better: Any) -> _Turn:
        if thing not in self.facts:
            before, after = (fixed(self.condition, {}, {thing: n}) for n in (worse, better))
            worlds = [Assignment({}, {thing: Interval.point(n)}) for n in (worse, better)]
        else:
            before, after = (fixed(self.condition, {thing: t}) for t in (worse, better))
            worlds = [Assignment({thing: t}) for t in (worse, better)]
        return _Turn(thing, before, after, *worlds)

    def _better(self, thing: str) -> str | None:
        """Return the declared better direction; marks of nodes and steps of a scale are better the higher."""
        if thing in self.study.rules.context:
            return None
        if thing.startswith(("rating:", "points:")):
            return "higher"
        declared = self.study.framework.inputs.get(input_name(thing))
        if declared is None:
            return None
        return "higher" if declared.type == "scale" and declared.better is None else declared.better

    def _points(self, thing: str) -> tuple[Number, ...] | None:
        choices = self.study.space.choices.get(thing)
        if choices:
            return tuple(sorted(choices))
        cuts = thresholds(self.condition, thing)
        if cuts is None:
            return None
        return tuple(
            cell.low
            for cell in representatives(cuts, self.study.space.values.get(thing, Interval(None, None)))
            if cell.low is not None
        )

    def _finding(self, harmful: list[tuple[_Turn, Any]]) -> LintFinding:
        turn, world = harmful[0]
        others = len(harmful) - 1
        more = f", or of {others} other{'s' * (others > 1)}," if others else ""
        becomes = "can bring about this loss" if self.loss else "can take this away"
        site = self._site(turn.name)
        dossiers = [
            self.study.dossier(Assignment({**world.truths, **one.truths}, {**world.values, **one.values}))
            for one in (turn.worse, turn.better)
        ]
        return make_finding(
            self.study,
            "KD524",
            f"an improvement of {_shown(turn.name)}{more} {becomes}",
            site,
            hint="the second dossier is better in it alone; say so where that is meant",
            witness=dossiers[0],
            contrast=dossiers[1],
        )

    def is_own(self) -> bool:
        """Whether what this step says itself can do harm, and not only the steps below that it adds to."""
        sites = [site for site in self.study.sites if site.owner == self.name]
        return any(self._harmed(site, thing) for site in sites for thing in directions(self.condition))

    def _site(self, thing: str) -> Any:
        """Return where the harm comes from: the innermost condition of this outcome that it harms."""
        for site in self.study.sites:
            if site.owner == self.name:
                return self._innermost(site, thing).path
        return self._at()

    def _innermost(self, site: Site, thing: str) -> Site:
        for part in site.parts:
            if part.places and self._harmed(part, thing):
                return self._innermost(part, thing)
        return site

    def _harmed(self, site: Site, thing: str) -> bool:
        safe = (None, "down" if self.loss else "up")
        lowered = (self.study.lowered(site.cond, place, site.path) for place in site.places)
        return any(directions(condition).get(thing) not in safe for condition in lowered)

    def _at(self) -> Any:
        kind, _, rest = self.name.partition(":")
        key = "outcomes" if kind == "outcome" else "awards"
        things: tuple[Any, ...] = getattr(self.study.framework, key)
        return (key, next(i for i, thing in enumerate(things) if thing.id == rest.partition("/")[0]))


def _shown(thing: str) -> str:
    """Write the name of a fact or value as an author says it."""
    kind, _, rest = thing.partition(":")
    if not rest:
        return f"'{thing}'"
    return f"'{rest}'" if kind == "input" else f"the {kind} of '{rest}'"
