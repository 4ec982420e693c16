"""Parts of an aggregate: what each member of a set adds to a count, a share, a sum or a mean (semantics 1.7)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kiemdinh.rules import MET, UNMET, Branch, Condition, Constant, Known, Number, Product, Quantity, Select, Sum
from kiemdinh.standards.lowering.quantities import ZERO
from kiemdinh.standards.lowering.scope import Lowered, Member, conjoin_all

__all__ = ["AddedMember", "JudgedMember", "add_up", "list_share_terms", "weigh"]


class JudgedMember(NamedTuple):
    """A member of a count or share, with what is asked of it.

    ``inner`` is the condition on it while it applies. ``absent`` is the same condition on the verdict with which it
    counts while it does not apply; None where it then leaves the group (1.7). ``weight`` is its weight in a share, None
    where nothing is weighed.
    """

    member: Member
    inner: Lowered
    absent: Lowered | None
    weight: Quantity | None = None

    @property
    def presence(self) -> Condition | None:
        """When it is in the group: it belongs, and the condition on it applies; None where both are certain."""
        applies = self.inner.applies
        if self.member.applies is not None and self.absent is None:
            applies = conjoin_all(tuple(part for part in (self.member.applies, applies) if part is not None))
        elif self.member.applies is not None and self.absent is not None:
            # A member that counts though it does not apply stays in the group, by the verdict with which it counts.
            arms = [Known(MET) if part.applies is None else part.applies for part in (self.inner, self.absent)]
            applies = None if arms == [Known(MET), Known(MET)] else Branch(self.member.applies, arms[0], arms[1])
        return conjoin_all(tuple(part for part in (self.member.belongs, applies) if part is not None))

    @property
    def is_open(self) -> bool:
        """Whether it may be absent, or may count by a verdict that is stated for members that do not apply."""
        return self.member.presence is not None or self.inner.applies is not None

    def counts(self) -> Condition:
        """Return when it adds one to a count: it belongs, and meets the condition or counts as if it did."""
        inner = self.inner.absent_as_unmet()  # a member to which the condition does not apply is not counted
        if self.member.applies is not None:
            inner = Branch(self.member.applies, inner, self.absent.absent_as_unmet() if self.absent else Known(UNMET))
        # Belonging is tested first: a member outside the set is not counted, however absent members count.
        return inner if self.member.belongs is None else Branch(self.member.belongs, inner, Known(UNMET))

    def share(self) -> Quantity:
        """Return what it adds to a share as the author states it: 100 where it is met, else 0."""
        return Select(self.counts(), Constant(100), ZERO)

    def share_term(self, met: Quantity, unmet: Quantity) -> Quantity:
        """Return what it adds to a share that is judged: *met*, *unmet*, or 0 where it is absent (1.7)."""

        def add_verdict(asked: Lowered) -> Quantity:
            term = Select(asked.condition, met, unmet)
            return term if asked.applies is None else Select(asked.applies, term, ZERO)

        term = add_verdict(self.inner)
        if self.member.applies is not None:
            term = Select(self.member.applies, term, ZERO if self.absent is None else add_verdict(self.absent))
        term = weigh(term, self.weight)
        return term if self.member.belongs is None else Select(self.member.belongs, term, ZERO)


def list_share_terms(judged: Iterable[JudgedMember], percent: Quantity) -> tuple[Quantity, ...]:
    """Return what each member adds to a share judged against *percent*: met 100 - p, unmet - p, absent 0 (1.7)."""
    met, unmet = Sum((Constant(100), percent), (1, -1)), Sum((percent,), (-1,))
    return tuple(each.share_term(met, unmet) for each in judged)


class AddedMember(NamedTuple):
    """What a member adds to a sum or mean; ``counts_as`` is its number while it does not apply, None if it is left out.

    ``weight`` is None where nothing is weighed.
    """

    member: Member
    value: Quantity
    weight: Quantity | None
    counts_as: Number | None

    @property
    def presence(self) -> Condition | None:
        """When it is in the group; a member that counts as a number stays in it when it does not apply (1.7)."""
        return self.member.presence if self.counts_as is None else self.member.belongs

    def select(self, quantity: Quantity) -> Quantity:
        """Return *quantity* while the member is in the group, else 0."""
        return quantity if self.presence is None else Select(self.presence, quantity, ZERO)

    def stated_value(self) -> Quantity:
        """Return its value as the author states it; while it does not apply, the number that it counts as."""
        if self.member.applies is None or self.counts_as is None:
            return self.value
        return Select(self.member.applies, self.value, Constant(self.counts_as))

    def term(self, minus: Quantity | None) -> Quantity:
        """Return what it adds, less *minus* where the sum is judged against that, times its weight."""
        term = self._weigh(self.value, minus)
        if self.member.applies is not None:
            absent = ZERO if self.counts_as is None else self._weigh(Constant(self.counts_as), minus)
            term = Select(self.member.applies, term, absent)
        return term if self.member.belongs is None else Select(self.member.belongs, term, ZERO)

    def _weigh(self, value: Quantity, minus: Quantity | None) -> Quantity:
        return weigh(value if minus is None else Sum((value, minus), (1, -1)), self.weight)


def weigh(value: Quantity, weight: Quantity | None) -> Quantity:
    """Return *value* times its weight; None weighs nothing."""
    if weight is None:
        return value
    # With a constant factor the quantity stays linear, as the searches for repairs need it.
    return Sum((value,), (weight.value,)) if isinstance(weight, Constant) else Product(weight, value)


def add_up(added: tuple[AddedMember, ...], minus: Quantity | None) -> Quantity:
    """Return the weighted sum of what members add, each less *minus* where it is judged against that."""
    return Sum(tuple(part.term(minus) for part in added)) if added else ZERO
