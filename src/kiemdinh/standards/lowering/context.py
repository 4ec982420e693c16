"""What every part of lowering shares: the definition at hand, what is collected on the way, and the bounds.

The parts (members, quantities, aggregates, comparisons, outcomes) know one another's results only through
:class:`Lowerer`, so that none imports the one above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, Protocol

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.parsing.durations import Duration
from kiemdinh.rules import Quantity
from kiemdinh.standards.definition import Definition, Outline, StepScale
from kiemdinh.standards.lowering.scope import Lowered, Members, Scope
from kiemdinh.standards.lowering.setting import Setting

__all__ = ["MOST_DEEP", "MOST_STEPS", "Context", "Lowerer"]

MOST_STEPS: Final = 20_000
"""Conditions and quantities of a definition, each counted for every member of a set that it is said of."""

MOST_DEEP: Final = 60
"""Conditions and quantities inside each other, defined names written out."""


class Lowerer(Protocol):
    """Lowers whatever stands inside: a part of lowering hands on to it what is another part's business."""

    def condition(self, cond: Any, scope: Scope, path: Path, /) -> Lowered:
        """Lower a condition that stands at *scope*."""

    def compare(self, left: Any, key: str, to: Any, scope: Scope, path: Path, /) -> Lowered:
        """Lower one comparison of a surface quantity with what stands behind the comparator *key*."""

    def quantity(self, q: Any, scope: Scope, path: Path, /) -> Quantity:
        """Lower a surface quantity that stands on its own: the right side of a comparison, a member's value."""

    def members(self, name: str, scope: Scope, path: Path, /) -> Members:
        """Return the members of the set, layer or kind *name*, as seen from *scope*."""


class Context:
    """One definition lowered in one setting.

    It collects problems, the ids of values that are context, the durations, and what of the definition is used. It
    also counts the conditions and quantities lowered, and refuses rules without bounds.
    """

    def __init__(self, definition: Definition, outline: Outline, setting: Setting, problems: Problems) -> None:
        self.definition = definition
        self.outline = outline
        self.setting = setting
        self.problems = problems
        self.layers = {layer.id: layer for layer in definition.layers}
        self.outcomes = {outcome.id: outcome for outcome in definition.outcomes}
        self.awards = {award.id: award for award in definition.awards}
        self.context_values: set[str] = set()
        self.used: set[tuple[str, str]] = set()
        self.durations: set[Duration] = set()
        self._in_context = False
        self._expanding: list[str] = []
        self._steps = 0
        self._depth = 0

    @contextmanager
    def context_here(self) -> Iterator[None]:
        """Inside, every input that is read is context (semantics, Words)."""
        before, self._in_context = self._in_context, True
        try:
            yield
        finally:
            self._in_context = before

    @contextmanager
    def expanding(self, name: str, path: Path) -> Iterator[bool]:
        """Guard the expansion of a defined name; yields False, and reports it, where it refers to itself."""
        if name in self._expanding:
            self.problems.add("KD213", f"'{name}' refers to itself", path, found=" -> ".join((*self._expanding, name)))
            yield False
            return
        self._expanding.append(name)
        try:
            yield True
        finally:
            self._expanding.pop()

    @contextmanager
    def deeper(self, path: Path) -> Iterator[None]:
        """Count a condition or quantity that is lowered inside, and refuse rules without bounds.

        Raises
        ------
        InputError
            Written out, the rules are too many or too deep; with the problems found before.
        """
        self._steps += 1
        self._depth += 1
        if self._steps > MOST_STEPS:
            self.problems.add(
                "KD007",
                f"written out for every member of their sets, the rules have more than {MOST_STEPS:,} conditions",
                path,
                hint="a set inside a set, or a name defined by another, multiplies them",
            )
            raise InputError(self.problems.found)
        if self._depth > MOST_DEEP:
            self.problems.add(
                "KD008",
                f"with its defined names and sets written out, the rule is nested more than {MOST_DEEP} deep",
                path,
                hint="does a set, a weight or a derived rating lead back to itself?",
            )
            raise InputError(self.problems.found)
        try:
            yield
        finally:
            self._depth -= 1

    def reads(self, value_id: str, *, context: bool = False) -> str:
        """Note that *value_id* is read, as context where it decides what applies; return it."""
        if context or self._in_context:
            self.context_values.add(value_id)
        return value_id

    def layer_of(self, node_id: str) -> str | None:
        """Return the id of the layer of a node."""
        layer = self.outline.nodes[node_id].layer
        return layer.id if layer else None

    def may_not_apply(self, node_id: str) -> bool:
        """Whether a node can leave its group (1.7)."""
        node = self.outline.nodes[node_id].node
        return node.when is not None or node.may_not_apply or node.if_empty == "not-applicable"

    def ladder_steps(self, scale: str, path: Path) -> tuple[str, ...]:
        """Return the step ids of a ladder, lowest first; reports what is no ladder."""
        found = self.definition.scales.get(scale)
        if not isinstance(found, StepScale):
            names = [name for name, s in self.definition.scales.items() if isinstance(s, StepScale)]
            self.problems.unknown("KD214", "scale of steps", scale, names, path)
        return self.definition.steps_of(scale)

    def below(self, scale: str) -> str | None:
        """Return the id of what lies below the lowest step of a scale, where it has a name."""
        found = self.definition.scales.get(scale)
        return found.not_reached.id if isinstance(found, StepScale) and found.not_reached else None
