"""The minimal repairs of a level, each searched for when it is asked for (semantics 5.3, 5.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiemdinh import rules as kernel
from kiemdinh.data.notes import ResultWarning
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.data.repairs import KeptRepairs, Repair, RepairSource
from kiemdinh.data.search_work import SearchWork
from kiemdinh.diagnostics.arguments import check_count
from kiemdinh.explanation.costs import Efforts, is_priced
from kiemdinh.explanation.repairs.question import RepairQuestion, build_question
from kiemdinh.explanation.repairs.repair_search import RepairSearch
from kiemdinh.explanation.repairs.subjects import Subject, ValueSubject
from kiemdinh.explanation.search_work import report_work
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.rules import Budget, Number
from kiemdinh.solvers.choose import available_solvers, choose_solver
from kiemdinh.standards.names import ValueKind

if TYPE_CHECKING:
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import FactName

__all__ = ["LevelRepairs", "find_level_repairs", "find_settled_first", "search_repairs"]

_MIN_ACTIONS_FOR_SOLVER: Final = 30
"""Actions from which on a kept solver is asked, if there is one; with fewer the kernel is quicker."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LevelRepairs:
    """The minimal repairs of a target, cheapest first, each found when it is asked for.

    Attributes
    ----------
    target
        The level that they lead to; None at the top, where there is one repair, empty, of cost 0.
    limit
        The most repairs that iterating yields; None: all.
    settle_first
        The unknown context that must be settled first, where there is no repair without it.
    proved
        Whether the cost is proved to be the least.
    cost
        The cost of the cheapest repair: 0 where the target is certain already, None where it is out of reach.
    gap
        How far the cost may lie above the least; 0 where it is proved.
    mixed
        Whether the dossier gives some criteria whole and others requirement by requirement.
    minimise
        The name of the number of the efforts that is the cost.
    priced
        Whether efforts, or hints of the definition, say what changes cost.
    warnings
        The keys of efforts that give a cost to no possible change; they have no effect.
    """

    target: LevelRef | None
    limit: int | None
    settle_first: tuple[str, ...]
    proved: bool
    cost: Number | None
    gap: Number
    mixed: bool
    minimise: str
    priced: bool
    warnings: tuple[ResultWarning, ...]
    _source: RepairSource

    @property
    def count(self) -> int | None:
        """The number of equally cheap repairs; None where it is not known."""
        return self._source.count

    @property
    def search(self) -> SearchWork:
        """What the search took for the first ten repairs and for the count."""
        return self._source.search

    @property
    def cheapest(self) -> Repair | None:
        """The first repair; None where the target is out of reach."""
        return self._source.find(0)

    def first(self, most: int) -> tuple[Repair, ...]:
        """Return the first repairs, at most *most*; where they were read back from data, only those that it has.

        Raises
        ------
        InputError
            *most* is no whole number of 1 or more.
        """
        check_count("most", most)
        return self._source.first(most if self.limit is None else min(most, self.limit))

    def __iter__(self) -> Iterator[Repair]:
        """Yield minimal repairs in order of cost, at most ``limit``; it ends early where the budget runs out."""
        index = 0
        while (self.limit is None or index < self.limit) and (repair := self._source.find(index)) is not None:
            yield repair
            index += 1


def find_level_repairs(
    framework: Framework,
    school: SchoolFacts,
    target: LevelRef | None,
    fact: FactName | None,
    efforts: Efforts,
    budget: Budget,
    limit: int | None = None,
    *,
    question: RepairQuestion | None = None,
) -> LevelRepairs:
    """Return the repairs of *fact*, which stands for *target*; without one there is one repair, empty, of cost 0.

    The cheapest is searched for at once, within the budget; in the worst case in time exponential in the number of
    facts that several parts of the rule read.

    Parameters
    ----------
    budget
        The steps that the search may take, now and while repairs are asked for.
    question
        The question of that fact under those efforts, where it has been built already.
    """
    if fact is None:
        nothing = KeptRepairs((Repair(0, (), FrozenMap()),), 1, report_work(budget), has_more=False)
        return LevelRepairs(
            target=target,
            limit=limit,
            settle_first=(),
            proved=True,
            cost=0,
            gap=0,
            mixed=False,
            minimise="cost",
            priced=False,
            warnings=(),
            _source=nothing,
        )
    question = question or build_question(framework, school, fact, efforts)
    found = search_repairs(question.problem, budget)
    return LevelRepairs(
        target=target,
        limit=limit,
        # What stands in the way is of use only where there is no repair.
        settle_first=() if found.cost is not None else find_settled_first(framework, school, fact, budget, question),
        proved=found.proved,
        cost=found.cost,
        gap=found.gap,
        mixed=question.is_mixed,
        minimise=efforts.minimise,
        priced=is_priced(efforts, framework),
        warnings=tuple(
            ResultWarning("KD425", key, FrozenMap()) for key in efforts.by_key if key not in question.prices.reached
        ),
        _source=RepairSearch(framework, question, found, limit),
    )


def search_repairs(problem: kernel.RepairProblem, budget: Budget) -> kernel.MinimalRepairs:
    """Return the repairs of a problem, with a kept solver where it is large and one is installed."""
    return kernel.find_minimal_repairs(problem, budget=budget, solver=_choose_solver(problem))


def find_settled_first(
    framework: Framework, school: SchoolFacts, fact: FactName, budget: Budget, asked: RepairQuestion
) -> tuple[str, ...]:
    """Return the open context that has to be settled for any repair; empty where settling it would not be enough (5.3).

    *asked* is the question without that context, to which there is no answer. It is also empty where the steps run out.
    """
    question = build_question(framework, school, fact, asked.prices.efforts, may_settle_context=True)
    if question.problem.actions == asked.problem.actions:
        return ()
    try:
        cheapest = search_repairs(question.problem, budget).cheapest
    except kernel.ExhaustedError:
        return ()
    changes = () if cheapest is None else cheapest.changes
    subjects = (question.subject_named(change.name) for change in changes)
    return tuple(subject.id for subject in subjects if _is_context(subject, school))


def _is_context(subject: Subject, school: SchoolFacts) -> bool:
    is_denominator = isinstance(subject, ValueSubject) and subject.value.kind is ValueKind.PER
    return is_denominator or subject.name in school.rules.context_values


def _choose_solver(problem: kernel.RepairProblem) -> kernel.Solver | None:
    """Return a kept solver for a large problem, where one is installed; the kernel confirms what it answers."""
    return choose_solver() if len(problem.actions) > _MIN_ACTIONS_FOR_SOLVER and available_solvers() else None
