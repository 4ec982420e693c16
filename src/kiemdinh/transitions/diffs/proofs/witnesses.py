"""Examples of schools that two editions judge differently, each assessed under both before it is returned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias
from typing import Any as AnyValue

from kiemdinh.analysis.worlds import complete_world
from kiemdinh.api.assess import assess
from kiemdinh.api.origin import freeze_value
from kiemdinh.data.transitions import DiffWitness
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.evidence.writing import dossier_from_facts
from kiemdinh.rules import MET, UNMET, All, Any, Assignment, Condition, Fact, Interval, Not, evaluate
from kiemdinh.standards.names import FactKind, FactName
from kiemdinh.transitions.diffs.proofs.standings import holds_in, read_standing

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.diffs.proofs.pair_study import PairStudy
    from kiemdinh.transitions.diffs.proofs.strictness import Reading, RuleComparer, RuleComparison

__all__ = ["RuleSubject", "WitnessFinder", "Witnesses", "subject_of"]

Witnesses: TypeAlias = "tuple[DiffWitness | None, DiffWitness | None]"
"""A school that meets a rule by the old edition alone, and one that meets it by the new edition alone."""

_RULES_FOR_EACH_STEP: Final = 10
"""How many rules may be read in assessments for each step of the budget."""


@dataclass(frozen=True, slots=True)
class RuleSubject:
    """The subject of a rule: a fact by the old definition, and by the new one.

    ``read`` returns its condition by each definition, over free facts.
    """

    old: FactName
    new: FactName
    read: Reading


@dataclass(slots=True)
class WitnessFinder:
    """Finds for a difference of rules a school with another result by each edition.

    A school that gets another level is preferred to one for which only the part itself differs, and records that both
    editions read are preferred to records that only one of them has.
    """

    comparer: RuleComparer
    _read: int = 0
    _results: dict[AnyValue, Assessment | None] = field(default_factory=dict)

    @property
    def is_spent(self) -> bool:
        """Whether the budget for assessments is used up: then no further schools are looked for.

        For each school that is assessed, the rules of both editions are counted.
        """
        return self._read >= _RULES_FOR_EACH_STEP * self.comparer.budget.steps

    def find(self, subject: RuleSubject, comparison: RuleComparison) -> Witnesses:
        """Return a school for each direction in which the rule of *subject* differs.

        The first meets the rule by the old edition alone, the second by the new one alone; each is None where there is
        no such school, or none is found. This takes at most two proofs for each world of the comparison, and some
        assessments.
        """
        by_old = self._find_one(subject, comparison.met_by_old, is_met_by_old=True)
        return by_old, self._find_one(subject, comparison.met_by_new, is_met_by_old=False)

    def _find_one(
        self, subject: RuleSubject, pair: tuple[PairStudy, Assignment] | None, *, is_met_by_old: bool
    ) -> DiffWitness | None:
        if pair is None or self.is_spent:
            return None
        study, world = pair
        schools = (
            self._try(study, subject, each, is_met_by_old=is_met_by_old)
            for each in self._list_worlds(study, subject, world, is_met_by_old=is_met_by_old)
        )
        return _take_best(schools, is_met_by_old=is_met_by_old)

    def _list_worlds(
        self, study: PairStudy, subject: RuleSubject, world: Assignment, *, is_met_by_old: bool
    ) -> Iterator[Assignment]:
        """Yield worlds in which the fact differs: the one that was proved, then worlds in which a level depends on it.

        Facts that a proof leaves open are favourable in them. Last comes the world that was proved, with other figures.
        """
        met, unmet = subject.read(study)[:: 1 if is_met_by_old else -1]
        difference = study.tell_apart(met, unmet)
        if not study.has_one_dossier:
            yield from self._list_joined(study, difference, world)
            return
        yield complete_world(world, study.best_world)
        for step in self._levels(study):
            levels = (study.read_old(step), study.read_new(step))
            better, worse = levels[:: 1 if is_met_by_old else -1]
            found = self._find_world(study, All((difference, study.tell_apart(better, worse))))
            if found is not None:
                yield from _complete(found, study.best_world)
                break
        yield from [*_complete(world, study.best_world)][1:]

    def _list_joined(self, study: PairStudy, difference: Condition, world: Assignment) -> Iterator[Assignment]:
        """Yield worlds of one school by two definitions that share some facts, first those near the proved world."""
        joined = study.join_records(difference)
        yield from (near for near in _complete(world, study.best_world) if evaluate(joined, near) is MET)
        found = self.comparer.prove(study, joined).world
        yield from () if found is None else _complete(found, study.best_world)

    def _find_world(self, study: PairStudy, condition: Condition) -> Assignment | None:
        """Return a world that meets a condition, if possible one that meets all that only one edition has worded."""
        if study.open_met is not None:
            found = self.comparer.prove(study, All((condition, study.open_met))).world
            if found is not None:
                return found
        return self.comparer.prove(study, condition).world

    def find_absence(self, at: str, node: str, *, is_old: bool) -> DiffWitness | None:
        """Return a school that does not meet a part that only one edition has, and gets another level by each edition.

        None where none is found. *at* is the address of the part, a node or a level, *node* the first node in it;
        *is_old* says which edition has it.
        """
        schools = (
            self._try(study, subject_of(study, study.rules.names[step]), each, is_met_by_old=not is_old)
            for study in self.comparer.studies
            for step, each in self._list_absences(study, at, node, is_old=is_old)
        )
        told = (one for one in schools if one is not None and one.old_level != one.new_level)
        return None if self.is_spent else _take_best(told, is_met_by_old=not is_old)

    def _list_absences(self, study: PairStudy, at: str, node: str, *, is_old: bool) -> Iterator[tuple[str, Assignment]]:
        """Yield worlds that do not meet a part that only one edition has, each with a level that may depend on it.

        All else is favourable in the first; then it is proved that the level depends on it.
        """
        lacks, steps = _lacks(study, at, node, is_old=is_old), [*self._levels(study)]
        if lacks is None:
            return
        first = self.comparer.prove(study, lacks).world
        near = None if first is None else complete_world(first, study.best_world)
        for step in steps if near is not None else ():
            asked, other = (study.read_old(step), study.read_new(step))[:: 1 if is_old else -1]
            if near is not None and evaluate(study.tell_apart(other, asked), near) is MET:
                yield step, near
        for step in steps:
            asked, other = (study.read_old(step), study.read_new(step))[:: 1 if is_old else -1]
            world = self._find_world(study, All((lacks, study.tell_apart(other, asked))))
            if world is not None:
                yield from ((step, each) for each in _complete(world, study.best_world))

    def _levels(self, study: PairStudy) -> Iterator[str]:
        """Yield the facts of the levels or labels of the main outcome that both editions have."""
        main = study.framework.outcomes[0].id
        for name, fact in study.rules.names.items():
            is_result = fact.kind in (FactKind.OUTCOME, FactKind.LABEL) and fact.subject == main
            if is_result and name in study.new_inlined:
                yield name

    def _try(
        self, study: PairStudy, subject: RuleSubject, world: Assignment, *, is_met_by_old: bool
    ) -> DiffWitness | None:
        """Return the school of a world, if the fact holds by one edition and not by the other."""
        if self.is_spent:
            return None
        self._read += len(study.rules.definitions) + len(study.other.rules.definitions)
        try:
            old, new = (self._write(study, world, new=new) for new in (False, True))
        except ValueError:  # no dossier records it, such as a third of a point
            return None
        if not study.has_one_dossier:
            return self._assess_both(study, subject, old, new, is_met_by_old=is_met_by_old)
        kept = _keep_shared(old, study)
        if kept == new == old:
            return self._assess_both(study, subject, old, None, is_met_by_old=is_met_by_old)
        # One dossier for both comes first, unless it loses records that only the old edition has.
        dossiers = ((kept, None), (old, new))[:: 1 if kept == old else -1]
        found = (self._assess_both(study, subject, *pair, is_met_by_old=is_met_by_old) for pair in dossiers)
        return _take_best(found, is_met_by_old=is_met_by_old)

    def _write(self, study: PairStudy, world: Assignment, *, new: bool) -> dict[str, AnyValue]:
        one = study.other if new else study
        own = study.own_world(world, new=new)
        return dossier_from_facts(one.framework, own, on=study.on, stages=one.stages)

    def _assess_both(
        self,
        study: PairStudy,
        subject: RuleSubject,
        old: Mapping[str, AnyValue],
        new: Mapping[str, AnyValue] | None,
        *,
        is_met_by_old: bool,
    ) -> DiffWitness | None:
        renumbered = _rename(old, study) if new is None else new
        by_old, by_new = self._assess(study, old, new=False), self._assess(study, renumbered, new=True)
        if by_old is None or by_new is None:
            return None
        before, after = read_standing(by_old, subject.old), read_standing(by_new, subject.new)
        holds = (holds_in(by_old, subject.old), holds_in(by_new, subject.new))[:: 1 if is_met_by_old else -1]
        if (before == after and study.has_one_dossier) or holds[0] is False or holds[1] is True:
            return None
        if not study.has_one_dossier and holds[1] is None and subject.old.kind is not FactKind.STEP:
            return None  # two results that look alike are no example
        lacks = _list_lacking(study, by_old, by_new)
        if not study.has_one_dossier:  # by different names: only those of the unmet side
            lacks = ((), lacks[1]) if is_met_by_old else (lacks[0], ())
        return DiffWitness(
            freeze_value(old),
            None if renumbered == old else freeze_value(renumbered),
            before,
            after,
            _name_level(by_old.level),
            _name_level(by_new.level),
            _name_level(by_old.attainable),
            _name_level(by_new.attainable),
            *lacks,
        )

    def _assess(self, study: PairStudy, dossier: Mapping[str, AnyValue], *, new: bool) -> Assessment | None:
        """Return the result of a dossier by one edition; None where it is refused. It is kept for other rules."""
        key = (new, study.on, freeze_value(dossier))
        if key not in self._results:
            self._results[key] = _assess((study.other if new else study).framework, dossier, study.on)
        return self._results[key]


def subject_of(study: PairStudy, name: FactName) -> RuleSubject:
    """Return the subject of a fact of two editions, with all below it as in each."""
    return RuleSubject(name, study.shared.name_in_new(name), lambda each: each.read_both(name))


def _name_level(level: LevelRef | None) -> str | None:
    return None if level is None else level.id


def _take_best(schools: Iterable[DiffWitness | None], *, is_met_by_old: bool) -> DiffWitness | None:
    """Return the first school that gets another level and whose unmet requirements are known; else the next best."""
    best: DiffWitness | None = None
    for found in schools:
        if found is None:
            continue
        if _rank(found, is_met_by_old=is_met_by_old) == (True, True):
            return found
        if best is None or _rank(found, is_met_by_old=is_met_by_old) > _rank(best, is_met_by_old=is_met_by_old):
            best = found
    return best


def _rank(school: DiffWitness, *, is_met_by_old: bool) -> tuple[bool, bool]:
    lacks = school.new_lacks if is_met_by_old else school.old_lacks
    return school.old_level != school.new_level, bool(lacks)


def _list_lacking(study: PairStudy, by_old: Assessment, by_new: Assessment) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the requirements that are unmet by each edition alone, by its own ids."""
    match = study.shared.match
    old, new = _list_unmet(by_old), _list_unmet(by_new)
    # Nothing is known of requirements that only one edition has worded.
    old = {node: None for node in old if not study.is_open(Fact(node))}
    new = {node: None for node in new if not study.is_open(Fact(study.shared.rename_node(node)))}
    return (
        tuple(node for node in old if match.new_of.get(node) not in new),
        tuple(node for node in new if match.old_of.get(node) not in old),
    )


def _list_unmet(result: Assessment) -> Mapping[str, None]:
    """Return the unmet requirements without parts, in the order of the definition."""
    nodes = result.framework.nodes
    unmet = (one.node for one in result.nodes if one.truth is UNMET and one.applies)
    return dict.fromkeys(node for node in unmet if nodes[node].is_requirement and not nodes[node].parts)


def _complete(world: Assignment, best: Assignment) -> Iterator[Assignment]:
    """Yield a world completed by the best one: with its own figures, with its lowest, with the best; then alone.

    A proof may find figures that no school can have, such as 0.95 of a teacher, so the lowest that it allows are tried.
    """
    yield complete_world(world, best)
    lowest = {name: Interval.point(value.low) for name, value in world.values.items() if value.low is not None}
    yield complete_world(Assignment(world.truths, {**world.values, **lowest}), best)
    yield Assignment({**best.truths, **world.truths}, {**world.values, **best.values})
    yield world


def _lacks(study: PairStudy, at: str, node: str, *, is_old: bool) -> Condition | None:
    """Return the condition that a part of one edition alone is not met; None where nothing of it is met or unmet."""
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


def _assess(framework: Framework, dossier: Mapping[str, AnyValue], on: dt.date) -> Assessment | None:
    try:
        return assess(framework, {**dossier, "framework": framework.id}, on=on)
    except InputError:
        return None


def _keep_shared(dossier: Mapping[str, AnyValue], study: PairStudy) -> dict[str, AnyValue]:
    """Return a dossier without the records that only the old edition can have."""
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
