"""A definition under study: its rules written out, what its facts can be, and what can be proved of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.evidence.recording import record
from kiemdinh.lint.finding import Finding
from kiemdinh.lint.space import expanded, space_of, written_out
from kiemdinh.lint.walking import Site, sites
from kiemdinh.rules import Condition, Proof, Prover
from kiemdinh.standards.lowering import Lowering
from kiemdinh.standards.problems import Path, Problems
from kiemdinh.standards.setting import NOMINAL, Setting, last_school_year

if TYPE_CHECKING:
    from kiemdinh.rules import Assignment, Space
    from kiemdinh.standards.compiling import Rules
    from kiemdinh.standards.framework import Framework
    from kiemdinh.standards.places import Place

__all__ = ["DAY", "Study"]

DAY: Final = dt.date(2026, 9, 30)
"""The day of a witness where its definition does not say when it is in force."""


@dataclass(eq=False)
class Study:
    """What the checks share. ``stages`` are those of a witness; ``splits`` is the budget of one proof."""

    framework: Framework
    splits: int = 4_000
    stages: tuple[str, ...] | None = NOMINAL.stages
    _problems: Problems = field(init=False, repr=False)

    def __post_init__(self) -> None:
        source = self.framework.source
        assert source is not None  # noqa: S101 - every loaded framework has one
        self._problems = Problems(source)

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
        return expanded(self.rules)

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
        return Lowering(self.framework.definition, self.framework.outline, setting, self._problems)

    @cached_property
    def _prover(self) -> Prover:
        return Prover(self.space)

    def prove(self, condition: Condition) -> Proof:
        """Say whether a condition over free facts can hold, with a world in which it does."""
        return self._prover.prove(condition, splits=self.splits)

    def lowered(self, cond: Any, place: Place, path: Path) -> Condition:
        """Return a condition as written, in the core language, over free facts."""
        return written_out(self.lowering.condition(cond, place, path).within_all(), self.whole)

    def dossier(self, world: Assignment | None) -> dict[str, Any] | None:
        """Return the dossier that records a world."""
        return None if world is None else record(self.framework, world, on=self.on, stages=self.stages)

    def finding(
        self,
        code: str,
        message: str,
        path: Path,
        *,
        key: bool = False,
        expected: str | None = None,
        found: str | None = None,
        hint: str | None = None,
        witness: Mapping[str, Any] | None = None,
        contrast: Mapping[str, Any] | None = None,
        note: bool = False,
    ) -> Finding:
        """Make a finding at *path*; *note* makes it a note whatever its code."""
        said = self._problems.source.diagnostic(
            code, message, path, key=key, expected=expected, found=found, hint=hint
        )
        made = Finding.of(said, witness=witness, contrast=contrast)
        return replace(made, severity="note") if note else made

    def undecided(self, code: str, question: str, path: Path) -> Finding:
        """Make the note that says that a proof ran out of its budget."""
        message = f"not decided: {question}"
        hint = f"the proof took more than {self.splits:,} steps; nothing is claimed"
        return replace(self.finding(code, message, path, hint=hint, note=True), decided=False)
