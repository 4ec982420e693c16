"""The differences in rules that a change of a definition makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiemdinh.rules import MET, Known
from kiemdinh.standards.names import SIDES, FactKind

if TYPE_CHECKING:
    from kiemdinh.rules import Condition
    from kiemdinh.standards.lowering import FrameworkRules
    from kiemdinh.standards.names import FactName, NameSide

__all__ = ["RuleChanges", "compare_rules"]

_BESIDE_CONDITIONS: Final = (
    "deciding_figures",
    "figure_required",
    "context_values",
    "durations",
    "cases",
    "mixed_polarity_names",
    "helpful_decisions",
)
"""The parts of rules, besides conditions, that affect truths."""


@dataclass(frozen=True, slots=True)
class RuleChanges:
    """The differences between the rules of a framework and those of a mutant, in one setting.

    Attributes
    ----------
    conditions
        For each fact whose condition differs, the old condition and the new.
    sides
        The sides whose findings some rule reads alone.
    names
        The names of the facts, with their parts.
    is_plain
        Whether nothing else differs that affects truths.
    is_none
        Whether nothing differs at all, not even a part that only warns or is only shown.
    """

    conditions: Mapping[str, tuple[Condition, Condition]]
    sides: tuple[NameSide, ...]
    names: Mapping[str, FactName]
    is_plain: bool
    is_none: bool


def compare_rules(old: FrameworkRules, new: FrameworkRules) -> RuleChanges:
    """Return what differs between two rules of one setting. Linear in their size."""
    is_plain = all(getattr(old, key) == getattr(new, key) for key in _BESIDE_CONDITIONS)
    shared = old.definitions.keys() & new.definitions.keys()
    pairs = {name: (old.definitions[name], new.definitions[name]) for name in shared}
    conditions = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    # A node that applies in any case has no fact of its own for that.
    gone = {name for name in old.definitions.keys() - shared if old.names[name].kind is FactKind.APPLIES}
    conditions |= {name: (old.definitions[name], Known(MET)) for name in gone}
    is_plain &= old.definitions.keys() - gone == new.definitions.keys()
    is_none = is_plain and not conditions and old.guards == new.guards and old.totals == new.totals
    return RuleChanges(conditions, _list_sides(new), old.names, is_plain, is_none)


def _list_sides(rules: FrameworkRules) -> tuple[NameSide, ...]:
    read = {fact.partition(":")[0] for facts in rules.facts.values() for fact in facts}
    return tuple(side for side in SIDES if side in read)
