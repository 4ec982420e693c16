"""A definition under study: its rules written out, what its facts can be, and what can be proved of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.analysis.lowering import lowering_of
from kiemdinh.analysis.sites import Site, sites
from kiemdinh.analysis.space import expanded, space_of, written_out
from kiemdinh.evidence.recording import record
from kiemdinh.rules import (
    MET,
    UNBOUNDED,
    UNMET,
    Assignment,
    Condition,
    Interval,
    Not,
    Number,
    Proof,
    Prover,
    Satisfiability,
    Truth,
    directions,
    facts_of,
)
from kiemdinh.standards.setting import NOMINAL, Setting, last_school_year

if TYPE_CHECKING:
    from kiemdinh.rules import Space
    from kiemdinh.standards.framework import Framework
    from kiemdinh.standards.lowering import Lowering
    from kiemdinh.standards.lowering_rules import Rules
    from kiemdinh.standards.places import Place
    from kiemdinh.standards.problems import Path

__all__ = ["DAY", "FAR", "SPLITS", "Study"]

SPLITS: Final = 4_000
"""How much work one proof may take unless it is said."""

FAR: Final = 1000
"""How far from its one end a value of a witness lies that has no other."""

DAY: Final = dt.date(2026, 9, 30)
"""The day of a witness where its definition does not say when it is in force."""


class Study:
    """What the checks share. ``splits`` is the budget of one proof; ``stages`` are those of a witness, if any."""

    def __init__(
        self, framework: Framework, splits: int = SPLITS, stages: tuple[str, ...] | None = NOMINAL.stages
    ) -> None:
        source = framework.source
        assert source is not None  # noqa: S101 - every loaded framework has one
        self.framework = framework
        self.stages = stages if "stage" in framework.definition.subject.has else None
        self.splits = splits
        self.source = source
        self._open = 0

    def __repr__(self) -> str:
        return f"<Study of {self.framework.id}>"

    @cached_property
    def on(self) -> dt.date:
        """The day of the witnesses: one on which the edition is in force."""
        return self.framework.definition.source.in_force or DAY

    @cached_property
    def rules(self) -> Rules:
        """The rules in the setting of the witnesses."""
        return self.framework.rules(self.stages, self.on)

    @cached_property
    def whole(self) -> Mapping[str, Condition]:
        """Every definition with all below it written in: only free facts and values remain."""
        nodes = self.framework.nodes.items()
        by_judgement = frozenset(f"applies:{node_id}" for node_id, info in nodes if info.node.may_not_apply)
        return expanded(self.rules, by_judgement)

    @cached_property
    def space(self) -> Space:
        """What the free facts and values can be."""
        return space_of(self.framework, self.rules, self.on)

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """Every condition as written, with what is inside each."""
        return tuple(sites(self.lowering))

    @cached_property
    def lowering(self) -> Lowering:
        """Lowers single conditions of the definition, as the loader has lowered them."""
        setting = Setting(self.stages, last_school_year(self.framework.definition, self.on))
        return lowering_of(self.framework, setting)

    @cached_property
    def _prover(self) -> Prover:
        return Prover(self.space)

    def prove(self, condition: Condition) -> Proof:
        """Say whether a condition over free facts can hold, with a world in which it does."""
        proof = self._prover.prove(condition, max_decisions=self.budget)
        self._open += proof.status is Satisfiability.UNDECIDED
        return proof

    def is_never_met(self, condition: Condition) -> bool:
        """Return whether it is proved that no dossier meets a condition; False where the proof is not decided."""
        return self.prove(condition).status is Satisfiability.UNSATISFIABLE

    def is_always_met(self, condition: Condition) -> bool:
        """Return whether it is proved that every dossier meets a condition; False where the proof is not decided."""
        return self.is_never_met(Not(condition))

    @property
    def budget(self) -> int:
        """How much work the next proof may take: half as much after every ten that were not decided.

        So a definition of hundreds of hard questions ends too.
        """
        return max(1, self.splits >> self._open // 10)

    def brightest(self, condition: Condition) -> Assignment:
        """Return the world that helps a condition most, as far as that can be told name by name."""
        truths: dict[str, Truth] = {}
        values: dict[str, Interval] = {}
        facts = facts_of(condition)
        for name, sense in directions(condition).items():
            if name in facts:
                truths[name] = UNMET if sense == "down" else MET
            else:
                values[name] = Interval.point(self._end(name, up=sense != "down"))
        for several in self.space.exclusive:
            for name in [n for n in several if truths.get(n) is MET][1:]:
                truths[name] = UNMET
        return Assignment(truths, values)

    def _end(self, name: str, *, up: bool) -> Number:
        """Return the greatest or least that a value can be; where there is no end, a number far out."""
        points = self.space.choices.get(name)
        if points:
            return max(points) if up else min(points)
        found = self.space.values.get(name, UNBOUNDED)
        low, high = found.low, found.high
        if up:
            return high if high is not None else (low or 0) + FAR
        return low if low is not None else (high or 0) - FAR

    def lowered(self, cond: Any, place: Place, path: Path) -> Condition:
        """Return a condition as written, in the core language, over free facts."""
        return written_out(self.lowering.condition(cond, place, path).within_all(), self.whole)

    def dossier(self, world: Assignment | None) -> dict[str, Any] | None:
        """Return the dossier that records a world."""
        return None if world is None else record(self.framework, world, on=self.on, stages=self.stages)
