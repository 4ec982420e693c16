"""Conditions on outcomes and awards: a level, a label, a grade, or an award held by recorded decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Path
from kiemdinh.rules import MET, UNKNOWN, UNMET, All, Branch, Condition, Fact, Known, negate_condition
from kiemdinh.rules import Any as AnyCondition
from kiemdinh.standards.definition import (
    Award,
    AwardCompared,
    Compared,
    LabelOutcome,
    LadderAward,
    OutcomeCompared,
)
from kiemdinh.standards.lowering.context import Context
from kiemdinh.standards.lowering.quantities import QuantityLowerer
from kiemdinh.standards.names import FactKind, FactName

__all__ = ["OutcomeLowerer", "compare_step"]

_DECISIONS: Final = {"held": FactKind.HELD, "revoked": FactKind.REVOKED, "never": FactKind.NEVER}


def compare_step(comparator: str, index: int, reached: Sequence[Condition]) -> Condition:
    """Return the condition of a comparison with one step of a ladder.

    A ladder is reached step by step, so that *at most* a step is *not the next higher one* (2.1).

    Parameters
    ----------
    comparator
        ``at_least``, ``above``, ``at_most``, ``below`` or ``is``.
    index
        The number of the step among all of the ladder, lowest first.
    reached
        When each step is reached, in the same order.

    Examples
    --------
    >>> compare_step("is", 0, (Fact("1.3/muc-1"), Fact("1.3/muc-2")))
    All((Fact('1.3/muc-1'), Not(Fact('1.3/muc-2'))))
    """
    this = reached[index]
    next_higher = reached[index + 1] if index + 1 < len(reached) else Known(UNMET)
    match comparator:
        case "at_least":
            return this
        case "above":
            return next_higher
        case "at_most":
            return negate_condition(next_higher)
        case "below":
            return negate_condition(this)
        case _:
            return All((this, negate_condition(next_higher)))


_KINDS: Final = {"outcome": Message("outcome"), "award": Message("award")}


@dataclass(frozen=True, slots=True)
class OutcomeLowerer:
    """Lowers comparisons of outcomes and awards."""

    context: Context
    quantities: QuantityLowerer

    def lower_outcome(self, condition: OutcomeCompared, path: Path) -> Condition:
        """Lower a comparison of an outcome with steps of its ladder, or with its labels.

        With a side it reads the outcome by the findings of that side alone, as an award does that rests on the external
        review (2.8). Reports an outcome that is not declared, and one of another framework, which cannot be read yet;
        the condition is then unknown.
        """
        self.context.used.add(("outcome", condition.outcome))
        outcome = self.context.outcomes.get(condition.outcome)
        if outcome is None:
            return self._report_missing("outcome", condition.outcome, self.context.outcomes, path)
        if isinstance(outcome, LabelOutcome):
            return self._compare_labels(condition, outcome, path)
        steps = self.context.ladder_steps(outcome.ladder, path)
        # The side is part of the name: by one side's findings an outcome is a fact of its own.
        name = FactName(FactKind.OUTCOME, outcome.id, side=condition.side)
        return self._compare_ladder(condition, name, steps, self.context.not_reached_of(outcome.ladder), path)

    def lower_award(self, condition: AwardCompared, path: Path) -> Condition:
        """Lower a condition on an award: held, revoked or never, or compared with its grades.

        It speaks of what is held by recorded decision, never of eligibility (2.8). Reports an award that is not
        declared, one of another framework, and grades of an award that has none; the condition is then unknown.
        """
        award = self.context.awards.get(condition.award)
        if award is None:
            return self._report_missing("award", condition.award, self.context.awards, path)
        held = FactName(FactKind.HELD, award.id, held_for=self._read_held_for(condition, path))
        steps = self.context.ladder_steps(award.ladder, path) if isinstance(award, LadderAward) else ()
        decided = _compare_decisions(condition, award, held)
        if decided is not None:
            return decided
        if not steps or not isinstance(award, LadderAward):
            self.context.problems.add(
                "KD215",
                Message("the award '{id}' has no grades", id=award.id),
                path,
                expected=Message("is: held, revoked or never"),
            )
            return Known(UNKNOWN)
        return self._compare_ladder(condition, held, steps, self.context.not_reached_of(award.ladder), path)

    def _read_held_for(self, condition: AwardCompared, path: Path) -> str | None:
        duration = None if condition.for_ is None else self.quantities.read_duration(condition.for_, (*path, "for"))
        return None if duration is None else str(duration)

    # -- ladders and labels ------------------------------------------------------------------------------------

    def _compare_ladder(
        self, condition: Compared, name: FactName, steps: tuple[str, ...], below: str | None, path: Path
    ) -> Condition:
        """Lower comparisons with steps of a ladder: facts *name* at each step, of which each includes those below it.

        *below* names what lies below the lowest step, which is always reached; None where it has no name.
        """
        reached: dict[str, Condition] = {} if below is None else {below: Known(MET)}
        reached.update((step, Fact(str(replace(name, step=step)))) for step in steps)
        parts = tuple(
            self._compare_words(op, words, reached, (*path, op)) for op, words in condition.list_comparisons()
        )
        return parts[0] if len(parts) == 1 else All(parts)

    def _compare_words(self, comparator: str, words: Any, reached: Mapping[str, Condition], path: Path) -> Condition:
        if isinstance(words, tuple):
            return AnyCondition(tuple(self._compare_words(comparator, word, reached, path) for word in words))
        order = tuple(reached)  # what stands behind a comparator need not be hashable
        if words not in order:
            self.context.problems.add_unknown("KD215", Message("step"), str(words), order, path)
            return Known(UNKNOWN)
        return compare_step(comparator, order.index(words), tuple(reached.values()))

    def _compare_labels(self, condition: OutcomeCompared, outcome: LabelOutcome, path: Path) -> Condition:
        """Lower ``is: label`` or a list: the first case that holds is one of the labels wanted (2.5)."""
        labels = (*(case.id for case in outcome.cases), outcome.otherwise.id)
        for comparator, _ in condition.list_comparisons():
            if comparator != "is":
                self.context.problems.add(
                    "KD212",
                    Message("the labels of '{id}' have no order", id=outcome.id),
                    (*path, comparator),
                    key=True,
                    expected=Message("is: a label or a list"),
                )
                return Known(UNKNOWN)
        wanted = condition.is_ if isinstance(condition.is_, tuple) else (condition.is_,)
        for word in wanted:
            if word not in labels:
                self.context.problems.add_unknown("KD215", Message("label"), str(word), labels, (*path, "is"))
        # Built from the last case backwards: each case decides before those behind it are asked.
        chain: Condition = Known(MET if outcome.otherwise.id in wanted else UNMET)
        for case in reversed(outcome.cases):
            name = FactName(FactKind.CASE, outcome.id, case.id, condition.side)
            chain = Branch(Fact(str(name)), Known(MET if case.id in wanted else UNMET), chain)
        return chain

    def _report_missing(self, kind: str, reference: str, known: Mapping[str, Any], path: Path) -> Condition:
        at = (*path, kind)
        if "/" in reference:
            self.context.problems.add(
                "KD241",
                Message(
                    "'{reference}' belongs to another framework, which a rule cannot read yet", reference=reference
                ),
                at,
                hint=Message("references between frameworks come in a later version, without a change of the language"),
            )
        else:
            self.context.problems.add_unknown("KD209", _KINDS[kind], reference, known, at)
        return Known(UNKNOWN)


def _compare_decisions(condition: AwardCompared, award: Award, held: FactName) -> Condition | None:
    """Return the condition that an award is held, revoked or never held; None where its grades are meant."""
    words = condition.is_ if isinstance(condition.is_, tuple) else (condition.is_,)
    if condition.is_ is None or not all(word in _DECISIONS for word in words):
        return None
    # Only "held" can be asked for a length of time: the other two have none.
    kinds = [_DECISIONS[str(word)] for word in words]
    names = (held if kind is FactKind.HELD else FactName(kind, award.id) for kind in kinds)
    facts = tuple(Fact(str(name)) for name in names)
    return facts[0] if len(facts) == 1 else AnyCondition(facts)
