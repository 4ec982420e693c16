"""The least that has to change for a level, in the vocabulary of standards (semantics 5.1, 5.3, 5.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from kiemdinh import rules as kernel
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.data.repairs import GapRoles, Repair, RepairChange
from kiemdinh.explanation.costs import Efforts
from kiemdinh.explanation.repairs.asked import Asked
from kiemdinh.explanation.repairs.problem import ask
from kiemdinh.rules import ExhaustedError, Number
from kiemdinh.solvers import available, solver

if TYPE_CHECKING:
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import FactName

__all__ = ["LevelRepairs", "change_of", "classed", "find_level_repairs"]

_LARGE = 60
"""Changes above which a kept solver is asked, if there is one: below, the kernel is quicker."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LevelRepairs:
    """The minimal repairs of a target, cheapest first, each found when it is asked for.

    ``cost`` is that of the cheapest, 0 where the target is certain already and None where it is out of reach;
    ``count`` the number of equally cheap ways, None where it is not known; ``proved`` tells whether the cost is the
    least, and ``gap`` how far it may lie above where it is not. ``mixed`` tells that the dossier gives some criteria
    whole and others requirement by requirement, so that a step costs as many as the requirements it stands for.
    ``settle_first`` names the open context that must be settled before any repair holds, where there is none yet.
    """

    target: LevelRef | None
    limit: int | None
    settle_first: tuple[str, ...]
    _framework: Framework
    _asked: Asked | None
    _found: kernel.MinimalRepairs | None
    _efforts: Efforts | None

    @property
    def proved(self) -> bool:
        """Whether the cost is proved to be the least."""
        return self._found is None or self._found.proved

    @property
    def cost(self) -> Number | None:
        """The cost of the cheapest repair; None where the target is out of reach."""
        return 0 if self._found is None else self._found.cost

    @property
    def gap(self) -> Number:
        """How far the cost may lie above the least; 0 where it is proved."""
        return 0 if self._found is None else self._found.gap

    @property
    def count(self) -> int | None:
        """The number of equally cheap ways; None where it is not known."""
        return 1 if self._found is None else self._found.count

    @property
    def mixed(self) -> bool:
        """Whether a step counts as many as the requirements it stands for."""
        return self._asked is not None and self._asked.mixed

    @property
    def minimise(self) -> str:
        """What a cost counts: the name of a number of the efforts."""
        return "cost" if self._efforts is None else self._efforts.minimise

    @property
    def priced(self) -> bool:
        """Whether efforts say what changes cost."""
        return self._efforts is not None and any(effort.priced for effort in self._efforts.by_id.values())

    def __iter__(self) -> Iterator[Repair]:
        """Yield minimal repairs in order of cost, at most ``limit``; raises nothing where a search limit runs out."""
        if self._found is None or self._asked is None:
            yield Repair(0, (), {})
            return
        try:
            for repair in islice(self._found, self.limit):
                yield self._level_repair(repair, self._asked)
        except ExhaustedError:
            return

    @property
    def cheapest(self) -> Repair | None:
        """The first repair; None where the target is out of reach."""
        return next(iter(self), None)

    def _level_repair(self, repair: kernel.MinimalRepair, asked: Asked) -> Repair:
        ids = [change.name for change in repair.changes]
        changes = (
            change_of(self._framework, asked, self._efforts, change, both=ids.count(change.name) > 1)
            for change in repair.changes
        )
        return Repair(repair.cost, tuple(changes), repair.also)


def change_of(
    framework: Framework, asked: Asked, efforts: Efforts | None, change: kernel.Change, *, both: bool = False
) -> RepairChange:
    """Return a change of the kernel in the words of standards; *both* tells that the same figure is moved both ways."""
    thing = asked.things[change.name]
    effort = None if efforts is None else efforts.effort_for(framework, change.name, thing.node)
    part, whole = asked.people(change)
    to, within = asked.reached(change)
    return RepairChange(
        thing.id,
        change.from_,
        to,
        change.kind,
        change.cost,
        thing.node,
        thing.level,
        thing.stage,
        part=part,
        whole=whole,
        who=None if effort is None else effort.who,
        within=None if both else within,
    )


def find_level_repairs(
    framework: Framework,
    school: SchoolFacts,
    target: LevelRef | None,
    fact: FactName | None,
    efforts: Efforts,
    limit: int | None = None,
    *,
    asked: Asked | None = None,
) -> LevelRepairs:
    """Return the repairs of the fact that stands for *target*; without one there is one, empty, of cost 0.

    *asked* is the problem of that fact under those efforts, where it has been built already.
    """
    if fact is None:
        return LevelRepairs(target, limit, (), framework, None, None, None)
    asked = asked or ask(framework, school, str(fact), efforts)
    found = kernel.find_minimal_repairs(asked.problem, solver=_solver_for(asked.problem))
    first = _settled_first(framework, school, str(fact), efforts) if found.cost is None else ()
    return LevelRepairs(target, limit, first, framework, asked, found, efforts)


def _settled_first(framework: Framework, school: SchoolFacts, fact: str, efforts: Efforts) -> tuple[str, ...]:
    """Return the open context without which no repair holds; empty where settling it would not do either (5.3)."""
    asked = ask(framework, school, fact, efforts, settling=True)
    cheapest = kernel.find_minimal_repairs(asked.problem, solver=_solver_for(asked.problem)).cheapest
    changes = () if cheapest is None else cheapest.changes
    names = (asked.things[change.name] for change in changes)
    return tuple(t.id for t in names if t.name in school.rules.context_values or t.name.startswith("per:"))


def _solver_for(problem: kernel.RepairProblem) -> kernel.Solver | None:
    """Return a kept solver for a large problem, where one is installed; the kernel confirms what it answers."""
    return solver() if len(problem.actions) > _LARGE and available() else None


def classed(asked: Asked) -> GapRoles | None:
    """Class every open gap of a problem, two searches for each; None where their limit runs out."""
    try:
        return _classed(asked, kernel.change_roles(asked.problem))
    except ExhaustedError:
        return None


def _classed(asked: Asked, found: kernel.ChangeRoles) -> GapRoles:
    facts = {lever.id: asked.thing_of(lever) for lever in asked.problem.actions}

    def those(role: str) -> tuple[str, ...]:
        ids = (facts[key].id for key, part in found.roles.items() if part.role == role)
        return tuple(dict.fromkeys(ids))

    return GapRoles(
        found.reachable,
        those("necessary"),
        those("relevant"),
        _without(those("irrelevant"), those("necessary"), those("relevant"), those("keep")),
        those("keep"),
        tuple(dict.fromkeys(facts[key].id for key, part in found.roles.items() if part.either_way)),
        tuple(dict.fromkeys(facts[key].id for key, part in found.roles.items() if not part.actable)),
        tuple(dict.fromkeys(asked.things[change.name].id for change in kernel.decisive_changes(asked.problem))),
    )


def _without(ids: tuple[str, ...], *others: tuple[str, ...]) -> tuple[str, ...]:
    taken = {i for other in others for i in other}
    return tuple(i for i in ids if i not in taken)
