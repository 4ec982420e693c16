"""The space of a proof: all that facts and values can be, and what one fact implies for another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiemdinh.rules.evaluation import Assignment
from kiemdinh.rules.terms import MET, UNBOUNDED, UNMET, Interval, Truth

if TYPE_CHECKING:
    from kiemdinh.rules.terms import Number

__all__ = ["Space"]


@dataclass(frozen=True, slots=True)
class Space:
    """What facts and values can be (*không gian các khả năng*); facts that it does not name are free.

    Attributes
    ----------
    chains
        Facts in order, such as the steps of a scale: a later one holds only where all earlier ones hold.
    exclusive
        Groups of facts of which at most one holds.
    values
        The interval of each value. A value that is absent is unbounded; a value takes every number of its interval.
    choices
        The numbers that a value can take, where they are finitely many. Those outside its interval are left out.
    known
        Facts that are decided and values that are narrowed, in every world.

    Examples
    --------
    >>> space = Space(chains=(("step 1", "step 2"),), values={"area": Interval(0, 100)})
    >>> [(name, truth.name, other, then.name) for name, truth, other, then in space.list_implications()]
    [('step 2', 'MET', 'step 1', 'MET'), ('step 1', 'UNMET', 'step 2', 'UNMET')]
    """

    chains: tuple[tuple[str, ...], ...] = ()
    exclusive: tuple[tuple[str, ...], ...] = ()
    values: Mapping[str, Interval] = field(default_factory=dict)
    choices: Mapping[str, tuple[Number, ...]] = field(default_factory=dict)
    known: Assignment = field(default_factory=Assignment)

    def list_implications(self) -> Iterator[tuple[str, Truth, str, Truth]]:
        """Yield a fact, a truth of it, another fact, and the truth that the other one then has.

        Quadratic in the length of each chain and each exclusive group.
        """
        for chain in self.chains:
            for position, later in enumerate(chain):
                # Both directions are listed: the search follows an implication only from left to right.
                for earlier in chain[:position]:
                    yield later, MET, earlier, MET
                    yield earlier, UNMET, later, UNMET
        for group in self.exclusive:
            for name in group:
                yield from ((name, MET, other, UNMET) for other in group if other != name)

    def interval_of(self, name: str) -> Interval:
        """Return the interval of a value, narrowed by what is known of it; choices are not looked at."""
        first, second = self.values.get(name, UNBOUNDED), self.known.value(name)
        lows = [interval.low for interval in (first, second) if interval.low is not None]
        highs = [interval.high for interval in (first, second) if interval.high is not None]
        return Interval(max(lows, default=None), min(highs, default=None))

    def choices_of(self, name: str) -> tuple[Number, ...]:
        """Return the numbers that a value can take, rising and each once; empty if it takes every number.

        Raises
        ------
        ValueError
            If the value has choices and none lies in its interval.
        """
        if name not in self.choices:
            return ()
        within = self.interval_of(name)
        kept = [
            number
            for number in self.choices[name]
            if (within.low is None or within.low <= number) and (within.high is None or number <= within.high)
        ]
        if not kept:
            msg = f"no value is left for {name}"
            raise ValueError(msg)
        return tuple(sorted(set(kept)))
