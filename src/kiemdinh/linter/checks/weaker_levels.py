"""Levels that ask less of something than the level below them (KD521)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from kiemdinh.analysis.sites import Site
from kiemdinh.analysis.study import Study
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding
from kiemdinh.rules import All, Condition, Not, Proof, Satisfiability
from kiemdinh.standards.conditions import COMPARATORS, AllOf, Compared, Count, Every, Share
from kiemdinh.standards.model import LadderAward, LadderOutcome

__all__ = ["check"]

_UP: Final = frozenset({"at_least", "above"})
_SAID: Final = frozenset({"vi", "en", "text", "cite", "certainty", *COMPARATORS, "is_"})


@dataclass(frozen=True, slots=True)
class _Ask:
    """One thing that a level asks: of what, how, and the condition that says so."""

    site: Site
    condition: Condition
    operand: str
    counted: str | None
    way: str | None


def check(study: Study) -> Iterator[LintFinding]:
    """Compare what neighbouring and farther levels ask of one quantity, or of the same counted members."""
    for steps in _ladders(study):
        asked: list[_Ask] = []
        for step, sites in steps:
            here = [ask for site in sites for ask in _asks(study, site)]
            for ask in here:
                yield from _against_lower(study, step, ask, asked)
            asked.extend(here)


def _ladders(study: Study) -> Iterator[list[tuple[str, list[Site]]]]:
    """Yield each ladder as its steps, lowest first, with the conditions that each step states."""
    by_owner: dict[str, list[Site]] = {}
    for site in study.sites:
        by_owner.setdefault(site.owner, []).append(site)
    framework = study.framework
    for prefix, things in (("outcome", framework.outcomes), ("award", framework.awards)):
        for thing in things:
            if isinstance(thing, LadderOutcome | LadderAward):
                steps = study.framework.definition.steps_of(thing.ladder)
                yield [(step, by_owner.get(f"{prefix}:{thing.id}/{step}", [])) for step in steps]
    outline = framework.outline
    for info in framework.nodes.values():
        below = {
            step: [s for part in parts for n in (part, *outline.descendants(part)) for s in by_owner.get(n, [])]
            for step, parts in info.levels.items()
        }
        if sum(map(bool, below.values())) > 1:
            yield list(below.items())


def _asks(study: Study, site: Site) -> Iterator[_Ask]:
    """Yield what a condition asks outright: itself, or the parts of an "all"."""
    if isinstance(site.cond, AllOf) or (isinstance(site.cond, str) and site.parts):
        for part in site.parts:
            yield from _asks(study, part)
        return
    if not isinstance(site.cond, Compared | Every) or not site.places:
        return
    condition = study.lowered(site.cond, site.places[0], site.path)
    yield _Ask(site, condition, _operand(site.cond), _counted(site.cond), _way(site.cond))


def _operand(cond: Any) -> str:
    """Name what is asked about, without how much of it."""
    said = cond.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=set(_SAID))
    return repr(sorted(said.items()))


def _counted(cond: Any) -> str | None:
    if isinstance(cond, Every | Count | Share):
        return next(str(getattr(cond, key)) for key in ("every", "count", "share") if hasattr(cond, key))
    return None


def _way(cond: Any) -> str | None:
    """Say on which side the thresholds lie; None for both, or for an equality."""
    if not isinstance(cond, Compared):
        return None
    keys = {key for key, _ in cond.comparisons()}
    if keys <= _UP:
        return "up"
    return "down" if keys <= {"at_most", "below"} else None


def _against_lower(study: Study, step: str, ask: _Ask, lower: list[_Ask]) -> Iterator[LintFinding]:
    for other in lower:
        proof = _less(study, ask, other)
        if proof is None:
            continue
        line = make_finding(study, "KD521", "", other.site.path).line
        where = f"line {line}" if line is not None else "a lower level"
        yield make_finding(
            study,
            "KD521",
            f"'{step}' asks less here than a lower level does",
            ask.site.path,
            hint=f"see {where}: the witness has enough for this, and not for that",
            witness=study.dossier(proof.world),
        )
        return


def _less(study: Study, ask: _Ask, other: _Ask) -> Proof | None:
    """Return the proof that *ask* can be met without *other*, where the two are about one thing."""
    weaker = All((ask.condition, Not(other.condition)))
    if ask.operand == other.operand and ask.way is not None and ask.way == other.way:
        proof = study.prove(weaker)
        return proof if proof.status is Satisfiability.SATISFIABLE else None
    if ask.counted is None or ask.counted != other.counted:
        return None
    implied = study.prove(All((other.condition, Not(ask.condition)))).status is Satisfiability.UNSATISFIABLE
    proof = study.prove(weaker)
    return proof if implied and proof.status is Satisfiability.SATISFIABLE else None
