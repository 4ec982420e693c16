"""The normal form of conditions: negations at the facts, definitions opened, choices with a known test replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.rules.repairs.normal_form.changeability import Changeability
from kiemdinh.rules.repairs.normal_form.comparisons import ComparisonReader
from kiemdinh.rules.repairs.normal_form.forms import FactLeaf, Normal, NormalGroup, all_of, any_of
from kiemdinh.rules.terms import (
    MET,
    UNKNOWN,
    UNMET,
    All,
    Any,
    AtLeast,
    Branch,
    Compare,
    Condition,
    Fact,
    Known,
    Not,
    facts_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiemdinh.rules.evaluation import Facts
    from kiemdinh.rules.repairs.normal_form.changeability import Reachability

__all__ = ["normal_form_of"]


def normal_form_of(
    condition: Condition,
    facts: Facts,
    reach: Reachability,
    definitions: Mapping[str, Condition],
    expanded: Mapping[str, bool],
) -> tuple[Normal, frozenset[str]]:
    """Return the normal form of "``condition`` is certain" in one case, and the names that it could not follow.

    ``expanded`` says of each defined fact whether it is read through its definition. The time is linear in the size of
    the condition and its opened definitions, times the ends of the values that occur in sums. A product of two
    quantities that may both change is taken as it is now; the names in it are returned.

    Raises
    ------
    ValueError
        If a definition refers to itself.
    """
    context = Changeability(facts, reach, definitions, expanded)
    reader = _ConditionReader(context)
    reader.read_definitions_below(condition)
    return reader.read_condition(condition, True), frozenset(context.unfollowed)


class _ConditionReader:
    """Reads a condition in one case into its normal form; a part that occurs several times is read once."""

    def __init__(self, context: Changeability) -> None:
        self._context = context
        self._facts, self._expanded = context.facts, context.expanded
        self._comparisons = ComparisonReader(context, self)
        self._done: dict[bool, dict[int, tuple[Condition, Normal]]] = {True: {}, False: {}}
        self._named_forms: dict[bool, dict[str, Normal]] = {True: {}, False: {}}
        self._being_read: set[str] = set()

    def read_definitions_below(self, condition: Condition) -> None:
        """Read the definitions on which a condition depends, lower ones first, so that a long chain takes no recursion.

        A definition that refers to itself is left to be refused where it is read.
        """
        waiting, seen = sorted(facts_of(condition)), set[str]()
        while waiting:
            name = waiting[-1]
            below = self._facts_below(name) if name not in seen else []
            seen.add(name)
            unseen = [fact for fact in below if fact not in seen]
            if unseen:
                waiting.extend(unseen)
                continue
            waiting.pop()
            if name not in self._named_forms[True]:
                self._read_fact(name, True)

    def _facts_below(self, name: str) -> list[str]:
        return sorted(facts_of(self._context.definitions[name])) if self._expanded.get(name, False) else []

    def read_condition(self, node: Condition, positive: bool) -> Normal:
        """Return the form of "the condition certainly holds" (``positive``), or of "it certainly does not hold"."""
        if isinstance(node, Fact):
            return self._named_forms[positive].get(node.id) or self._read_fact(node.id, positive)
        # Keyed by identity, because hashing a term costs a call. The term is kept alive, so that its id stays its own.
        known = self._done[positive].get(id(node))
        if known is None:
            known = self._done[positive][id(node)] = node, self._read_new_condition(node, positive)
        return known[1]

    def _read_new_condition(self, node: Condition, positive: bool) -> Normal:
        """Return the form of a condition that is no fact and was not read before."""
        if isinstance(node, All):
            return self._read_group(len(node.parts), node.parts, positive)
        if isinstance(node, AtLeast | Any):
            return self._read_group(node.k if isinstance(node, AtLeast) else 1, node.parts, positive)
        match node:
            case Known(truth):
                return truth is (MET if positive else UNMET)
            case Not(part):
                return self.read_condition(part, not positive)
            case Compare(left, op, right):
                return self._comparisons.read_comparison(left, op, right, positive)
            case Branch(test, then, otherwise):
                return self.read_choice(
                    test, self.read_condition(then, positive), self.read_condition(otherwise, positive)
                )
        raise TypeError(type(node).__name__)

    def _read_group(self, k: int, parts: tuple[Condition, ...], positive: bool) -> Normal:
        """Return the form of "at least ``k`` of these hold", or of its negation."""
        # Not "at least k of n" is "at least n - k + 1 of n do not hold" (De Morgan).
        need = k if positive else len(parts) - k + 1
        named, condition = self._named_forms[positive], self.read_condition
        members = [
            named.get(part.id) or self._read_fact(part.id, positive)
            if isinstance(part, Fact)
            else condition(part, positive)
            for part in parts
        ]
        return NormalGroup(need, tuple(members), (1,) * len(parts))

    def _read_fact(self, name: str, positive: bool) -> Normal:
        """Return the form of a fact that was not read before: a leaf, or the form of its definition."""
        if self._expanded.get(name, False):
            read = self._read_definition(name, positive)
        else:
            read = FactLeaf(name, positive, self._facts.truth(name) is (MET if positive else UNMET))
        self._named_forms[positive][name] = read
        return read

    def _read_definition(self, name: str, positive: bool) -> Normal:
        """Return the form of the definition of a fact; a definition that refers to itself is refused."""
        if name in self._being_read:
            msg = f"a definition refers to itself: {name}"
            raise ValueError(msg)
        self._being_read.add(name)
        read = self.read_condition(self._context.definitions[name], positive)
        self._being_read.remove(name)
        return read

    def read_choice(self, test: Condition, then: Normal, otherwise: Normal) -> Normal:
        """Return the form of a choice: the arm that the test picks, both arms while it is unknown.

        If the test may change, it is enough that the test is certain with its arm, or that both arms are.
        """
        truth = None if self._context.may_change(test) else self._context.truth_of(test)
        if truth is None:
            met, unmet = self.read_condition(test, True), self.read_condition(test, False)
            return any_of(all_of(met, then), all_of(unmet, otherwise), all_of(then, otherwise))
        if truth is UNKNOWN:
            return all_of(then, otherwise)
        return then if truth is MET else otherwise
