"""What lowering makes of a whole framework: its conditions over named facts, and what is known of them beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiemdinh.parsing.durations import Duration
from kiemdinh.rules import Condition, Interval
from kiemdinh.standards.definition.outline import LawRef
from kiemdinh.standards.lowering.setting import Setting

__all__ = ["Guard", "Rules"]


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition that warns where it is certainly unmet and never decides (7.3)."""

    about: str
    condition: Condition
    law: LawRef


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a framework in one setting.

    ``definitions`` maps each fact that a condition gives to that condition, lower ones first; ``facts`` and
    ``values`` give those that each speaks of itself. ``measured`` maps a requirement with ``met_if`` to the values
    that make its metric speak (3.4); ``demanding`` names those for which no finding stands in. ``context`` holds the
    ids of values that are context. ``laws`` maps a definition to the laws it states itself.

    ``both_ways`` names what enters an outcome or award under both signs, where the readings are sound but may be too
    wide (1.6); ``cases`` gives, for each context value among these, one value for each way in which the conditions on
    it can turn out (1.7).
    """

    setting: Setting
    definitions: Mapping[str, Condition]
    measured: Mapping[str, frozenset[str]]
    demanding: frozenset[str]
    context: frozenset[str]
    durations: tuple[Duration, ...]
    guards: tuple[Guard, ...]
    laws: Mapping[str, tuple[LawRef, ...]]
    used: frozenset[tuple[str, str]]
    cases: Mapping[str, tuple[Interval, ...]]
    both_ways: frozenset[str]
    facts: Mapping[str, frozenset[str]]
    values: Mapping[str, frozenset[str]]
