"""What of a framework scenarios are to cover: requirements, criteria, sets and steps, each with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from kiemdinh.analysis.lowering import build_lowering
from kiemdinh.analysis.observations import FALSE, PIVOTAL_FALSE, PIVOTAL_TRUE, TRUE, UNCERTAIN
from kiemdinh.analysis.sites import ConditionSite, counted_set, find_sites
from kiemdinh.standards.conditions import Count, Every, Share
from kiemdinh.standards.model import LadderAward, LadderOutcome
from kiemdinh.standards.setting import NOMINAL

if TYPE_CHECKING:
    from kiemdinh.standards.framework import Framework
    from kiemdinh.standards.problems import Path
    from kiemdinh.standards.setting import Setting

__all__ = ["FALSE", "KINDS", "PIVOTAL_FALSE", "PIVOTAL_TRUE", "TRUE", "UNCERTAIN", "Kind", "Point", "points_of"]

Kind: TypeAlias = Literal["requirement", "criterion", "set", "step"]
KINDS: Final[tuple[Kind, ...]] = ("requirement", "criterion", "set", "step")

_ALL: Final = (TRUE, FALSE, UNCERTAIN, PIVOTAL_TRUE, PIVOTAL_FALSE)


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to be covered, and each *what* it is to be seen as.

    ``id`` is the name of a fact, or for a set the owner of the condition and the name of the set; ``path`` is where
    it stands in the definition. *Pivotal while true* means: were it false instead, an outcome or award would change.
    ``site`` is the condition over a set; ``below`` the step under a step of a ladder.
    """

    id: str
    kind: Kind
    path: Path
    whats: tuple[str, ...] = _ALL
    site: ConditionSite | None = None
    below: str | None = None

    def follows(self, what: str) -> tuple[str, str] | None:
        """Return what of another fact must be possible for this to be seen as *what*; None where nothing must.

        A member of a set that alone keeps a requirement unmet can only decide where the requirement decides.
        """
        site = self.site
        if site is None or what != PIVOTAL_FALSE or site.path[-1:] != ("met_if",):
            return None
        rising = isinstance(site.cond, Every) or site.cond.at_least is not None
        return (site.owner, what) if rising else None


def points_of(framework: Framework) -> tuple[Point, ...]:
    """Return everything that scenarios of *framework* are to cover, in the order of the definition."""
    return (*_of_nodes(framework), *_of_sets(framework), *_of_outcomes(framework), *_of_awards(framework))


def _of_nodes(framework: Framework) -> Iterator[Point]:
    for info in framework.nodes.values():
        for step in info.levels:
            yield Point(f"{info.id}/{step}", "criterion", (*info.path, "levels", step))
        if info.verdict == "met" and info.layer is not None:
            yield Point(info.id, "criterion", info.path)
        elif info.is_requirement:
            yield Point(info.id, "requirement", info.path)


def _of_sets(framework: Framework) -> Iterator[Point]:
    often: Counter[str] = Counter()
    taken: set[Path] = set()
    for site in _over_sets(framework, NOMINAL):
        if site.path not in taken:
            taken.add(site.path)
            name = f"{site.owner}: {counted_set(site.cond)}"
            often[name] += 1
            number = f" ({often[name]})" if often[name] > 1 else ""
            yield Point(name + number, "set", site.path, site=site)


def _over_sets(framework: Framework, setting: Setting) -> Iterator[ConditionSite]:
    for top in find_sites(build_lowering(framework, setting)):
        if not top.owner.startswith("guard:"):  # it warns and never decides
            for site in top.walk():
                if isinstance(site.cond, Every | Count | Share) and site.cond.that is not None:
                    yield site


def _of_outcomes(framework: Framework) -> Iterator[Point]:
    for i, outcome in enumerate(framework.outcomes):
        at: Path = ("outcomes", i)
        if isinstance(outcome, LadderOutcome):
            yield from _ladder(framework, f"outcome:{outcome.id}", outcome.ladder, at)
            continue
        for j, case in enumerate(outcome.cases):
            yield Point(f"case:{outcome.id}={case.id}", "step", (*at, "cases", j))
        otherwise = f"label:{outcome.id}={outcome.otherwise.id}"
        yield Point(otherwise, "step", (*at, "otherwise"), (TRUE, FALSE, UNCERTAIN))


def _of_awards(framework: Framework) -> Iterator[Point]:
    for i, award in enumerate(framework.awards):
        at: Path = ("awards", i)
        if isinstance(award, LadderAward):
            yield from _ladder(framework, f"award:{award.id}", award.ladder, at)
        else:
            yield Point(f"award:{award.id}", "step", (*at, "needs"))
        if award.lost_if is not None:
            yield Point(f"lost:{award.id}", "step", (*at, "lost_if"))


def _ladder(framework: Framework, prefix: str, scale: str, at: Path) -> Iterator[Point]:
    below: str | None = None
    for step in framework.definition.steps_of(scale):
        name = f"{prefix}/{step}"
        yield Point(name, "step", (*at, "needs", step), below=below)
        below = name
