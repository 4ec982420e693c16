"""The minimal repairs of a level, each looked for when it is asked for (semantics 5.3, 5.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from kiemdinh import rules as kernel
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.data.repairs import Repair
from kiemdinh.data.search_work import SearchWork
from kiemdinh.explanation.costs import Efforts
from kiemdinh.explanation.repairs.changes import build_repair_change
from kiemdinh.explanation.repairs.question import RepairQuestion, build_question
from kiemdinh.explanation.repairs.subjects import Subject, ValueSubject
from kiemdinh.explanation.search_work import report_work
from kiemdinh.rules import Budget, ExhaustedError, Number
from kiemdinh.solvers.choose import available_solvers, choose_solver
from kiemdinh.standards.names import ValueKind

if TYPE_CHECKING:
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import FactName

__all__ = ["LevelRepairs", "find_level_repairs"]

_MIN_ACTIONS_FOR_SOLVER: Final = 60
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
        The open context that must be settled before any repair holds, where there is none yet.
    """

    target: LevelRef | None
    limit: int | None
    settle_first: tuple[str, ...]
    _framework: Framework
    _question: RepairQuestion | None
    _found: kernel.MinimalRepairs | None
    _efforts: Efforts | None
    _budget: Budget

    @property
    def proved(self) -> bool:
        """Whether the cost is proved to be the least."""
        return self._found is None or self._found.proved

    @property
    def cost(self) -> Number | None:
        """The cost of the cheapest repair: 0 where the target is certain already, None where it is out of reach."""
        return 0 if self._found is None else self._found.cost

    @property
    def gap(self) -> Number:
        """How far the cost may lie above the least; 0 where it is proved."""
        return 0 if self._found is None else self._found.gap

    @property
    def count(self) -> int | None:
        """The number of equally cheap repairs; None where it is not known."""
        return 1 if self._found is None else self._found.count

    @property
    def mixed(self) -> bool:
        """Whether a step counts as many as the requirements it stands for, since the dossier gives both."""
        return self._question is not None and self._question.is_mixed

    @property
    def minimise(self) -> str:
        """What a cost counts: the name of a number of the efforts."""
        return "cost" if self._efforts is None else self._efforts.minimise

    @property
    def priced(self) -> bool:
        """Whether efforts say what changes cost."""
        return self._efforts is not None and any(effort.priced for effort in self._efforts.by_id.values())

    @property
    def search(self) -> SearchWork:
        """What the search has taken so far; it goes on while repairs are asked for."""
        return report_work(self._budget)

    @property
    def cheapest(self) -> Repair | None:
        """The first repair; None where the target is out of reach."""
        return next(iter(self), None)

    def __iter__(self) -> Iterator[Repair]:
        """Yield minimal repairs in order of cost, at most ``limit``; it ends early where the budget runs out."""
        if self._found is None or self._question is None:
            yield Repair(0, (), {})
            return
        try:
            for repair in islice(self._found, self.limit):
                yield self._build_repair(repair, self._question)
        except ExhaustedError:
            return

    def _build_repair(self, repair: kernel.MinimalRepair, question: RepairQuestion) -> Repair:
        names = [change.name for change in repair.changes]
        changes = (
            build_repair_change(
                self._framework, question, self._efforts, change, moves_both_ways=names.count(change.name) > 1
            )
            for change in repair.changes
        )
        return Repair(repair.cost, tuple(changes), repair.also)


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

    The cheapest is looked for at once: at worst in time exponential in what the parts of the rule share, within the
    budget.

    Parameters
    ----------
    budget
        The steps that the search may take, now and while repairs are asked for.
    question
        The question of that fact under those efforts, where it has been built already.
    """
    if fact is None:
        return LevelRepairs(target, limit, (), framework, None, None, None, budget)
    question = question or build_question(framework, school, fact, efforts)
    found = kernel.find_minimal_repairs(question.problem, budget=budget, solver=_choose_solver(question.problem))
    # Only where nothing is within reach is it of use to know what stands in the way.
    settle_first = _find_settled_first(framework, school, fact, efforts, budget) if found.cost is None else ()
    return LevelRepairs(target, limit, settle_first, framework, question, found, efforts, budget)


def _find_settled_first(
    framework: Framework, school: SchoolFacts, fact: FactName, efforts: Efforts, budget: Budget
) -> tuple[str, ...]:
    """Return the open context without which no repair holds; empty where settling it would not do either (5.3)."""
    question = build_question(framework, school, fact, efforts, may_settle_context=True)
    solver = _choose_solver(question.problem)
    cheapest = next(iter(kernel.find_minimal_repairs(question.problem, budget=budget, solver=solver)), None)
    changes = () if cheapest is None else cheapest.changes
    subjects = (question.subject_named(change.name) for change in changes)
    return tuple(subject.id for subject in subjects if _is_context(subject, school))


def _is_context(subject: Subject, school: SchoolFacts) -> bool:
    is_denominator = isinstance(subject, ValueSubject) and subject.value.kind is ValueKind.PER
    return is_denominator or subject.name in school.rules.context_values


def _choose_solver(problem: kernel.RepairProblem) -> kernel.Solver | None:
    """Return a kept solver for a large problem, where one is installed; the kernel confirms what it answers."""
    return choose_solver() if len(problem.actions) > _MIN_ACTIONS_FOR_SOLVER and available_solvers() else None
