"""Decisive requirements: each alone changes an outcome, a label, an award or a loss in some world."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final, TypeAlias

from kiemdinh.analysis.decisive.examples import DecisiveExamples
from kiemdinh.analysis.decisive.own_terms import OwnTerms
from kiemdinh.analysis.decisive.statuses import status_of_all, status_of_any
from kiemdinh.analysis.inline import inline
from kiemdinh.analysis.study import Study
from kiemdinh.analysis.worlds import extreme_worlds
from kiemdinh.rules import (
    MET,
    UNMET,
    All,
    Any,
    AtLeast,
    Condition,
    Count,
    Fact,
    Known,
    Not,
    Proof,
    Satisfiability,
    Term,
    Truth,
    evaluate,
    facts_of,
    substitute,
    walk,
)
from kiemdinh.standards.names import FactKind, FactName, read_fact_name

__all__ = ["DecisiveRequirements"]

_Position: TypeAlias = tuple[Term, str, int]
"""Where a fact stands in the results: in which term, how it is read there, and how often."""

_FEW: Final = 100
"""How many decisions a proof about one criterion may take where there are other means."""


class DecisiveRequirements:
    """Proves of requirements whether they are decisive.

    A requirement is decisive if, in some world, a result changes where the verdict of the requirement alone changes. A
    requirement that figures decide is examined in the worlds in which its figures fail it.

    Three short cuts keep this quick for thousands of requirements. Where nothing else reads what a requirement reads,
    it is treated as a free fact. Where two facts are read alike everywhere, only the first is examined. And a fact
    needs no proof if a result depends on it in one of a few worlds.
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        nodes = study.framework.nodes
        measured = [
            name for name in study.rules.deciding_figures if name in study.inlined and nodes[name].is_requirement
        ]
        self._free = frozenset(name for name in measured if self._is_free(name))
        self._by_figures = {name: study.inlined[name] for name in measured if name not in self._free}
        self._proved: dict[str, Satisfiability] = {}
        self._seen: dict[str, bool] = {}
        self._constant: dict[Condition, bool] = {}
        self._examples: dict[Condition, DecisiveExamples] = {}
        self._differences: dict[tuple[Condition, str], tuple[Condition, Condition]] = {}
        self._own_terms = OwnTerms()

    def find_never_decisive(self, among: Collection[str] | None = None) -> dict[str, bool]:
        """Return the requirements that are not known to be decisive, each with whether it is proved that it never is.

        False says that a proof was left undecided. *among* names the requirements to examine; None takes all. At most
        four proofs for each requirement and result.
        """
        found: dict[str, bool] = {}
        for info in self._study.framework.nodes.values():
            if info.is_requirement and (among is None or info.id in among):
                status = self._prove_decisive(info.id)
                if status is not Satisfiability.SATISFIABLE:
                    found[info.id] = status is Satisfiability.UNSATISFIABLE
        return found

    def is_explained(self, name: str) -> bool:
        """Return whether another finding says why a requirement is not decisive.

        It cannot fail where it applies, or every result that reads it is always met or never met.
        """
        by_figures = self._by_figures.get(name)
        applies = self._study.inlined.get(str(FactName(FactKind.APPLIES, name)), Known(MET))
        if by_figures is not None and self._study.is_never_met(All((applies, Not(by_figures)))):
            return True
        read = self._stand_ins.get(name, name)
        readers = self._list_readers(read)
        return bool(readers) and all(self._is_constant(reader) for reader in readers)

    def _prove_decisive(self, name: str) -> Satisfiability:
        step = self._stand_ins.get(name)
        if step is None:
            return self._prove_for_results(name)
        # The step is free, so that the two questions do not depend on one another.
        return status_of_all(self._prove_for_result(self._conditions[step], name), self._prove_for_results(step))

    def _prove_for_results(self, name: str) -> Satisfiability:
        # What is in the focus was proved for another school, so an example can hardly be found.
        if self._study.has_focus and all(self._is_idle_in(result, name) for result in self._list_readers(name)):
            return Satisfiability.UNSATISFIABLE
        if self._is_seen_decisive(name):
            return Satisfiability.SATISFIABLE
        name = self._representatives.get(name, name)
        if self._is_seen_decisive(name):
            return Satisfiability.SATISFIABLE
        if name not in self._proved:
            # A constant result needs no proof, except where the verdict contradicts the figures that decide it.
            results = [
                result
                for result in self._list_readers(name)
                if name in self._by_figures or not self._is_constant(result)
            ]
            self._proved[name] = status_of_any(self._prove_for_reader(result, name) for result in results)
        return self._proved[name]

    def _prove_for_reader(self, result: Condition, name: str) -> Satisfiability:
        """Prove it for a result that reads the fact; first for the parts of its own node, which are small."""
        if self._is_idle_in(result, name):
            return Satisfiability.UNSATISFIABLE
        if self._is_seen_near_own_terms(result, name):
            return Satisfiability.SATISFIABLE
        return self._prove_for_result(result, name)

    def _list_readers(self, name: str) -> list[Condition]:
        """Return the results that read a fact."""
        return [result for result, facts in self._results if name in facts]

    def _is_idle_in(self, result: Condition, name: str) -> bool:
        """Return whether a fact is proved to change nothing in a result, since it changes no part of its own node."""
        return all(
            self._prove_for_result(part, name) is Satisfiability.UNSATISFIABLE
            for part in self._own_terms.find(result, name)
        )

    def _prove_for_result(self, result: Condition, name: str) -> Satisfiability:
        """Prove whether a result is met in some world just where *name* is met, or just where it is unmet."""
        return status_of_any(proof.status for proof in self._prove_differences(result, name))

    def _prove_differences(self, result: Condition, name: str, max_decisions: int | None = None) -> Iterator[Proof]:
        """Yield the proofs of a world in which a result is met just where *name* is met, and just where it is unmet."""
        return (self._study.prove(difference, max_decisions) for difference in self._list_differences(result, name))

    def _list_differences(self, result: Condition, name: str) -> tuple[Condition, Condition]:
        """Return when a result is met just where *name* is met, and when it is met just where it is unmet."""
        if (result, name) not in self._differences:
            self._differences[result, name] = self._build_differences(result, name)
        return self._differences[result, name]

    def _build_differences(self, result: Condition, name: str) -> tuple[Condition, Condition]:
        if_met, if_unmet = (self._fix_facts(result, {name: truth}) for truth in (MET, UNMET))
        by_figures = self._by_figures.get(name)
        # The figures that fail it may fail others too; only its own verdict is changed.
        given = () if by_figures is None else (Not(by_figures),)
        return All((*given, All((if_met, Not(if_unmet))))), All((*given, All((if_unmet, Not(if_met)))))

    def _fix_facts(self, result: Condition, truths: Mapping[str, Truth]) -> Condition:
        """Return a result over free facts and values, some facts taken as known."""
        return inline(substitute(result, truths), self._by_figures, self._study.sided)

    # -- results over requirements -----------------------------------------------------------------------------

    @cached_property
    def _conditions(self) -> Mapping[str, Condition]:
        """Every definition over requirements and what stands for them: they are facts here, whatever defines them."""
        kept = {*self._by_figures, *self._free, *self._stand_ins.values()}
        conditions: dict[str, Condition] = {}
        inlined: dict[str, Condition] = {}
        for name, condition in self._study.rules.definitions.items():
            conditions[name] = inline(condition, inlined, self._study.sided)
            if name not in kept:
                inlined[name] = conditions[name]
        return conditions

    @cached_property
    def _results(self) -> tuple[tuple[Condition, frozenset[str]], ...]:
        """The conditions of all results, each with the facts that it reads; equal ones once."""
        results = (condition for name, condition in self._conditions.items() if read_fact_name(name).is_top)
        return tuple({result: facts_of(result) for result in results}.items())

    def _is_seen_decisive(self, name: str) -> bool:
        """Return whether an example shows that some result depends on a fact, so that nothing has to be proved."""
        if name not in self._seen:
            self._seen[name] = any(self._is_seen_in(result, name) for result in self._list_readers(name))
        return self._seen[name]

    def _is_seen_in(self, result: Condition, name: str) -> bool:
        # Figures that fail the fact have to be found; a fact without figures is simply tried.
        by_proof = name in self._by_figures and self._is_seen_near_own_terms(result, name, _FEW)
        return by_proof or self._find_examples(result).is_shown(name)

    def _is_seen_near_own_terms(self, result: Condition, name: str, max_decisions: int | None = None) -> bool:
        """Return whether a result depends on a fact in a world in which a part of its own node depends on it."""
        parts = self._own_terms.find(result, name)
        proofs = (proof for part in parts for proof in self._prove_differences(part, name, max_decisions))
        worlds = (proof.world for proof in proofs if proof.world is not None)
        return any(self._find_examples(result).is_shown_near(name, world) for world in worlds)

    def _find_examples(self, result: Condition) -> DecisiveExamples:
        """Return the worlds in which a result depends on a fact."""
        if result not in self._examples:
            self._examples[result] = DecisiveExamples(self._study, result, self._by_figures)
        return self._examples[result]

    def _is_constant(self, result: Condition) -> bool:
        """Return whether a result is always met or never met, so that no free fact is decisive for it."""
        if result not in self._constant:
            self._constant[result] = not self._find_examples(result).varies and self._is_proved_constant(result)
        return self._constant[result]

    def _is_proved_constant(self, result: Condition) -> bool:
        condition = self._fix_facts(result, {})
        return self._study.is_never_met(condition) or self._study.is_always_met(condition)

    # -- what is as free as a fact -----------------------------------------------------------------------------

    def _is_free(self, measured: str) -> bool:
        """Return whether a requirement can be treated as a free fact: nothing else decides it or reads its figures."""
        rules = self._study.rules
        own = not rules.facts[measured] and all(self._reader_count[value] == 1 for value in rules.values[measured])
        return own and self._can_be_either(measured)

    @cached_property
    def _reader_count(self) -> Mapping[str, int]:
        """How many definitions read each value."""
        return Counter(value for values in self._study.rules.values.values() for value in values)

    def _can_be_either(self, name: str) -> bool:
        condition = self._study.inlined[name]
        both = (condition, Not(condition))
        worlds = extreme_worlds(condition, self._study.space)
        if all(
            self._study.can_be(world) and evaluate(each, world) is MET for each, world in zip(both, worlds, strict=True)
        ):
            return True
        return all(self._study.prove(each).status is Satisfiability.SATISFIABLE for each in both)

    @cached_property
    def _stand_ins(self) -> Mapping[str, str]:
        """The step or node that reads a requirement, where it reads free facts alone that nothing else reads.

        Such a step can be treated as a free fact: it can be met and unmet, whatever the rest is. So in the results it
        stands for its requirements.
        """
        rules = self._study.rules
        free = {name for facts in rules.facts.values() for name in facts if self._is_free_fact(name)}
        readers: dict[str, set[str]] = {}
        for reader, facts in rules.facts.items():
            for name in facts:
                readers.setdefault(name, set()).add(reader)
        steps = [
            name
            for name, facts in rules.facts.items()
            if facts and not rules.values[name] and read_fact_name(name).node is not None
            if all(fact in free and readers[fact] == {name} for fact in facts)
        ]
        return {fact: step for step in steps if self._can_be_either(step) for fact in rules.facts[step]}

    def _is_free_fact(self, name: str) -> bool:
        fact = Fact(name)
        return self._study.inlined.get(name, fact) == fact

    @cached_property
    def _representatives(self) -> Mapping[str, str]:
        """The first of the facts that stand in the same positions: where two of them are swapped, nothing changes."""
        positions = _find_positions(result for result, _ in self._results)
        first: dict[frozenset[_Position], str] = {}
        return {
            name: first.setdefault(frozenset(own), name)
            for name, own in positions.items()
            if name not in self._by_figures
        }


def _find_positions(results: Iterable[Condition]) -> Mapping[str, set[_Position]]:
    """Return the positions of each fact; one that stands in no group is in a position of its own."""
    found: dict[str, set[_Position]] = {}
    for reader in (node for result in results for node in (All((result,)), *walk(result)) if not isinstance(node, Not)):
        is_group = isinstance(reader, All | Any | AtLeast | Count)
        for member, times in Counter(reader.members).items():
            fact = member.part if isinstance(member, Not) else member  # at the place of its negation
            if isinstance(fact, Fact):
                how = "met" if fact is member else "unmet"
                found.setdefault(fact.id, set()).add((reader, how if is_group else fact.id, times))
    return found
