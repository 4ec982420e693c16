"""The question of one school, composed of the questions of its clusters."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from kiemdinh.explanation.composition.joint_cases import iterate_joint_cases
from kiemdinh.explanation.repairs import read_cheapest_repair, search_repairs
from kiemdinh.rules import Budget, RepairProblem
from kiemdinh.rules.repairs import assume_forms

if TYPE_CHECKING:
    from kiemdinh.explanation.composition.cluster_question import ClusterCase, ClusterQuestion
    from kiemdinh.explanation.composition.target_outline import Cluster, TargetOutline
    from kiemdinh.explanation.repairs import CheapestRepair
    from kiemdinh.rules import Interval, Truth
    from kiemdinh.rules.repairs import Normal

__all__ = ["SPARE", "ComposedFacts", "ComposedQuestion", "compose_question", "join_maps"]

T = TypeVar("T")

SPARE: Final = 10
"""The budget has to be so many times what a composed question takes: the whole one may take somewhat more."""


@dataclass(frozen=True, slots=True)
class ComposedQuestion:
    """The repair question about a target, composed of clusters; it has the same answers as the whole question.

    Attributes
    ----------
    problem
        The problem for the kernel, without anything that no change can improve.
    shown
        The ids by which results show what can be changed, by the names of facts and values.
    """

    problem: RepairProblem
    shown: Mapping[str, str]

    def find_cheapest_repair(self, steps: int) -> CheapestRepair | None:
        """Return the cheapest repair; None where the question has to be asked as a whole.

        That is so where the budget of *steps* might not be enough.
        """
        budget = Budget(steps)
        found = search_repairs(self.problem, budget)
        if not found.proved:
            return None
        repair = read_cheapest_repair(self.problem, found, self.shown.__getitem__, budget)
        return None if budget.spent * SPARE > steps or budget.is_exhausted else repair


@dataclass(frozen=True, slots=True)
class ComposedFacts:
    """What is known of a school, by the names of a problem."""

    truths: Mapping[str, Truth]
    values: Mapping[str, Interval]

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact that no condition opens."""
        return self.truths[name]

    def value(self, name: str, /) -> Interval:
        """Return what is known of a value."""
        return self.values[name]


def compose_question(outline: TargetOutline, clusters: Sequence[ClusterQuestion]) -> ComposedQuestion:
    """Return the question of one school from what each cluster of the outline asks of it, in their order.

    The cost is that of what does not hold yet.
    """
    asking = [(cluster, one) for cluster, one in zip(outline.clusters, clusters, strict=True) if one.cases]
    actions = sorted((action for _, one in asking for action in one.actions), key=itemgetter(0))
    joint = [
        [(cluster, one.cases[number]) for (cluster, one), number in zip(asking, numbers, strict=True)]
        for numbers in iterate_joint_cases([one.context for _, one in asking])
    ]
    problem = RepairProblem(
        condition=outline.condition,
        cases=tuple(map(_join_facts, joint)),
        actions=tuple(action for _, action in actions),
        definitions=ChainMap(*(one.definitions for one in clusters), outline.definitions),
        expand=_is_expanded,
        fees=join_maps(one.fees for _, one in asking),
    )
    assume_forms(problem, [outline.put_in(_place_forms(case)) for case in joint])
    return ComposedQuestion(problem, join_maps(one.shown for _, one in asking))


_JointCase: TypeAlias = "Sequence[tuple[Cluster, ClusterCase]]"
"""What each cluster asks in one case of all unknown context."""


def _join_facts(case: _JointCase) -> ComposedFacts:
    return ComposedFacts(join_maps(one.truths for _, one in case), join_maps(one.values for _, one in case))


def _place_forms(case: _JointCase) -> dict[tuple[int, int], Normal]:
    """Return the forms of facts by the stage and their places among all that the upper rules end in."""
    forms: dict[tuple[int, int], Normal] = {}
    for cluster, one in case:
        for number, form in enumerate(one.forms):
            stage, fact = divmod(number, len(cluster.facts))
            forms[stage, cluster.places[fact]] = form
    return forms


def _is_expanded(_name: str) -> bool:
    return True  # only facts that are opened have a definition


def join_maps(parts: Iterable[Mapping[str, T]]) -> dict[str, T]:
    """Return what all of the mappings have."""
    joined: dict[str, T] = {}
    for part in parts:
        joined.update(part)
    return joined
