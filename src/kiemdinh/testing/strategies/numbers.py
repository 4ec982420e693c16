"""The numbers that a value of a framework is drawn with: in its range, on its steps, near the numbers of the rules."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Final

from hypothesis import strategies as st

from kiemdinh.analysis.study import Study
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.rules import UNBOUNDED, Condition, Constant, Number, exact_number, thresholds_of, values_of, walk
from kiemdinh.standards.names import ValueKind, ValueName, read_value_name

__all__ = ["NumberRange"]

_MARGIN: Final = 10
"""How far numbers are drawn beyond those of the rules, where nothing bounds them."""
_DAYS_BACK: Final = 20_000
_DAYS_AHEAD: Final = 400
_MAX_LISTED: Final = 1_000
"""How many numbers between two are listed; of more, evenly spread ones."""


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Numbers from *low* to *high*, both included, in steps from *low*; *near* has the numbers that rules name.

    If the definition has no step, the step is 1, or a quarter in a narrow range, so that a dossier can write the
    numbers.
    """

    low: Number
    high: Number
    step: Number
    near: tuple[Number, ...] = ()

    @classmethod
    def of_value(cls, study: Study, name: str, condition: Condition) -> NumberRange:
        """Return the range of a value that *condition* reads; linear in the size of the condition."""
        interval = study.space.values.get(name, UNBOUNDED)
        read = read_value_name(name)
        given = read.denominator if read.kind is ValueKind.PER else read  # a ratio is compared by its denominator
        thresholds = thresholds_of(condition, name)
        low, high, near = interval.low, interval.high, thresholds or _numbers_of(study, condition)
        if _is_date(study, given):
            low, high = study.on.toordinal() - _DAYS_BACK, study.on.toordinal() + _DAYS_AHEAD
        choices = study.space.choices.get(name)
        if choices:
            low, high = choices[0], choices[-1]
        low = floor(min(near, default=0)) - _MARGIN if low is None else low
        high = max(ceil(max(near, default=0)), low) + _MARGIN if high is None else high
        default = 1 if choices or high - low >= 2 * _MARGIN else Fraction(1, 4)
        step = _step_of(study, given) or default
        if given is not read:
            low = max(low, step)  # a whole of 0 measures nothing
        on_step = (n for n in near if low <= n <= high and Fraction(n - low) % Fraction(step) == 0)
        return cls(low, high, step, tuple(sorted(on_step)))

    def drawn(self) -> st.SearchStrategy[Number]:
        """Return the strategy of these numbers; the lowest is the simplest."""
        count = floor(Fraction(self.high - self.low) / Fraction(self.step))
        anywhere = st.integers(0, count).map(lambda i: exact_number(self.low + i * Fraction(self.step)))
        return anywhere | st.sampled_from(self.near) if self.near else anywhere

    def between(self, one: Number, other: Number) -> list[Number]:
        """Return the numbers from *one* to *other*, both included, a step apart or further."""
        step = Fraction(self.step) if other >= one else -Fraction(self.step)
        count = floor(Fraction(other - one) / step)
        apart = max(1, count // _MAX_LISTED)
        listed = [exact_number(one + i * step) for i in range(0, count + 1, apart)]
        return listed if listed[-1] == other else [*listed, other]


def _numbers_of(study: Study, condition: Condition) -> tuple[Number, ...]:
    """Return the constants of a condition, and the days that it asks about."""
    clocks = [v for v in values_of(condition) if read_value_name(v).kind is ValueKind.CLOCK]
    days = [low for clock in clocks if (low := study.space.values[clock].low) is not None]
    return (*(part.value for part in walk(condition) if isinstance(part, Constant)), *days)


def _step_of(study: Study, name: ValueName) -> Number | None:
    forms = allowed_entries(study.framework)
    return forms.nodes[name.node].step if name.node is not None else forms.inputs[name.name].step


def _is_date(study: Study, name: ValueName) -> bool:
    return name.input is not None and allowed_entries(study.framework).inputs[name.name].measure.kind == "date"
