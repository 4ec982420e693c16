"""The points of a framework for scenarios to cover: requirements, criteria, sets and steps, each with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from kiemdinh.analysis.lowering import build_lowering
from kiemdinh.analysis.observations import FALSE, PIVOTAL_FALSE, PIVOTAL_TRUE, TRUE, UNCERTAIN, Observation
from kiemdinh.analysis.sites import ConditionSite, find_sites
from kiemdinh.standards.definition import CountQuantity, Every, LadderAward, LadderOutcome, ShareQuantity
from kiemdinh.standards.lowering import DEFAULT_SETTING
from kiemdinh.standards.names import FactKind, FactName
from kiemdinh.standards.parts import counted_set

if TYPE_CHECKING:
    from kiemdinh.parsing.collector import Path
    from kiemdinh.standards.loading import Framework

__all__ = ["KINDS", "CoveragePoint", "Kind", "list_points"]

Kind: TypeAlias = Literal[
    "requirement",
    "criterion",
    "set",
    "step",
    "threshold",
    "side",
    "applicability",
    "evidence",
    "score",
    "award term",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

_EVERYTHING: Final = (TRUE, FALSE, UNCERTAIN, PIVOTAL_TRUE, PIVOTAL_FALSE)


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """A fact, or a condition over a set, and the observations that scenarios should show of it.

    Parameters
    ----------
    id
        The name of a fact, or for a set the owner of the condition and the name of the set.
    kind
        The kind of the point, in a word for the reader.
    path
        Its place in the definition.
    observable
        The observations that should be seen, by the words of :mod:`kiemdinh.analysis.observations`.
    site
        The condition over a set; None for a fact.
    below
        The step under a step of a ladder; None for the lowest, and for any other point.
    """

    id: str
    kind: Kind
    path: Path
    observable: tuple[str, ...] = _EVERYTHING
    site: ConditionSite | None = None
    below: str | None = None

    def prerequisite(self, what: str) -> Observation | None:
        """Return the observation of another fact that must be possible for *what* to be seen here; None if none must.

        A member of a set that alone keeps a requirement unmet can decide only if the requirement decides.
        """
        site = self.site
        if site is None or what != PIVOTAL_FALSE or site.path[-1:] != ("met_if",):
            return None
        asks_for_more = isinstance(site.cond, Every) or site.cond.at_least is not None
        return (str(site.owner), what) if asks_for_more else None


def list_points(framework: Framework) -> tuple[CoveragePoint, ...]:
    """Return all points that scenarios of *framework* should cover, in the order of the definition.

    Nodes come first, then conditions over sets, outcomes, and awards. Ids are those of facts, so that they occur in
    results too: ``1.1/muc-1/a``, ``outcome:muc/muc-1``, ``award:plaque``.
    """
    return (
        *_points_of_nodes(framework),
        *_points_of_sets(framework),
        *_points_of_outcomes(framework),
        *_points_of_awards(framework),
    )


# -- nodes and sets ------------------------------------------------------------------------------------------------


def _points_of_nodes(framework: Framework) -> Iterator[CoveragePoint]:
    """Yield the requirements, and for each criterion its steps, or the criterion itself where it is met or unmet."""
    for info in framework.nodes.values():
        for step in info.levels:
            yield CoveragePoint(str(FactName(FactKind.STEP, info.id, step)), "criterion", (*info.path, "levels", step))
        if info.verdict == "met" and info.layer is not None:
            yield CoveragePoint(info.id, "criterion", info.path)
        elif info.is_requirement:
            yield CoveragePoint(info.id, "requirement", info.path)


def _points_of_sets(framework: Framework) -> Iterator[CoveragePoint]:
    """Yield a point for each condition over a set; those of one owner over one set are numbered from the second on."""
    often: Counter[str] = Counter()
    taken: set[Path] = set()
    for site in _find_sites_over_sets(framework):
        if site.path not in taken:  # a condition that is defined once may be used in several places
            taken.add(site.path)
            name = f"{site.owner}: {counted_set(site.cond)}"
            often[name] += 1
            number = f" ({often[name]})" if often[name] > 1 else ""
            yield CoveragePoint(name + number, "set", site.path, site=site)


def _find_sites_over_sets(framework: Framework) -> Iterator[ConditionSite]:
    for top in find_sites(build_lowering(framework, DEFAULT_SETTING)):
        if top.owner.kind is not FactKind.GUARD:  # a guard warns and never decides
            for site in top.walk():
                if isinstance(site.cond, Every | CountQuantity | ShareQuantity) and site.cond.that is not None:
                    yield site


# -- outcomes and awards -------------------------------------------------------------------------------------------


def _points_of_outcomes(framework: Framework) -> Iterator[CoveragePoint]:
    """Yield the steps of ladders, and the cases and the ``otherwise`` of decision lists."""
    for i, outcome in enumerate(framework.outcomes):
        at: Path = ("outcomes", i)
        if isinstance(outcome, LadderOutcome):
            yield from _points_of_ladder(framework, FactName(FactKind.OUTCOME, outcome.id), outcome.ladder, at)
            continue
        for j, case in enumerate(outcome.cases):
            yield CoveragePoint(str(FactName(FactKind.CASE, outcome.id, case.id)), "step", (*at, "cases", j))
        otherwise = FactName(FactKind.LABEL, outcome.id, outcome.otherwise.id)
        yield CoveragePoint(str(otherwise), "step", (*at, "otherwise"), (TRUE, FALSE, UNCERTAIN))


def _points_of_awards(framework: Framework) -> Iterator[CoveragePoint]:
    """Yield the grades of awards, awards without grades, and the grounds for their loss."""
    for i, award in enumerate(framework.awards):
        at: Path = ("awards", i)
        if isinstance(award, LadderAward):
            yield from _points_of_ladder(framework, FactName(FactKind.AWARD, award.id), award.ladder, at)
        else:
            yield CoveragePoint(str(FactName(FactKind.AWARD, award.id)), "step", (*at, "needs"))
        if award.lost_if is not None:
            yield CoveragePoint(str(FactName(FactKind.LOST, award.id)), "step", (*at, "lost_if"))


def _points_of_ladder(framework: Framework, fact: FactName, scale: str, at: Path) -> Iterator[CoveragePoint]:
    """Yield a point for each step of the outcome or award *fact*, the lowest first."""
    below: str | None = None
    for step in framework.definition.steps_of(scale):
        name = str(fact._replace(step=step))
        yield CoveragePoint(name, "step", (*at, "needs", step), below=below)
        below = name
