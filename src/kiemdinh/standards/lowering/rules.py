"""The result of lowering: the rules of a framework, and the guards that only warn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from kiemdinh.parsing.durations import Duration
from kiemdinh.rules import (
    MET,
    UNBOUNDED,
    UNMET,
    Compare,
    Comparison,
    Condition,
    Facts,
    Interval,
    Quantity,
    evaluate,
    evaluate_quantity,
    exact_number,
)
from kiemdinh.standards.definition import Citation
from kiemdinh.standards.lowering.setting import Setting
from kiemdinh.standards.names import FactName

__all__ = ["FrameworkRules", "Guard", "NamedQuantity", "StatedBound", "StatedTotal", "TotalMember"]


class Guard(NamedTuple):
    """A condition that warns where it is certainly unmet and never decides (7.3).

    See the example of :meth:`kiemdinh.Framework.rules`.

    Attributes
    ----------
    about
        The name of the node or outcome for which it is stated.
    condition
        The condition without which it warns.
    citation
        Its place in the law.
    """

    about: FactName
    condition: Condition
    citation: Citation


class TotalMember(NamedTuple):
    """The contribution of one member to a total that is compared.

    See the example of :meth:`kiemdinh.Framework.rules`.

    Attributes
    ----------
    value
        The quantity that it adds.
    weight
        The weight of that quantity; None where nothing is weighed.
    presence
        When the member is in the group; None where it is there in any case.
    """

    value: Quantity
    weight: Quantity | None
    presence: Condition | None


class StatedTotal(NamedTuple):
    """A sum, mean or share as its author states it, where the kernel compares something else (1.7).

    See the example of :meth:`kiemdinh.Framework.rules`.

    Attributes
    ----------
    kind
        The kind of total.
    name
        Its name in ``define``; None where it is stated in the rule itself.
    over, of
        The set, and what is added of each member: ``rating``, ``points``, … or an input; None for a share or a
        calculated quantity.
    vi, en
        The texts that its author gave it.
    operator, bound
        The comparison as it is stated.
    members
        The contribution of each member of the set.
    """

    kind: Literal["sum", "mean", "share"]
    name: str | None
    over: str
    of: str | None
    vi: str | None
    en: str | None
    operator: Comparison
    bound: Quantity
    members: tuple[TotalMember, ...]


class StatedBound(NamedTuple):
    """A comparison of a named quantity, by the outcome, award or node that asks for it.

    See the example of :meth:`kiemdinh.Framework.rules`.

    Attributes
    ----------
    owner
        The name of the outcome, award or node whose rule has the comparison.
    operator, bound
        The comparison as it is stated: how the quantity is compared, and with what.
    condition
        The condition of the kernel.
    """

    owner: FactName
    operator: Comparison
    bound: Quantity
    condition: Condition


class NamedQuantity(NamedTuple):
    """A quantity that ``define`` names for the whole school, or by which a layer derives the score of a node.

    See the example of :meth:`kiemdinh.Framework.rules`.

    Attributes
    ----------
    name
        Its name, or the id of the node.
    quantity, per
        The quantity; and, where it is a ratio, its denominator, else None.
    presence
        When it has a value; None where it always has.
    unit
        The id of its unit; None for a plain number.
    bounds
        The comparisons of it.
    """

    name: str
    quantity: Quantity
    per: Quantity | None
    presence: Condition | None
    unit: str | None
    bounds: tuple[StatedBound, ...]

    def find_value(self, facts: Facts) -> Interval | None:
        """Return the interval of the quantity; None where it certainly has no value."""
        presence = MET if self.presence is None else evaluate(self.presence, facts)
        if presence is not MET:
            return None if presence is UNMET else UNBOUNDED
        value = evaluate_quantity(self.quantity, facts)
        return value if self.per is None else _divide(value, evaluate_quantity(self.per, facts))


@dataclass(frozen=True, slots=True, eq=False)
class FrameworkRules:
    """The rules of a framework in one setting: its conditions over named facts, and facts about the conditions.

    Rules are compared and looked up as objects: a framework keeps those of each setting.

    See the example of :meth:`kiemdinh.Framework.rules`.

    Attributes
    ----------
    setting
        The stages and the last school year that the rules were lowered for.
    definitions
        The condition of each fact that has one, lower facts first: a definition comes after all that it reads.
    names
        The name of each of these, with its parts.
    deciding_figures
        For each requirement with ``met_if`` the values that decide it as soon as one of them is recorded (3.4).
    figure_required
        Those of these requirements for which no finding can replace the figure (``demands_figure``).
    context_values
        The names of the values that are context (semantics, *Words*).
    durations
        All lengths of time in the rules, shortest first.
    guards
        Conditions that warn and never decide.
    citations
        The citations for each outcome, award and grounds for loss, its own citation first.
    used
        The parts of the definition that some rule reads, such as ``("input", "pupils")`` or ``("set", "core")``.
    cases
        For each context value of mixed polarity, one value for each combination of results of its conditions (1.7).
    mixed_polarity_names
        The names that enter an outcome or award under both signs: its readings are sound but may be too wide (1.6).
    helpful_decisions
        The decisions that can only help the outcomes and awards: without a record they count as not made (2.9).
    facts
        For each definition the names of the facts in its condition.
    values
        For each definition the names of the values in its condition.
    totals
        Comparisons of sums, means and shares, in the form in which their author states them.
    named_quantities
        The quantities that the definition shows, then those that outcomes and awards compare, by their names.
    derived_scores
        The quantity by which the score of a node is derived, by the id of the node.
    reads_years
        Whether a set of the definition has school years; without one the rules are the same in every year.
    """

    setting: Setting
    definitions: Mapping[str, Condition]
    names: Mapping[str, FactName]
    deciding_figures: Mapping[str, frozenset[str]]
    figure_required: frozenset[str]
    context_values: frozenset[str]
    durations: tuple[Duration, ...]
    guards: tuple[Guard, ...]
    citations: Mapping[str, tuple[Citation, ...]]
    used: frozenset[tuple[str, str]]
    cases: Mapping[str, tuple[Interval, ...]]
    mixed_polarity_names: frozenset[str]
    helpful_decisions: frozenset[str]
    facts: Mapping[str, frozenset[str]]
    values: Mapping[str, frozenset[str]]
    totals: Mapping[Compare, StatedTotal]
    named_quantities: Mapping[str, NamedQuantity]
    derived_scores: Mapping[str, NamedQuantity]
    reads_years: bool


def _divide(part: Interval, whole: Interval) -> Interval:
    """Return part over whole; unbounded where the whole is not known, or can be 0 (S13)."""
    if not whole.known or whole.low is None or whole.low <= 0:
        return UNBOUNDED
    return part.scaled(exact_number(1 / Fraction(whole.low)))
