"""Tables: a value for each choice of an input, or by the size of a number; lowered to a chain of choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Path
from kiemdinh.rules import (
    Assignment,
    Compare,
    Comparison,
    Constant,
    Number,
    Quantity,
    Select,
    Value,
    evaluate_quantity,
)
from kiemdinh.standards import definition as surface
from kiemdinh.standards.definition import Measure
from kiemdinh.standards.lowering.context import Context, Lowerer
from kiemdinh.standards.lowering.quantities import ZERO, QuantityLowerer
from kiemdinh.standards.lowering.scope import Scope

__all__ = ["TableLowerer"]

_MAX_CHAIN: Final = 30
"""The most entries that are nested in one chain; a longer table is halved first, so that it is nested less deeply."""


@dataclass(frozen=True, slots=True)
class TableLowerer:
    """Lowers tables, and finds which choices a table must cover at a scope."""

    context: Context
    lowerer: Lowerer
    quantities: QuantityLowerer

    def lower_table(
        self, table: surface.ValueTable | surface.StepTable, measure: Measure, scope: Scope, path: Path
    ) -> Quantity:
        """Lower a table, whose entries are read by *measure*.

        It becomes a chain of choices: the entry of the first choice that holds. The input by which it chooses
        becomes context, because it decides which number counts. Reports steps that do not rise, and all that
        :meth:`choices_of` reports; the result is then 0.
        """
        if isinstance(table, surface.ValueTable):
            return self._lower_by_choice(table, measure, scope, path)
        return self._lower_by_steps(table, measure, scope, path)

    def choices_of(
        self, by: str, scope: Scope, path: Path, values: Mapping[str, Any], otherwise: Any
    ) -> tuple[tuple[int, str], ...]:
        """Return the choices that a table must cover at *scope*, each with its number among all of them.

        Reports an input without choices, entries for words that are no choices, choices without an entry, and an
        ``otherwise`` for which no choice is left.

        Parameters
        ----------
        by
            The input by which the table chooses.
        values, otherwise
            The entries by choice, and the entry of all others; None without one.
        """
        found = self.quantities.find_input(by)
        if found is None:
            self.context.report_unknown_input(by, (*path, "by"))
            return ()
        measure = self.quantities.measure_of_input(found)
        if found.type not in ("choice", "scale") or measure.kind != "words":
            self.context.problems.add(
                "KD217",
                Message("a table needs a choice, and '{by}' is not one", by=by),
                (*path, "by"),
                found=f"type: {found.type}",
                hint=Message("declare it as 'type: choice' with its choices; a table by a number has steps"),
            )
            return ()
        self.context.note_choices(by)
        left = scope.choices_left(by, measure.words)
        if not self._covers_choices(left, measure.words, path, values, otherwise):
            return ()
        return tuple((index, word) for index, word in enumerate(measure.words) if word in left)

    def _covers_choices(
        self, left: tuple[str, ...], words: tuple[str, ...], path: Path, values: Mapping[str, Any], otherwise: Any
    ) -> bool:
        """Return whether every choice that is *left* has an entry; reports what is wrong with the entries."""
        for word in values:
            if word not in words:
                self.context.problems.add_unknown(
                    "KD104", Message("choice"), word, words, (*path, "values", word), key=True
                )
        missing = [word for word in left if word not in values]
        if missing and otherwise is None:
            self.context.problems.add(
                "KD218",
                Message("the table has no value for {names}", names=", ".join(missing)),
                (*path, "values"),
                key=True,
                expected=Message("a value for each of {names}, or otherwise", names=", ".join(left)),
            )
            return False
        # Where only some choices are left, the entry may be for another place at which the table is read.
        if not missing and otherwise is not None and left == words:
            self.context.problems.add(
                "KD219",
                Message("every choice has its value, and there is an otherwise too"),
                (*path, "otherwise"),
                key=True,
            )
        return True

    def _lower_by_choice(self, table: surface.ValueTable, measure: Measure, scope: Scope, path: Path) -> Quantity:
        choices = self.choices_of(table.by, scope, path, table.values, table.otherwise)
        if not choices:
            return ZERO
        value = self.quantities.read_input(table.by, scope, (*path, "by"), is_context=True)
        arms = []
        for _, word in choices:
            # Inside an entry the choice is fixed: a table by the same input there needs this choice alone.
            inside = replace(scope.fix_choices((table.by, frozenset((word,)))), assumed=None)
            is_listed = word in table.values
            entry = table.values[word] if is_listed else table.otherwise
            at = (*path, "values", word) if is_listed else (*path, "otherwise")
            arms.append(self.quantities.lower_operand(entry, measure, inside, at))
        return _choose_arm(value, "==", [index for index, _ in choices], arms)

    def _lower_by_steps(self, table: surface.StepTable, measure: Measure, scope: Scope, path: Path) -> Quantity:
        by = self.lowerer.lower_quantity(surface.ValueQuantity(value=table.by), scope, (*path, "by"))
        # A defined quantity reads several values; each is context only where its input is.
        if isinstance(by, Value):
            self.context.note_context(by)
        bounds = [step.up_to for step in table.steps]
        rising = [bound for bound in bounds[:-1] if bound is not None]
        # The last step has no upper end, so that every number has an entry.
        has_gap = len(rising) < len(bounds) - 1 or bounds[-1] is not None
        if has_gap or any(bound >= following for bound, following in pairwise(rising)):
            self.context.problems.add(
                "KD218",
                Message("the steps of a table rise, and only the last has no up_to"),
                (*path, "steps"),
                key=True,
                expected=Message.verbatim("steps: [{up_to: n, then: …}, …, {then: …}]"),
            )
            return ZERO
        arms = [
            self.quantities.lower_operand(step.then, measure, scope, (*path, "steps", i, "then"))
            for i, step in enumerate(table.steps)
        ]
        if self.context.setting.populations is not None:
            return _choose_arm(by, "<=", *_drop_impossible(by, rising, arms))
        return _choose_arm(by, "<=", rising, arms)


def _drop_impossible(
    by: Quantity, rising: Sequence[Number], arms: Sequence[Quantity]
) -> tuple[Sequence[Number], Sequence[Quantity]]:
    """Return the marks and arms that remain possible for the number of members of a register, whatever is unknown."""
    span = evaluate_quantity(by, Assignment({}, {}))
    first = sum(span.low is not None and mark < span.low for mark in rising)
    last = next((i for i, mark in enumerate(rising) if span.high is not None and span.high <= mark), len(rising))
    return rising[first:last], arms[first : last + 1]


def _choose_arm(by: Quantity, op: Comparison, marks: Sequence[Number], arms: Sequence[Quantity]) -> Quantity:
    """Return the arm of the first of the rising *marks* for which ``by op mark`` holds, else the last arm."""
    if len(arms) > _MAX_CHAIN:
        half = len(arms) // 2
        lower = _choose_arm(by, op, marks[:half], arms[:half])
        # The marks rise, so one comparison with the middle tells in which half the arm is.
        upper = _choose_arm(by, op, marks[half:], arms[half:])
        return Select(Compare(by, "<=", Constant(marks[half - 1])), lower, upper)
    # The last arm needs no mark: it is the only one left.
    result = arms[-1]
    for mark, arm in reversed(list(zip(marks[: len(arms) - 1], arms, strict=False))):
        result = Select(Compare(by, op, Constant(mark)), arm, result)
    return result
