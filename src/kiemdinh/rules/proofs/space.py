"""Space."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from kiemdinh.rules.evaluation.reference import Assignment
from kiemdinh.rules.terms.exact_numbers import Interval
from kiemdinh.rules.terms.truth import MET, UNMET, Truth

if TYPE_CHECKING:
    from kiemdinh.rules.terms.exact_numbers import Number

__all__ = ["Proof", "Satisfiability", "Space"]


@dataclass(frozen=True, slots=True)
class Space:
    """What facts and values can be (*không gian các khả năng*).

    * `chains`: facts in order; a later one holds only where the earlier ones hold (steps of a scale).
    * `exclusive`: facts of which at most one holds.
    * `values`: the interval of each value; a value that is absent is unbounded, and takes every number of it.
    * `choices`: the numbers that a value can take, where they are finitely many; those outside its interval
      are left out.
    * `known`: facts that are decided and values that are narrowed, in every world.
    """

    chains: tuple[tuple[str, ...], ...] = ()
    exclusive: tuple[tuple[str, ...], ...] = ()
    values: Mapping[str, Interval] = field(default_factory=dict)
    choices: Mapping[str, tuple[Number, ...]] = field(default_factory=dict)
    known: Assignment = field(default_factory=Assignment)

    def list_implications(self) -> Iterator[tuple[str, Truth, str, Truth]]:
        """Yield each fact with a truth, and what another fact then is because of the chains and groups."""
        for chain in self.chains:
            for place, later in enumerate(chain):
                for earlier in chain[:place]:
                    yield later, MET, earlier, MET
                    yield earlier, UNMET, later, UNMET
        for group in self.exclusive:
            for one in group:
                yield from ((one, MET, other, UNMET) for other in group if other != one)


class Satisfiability(Enum):
    """What became of a proof."""

    SATISFIABLE = "satisfiable"
    """There is a world in which the condition holds."""
    UNSATISFIABLE = "unsatisfiable"
    """There is none."""
    UNDECIDED = "undecided"
    """The budget ran out first."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found, and the world that shows it where the condition can hold.

    In the `world`, and however what it leaves open turns out within the space, the condition is certain.
    Names that are not in it do not matter; a value may stay an interval whose ends it can take.
    """

    status: Satisfiability
    world: Assignment | None = None
