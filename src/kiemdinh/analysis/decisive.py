"""Requirements that decide something: whether some outcome, label, award or loss hangs on their verdict alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Final, TypeAlias

from kiemdinh.analysis.space import written_out
from kiemdinh.analysis.study import Study
from kiemdinh.rules import (
    MET,
    UNMET,
    All,
    Any,
    AtLeast,
    Condition,
    Count,
    Fact,
    Not,
    Satisfiability,
    Truth,
    facts_of,
    fixed,
    walk,
)
from kiemdinh.rules import Node as Term

__all__ = ["TOPS", "DecisiveRequirements", "never_decisive"]

TOPS: Final = ("outcome:", "label:", "award:", "lost:")
"""How the names of results begin: what requirements are decisive for."""

_Place: TypeAlias = tuple[Term, str, int]
"""What reads a fact, how, and how often."""


def never_decisive(study: Study, among: Collection[str] | None = None) -> dict[str, bool]:
    """Map each requirement, or each *among* some, that decides nothing to whether that is proved (False: open)."""
    return DecisiveRequirements(study).never_decisive(among)


class DecisiveRequirements:
    """Asks of a requirement whether some world hangs on its verdict alone."""

    def __init__(self, study: Study) -> None:
        self.study = study
        nodes = study.framework.nodes
        measured = [name for name in study.rules.measured if name in study.whole and nodes[name].is_requirement]
        self.free = frozenset(name for name in measured if self._is_free(name))
        self.own: Mapping[str, Condition] = {n: study.whole[n] for n in measured if n not in self.free}
        self._done: dict[str, Satisfiability] = {}

    @cached_property
    def apart(self) -> Mapping[str, str]:
        """Map requirements to the one step or node that reads them, where it reads nothing that another one does.

        Such a step is as free as a fact: whatever the rest is, it can hold and fail. So it stands for them.
        """
        rules, whole = self.study.rules, self.study.whole
        free = {name for facts in rules.facts.values() for name in facts if whole.get(name, Fact(name)) == Fact(name)}
        users: dict[str, set[str]] = {}
        for user, facts in rules.facts.items():
            for name in facts:
                users.setdefault(name, set()).add(user)
        steps = [
            name
            for name, facts in rules.facts.items()
            if facts and not rules.values[name] and not name.startswith((*TOPS, "case:", "applies:"))
            if all(fact in free and users[fact] == {name} for fact in facts)
        ]
        return {fact: step for step in steps if self._turns(step) for fact in rules.facts[step]}

    @cached_property
    def _readers(self) -> Mapping[str, int]:
        return Counter(value for values in self.study.rules.values.values() for value in values)

    def _is_free(self, measured: str) -> bool:
        """Whether a requirement is as free as a fact: its figures are its own, and it can be met and not be met."""
        rules = self.study.rules
        own = not rules.facts[measured] and all(self._readers[value] == 1 for value in rules.values[measured])
        return own and self._turns(measured)

    def _turns(self, step: str) -> bool:
        whole = self.study.whole[step]
        return all(self.study.prove(one).status is Satisfiability.SATISFIABLE for one in (whole, Not(whole)))

    @cached_property
    def open(self) -> Mapping[str, Condition]:
        """Every definition written out down to requirements and what stands for them, figures left as facts too."""
        kept = {*self.own, *self.free, *self.apart.values()}
        made: dict[str, Condition] = {}
        for name, condition in self.study.rules.definitions.items():
            made[name] = written_out(condition, {n: c for n, c in made.items() if n not in kept})
        return made

    @cached_property
    def tops(self) -> tuple[tuple[Condition, frozenset[str]], ...]:
        """Return the conditions of all results, each with the facts that it reads; equal ones once."""
        found = {self.open[name]: facts_of(self.open[name]) for name in self.open if name.startswith(TOPS)}
        return tuple(found.items())

    def verdict(self, name: str) -> Satisfiability:
        """Return SATISFIABLE where it matters in some world, UNSATISFIABLE where it matters in none."""
        step = self.apart.get(name)
        if step is None:
            return self._among_tops(name)
        return _least(self._in(self.open[step], name), self._among_tops(step))

    @cached_property
    def settled(self) -> frozenset[Condition]:
        """What always or never holds: no fact decides it."""
        whole = ((top, self._with(top, {})) for top, _ in self.tops)
        return frozenset(top for top, one in whole if self.study.is_never_met(one) or self.study.is_always_met(one))

    @cached_property
    def twins(self) -> Mapping[str, str]:
        """Map facts to the first that is read just as they are: where two of them are swapped, nothing changes."""
        places = _places([top for top, _ in self.tops])
        first: dict[frozenset[_Place], str] = {}
        return {name: first.setdefault(frozenset(at), name) for name, at in places.items() if name not in self.own}

    def _among_tops(self, name: str) -> Satisfiability:
        name = self.twins.get(name, name)
        if name not in self._done:
            tops = [top for top, facts in self.tops if name in facts and (name in self.own or top not in self.settled)]
            self._done[name] = _greatest(self._in(top, name) for top in tops)
        return self._done[name]

    def _in(self, top: Condition, name: str) -> Satisfiability:
        """Look for a world in which it fails, and the outcome would be another if it did not; then the reverse."""
        with_it, without = (self._with(top, {name: truth}) for truth in (MET, UNMET))
        own = self.own.get(name)
        turned = (All((with_it, Not(without))), All((without, Not(with_it))))
        asked = turned if own is None else [All((Not(own), one)) for one in turned]
        return _greatest(self.study.prove(one).status for one in asked)

    def never_decisive(self, among: Collection[str] | None = None) -> dict[str, bool]:
        """Map what decides nothing to whether that is proved."""
        found: dict[str, bool] = {}
        for info in self.study.framework.nodes.values():
            if info.is_requirement and (among is None or info.id in among):
                verdict = self.verdict(info.id)
                if verdict is not Satisfiability.SATISFIABLE:
                    found[info.id] = verdict is Satisfiability.UNSATISFIABLE
        return found

    def explained(self, name: str) -> bool:
        """Whether other findings say why it decides nothing: it cannot fail, or all that it is part of is settled."""
        own = self.own.get(name)
        if own is not None and self.study.is_always_met(own):
            return True
        read = self.apart.get(name, name)
        within = [self._with(top, {}) for top, facts in self.tops if read in facts]
        return bool(within) and all(self.study.is_never_met(top) or self.study.is_always_met(top) for top in within)

    def _with(self, top: Condition, truths: Mapping[str, Truth]) -> Condition:
        return written_out(fixed(top, truths), self.own)


def _places(tops: Iterable[Condition]) -> Mapping[str, set[_Place]]:
    """Map facts to the groups that read them and how; what stands elsewhere is read in a way of its own."""
    found: dict[str, set[_Place]] = {}
    for reader in (node for top in tops for node in (All((top,)), *walk(top)) if not isinstance(node, Not)):
        grouped = isinstance(reader, All | Any | AtLeast | Count)
        for part, often in Counter(reader.members).items():
            fact = part.part if isinstance(part, Not) else part  # a negated fact is read where its negation is
            if isinstance(fact, Fact):
                how = "met" if fact is part else "unmet"
                found.setdefault(fact.id, set()).add((reader, how if grouped else fact.id, often))
    return found


def _greatest(verdicts: Iterable[Satisfiability]) -> Satisfiability:
    """Return SATISFIABLE as soon as one is; UNSATISFIABLE where every one is."""
    greatest = Satisfiability.UNSATISFIABLE
    for verdict in verdicts:
        if verdict is Satisfiability.SATISFIABLE:
            return verdict
        greatest = verdict if verdict is Satisfiability.UNDECIDED else greatest
    return greatest


def _least(one: Satisfiability, two: Satisfiability) -> Satisfiability:
    """Return UNSATISFIABLE where either is, SATISFIABLE where both are."""
    order = (Satisfiability.UNSATISFIABLE, Satisfiability.UNDECIDED, Satisfiability.SATISFIABLE)
    return min(one, two, key=order.index)
