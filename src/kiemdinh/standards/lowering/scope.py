"""Where a condition is read: the member of a set at hand, the members of a set, and a condition that may not apply."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from kiemdinh.rules import MET, UNKNOWN, UNMET, All, Any, Branch, Comparison, Condition, Fact, Known, Truth
from kiemdinh.standards.lowering.setting import PopulationMember
from kiemdinh.standards.names import FactKind, FactName, MemberName

__all__ = [
    "EVERYWHERE",
    "OPERATORS",
    "UNKNOWN_CONDITION",
    "Lowered",
    "Member",
    "Members",
    "Scope",
    "add_further",
    "conjoin_all",
    "presence_of_any",
    "register_is_known",
]

OPERATORS: Final[Mapping[str, Comparison]] = {
    "at_least": ">=",
    "at_most": "<=",
    "above": ">",
    "below": "<",
    "is": "==",
}
"""The comparators of a definition, with the operators of the kernel."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The member of a set at which a condition is read; empty where it is read for the whole school.

    Attributes
    ----------
    node, year, stage
        The member at hand, of each kind of set inside which the condition is.
    before
        The school year before ``year`` within the same window; None for the first one.
    fixed
        The choices of inputs that the ``where`` of a set leaves: ``(("programme", {"thcs", "thpt"}),)``.
    assumed
        The verdict with which the node counts where it does not apply (1.7); None where its own verdict is read.
    if_not_asked
        How the node counts where it has no text at a level that is asked for (2.3): as ``met`` or ``unmet``, or it
        leaves the rule (``drop``). None where neither its set nor its layer states it.
    member, kind
        The member of a population at hand, and the kind of it.
    """

    node: str | None = None
    year: str | None = None
    before: str | None = None
    stage: str | None = None
    fixed: tuple[tuple[str, frozenset[str]], ...] = ()
    assumed: Truth | None = None
    if_not_asked: str | None = None
    member: PopulationMember | None = None
    kind: str | None = None

    @property
    def member_name(self) -> MemberName | None:
        """The name of the member of a population at hand, as a whole; None where there is none."""
        return None if self.member is None or self.kind is None else MemberName(self.kind, self.member.id)

    @property
    def shape(self) -> object:
        """A key that is equal for two scopes that differ only in the id or the known values of their members."""
        stages = None if self.member is None else self.member.stages
        return (
            self.kind, stages, self.fixed, self.assumed, self.if_not_asked, self.stage, self.node, self.year,
            self.before,
        )  # fmt: skip

    def choices_left(self, name: str, choices: tuple[str, ...]) -> tuple[str, ...]:
        """Return which *choices* of the input *name* are possible here, in their order.

        >>> Scope(fixed=(("programme", frozenset({"thcs"})),)).choices_left("programme", ("thcs", "thpt"))
        ('thcs',)
        """
        left = dict(self.fixed).get(name)
        return choices if left is None else tuple(choice for choice in choices if choice in left)

    def fix_choices(self, *fixed: tuple[str, frozenset[str]]) -> Scope:
        """Return this scope with fewer choices of some inputs.

        Each of *fixed* is an input and the choices that are left of it; for an input fixed before, the later ones
        count.
        """
        return replace(self, fixed=(*self.fixed, *fixed))

    def assume_verdict(self, verdict: Truth) -> Scope:
        """Return this scope with its node's verdict taken as *verdict*.

        It is for a member that does not apply and counts as met or unmet (1.7): the condition on it is lowered once
        more in this scope.
        """
        return replace(self, assumed=verdict)

    def count_if_not_asked(self, stated: str | None) -> Scope:
        """Return this scope with its node counted as *stated* where it is not asked, if that is ``met`` or ``unmet``.

        It is for rules that count or weigh their members (1.7); elsewhere a node that is not asked leaves the rule.
        """
        return replace(self, if_not_asked=stated) if stated in ("met", "unmet") else self


EVERYWHERE: Final = Scope()
"""The scope of a condition outside of all sets."""


class Lowered(NamedTuple):
    """A condition of the kernel, and when it applies at all; None: always.

    A condition does not apply where the set that it ranges over is empty and is declared not to apply then (1.8).
    """

    condition: Condition
    applies: Condition | None = None

    def absent_as_met(self) -> Condition:
        """Return the condition, met where it does not apply: so it has no effect in a conjunction.

        >>> from kiemdinh.rules import Fact
        >>> Lowered(Fact("1"), applies=Fact("applies:1")).absent_as_met()
        Branch(Fact('applies:1'), Fact('1'), Known(MET))
        """
        return self._absent_as(Known(MET))

    def absent_as_unmet(self) -> Condition:
        """Return the condition, unmet where it does not apply: so it has no effect in a disjunction or a count.

        >>> from kiemdinh.rules import Fact
        >>> Lowered(Fact("1")).absent_as_unmet()
        Fact('1')
        """
        return self._absent_as(Known(UNMET))

    def _absent_as(self, absent: Condition) -> Condition:
        return self.condition if self.applies is None else Branch(self.applies, self.condition, absent)


UNKNOWN_CONDITION: Final = Lowered(Known(UNKNOWN))
"""Takes the place of a condition that could not be lowered; the problem has been reported."""


class Member(NamedTuple):
    """A member of a set: its scope, when it belongs to the set, and when it applies; None: always."""

    scope: Scope
    belongs: Condition | None
    applies: Condition | None

    @property
    def presence(self) -> Condition | None:
        """When the member is there to be counted: it belongs and applies; None where both are certain."""
        return conjoin_all(tuple(part for part in (self.belongs, self.applies) if part is not None))


class Members(NamedTuple):
    """The members of a set in one setting.

    Attributes
    ----------
    name
        The name of the set, or of the layer or kind in place of one.
    items
        The members, in the order of the definition; years from the oldest on.
    if_empty, not_applicable
        What the definition states for an empty set, and for members that do not apply; None where it states nothing.
    is_known
        False where the members are not known: the stages, where a dossier names none.
    further
        The kind of members of which there may be further ones, since their register is not complete; else None.
    of_register
        Whether they are members of a register.
    """

    name: str
    items: tuple[Member, ...]
    if_empty: str | None
    not_applicable: str | None
    is_known: bool = True
    further: str | None = None
    of_register: bool = False


def presence_of_any(presences: Iterable[Condition | None]) -> Condition | None:
    """Return when some member of a group is there, from the conditions of its members; None where one always is.

    A group without members is never there, and is empty by definition (1.8).

    >>> from kiemdinh.rules import Fact
    >>> presence_of_any((Fact("applies:1.3"), Fact("applies:1.4")))
    Any((Fact('applies:1.3'), Fact('applies:1.4')))
    >>> presence_of_any((Fact("applies:1.3"), None)) is None
    True
    """
    found = tuple(presences)
    conditions = tuple(presence for presence in found if presence is not None)
    if len(conditions) < len(found):
        return None
    return Any(conditions) if conditions else Known(UNMET)


def add_further(lowered: Lowered, members: Members, make_opened: Callable[[], Condition]) -> Lowered:
    """Return a condition over *members* that allows for further members, which their register may lack (6.2).

    Parameters
    ----------
    lowered
        The condition over the members that are known.
    make_opened
        Makes the condition for the case that there may be further members: met or unmet only where they cannot change
        that. It is called only where there may be some.
    """
    if members.further is None:
        return lowered
    return Lowered(Branch(register_is_known(members.further), lowered.condition, make_opened()), lowered.applies)


def register_is_known(kind: str) -> Fact:
    """Return the fact that the register of a kind of members is known to be complete."""
    return Fact(str(FactName(FactKind.KNOWN, kind)))


def conjoin_all(parts: tuple[Condition, ...]) -> Condition | None:
    """Return the conjunction of *parts*, a single part as it is; None where there are no parts.

    >>> from kiemdinh.rules import Fact
    >>> conjoin_all((Fact("1"),)), conjoin_all(())
    (Fact('1'), None)
    """
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else All(parts)
