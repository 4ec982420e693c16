"""The one bridge from the surface language to the core language of :mod:`kiemdinh.rules`.

A condition of a definition becomes a condition over named facts and values. What the ids mean together is checked
on the way, so that whatever is loaded has been lowered once. Names of facts:

=========================  ==========================================================================
``1.3/muc-1/a``            the verdict of a requirement, or of any node judged met or unmet
``1.3/muc-1``              a step of a criterion: its own condition for that level
``applies:1.3/muc-1/a``    whether a node applies (only where it may not)
``outcome:muc/muc-1``      an outcome reaches a level; ``outcome:action=sc`` for a label
``external:outcome:…``     the same by what an external review and the figures say
``award:…``, ``lost:…``    an award's conditions, and its grounds for loss
``held:…``                 an award or grade held by recorded decision; also ``revoked:…`` and ``never:…``
``input:x@thcs/2025-2026`` the value of an input; ``rating:1.1``, ``points:1.1``, ``finding:1.1`` of a node
=========================  ==========================================================================
"""

from __future__ import annotations

from typing import Any

from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.rules import MET, All, Condition, Known, NestingError, Quantity, negated
from kiemdinh.rules import Any as AnyCondition
from kiemdinh.standards.definition import (
    AllOf,
    AnyOf,
    AwardCompared,
    Change,
    Compared,
    Definition,
    Every,
    Its,
    NotOf,
    OutcomeCompared,
    Outline,
    Value,
)
from kiemdinh.standards.lowering.aggregates import Counting
from kiemdinh.standards.lowering.comparisons import Comparing
from kiemdinh.standards.lowering.context import Context
from kiemdinh.standards.lowering.members import Membership
from kiemdinh.standards.lowering.outcomes import Outcomes
from kiemdinh.standards.lowering.quantities import Operands
from kiemdinh.standards.lowering.scope import UNKNOWN_CONDITION, Lowered, Members, Scope, conjunction
from kiemdinh.standards.lowering.setting import Setting

__all__ = ["Lowering"]


class Lowering:
    """Lowers conditions of one definition in one setting, collecting problems, context and what is used."""

    def __init__(self, definition: Definition, outline: Outline, setting: Setting, problems: Problems) -> None:
        self.context = Context(definition, outline, setting, problems)
        self.operands = Operands(self.context, self)
        self.membership = Membership(self.context, self, self.operands)
        self.counting = Counting(self.context, self, self.operands)
        self.comparing = Comparing(self.context, self, self.operands, self.counting)
        self.outcomes = Outcomes(self.context, self.operands)

    def members(self, name: str, scope: Scope, path: Path) -> Members:
        """Return the members of the set, layer or kind *name*, as seen from *scope*."""
        return self.membership.members(name, scope, path)

    def quantity(self, q: Any, scope: Scope, path: Path) -> Quantity:
        """Lower a surface quantity that stands on its own: the right side of a comparison, a member's value."""
        with self.context.deeper(path):
            if isinstance(q, Value | Its | Change):
                return self.operands.quantity(q, scope, path)
            return self.counting.quantity(q, scope, path)

    def compare(self, left: Any, key: str, to: Any, scope: Scope, path: Path) -> Lowered:
        """Lower one comparison of a surface quantity with what stands behind the comparator *key*."""
        return self.comparing.compare(left, key, to, scope, path)

    def condition(self, cond: Any, scope: Scope, path: Path) -> Lowered:
        """Lower a condition that stands at *scope*."""
        with self.context.deeper(path):
            try:
                return self._condition(cond, scope, path)
            except NestingError:
                self.context.problems.add(
                    "KD008", "the rule is nested too deeply", path, hint="make requirements of its parts"
                )
                return UNKNOWN_CONDITION

    def _condition(self, cond: Any, scope: Scope, path: Path) -> Lowered:
        if isinstance(cond, str):
            return self._word(cond, scope, path)
        if isinstance(cond, AllOf):
            return self._all([self.condition(c, scope, (*path, "all", i)) for i, c in enumerate(cond.all_)])
        if isinstance(cond, AnyOf):
            return self._any([self.condition(c, scope, (*path, "any", i)) for i, c in enumerate(cond.any_)])
        if isinstance(cond, NotOf):
            inner = self.condition(cond.not_, scope, (*path, "not"))
            return Lowered(negated(inner.condition), inner.applies)
        if isinstance(cond, Every):
            return self._every(cond, scope, path)
        if isinstance(cond, OutcomeCompared):
            return Lowered(self.outcomes.outcome(cond, path))
        if isinstance(cond, AwardCompared):
            return Lowered(self.outcomes.award(cond, path))
        if isinstance(cond, Compared):
            return self.comparing.comparison(cond, scope, path)
        self.context.problems.add("KD105", "a condition is expected, not a quantity", path, hint="add a comparator")
        return UNKNOWN_CONDITION

    def settled(self, lowered: Lowered, path: Path) -> Condition:
        """Return a condition that always applies; reports one that can leave where nothing stands around it."""
        if lowered.applies is not None:
            self.context.problems.add(
                "KD221",
                "nothing says what holds where this does not apply",
                path,
                expected="if_empty: met, unmet or unknown",
            )
        return lowered.condition

    def _word(self, word: str, scope: Scope, path: Path) -> Lowered:
        if word in ("met", "unmet"):
            verdict = self.comparing.verdict(scope, path)
            return Lowered(verdict if word == "met" else negated(verdict))
        defined = self.context.definition.define.get(word)
        if defined is None:
            known = ("met", "unmet", *self.context.definition.define)
            self.context.problems.unknown("KD209", "name", word, known, path)
            return UNKNOWN_CONDITION
        self.context.used.add(("define", word))
        with self.context.expanding(word, path) as fresh:
            return self.condition(defined, scope, ("define", word)) if fresh else UNKNOWN_CONDITION

    def _all(self, parts: list[Lowered]) -> Lowered:
        members = tuple(part.absent_as_met() for part in parts)
        return Lowered(members[0] if len(members) == 1 else All(members), _any_applies(parts))

    def _any(self, parts: list[Lowered]) -> Lowered:
        members = tuple(part.absent_as_unmet() for part in parts)
        return Lowered(members[0] if len(members) == 1 else AnyCondition(members), _any_applies(parts))

    def _every(self, cond: Every, scope: Scope, path: Path) -> Lowered:
        members = self.members(cond.every, scope, (*path, "every"))
        parts = []
        for member in members.items:
            that = self.condition(cond.that, member.scope, (*path, "that"))
            applies = tuple(c for c in (member.counted, that.applies) if c is not None)
            parts.append(Lowered(that.condition, conjunction(applies)).absent_as_met())
        return self.counting.or_empty(All(tuple(parts)) if parts else Known(MET), members, (*path, "every"))


def _any_applies(parts: list[Lowered]) -> Condition | None:
    """A group applies where some member does; None where one surely does."""
    applies = tuple(part.applies for part in parts if part.applies is not None)
    if len(applies) < len(parts):
        return None
    return applies[0] if len(applies) == 1 else AnyCondition(applies)
