"""Examples of schools that two editions tell apart, each assessed under both before it is returned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from typing import Any as AnyValue

from kiemdinh.analysis.worlds import complete_world
from kiemdinh.api.assess import assess
from kiemdinh.api.origin import freeze_value
from kiemdinh.data.transitions import DiffWitness
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.evidence.writing import dossier_from_facts
from kiemdinh.rules import All, Any, Assignment, Condition, Fact, Not
from kiemdinh.standards.names import FactKind, FactName
from kiemdinh.transitions.diffs.proofs.standings import read_standing

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.transitions.diffs.proofs.pair_study import PairStudy
    from kiemdinh.transitions.diffs.proofs.strictness import RuleComparer, RuleComparison

__all__ = ["WitnessFinder"]

_RULES_FOR_EACH_STEP: Final = 10
"""How many rules may be read in assessments for each step of the budget."""


@dataclass(slots=True)
class WitnessFinder:
    """Finds for a difference of rules a school that gets something else by each edition.

    A school that gets another level is taken before one of which only the part itself stands otherwise, and records
    that both editions read before records that only one of them has.
    """

    comparer: RuleComparer
    _read: int = 0

    @property
    def is_spent(self) -> bool:
        """Whether so many schools have been assessed that the budget is used up: further ones are not looked for.

        What is counted are the rules of both editions, each time that a school is assessed under them.
        """
        return self._read >= _RULES_FOR_EACH_STEP * self.comparer.budget.steps

    def find(self, name: FactName, comparison: RuleComparison) -> DiffWitness | None:
        """Return a school of which the fact *name* stands otherwise by each edition; None where none is found.

        At most two proofs for each world of the comparison, and some assessments.
        """
        weaker: DiffWitness | None = None
        if self.is_spent:
            return None
        for is_met_by_old, pair in ((True, comparison.met_by_old), (False, comparison.met_by_new)):
            if pair is None:
                continue
            study, world = pair
            for each in self._list_worlds(study, name, world, is_met_by_old=is_met_by_old):
                found = self._try(study, name, each)
                if found is not None and found.old_level != found.new_level:
                    return found
                weaker = weaker or found
        return weaker

    def _list_worlds(
        self, study: PairStudy, name: FactName, world: Assignment, *, is_met_by_old: bool
    ) -> Iterator[Assignment]:
        """Yield worlds in which the fact differs: such that a level hangs on it first, then the one that was proved."""
        old, new = study.read_both(name)
        difference = (old, Not(new)) if is_met_by_old else (new, Not(old))
        for step in self._levels(study):
            levels = (study.read_old(step), study.read_new(step))
            better, worse = levels if is_met_by_old else levels[::-1]
            found = self.comparer.prove(study, All((*difference, better, Not(worse)))).world
            if found is not None:
                yield from _complete(found, study.best_world)
                break
        yield from _complete(world, study.best_world)

    def find_absence(self, at: str, node: str, *, is_old: bool) -> DiffWitness | None:
        """Return a school that lacks what one edition alone asks, and gets another level by each.

        None where none is found. *at* is the address of what it lacks, a node or a level, *node* the first node in it;
        *is_old* says which edition asks it.
        """
        for study in () if self.is_spent else self.comparer.studies:
            lacks = _lacks(study, at, node, is_old=is_old)
            for step in self._levels(study) if lacks is not None else ():
                old, new = study.read_old(step), study.read_new(step)
                asked, other = (old, new) if is_old else (new, old)
                world = self.comparer.prove(study, All((lacks, other, Not(asked)))).world if lacks is not None else None
                for each in () if world is None else _complete(world, study.best_world):
                    found = self._try(study, study.rules.names[step], each)
                    if found is not None and found.old_level != found.new_level:
                        return found
        return None

    def _levels(self, study: PairStudy) -> Iterator[str]:
        """Yield the facts of the levels or labels of the main outcome that both editions have."""
        main = study.framework.outcomes[0].id
        for name, fact in study.rules.names.items():
            is_result = fact.kind in (FactKind.OUTCOME, FactKind.LABEL) and fact.subject == main
            if is_result and name in study.new_inlined:
                yield name

    def _try(self, study: PairStudy, name: FactName, world: Assignment) -> DiffWitness | None:
        """Return the school of a world, if it stands otherwise by each edition."""
        if self.is_spent:
            return None
        self._read += len(study.rules.definitions) + len(study.other.rules.definitions)
        try:
            old, new = (self._write(study, world, new=new) for new in (False, True))
        except ValueError:  # no dossier records it, such as a third of a point
            return None
        shared = self._assess_both(study, name, _keep_shared(old, study), None)
        if shared is not None and (shared.old_level != shared.new_level or old == new):
            return shared
        apart = self._assess_both(study, name, old, new)
        if apart is not None and (shared is None or apart.old_level != apart.new_level):
            return apart
        return shared

    def _write(self, study: PairStudy, world: Assignment, *, new: bool) -> dict[str, AnyValue]:
        one = study.other if new else study
        own = study.own_world(world, new=new)
        return dossier_from_facts(one.framework, own, on=study.on, stages=one.stages)

    def _assess_both(
        self, study: PairStudy, name: FactName, old: Mapping[str, AnyValue], new: Mapping[str, AnyValue] | None
    ) -> DiffWitness | None:
        renumbered = _rename(old, study) if new is None else new
        by_old = _assess(study, old, study.on, new=False)
        by_new = _assess(study, renumbered, study.on, new=True)
        if by_old is None or by_new is None:
            return None
        other = study.shared.name_in_new(name)
        before, after = read_standing(by_old, name), read_standing(by_new, other)
        if before == after:
            return None
        levels = (None if one.level is None else one.level.id for one in (by_old, by_new))
        both = (freeze_value(old), None if renumbered == old else freeze_value(renumbered))
        return DiffWitness(*both, before, after, *levels)


def _complete(world: Assignment, best: Assignment) -> Iterator[Assignment]:
    """Yield a world with what it leaves open as good as can be: with its figures, then with the best ones, then alone.

    A proof may find figures that no school can have, such as 0.95 of a teacher.
    """
    yield complete_world(world, best)
    yield Assignment({**best.truths, **world.truths}, {**world.values, **best.values})
    yield world


def _lacks(study: PairStudy, at: str, node: str, *, is_old: bool) -> Condition | None:
    """Return that what one edition alone asks is not met; None where nothing of it is met or unmet."""
    inlined = study.inlined if is_old else study.new_inlined
    framework = study.framework if is_old else study.other.framework
    info = framework.nodes[node]
    if at != node:
        # A level by the name that the old edition has for its node.
        above = at if is_old else f"{study.shared.rename_node(str(info.parent))}/{info.level}"
        return Not(inlined[above]) if above in inlined else None
    named = node if is_old else study.shared.rename_node(node)
    steps = [f"{named}/{step}" for step in info.levels]
    names = [named] if info.verdict == "met" else [step for step in steps if step in inlined]
    return Any(tuple(Not(inlined.get(name, Fact(name))) for name in names)) if names else None


def _assess(study: PairStudy, dossier: Mapping[str, AnyValue], on: dt.date, *, new: bool) -> Assessment | None:
    framework = (study.other if new else study).framework
    try:
        return assess(framework, {**dossier, "framework": framework.id}, on=on)
    except InputError:
        return None


def _keep_shared(dossier: Mapping[str, AnyValue], study: PairStudy) -> dict[str, AnyValue]:
    """Return a dossier without what only the old edition can record."""
    new = study.other.framework
    match = study.shared.match

    def keeps(section: str, entry: str) -> bool:
        return entry in (new.inputs if section == "inputs" else match.new_of)

    def keep(section: str, value: AnyValue) -> AnyValue:
        if section not in ("findings", "external", "inputs") or not isinstance(value, dict):
            return value
        return {
            entry: keep("inputs", inner) if entry == "inputs" and section != "inputs" else inner
            for entry, inner in value.items()
            if entry == "inputs" or keeps(section, entry)
        }

    kept = {section: keep(section, value) for section, value in dossier.items()}
    return {section: value for section, value in kept.items() if value != {}}


def _rename(dossier: Mapping[str, AnyValue], study: PairStudy) -> dict[str, AnyValue]:
    """Return a dossier with the ids of nodes that the new edition has."""
    new_of = study.shared.match.new_of

    def rename(section: str, value: AnyValue) -> AnyValue:
        if section not in ("findings", "external") or not isinstance(value, dict):
            return value
        return {new_of.get(entry, entry): inner for entry, inner in value.items()}

    renamed = {section: rename(section, value) for section, value in dossier.items()}
    return {**renamed, "framework": study.other.framework.id}
