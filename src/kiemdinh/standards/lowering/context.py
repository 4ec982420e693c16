"""The state that all parts of lowering share: the definition, the things collected on the way, and the bounds.

The parts (members, quantities, tables, aggregates, comparisons, outcomes) call one another through :class:`Lowerer`, so
that none imports the one above it.
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
"""The most conditions and quantities of a definition, each counted for every member of a set at which it is read."""

_STEPS_OF_MEMBER: Final = 200
"""The most conditions and quantities for each member of a register, in addition to those of the definition."""

_MOST_MEMBERS: Final = 20_000

MAX_DEPTH: Final = 60
"""How deep conditions and quantities may be nested, with defined names written out."""


class StepsFinder(Protocol):
    """Finds the steps of an outcome or award of another framework; None where they are not known, which it reports."""

    def __call__(self, reference: ReferenceName, kind: str, problems: Problems, path: Path, /) -> ReferenceDef | None:
        """Return the steps of a reference at *path*; *kind* is ``outcome`` or ``award``."""


class Lowerer(Protocol):
    """Lowers the inner parts of a rule: each part of lowering calls it for whatever it does not lower itself.

    In all methods *scope* is the member of a set at which something is read, and *path* its place in the definition,
    for messages.
    """

    def lower_condition(self, condition: Any, scope: Scope, path: Path, /) -> Lowered:
        """Lower a condition: the condition of the kernel, and when it applies at all.

        The result is unknown where it cannot be lowered; the problem has then been reported.
        """

    def lower_comparison(self, left: Any, comparator: str, right: Any, scope: Scope, path: Path, /) -> Lowered:
        """Lower one comparison: *left* is a quantity of the definition, *right* the right side of the comparator.

        *comparator* is the key that the author writes, such as ``at_least``. A literal is read by the measure of
        *left*.
        """

    def lower_quantity(self, quantity: Any, scope: Scope, path: Path, /) -> Quantity:
        """Lower a quantity that stands on its own: the right side of a comparison, a member's value.

        The result is 0 where it cannot be lowered; the problem has then been reported.
        """

    def lower_table(self, table: Any, measure: Measure, scope: Scope, path: Path, /) -> Quantity:
        """Lower a table, whose entries are read by *measure*.

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
        The names of the values that are context, and of those that are measured.
    noted
        The names of the values that were found to be context after they had been read.
    choices
        The inputs whose remaining choices were asked for, as tables do.
    steps
        How many conditions and quantities were lowered.
    are_all
        Whether nothing else was noted, such as a total or the conditions on which a value exists.
    """

    context: set[str] = field(default_factory=set)
    measured: set[str] = field(default_factory=set)
    noted: set[str] = field(default_factory=set)
    choices: set[str] = field(default_factory=set)
    steps: int = 0
    are_all: bool = False


class Context:
    """One definition that is lowered in one setting.

    It collects problems, the names of context values, the lengths of time, and the used parts of the definition. It
    also counts the conditions and quantities that are lowered, so that no definition takes unbounded time.

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
        The members of each set of a register, kept because several rules ask for them.
    counts_each
        Whether the bound applies to each condition by itself, and not to all together. It does where conditions of a
        loaded framework are lowered again, some of them several times.
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
        """Report a name that is no input, no parameter, and none of *others*, which would be allowed there too."""
        what = Message("input or parameter") if self.definition.parameters else Message("input")
        self.problems.add_unknown("KD209", what, name, (*self.definition.inputs, *others), path)

    def count_further(self, kind: str) -> Value:
        """Return the number of unknown members of a kind that a count may lack; each count has its own value (6.2)."""
        self._further += 1
        return self.read_value(ValueName(ValueKind.FURTHER, f"{kind}/{self._further}"), is_context=True)

    @contextmanager
    def reading_context(self) -> Iterator[None]:
        """Take every value that is read inside as context (semantics, *Words*).

        It surrounds a ``when`` and a ``where``: the values that these read decide what applies; they are not improved.
        """
        # One may stand inside the other: the end of a ``where`` does not end the ``when`` around it.
        before, self._reads_context = self._reads_context, True
        try:
            yield
        finally:
            self._reads_context = before

    @contextmanager
    def collecting_measured(self) -> Iterator[set[str]]:
        """Collect the names of the values measured inside: those read there and not noted as context (3.4)."""
        before, self._measured = self._measured, set()
        try:
            yield self._measured
        finally:
            self._measured = before

    @contextmanager
    def collecting_readings(self) -> Iterator[ValuesRead]:
        """Collect the values read inside, without noting them; all else that is noted inside is dropped."""
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
        """Note the values that were read, under other names, as if they had been read again."""
        self.context_values.update(map(rename, readings.context))
        noted = set(map(rename, readings.noted))
        self._measured -= noted
        self._measured.update(map(rename, readings.measured))
        self._noted |= noted
        self._choices |= readings.choices

    @contextmanager
    def lowering_for(self, owner: FactName) -> Iterator[None]:
        """Take conditions lowered inside as those of *owner*, an outcome or award, on the whole school."""
        self.owner = owner
        try:
            yield
        finally:
            self.owner = None

    @contextmanager
    def reporting(self, is_reported: bool) -> Iterator[Problems]:
        """Yield the problems found inside; they are added to those of the definition only if *is_reported*."""
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
        """Yield the list of conditions on which the value calculated inside for one member of a group exists.

        A set that is empty and then not applicable takes the member out of its group (1.8). The list is filled by
        :meth:`note_presence`; without conditions the member always has a value. With *of_any* an empty
        set counts as not applicable whatever it says: a quantity that is only shown then has no value.
        """
        before = self._presences, self._takes_any
        self._presences, self._takes_any = [], of_any
        try:
            yield self._presences
        finally:
            self._presences, self._takes_any = before

    @contextmanager
    def leaving_no_group(self) -> Iterator[None]:
        """Take values calculated inside, such as a threshold, as values that cannot leave a group."""
        before, self._presences = self._presences, None
        try:
            yield
        finally:
            self._presences = before

    def note_presence(self, presence: Condition, if_empty: str | None) -> bool:
        """Note when a calculated value exists; return False where there is no group that it could leave.

        *if_empty* is what the set states for the case that it is empty.
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
        # Steps are counted, not the size: a small definition can grow without bound by sets inside sets.
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
        """Count *steps* conditions and quantities that are lowered at *path*; see :meth:`counting_step`."""
        self._steps += number
        # Raised at once: to go on and report more would take the time that the bound is meant to save.
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

        It is noted as context if *is_context*, and inside of :meth:`reading_context`. Context is found out and never
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
        """Note that a value that was read before is context.

        The input by which a table of steps chooses is lowered like any other quantity; only then it is known that it
        chooses an entry.
        """
        self.context_values.add(value.id)
        self._measured.discard(value.id)
        self._noted.add(value.id)

    def note_choices(self, name: str) -> None:
        """Note that the remaining choices of an input were asked for."""
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

        Reports a name that is no scale, or that of a scale of numbers; the result is then empty. *path* is its place.
        """
        found = self.definition.scales.get(scale)
        if not isinstance(found, StepScale):
            names = [name for name, other in self.definition.scales.items() if isinstance(other, StepScale)]
            self.problems.add_unknown("KD214", Message("scale of steps"), scale, names, path)
        return self.definition.steps_of(scale)

    def not_reached_of(self, scale: str) -> str | None:
        """Return the id of the state below the lowest step of a scale; None where it has no name.

        A definition can compare with it: *above* it means that the lowest step is reached.
        """
        found = self.definition.scales.get(scale)
        return found.not_reached.id if isinstance(found, StepScale) and found.not_reached else None
