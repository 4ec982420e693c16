"""What every part of lowering shares: the definition at hand, what is collected on the way, and the bounds.

The parts (members, quantities, tables, aggregates, comparisons, outcomes) hand on what is another part's business
through :class:`Lowerer`, so that none imports the one above it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.parsing.durations import Duration
from kiemdinh.rules import Compare, Condition, Quantity, Value
from kiemdinh.standards.definition import Definition, Measure, Outline, ReferenceDef, StepScale
from kiemdinh.standards.lowering.rules import StatedBound, StatedTotal
from kiemdinh.standards.lowering.scope import Lowered, Members, Scope
from kiemdinh.standards.lowering.setting import Setting
from kiemdinh.standards.names import FactName, ReferenceName, ValueKind, ValueName

__all__ = ["MAX_DEPTH", "MAX_STEPS", "Context", "Lowerer", "StepsFinder", "ValuesRead"]

MAX_STEPS: Final = 20_000
"""Conditions and quantities of a definition, each counted for every member of a set at which it is read."""

_STEPS_OF_MEMBER: Final = 200
"""Conditions and quantities for each member of a register, beside those of the definition."""

_MOST_MEMBERS: Final = 20_000

MAX_DEPTH: Final = 60
"""Conditions and quantities inside each other, defined names written out."""


class StepsFinder(Protocol):
    """Finds the steps of an outcome or award of another framework; None where they are not known, which it reports."""

    def __call__(self, reference: ReferenceName, kind: str, problems: Problems, path: Path, /) -> ReferenceDef | None:
        """Return the steps of a reference that stands at *path*; *kind* is ``outcome`` or ``award``."""


class Lowerer(Protocol):
    """Lowers whatever stands inside: each part of lowering hands on to it what is another part's business.

    In all methods *scope* is the member of a set at which something is read, and *path* where it stands in the
    definition, for messages.
    """

    def lower_condition(self, condition: Any, scope: Scope, path: Path, /) -> Lowered:
        """Lower a condition: the condition of the kernel, and when it applies at all.

        Something unknown stands for what cannot be lowered; the problem has then been reported.
        """

    def lower_comparison(self, left: Any, comparator: str, right: Any, scope: Scope, path: Path, /) -> Lowered:
        """Lower one comparison: *left* is a quantity of the definition, *right* what stands behind the comparator.

        *comparator* is the key that the author writes, such as ``at_least``. A literal is read by the measure of
        *left*.
        """

    def lower_quantity(self, quantity: Any, scope: Scope, path: Path, /) -> Quantity:
        """Lower a quantity that stands on its own: the right side of a comparison, a member's value.

        0 stands for what cannot be lowered; the problem has then been reported.
        """

    def lower_table(self, table: Any, measure: Measure, scope: Scope, path: Path, /) -> Quantity:
        """Lower a table, of which *measure* tells how the entries are read.

        The result is a quantity: the entry of the choice or step that holds.
        """

    def find_members(self, name: str, scope: Scope, path: Path, /) -> Members:
        """Return the members of the set, layer or kind *name*, as seen from *scope*.

        A name that stands for no set is reported; its members are then not known.
        """


@dataclass(slots=True, eq=False)
class ValuesRead:
    """The values that were read while something was lowered.

    Attributes
    ----------
    context, measured
        The names of those that are context, and of those that are measured.
    noted
        Those that were found to be context after they had been read.
    choices
        The inputs of which it was asked which choices are left, as tables do.
    steps
        How many conditions and quantities were lowered.
    are_all
        Whether nothing else was noted, such as a total or when something can be calculated.
    """

    context: set[str] = field(default_factory=set)
    measured: set[str] = field(default_factory=set)
    noted: set[str] = field(default_factory=set)
    choices: set[str] = field(default_factory=set)
    steps: int = 0
    are_all: bool = False


class Context:
    """One definition that is lowered in one setting.

    It collects problems, the names of context values, the lengths of time, and what of the definition is used. It also
    counts the conditions and quantities that are lowered, so that no definition takes unbounded time.

    Parameters
    ----------
    definition, outline
        The definition, and its tree laid flat.
    setting
        The stages and school years that its sets speak of.
    problems
        Where problems of the definition are added.
    look_up_steps
        Finds the steps of what is read of other frameworks; None for a definition that is loaded, which has them all.

    Attributes
    ----------
    reads_years
        Whether the school years of the setting have been asked for.
    populations
        The members of each set of a register, as several rules ask for them.
    counts_each
        Whether the bound of conditions is for each by itself, and not for all together. It is so where conditions of a
        framework that has been loaded are lowered again, some of them several times.
    """

    def __init__(
        self,
        definition: Definition,
        outline: Outline,
        setting: Setting,
        problems: Problems,
        look_up_steps: StepsFinder | None = None,
    ) -> None:
        self.look_up_steps = look_up_steps
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
        self.levels_reached: dict[tuple[str, str], Condition] = {}
        self.totals: dict[Compare, StatedTotal] = {}
        self.stated_bounds: dict[str, list[StatedBound]] = {}
        self.owner: FactName | None = None
        self.reads_years = False
        self.counts_each = False
        self._further = 0
        self.populations: dict[tuple[object, ...], Members] = {}
        # Each rule over a register is written out for each of its members.
        self._most_steps = MAX_STEPS + min(_MOST_MEMBERS, setting.number_of_members) * _STEPS_OF_MEMBER
        self._reads_context = False
        self._measured: set[str] = set()
        self._noted: set[str] = set()
        self._choices: set[str] = set()
        self._presences: list[Condition] | None = None
        self._takes_any = False
        self._expanding: list[str] = []
        self._steps = 0
        self._depth = 0

    def report_unknown_input(self, name: str, path: Path, *others: str) -> None:
        """Report a name that is no input, no parameter, and none of *others*, which could stand there too."""
        what = Message("input or parameter") if self.definition.parameters else Message("input")
        self.problems.add_unknown("KD209", what, name, (*self.definition.inputs, *others), path)

    def count_further(self, kind: str) -> Value:
        """Return how many members of a kind a count may not know of: a value of its own for each count (6.2)."""
        self._further += 1
        return self.read_value(ValueName(ValueKind.FURTHER, f"{kind}/{self._further}"), is_context=True)

    @contextmanager
    def reading_context(self) -> Iterator[None]:
        """Take every value that is read inside as context (semantics, *Words*).

        It surrounds a ``when`` and a ``where``: what they read decides what applies, and is nothing to improve.
        """
        # One may stand inside the other: the end of a ``where`` does not end the ``when`` around it.
        before, self._reads_context = self._reads_context, True
        try:
            yield
        finally:
            self._reads_context = before

    @contextmanager
    def collecting_measured(self) -> Iterator[set[str]]:
        """Collect what is measured inside: the values read, without those that a table or a share goes by (3.4)."""
        before, self._measured = self._measured, set()
        try:
            yield self._measured
        finally:
            self._measured = before

    @contextmanager
    def collecting_readings(self) -> Iterator[ValuesRead]:
        """Collect what is read inside and do not note it; what else is noted inside is dropped."""
        before = self.context_values, self._measured, self._noted, self._choices, self.totals, self._presences
        steps, further = self._steps, self._further
        found = ValuesRead()
        self.context_values, self._measured, self._noted = found.context, found.measured, found.noted
        self._choices, self.totals = found.choices, {}
        self._presences = None if self._presences is None else []
        try:
            yield found
            found.steps = self._steps - steps
            found.are_all = not self.totals and not self._presences and self._further == further
        finally:
            self.context_values, self._measured, self._noted, self._choices, self.totals, self._presences = before
            self._steps, self._further = steps, further

    def note_readings(self, readings: ValuesRead, rename: Callable[[str], str]) -> None:
        """Note what was read, under other names, as if it had been read again."""
        self.context_values.update(map(rename, readings.context))
        noted = set(map(rename, readings.noted))
        self._measured -= noted
        self._measured.update(map(rename, readings.measured))
        self._noted |= noted
        self._choices |= readings.choices

    @contextmanager
    def lowering_for(self, owner: FactName) -> Iterator[None]:
        """Take what is lowered inside as what *owner*, an outcome or award, asks of the whole school."""
        self.owner = owner
        try:
            yield
        finally:
            self.owner = None

    @contextmanager
    def reporting(self, is_reported: bool) -> Iterator[Problems]:
        """Yield the problems found inside; they are those of the definition only where they are reported."""
        before = self.problems
        self.problems = Problems(before.source)
        try:
            yield self.problems
        finally:
            found, self.problems = self.problems.found, before
            if is_reported:
                known = frozenset(before.found)
                before.found.extend(problem for problem in found if problem not in known)

    @contextmanager
    def collecting_presence(self, *, of_any: bool = False) -> Iterator[list[Condition]]:
        """Yield when there is something to calculate, of what is calculated inside for one member of a group.

        A set that is empty and then not applicable takes the member out of its group (1.8). The list is filled by
        :meth:`note_presence`; without conditions the member always has a value. With *of_any* whatever the set says is
        taken so: what is only shown then has no value.
        """
        before = self._presences, self._takes_any
        self._presences, self._takes_any = [], of_any
        try:
            yield self._presences
        finally:
            self._presences, self._takes_any = before

    @contextmanager
    def leaving_no_group(self) -> Iterator[None]:
        """Take what is calculated inside as what cannot leave a group, such as a threshold."""
        before, self._presences = self._presences, None
        try:
            yield
        finally:
            self._presences = before

    def note_presence(self, presence: Condition, if_empty: str | None) -> bool:
        """Note when there is something to calculate; return False where there is no group that it could leave.

        *if_empty* is what the set says of the case that there is nothing.
        """
        if self._presences is None or (if_empty != "not-applicable" and not self._takes_any):
            return False
        self._presences.append(presence)
        return True

    @contextmanager
    def expanding_name(self, name: str, path: Path) -> Iterator[bool]:
        """Guard the expansion of a defined name, which is written out wherever it is used.

        Yields whether it may be expanded: False, and the circle is reported, where the name is being expanded already.
        Names that are expanded inside each other are kept in order, so that the report shows the whole circle.
        """
        if name in self._expanding:
            self.problems.add(
                "KD213",
                Message("'{name}' refers to itself", name=name),
                path,
                found=" -> ".join((*self._expanding, name)),
            )
            yield False
            return
        self._expanding.append(name)
        try:
            yield True
        finally:
            self._expanding.pop()

    @contextmanager
    def counting_step(self, path: Path) -> Iterator[None]:
        """Count the condition or quantity that is lowered inside.

        Raises
        ------
        InputError
            With defined names and sets written out, the rules are too many or nested too deeply. It has the problems
            found before, too.
        """
        # Counted here and not by size: a small definition can grow without bound by sets inside sets.
        if self.counts_each and not self._depth:
            self._steps = 0
        self._depth += 1
        self.count_steps(1, path)
        if self._depth > MAX_DEPTH:
            self.problems.add(
                "KD008",
                Message(
                    "with its defined names and sets written out, the rule is nested more than {max_depth} deep",
                    max_depth=MAX_DEPTH,
                ),
                path,
                hint=Message("does a set, a weight or a derived rating lead back to itself?"),
            )
            raise InputError(self.problems.found)
        try:
            yield
        finally:
            self._depth -= 1

    def count_steps(self, number: int, path: Path) -> None:
        """Count so many conditions and quantities that are lowered at *path*; see :meth:`counting_step`."""
        self._steps += number
        # Raised at once: to go on and report more would take the time that the bound is there to save.
        if self._steps > self._most_steps:
            self.problems.add(
                "KD007",
                Message(
                    "written out for every member of their sets, the rules have more than {max_steps:,} conditions",
                    max_steps=self._most_steps,
                ),
                path,
                hint=Message("a set inside a set, or a name defined by another, multiplies them"),
            )
            raise InputError(self.problems.found)

    def read_value(self, name: ValueName, *, is_context: bool = False) -> Value:
        """Return the value *name* in the kernel.

        It is noted as context with *is_context*, and inside of :meth:`reading_context`. Context is settled and never
        improved: no repair changes it (5.3).
        """
        value = Value(str(name))
        if is_context or self._reads_context:
            self.context_values.add(value.id)
        else:
            self._measured.add(value.id)
        return value

    def name_of_defined(self, quantity: object) -> str | None:
        """Return the name under which ``define`` has a quantity that is being written out; None for any other."""
        found = [name for name in self._expanding[-1:] if self.definition.define.get(name) is quantity]
        return found[0] if found else None

    def note_context(self, value: Value) -> None:
        """Note that a value that has been read is context after all.

        The input that a table of steps goes by is lowered like any other quantity, and only then known to choose an
        entry.
        """
        self.context_values.add(value.id)
        self._measured.discard(value.id)
        self._noted.add(value.id)

    def note_choices(self, name: str) -> None:
        """Note that it was asked which choices of an input are left."""
        self._choices.add(name)

    def layer_of(self, node_id: str) -> str | None:
        """Return the id of the layer of a node; None for a node of no layer.

        Requirements below the layers have none. Raises ``KeyError`` where there is no node of this id.
        """
        layer = self.outline.nodes[node_id].layer
        return layer.id if layer else None

    def may_not_apply(self, node_id: str) -> bool:
        """Return whether a node can leave its group (1.7).

        It can by its ``when``, by a recorded decision where the definition allows one, and where its set is empty.
        """
        node = self.outline.nodes[node_id].node
        return node.when is not None or node.may_not_apply or node.if_empty == "not-applicable"

    def ladder_steps(self, scale: str, path: Path) -> tuple[str, ...]:
        """Return the steps of a scale, lowest first.

        Reports a name that is no scale, or one of numbers; the result is then empty. *path* is where it is named.
        """
        found = self.definition.scales.get(scale)
        if not isinstance(found, StepScale):
            names = [name for name, other in self.definition.scales.items() if isinstance(other, StepScale)]
            self.problems.add_unknown("KD214", Message("scale of steps"), scale, names, path)
        return self.definition.steps_of(scale)

    def not_reached_of(self, scale: str) -> str | None:
        """Return the id of what lies below the lowest step of a scale; None where that has no name.

        A definition can compare with it: to be above it is to reach the lowest step.
        """
        found = self.definition.scales.get(scale)
        return found.not_reached.id if isinstance(found, StepScale) and found.not_reached else None
