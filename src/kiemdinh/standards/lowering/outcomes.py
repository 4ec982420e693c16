"""Conditions on outcomes and awards: a level, a label, a grade, or an award held by recorded decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kiemdinh.parsing.collector import Path
from kiemdinh.rules import MET, UNKNOWN, All, Branch, Condition, Fact, Known, negated
from kiemdinh.rules import Any as AnyCondition
from kiemdinh.standards.definition import (
    AwardCompared,
    Compared,
    LabelOutcome,
    LadderAward,
    LadderOutcome,
    OutcomeCompared,
)
from kiemdinh.standards.lowering.context import Context
from kiemdinh.standards.lowering.quantities import Operands

__all__ = ["Outcomes"]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Lowers comparisons of outcomes and awards, for one lowering."""

    context: Context
    operands: Operands

    def outcome(self, cond: OutcomeCompared, path: Path) -> Condition:
        """Lower a comparison of an outcome with steps of its ladder, or with its labels."""
        outcome = self.context.outcomes.get(cond.outcome)
        prefix = "external:" if cond.side == "external" else "self:" if cond.side == "self" else ""
        self.context.used.add(("outcome", cond.outcome))
        if outcome is None and "/" in cond.outcome:
            return self._elsewhere(cond.outcome, (*path, "outcome"))
        if outcome is None:
            self.context.problems.unknown("KD209", "outcome", cond.outcome, self.context.outcomes, (*path, "outcome"))
            return Known(UNKNOWN)
        if isinstance(outcome, LadderOutcome):
            below = self.context.below(outcome.ladder)
            steps = self.context.ladder_steps(outcome.ladder, path)
            return self.on_ladder(cond, f"{prefix}outcome:{outcome.id}/", steps, below, path)
        return self._label(cond, outcome, prefix, path)

    def on_ladder(
        self, cond: Compared, prefix: str, steps: tuple[str, ...], below: str | None, path: Path
    ) -> Condition:
        """Lower comparisons with steps of a ladder whose facts are *prefix* and step, each holding those below."""
        rungs = {step: Fact(prefix + step) for step in steps}
        return self._on_rungs(cond, rungs, below, path)

    def _on_rungs(self, cond: Compared, rungs: dict[str, Fact], below: str | None, path: Path) -> Condition:
        parts = tuple(self._rung(op, words, rungs, below, (*path, op)) for op, words in cond.comparisons())
        return parts[0] if len(parts) == 1 else All(parts)

    def _rung(self, op: str, words: Any, rungs: dict[str, Fact], below: str | None, path: Path) -> Condition:
        if isinstance(words, tuple):
            return AnyCondition(tuple(self._rung(op, word, rungs, below, path) for word in words))
        order = ((below,) if below is not None else ()) + tuple(rungs)
        if words not in order:
            self.context.problems.unknown("KD215", "step", str(words), [o for o in order if o], path)
            return Known(UNKNOWN)
        at = list(order).index(words)
        reached = [rungs.get(str(step), Known(MET)) for step in order]
        above = reached[at + 1] if at + 1 < len(reached) else Known(MET.negated())
        return {
            "at_least": reached[at],
            "above": above,
            "at_most": negated(above),
            "below": negated(reached[at]),
            "is": All((reached[at], negated(above))),
        }[op]

    def _label(self, cond: OutcomeCompared, outcome: LabelOutcome, prefix: str, path: Path) -> Condition:
        labels = (*(case.id for case in outcome.cases), outcome.otherwise.id)
        for op, _ in cond.comparisons():
            if op != "is":
                self.context.problems.add(
                    "KD212",
                    f"the labels of '{outcome.id}' have no order",
                    (*path, op),
                    key=True,
                    expected="is: a label or a list",
                )
                return Known(UNKNOWN)
        wanted = cond.is_ if isinstance(cond.is_, tuple) else (cond.is_,)
        for word in wanted:
            if word not in labels:
                self.context.problems.unknown("KD215", "label", str(word), labels, (*path, "is"))
        chain: Condition = Known(MET if outcome.otherwise.id in wanted else MET.negated())
        for case in reversed(outcome.cases):
            yes = Known(MET if case.id in wanted else MET.negated())
            chain = Branch(Fact(f"{prefix}case:{outcome.id}={case.id}"), yes, chain)
        return chain

    def award(self, cond: AwardCompared, path: Path) -> Condition:
        """Lower a condition on an award: held, revoked or never, or compared with its grades."""
        award = self.context.awards.get(cond.award)
        if award is None and "/" in cond.award:
            return self._elsewhere(cond.award, (*path, "award"))
        if award is None:
            self.context.problems.unknown("KD209", "award", cond.award, self.context.awards, (*path, "award"))
            return Known(UNKNOWN)
        since = self._since(cond, path)
        steps = self.context.ladder_steps(award.ladder, path) if isinstance(award, LadderAward) else ()
        if cond.is_ is not None:
            states = {"held": "held", "revoked": "revoked", "never": "never"}
            words = cond.is_ if isinstance(cond.is_, tuple) else (cond.is_,)
            if all(word in states for word in words):
                facts = tuple(Fact(f"{states[str(w)]}:{award.id}{since if w == 'held' else ''}") for w in words)
                return facts[0] if len(facts) == 1 else AnyCondition(facts)
        if not steps:
            self.context.problems.add(
                "KD215", f"the award '{award.id}' has no grades", path, expected="is: held, revoked or never"
            )
            return Known(UNKNOWN)
        rungs = {step: Fact(f"held:{award.id}/{step}{since}") for step in steps}
        below = self.context.below(award.ladder) if isinstance(award, LadderAward) else None
        return self._on_rungs(cond, rungs, below, path)

    def _since(self, cond: AwardCompared, path: Path) -> str:
        if cond.for_ is None:
            return ""
        duration = self.operands.duration(cond.for_, (*path, "for"))
        return "" if duration is None else f" for {duration}"

    def _elsewhere(self, reference: str, path: Path) -> Condition:
        self.context.problems.add(
            "KD241",
            f"'{reference}' belongs to another framework, which a rule cannot read yet",
            path,
            hint="references between frameworks come in a later version, without a change of the language",
        )
        return Known(UNKNOWN)
