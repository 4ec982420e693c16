"""What may change: facts and values as the caller says, and from them terms, in one case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kiemdinh.rules.evaluation import TruthAlgebra
from kiemdinh.rules.terms import Fact, KeptFold, Value, facts_of, values_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kiemdinh.rules.evaluation import Facts
    from kiemdinh.rules.repairs.normal_form.forms import Position
    from kiemdinh.rules.terms import Condition, Interval, Quantity, Term, Truth

__all__ = ["Changeability", "Reachability"]


class Reachability(Protocol):
    """What may change, as far as the normal form asks; a class satisfies this by having the methods."""

    def may_change_fact(self, name: str, /) -> bool:
        """Return whether the truth of a fact may change."""

    def may_change_value(self, name: str, /) -> bool:
        """Return whether the interval of a value may change."""

    def reachable_ends(
        self, name: str, up: bool, now: Interval, alone: Position | None, /
    ) -> tuple[Position | None, Sequence[Position]]:
        """Return the worst end that a value in a sum may get, and the better ends, from worse to better.

        The worst end is ``None`` if the value is unbounded. ``up`` says whether larger is better, ``now`` is the
        present interval. ``alone`` is where the end would be enough if no other term changed; ``None`` if nowhere.
        """


class Changeability:
    """What is known in one case, what may change, and how facts are read: the context of one reading.

    Attributes
    ----------
    facts
        What is known now.
    reach
        What may change.
    definitions
        The conditions that facts stand for.
    expanded
        Whether each defined fact is read through its definition.
    unfollowed
        The names in quantities that the normal form could not follow, so far.
    """

    def __init__(
        self, facts: Facts, reach: Reachability, definitions: Mapping[str, Condition], expanded: Mapping[str, bool]
    ) -> None:
        self.facts, self.reach, self.definitions, self.expanded = facts, reach, definitions, expanded
        self.unfollowed: set[str] = set()
        # By identity, which is cheaper than by equality; each term is kept, so that its id stays its own.
        self._known: dict[int, tuple[Term, bool]] = {}
        self._readings = KeptFold(TruthAlgebra(facts))

    def may_change(self, node: Term) -> bool:
        """Return whether any fact or value in a term, or in the definitions of its facts, may change.

        The time is linear in the terms that lie before the first that may change; parts asked for before are known.
        """
        known = self._known.get(id(node))
        if known is None:
            known = self._known[id(node)] = node, self._finds_change(node)
        return known[1]

    def _finds_change(self, node: Term) -> bool:
        waiting, seen = [node], {id(node)}
        while waiting:
            part = waiting.pop()
            if part.members:
                known = self._known.get(id(part))
                if known is None:
                    new = [member for member in part.members if id(member) not in seen]
                    seen.update(map(id, new))
                    waiting += new
                elif known[1]:
                    return True
            elif self._may_change_leaf(part):
                return True
        return False

    def _may_change_leaf(self, leaf: Term) -> bool:
        if isinstance(leaf, Value):
            return self.reach.may_change_value(leaf.id)
        return isinstance(leaf, Fact) and self._may_change_fact(leaf.id)

    def _may_change_fact(self, name: str) -> bool:
        """Return whether a fact may change, through its definition if it is read so."""
        if self.expanded.get(name, False):
            return self.may_change(self.definitions[name])
        return self.reach.may_change_fact(name)

    def truth_of(self, node: Condition) -> Truth:
        """Return the truth of a condition now, the facts in it read as they are."""
        return self._readings.fold(node)

    def value_of(self, node: Quantity) -> Interval:
        """Return what is known of a quantity now."""
        return self._readings.fold(node)

    def record_unfollowed(self, node: Quantity) -> None:
        """Record that a quantity is taken as it is now, although it may change."""
        self.unfollowed |= values_of(node) | facts_of(node)
