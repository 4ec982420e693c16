"""Proves whether a rule asks more or less than another one, over all possible facts and values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from kiemdinh.rules import All, Budget, Condition, ExhaustedError, Not, Proof, Satisfiability
from kiemdinh.transitions.diffs.proofs.pair_study import PairStudy

if TYPE_CHECKING:
    from kiemdinh.data.transitions import DiffKind
    from kiemdinh.rules import Assignment

__all__ = ["Reading", "RuleComparer", "RuleComparison"]

Reading: TypeAlias = Callable[[PairStudy], tuple[Condition, Condition]]
"""Returns a rule by the old and by the new edition, over free facts, for a school of the studied stages."""

_MAX_DECISIONS: Final = 4_000
"""How many decisions one proof may take."""


@dataclass(slots=True)
class RuleComparison:
    """The result of the proofs about two rules.

    Attributes
    ----------
    met_by_old, met_by_new
        A world that meets the old rule and not the new one, and the other way round, each with its study; None where
        there is none, or none was found.
    is_decided
        Whether it is certain that there is no such world in a direction where none was found: every proof was finished,
        and no wording that only one edition has could make one.
    """

    met_by_old: tuple[PairStudy, Assignment] | None = None
    met_by_new: tuple[PairStudy, Assignment] | None = None
    is_decided: bool = True

    @property
    def kind(self) -> DiffKind | None:
        """How the rules differ; None where it is proved that they ask the same."""
        if self.met_by_old is not None and self.met_by_new is not None:
            return "changed"
        if not self.is_decided:
            return "undecided"
        if self.met_by_old is not None:
            return "tightened"
        return None if self.met_by_new is None else "loosened"


@dataclass(slots=True)
class RuleComparer:
    """Compares rules of two editions for schools of every stage, within one budget of decisions.

    Attributes
    ----------
    studies
        Both editions for schools of each stage.
    budget
        The decisions that all proofs may take together; a proof counts as at least one.
    """

    studies: Sequence[PairStudy]
    budget: Budget

    def compare(self, readings: Sequence[Reading]) -> RuleComparison:
        """Return how two rules differ for some school, by any of several readings of them.

        This takes at most four proofs for each reading and stage.
        """
        found = RuleComparison()
        for reading in readings:
            for study in self.studies:
                old, new = reading(study)
                if old != new:
                    self._compare_in(study, old, new, found)
        return found

    def _compare_in(self, study: PairStudy, old: Condition, new: Condition, found: RuleComparison) -> None:
        if not study.have_common(old, new):
            found.is_decided = False
            return
        if found.met_by_old is None:
            found.met_by_old = self._find(study, old, new, found)
        if found.met_by_new is None:
            found.met_by_new = self._find(study, new, old, found)

    def _find(
        self, study: PairStudy, met: Condition, unmet: Condition, found: RuleComparison
    ) -> tuple[PairStudy, Assignment] | None:
        """Return a world that meets one rule and surely not the other; note if there may be one that was not found."""
        surely, perhaps = study.tell_apart(met, unmet), All((met, Not(unmet)))
        proof = self.prove(study, surely)
        is_settled = proof.status is Satisfiability.UNSATISFIABLE
        if is_settled and surely != perhaps:
            is_settled = self.prove(study, perhaps).status is Satisfiability.UNSATISFIABLE
        if proof.world is None and not is_settled:
            found.is_decided = False
        return None if proof.world is None else (study, proof.world)

    def prove(self, study: PairStudy, condition: Condition) -> Proof:
        """Return whether some world meets a condition, as far as the budget goes."""
        left = min(_MAX_DECISIONS, self.budget.left)
        if left <= 0:
            self.budget.is_exhausted = True
            return Proof(Satisfiability.UNDECIDED)
        before = study.prover.decisions
        proof = study.prove(condition, left)
        with suppress(ExhaustedError):  # the budget itself says so
            self.budget.spend(1 + study.prover.decisions - before)
        return proof
