"""Lowering of single conditions: from the surface language of definitions to the kernel of :mod:`kiemdinh.rules`.

A condition of a definition becomes a condition over named facts and values. That the ids fit together is checked on the
way, so every definition that is loaded has been lowered once. The names are listed in :mod:`kiemdinh.standards.names`.
"""

from __future__ import annotations

from typing import Any

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.rules import MET, UNKNOWN, All, Condition, Known, NestingError, Quantity, negate_condition
from kiemdinh.rules import Any as AnyCondition
from kiemdinh.standards.definition import (
    AllOf,
    AnyOf,
    AwardCompared,
    ChangeQuantity,
    Compared,
    Definition,
    Every,
    ItsQuantity,
    Measure,
    NotOf,
    OutcomeCompared,
    Outline,
    StepTable,
    ValueQuantity,
    ValueTable,
)
from kiemdinh.standards.lowering.aggregates import AggregateLowerer
from kiemdinh.standards.lowering.comparisons import ComparisonLowerer
from kiemdinh.standards.lowering.context import Context, StepsFinder
from kiemdinh.standards.lowering.members import MemberFinder, lower_for_each
from kiemdinh.standards.lowering.outcomes import OutcomeLowerer
from kiemdinh.standards.lowering.quantities import QuantityLowerer
from kiemdinh.standards.lowering.scope import (
    UNKNOWN_CONDITION,
    Lowered,
    Members,
    Scope,
    add_further,
    conjoin_all,
    presence_of_any,
)
from kiemdinh.standards.lowering.setting import Setting
from kiemdinh.standards.lowering.tables import TableLowerer

__all__ = ["Lowering"]


class Lowering:
    """Lowers the conditions of one definition in one setting; it is the :class:`Lowerer` of all parts.

    The problems of a condition are added to those of ``context``, and an unknown condition takes its place.

    Parameters
    ----------
    definition, outline
        The definition, and its tree laid flat.
    setting
        The stages and school years that its sets speak of.
    problems
        Where problems of the definition are added.
    look_up_steps
        Finds the steps of what is read of other frameworks; None for a definition that is loaded.
    """

    def __init__(
        self,
        definition: Definition,
        outline: Outline,
        setting: Setting,
        problems: Problems,
        look_up_steps: StepsFinder | None = None,
    ) -> None:
        # Each part knows those that are made before it; for anything else it calls this object.
        self.context = Context(definition, outline, setting, problems, look_up_steps)
        self.quantities = QuantityLowerer(self.context, self)
        self._tables = TableLowerer(self.context, self, self.quantities)
        self._members = MemberFinder(self.context, self, self.quantities, self._tables)
        self._aggregates = AggregateLowerer(self.context, self, self.quantities)
        self._comparisons = ComparisonLowerer(self.context, self, self.quantities, self._aggregates)
        self._outcomes = OutcomeLowerer(self.context, self.quantities)

    def lower_condition(self, condition: Any, scope: Scope, path: Path) -> Lowered:
        """Lower a condition as read at *scope*: the condition of the kernel, and when it applies at all.

        Its problems are reported, and an unknown condition takes its place. The cost grows with the size of
        the condition, its defined names written out, times the members of the sets in it.

        Parameters
        ----------
        condition
            A condition of the definition: a word, ``all``, ``any``, ``not``, ``every``, or something compared.
        scope
            The member of a set at which it is read.
        path
            Its place in the definition.

        Raises
        ------
        InputError
            The rules are too many or nested too deeply; see :meth:`Context.counting_step`.
        """
        with self.context.counting_step(path), self.context.leaving_no_group():
            try:  # the kernel has a bound of its own, for conditions that are nested because names were written out
                return self._lower_form(condition, scope, path)
            except NestingError:
                self.context.problems.add(
                    "KD008",
                    Message("the rule is nested too deeply"),
                    path,
                    hint=Message("make requirements of its parts"),
                )
                return UNKNOWN_CONDITION

    def lower_applicable(self, condition: Any, scope: Scope, path: Path) -> Condition:
        """Lower a condition that must always apply, because there is no group around it that it could leave.

        These are the conditions of outcomes, of awards and of ``when``. Reports a condition that may not apply, because
        the set that it ranges over can be empty; it is then taken as if it applied.
        """
        lowered = self.lower_condition(condition, scope, path)
        if lowered.applies is not None:
            self.context.problems.add(
                "KD221",
                Message("nothing says what holds where this does not apply"),
                path,
                expected=Message("if_empty: met, unmet or unknown"),
            )
        return lowered.condition

    def lower_comparison(self, left: Any, comparator: str, right: Any, scope: Scope, path: Path) -> Lowered:
        """Lower one comparison of a quantity of the definition with the right side of the comparator.

        *left* is the quantity, *comparator* such as ``at_least``, and *right* a literal, a list of literals, a table or
        another quantity. See :meth:`ComparisonLowerer.lower_comparison`.
        """
        return self._comparisons.lower_comparison(left, comparator, right, scope, path)

    def lower_quantity(self, quantity: Any, scope: Scope, path: Path) -> Quantity:
        """Lower a quantity that stands on its own: the right side of a comparison, a member's value.

        Its problems are reported, and 0 takes its place. Raises ``InputError`` as :meth:`lower_condition`.
        """
        with self.context.counting_step(path):
            if isinstance(quantity, ValueQuantity | ItsQuantity | ChangeQuantity):
                return self.quantities.lower_quantity(quantity, scope, path)
            return self._aggregates.lower_aggregate(quantity, scope, path)

    def lower_table(self, table: ValueTable | StepTable, measure: Measure, scope: Scope, path: Path) -> Quantity:
        """Lower a table, whose entries are read by *measure*.

        The result is a quantity: the entry of the choice or step that holds. See :meth:`TableLowerer.lower_table`.
        """
        return self._tables.lower_table(table, measure, scope, path)

    def find_members(self, name: str, scope: Scope, path: Path) -> Members:
        """Return the members of the set, layer or kind *name*, as seen from *scope*.

        Each has the scope at which a condition is read of it, and when it belongs and applies. See
        :meth:`MemberFinder.find_members`.
        """
        return self._members.find_members(name, scope, path)

    def _lower_form(self, condition: Any, scope: Scope, path: Path) -> Lowered:
        if isinstance(condition, str):
            return self._lower_word(condition, scope, path)
        if isinstance(condition, AllOf):
            parts = enumerate(condition.all_)
            return _conjoin_parts([self.lower_condition(part, scope, (*path, "all", i)) for i, part in parts])
        if isinstance(condition, AnyOf):
            parts = enumerate(condition.any_)
            return _disjoin_parts([self.lower_condition(part, scope, (*path, "any", i)) for i, part in parts])
        if isinstance(condition, NotOf):
            inner = self.lower_condition(condition.not_, scope, (*path, "not"))
            # A condition that does not apply does not apply when it is negated either.
            return Lowered(negate_condition(inner.condition), inner.applies)
        if isinstance(condition, Every):
            return self._lower_every(condition, scope, path)
        if isinstance(condition, OutcomeCompared):
            return Lowered(self._outcomes.lower_outcome(condition, scope, path))
        if isinstance(condition, AwardCompared):
            return Lowered(self._outcomes.lower_award(condition, scope, path))
        if isinstance(condition, Compared):
            return self._comparisons.lower_compared(condition, scope, path)
        self.context.problems.add(
            "KD105", Message("a condition is expected, not a quantity"), path, hint=Message("add a comparator")
        )
        return UNKNOWN_CONDITION

    def _lower_word(self, word: str, scope: Scope, path: Path) -> Lowered:
        """Lower ``met`` and ``unmet``, the verdict of the node at hand, or the name of a defined condition."""
        if word in ("met", "unmet"):
            verdict = self._comparisons.lower_verdict(scope, path)
            return Lowered(verdict if word == "met" else negate_condition(verdict))
        defined = self.context.definition.define.get(word)
        if defined is None:
            known = ("met", "unmet", *self.context.definition.define)
            self.context.problems.add_unknown("KD209", Message("name"), word, known, path)
            return UNKNOWN_CONDITION
        self.context.used.add(("define", word))
        with self.context.expanding_name(word, path) as is_first:
            return self.lower_condition(defined, scope, ("define", word)) if is_first else UNKNOWN_CONDITION

    def _lower_every(self, condition: Every, scope: Scope, path: Path) -> Lowered:
        members = self.find_members(condition.every, scope, (*path, "every"))
        at: Path = (*path, "that")
        asked = lower_for_each(
            self.context, members.items, at, lambda member: self.lower_condition(condition.that, member.scope, at)
        )
        parts = []
        for member, that in zip(members.items, asked, strict=True):
            applies = conjoin_all(tuple(part for part in (member.presence, that.applies) if part is not None))
            parts.append(Lowered(that.condition, applies))
        # Without members this does not matter: the result is then the one that the set states.
        group: Condition = All(tuple(part.absent_as_met() for part in parts)) if parts else Known(MET)
        presence = presence_of_any(part.applies for part in parts)
        lowered = self._aggregates.add_empty_case(group, members, presence, (*path, "every"))
        # A further member could fail, and none could make up for a member that fails (6.2).
        return add_further(lowered, members, lambda: All((group, Known(UNKNOWN))))


def _conjoin_parts(parts: list[Lowered]) -> Lowered:
    members = tuple(part.absent_as_met() for part in parts)
    return Lowered(members[0] if len(members) == 1 else All(members), _any_applies(parts))


def _disjoin_parts(parts: list[Lowered]) -> Lowered:
    members = tuple(part.absent_as_unmet() for part in parts)
    return Lowered(members[0] if len(members) == 1 else AnyCondition(members), _any_applies(parts))


def _any_applies(parts: list[Lowered]) -> Condition | None:
    """Return when a group applies: where some part does; None where one always does."""
    applies = tuple(part.applies for part in parts if part.applies is not None)
    # One part that always applies keeps the group.
    if len(applies) < len(parts):
        return None
    return applies[0] if len(applies) == 1 else AnyCondition(applies)
