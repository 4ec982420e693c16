"""Conditions on outcomes and awards: a level, a label, a grade, or an award held by recorded decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Path
from kiemdinh.rules import MET, UNKNOWN, UNMET, All, Branch, Condition, Fact, Known, negate_condition
from kiemdinh.rules import Any as AnyCondition
from kiemdinh.standards.definition import (
    AwardCompared,
    Compared,
    LabelOutcome,
    LadderAward,
    OutcomeCompared,
    ReferenceDef,
    StepDef,
)
from kiemdinh.standards.lowering.context import Context
from kiemdinh.standards.lowering.quantities import QuantityLowerer
from kiemdinh.standards.lowering.scope import Scope
from kiemdinh.standards.names import FactKind, FactName, MemberName, ReferenceName

__all__ = ["OutcomeLowerer", "compare_step"]

_DECISIONS: Final = {"held": FactKind.HELD, "revoked": FactKind.REVOKED, "never": FactKind.NEVER}


def compare_step(comparator: str, index: int, reached: Sequence[Condition]) -> Condition:
    """Return the condition of a comparison with one step of a ladder.

    A ladder is reached step by step, so that *at most* a step means *not the next higher one* (2.1).

    Parameters
    ----------
    comparator
        ``at_least``, ``above``, ``at_most``, ``below`` or ``is``.
    index
        The position of the step on the ladder, lowest first.
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

    def lower_outcome(self, condition: OutcomeCompared, scope: Scope, path: Path) -> Condition:
        """Lower a comparison of an outcome with steps of its ladder, or with its labels.

        With a side it reads the outcome by the findings of that side alone, as an award needs it that rests on the
        external review (2.8). An outcome of another framework is that of the member at hand, else of the subject (6.5).
        Reports an outcome that is not declared; the condition is then unknown.
        """
        reference = ReferenceName.read(condition.outcome)
        if reference is not None:
            return self._lower_reference(reference, condition, scope, path)
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

    def lower_award(self, condition: AwardCompared, scope: Scope, path: Path) -> Condition:
        """Lower a condition on an award: held, revoked or never, or compared with its grades.

        It is about awards held by recorded decision, never about eligibility (2.8). Several awards are taken as equal:
        holding one of them is enough. An award of another framework is that of the member at hand, else of the subject
        (6.5). Reports an award that is not declared, and grades of an award that has none; the condition is then
        unknown.
        """
        held_for = self._read_held_for(condition, path)
        found = [self._find_award(text, held_for, scope, path) for text in condition.list_awards()]
        awards = [award for award in found if award is not None]
        if len(awards) < len(found):
            return Known(UNKNOWN)
        decided = _compare_decisions(condition, [award.held for award in awards])
        if decided is not None:
            return decided
        for award in awards:
            if not award.steps:
                self.context.problems.add(
                    "KD215",
                    Message("the award '{id}' has no grades", id=award.text),
                    path,
                    expected=Message("is: held, revoked or never"),
                )
                return Known(UNKNOWN)
        return self._compare_grades(condition, awards, path)

    def _find_award(self, text: str, held_for: str | None, scope: Scope, path: Path) -> _FoundAward | None:
        """Return an award with its grades; None for one that does not exist, which is reported."""
        reference = ReferenceName.read(text)
        if reference is not None:
            found = self._find_reference(reference, "award", path)
            member = scope.member_name
            held = FactName(
                FactKind.HELD, reference.id, held_for=held_for, framework=reference.framework, member=member
            )
            return None if found is None else _FoundAward(text, held, found.steps, _id_of(found.not_reached))
        award = self.context.awards.get(text)
        if award is None:
            self._report_missing("award", text, self.context.awards, path)
            return None
        held = FactName(FactKind.HELD, award.id, held_for=held_for)
        if not isinstance(award, LadderAward):
            return _FoundAward(text, held, (), None)
        steps, below = self.context.ladder_steps(award.ladder, path), self.context.not_reached_of(award.ladder)
        return _FoundAward(text, held, steps, below)

    def _compare_grades(self, condition: AwardCompared, awards: Sequence[_FoundAward], path: Path) -> Condition:
        """Compare the highest grade that is held of several awards, each of which has the grades that are named."""
        parts = [self._compare_ladder(condition, one.held, one.steps, one.below, path) for one in awards]
        if len(awards) == 1 or Known(UNKNOWN) in parts:  # the problem of one of them has been reported
            return parts[0]
        first = awards[0]
        reached: dict[str, Condition] = {} if first.below is None else {first.below: Known(MET)}
        for step in first.steps:
            having = [one for one in awards if step in one.steps]
            facts = tuple(Fact(str(one.held._replace(step=step))) for one in having)
            reached[step] = facts[0] if len(facts) == 1 else AnyCondition(facts)
        return self._compare_all(condition, reached, path)

    # -- other frameworks --------------------------------------------------------------------------------------

    def _find_reference(self, reference: ReferenceName, kind: str, path: Path) -> ReferenceDef | None:
        """Return the steps of an outcome or award of another framework; None where they are not known (reported)."""
        text = str(reference)
        self.context.used.add(("reference", text))
        at = (*path, kind)
        if self.context.look_up_steps is not None:
            return self.context.look_up_steps(reference, kind, self.context.problems, at)
        return self.context.definition.references[text]  # loading has found them all

    def _lower_reference(
        self, reference: ReferenceName, condition: OutcomeCompared, scope: Scope, path: Path
    ) -> Condition:
        """Compare an outcome of another framework: of a member with stages the lowest of its stages counts (2.6)."""
        found = self._find_reference(reference, "outcome", path)
        if condition.side is not None:
            message = Message("an outcome of another framework is not read by one side alone")
            self.context.problems.add("KD241", message, (*path, "side"), key=True)
        if found is None:
            return Known(UNKNOWN)
        if found.labels and any(comparator != "is" for comparator, _ in condition.list_comparisons()):
            self._report_order(str(reference), path)
            return Known(UNKNOWN)
        name = FactName(FactKind.REACHES, reference.id, framework=reference.framework)
        places = _places_of(scope)
        reached: dict[str, Condition] = {} if found.not_reached is None else {found.not_reached.id: Known(MET)}
        for step in found.steps:
            facts = tuple(Fact(str(name._replace(step=step, member=member))) for member in places)
            reached[step] = facts[0] if len(facts) == 1 else All(facts)
        return self._compare_all(condition, reached, path)

    def _report_order(self, name: str, path: Path) -> None:
        self.context.problems.add(
            "KD212",
            Message("the labels of '{id}' have no order", id=name),
            path,
            expected=Message("is: a label or a list"),
        )

    def _read_held_for(self, condition: AwardCompared, path: Path) -> str | None:
        duration = None if condition.for_ is None else self.quantities.read_duration(condition.for_, (*path, "for"))
        return None if duration is None else str(duration)

    # -- ladders and labels ------------------------------------------------------------------------------------

    def _compare_ladder(
        self, condition: Compared, name: FactName, steps: tuple[str, ...], below: str | None, path: Path
    ) -> Condition:
        """Lower comparisons with steps of a ladder: facts *name* at each step, of which each includes those below it.

        *below* is the name of the state below the lowest step, which is always reached; None where it has no name.
        """
        reached: dict[str, Condition] = {} if below is None else {below: Known(MET)}
        reached.update((step, Fact(str(name._replace(step=step)))) for step in steps)
        return self._compare_all(condition, reached, path)

    def _compare_all(self, condition: Compared, reached: Mapping[str, Condition], path: Path) -> Condition:
        """Lower the comparisons with steps that are *reached* on these conditions, lowest first."""
        parts = tuple(
            self._compare_words(op, words, reached, (*path, op)) for op, words in condition.list_comparisons()
        )
        return parts[0] if len(parts) == 1 else All(parts)

    def _compare_words(self, comparator: str, words: Any, reached: Mapping[str, Condition], path: Path) -> Condition:
        if isinstance(words, tuple):
            return AnyCondition(tuple(self._compare_words(comparator, word, reached, path) for word in words))
        order = tuple(reached)  # the right side of a comparator need not be hashable
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
        # Built from the last case backwards: each case decides before the later ones are tested.
        chain: Condition = Known(MET if outcome.otherwise.id in wanted else UNMET)
        for case in reversed(outcome.cases):
            name = FactName(FactKind.CASE, outcome.id, case.id, condition.side)
            chain = Branch(Fact(str(name)), Known(MET if case.id in wanted else UNMET), chain)
        return chain

    def _report_missing(self, kind: str, reference: str, known: Mapping[str, Any], path: Path) -> Condition:
        at = (*path, kind)
        self.context.problems.add_unknown("KD209", _KINDS[kind], reference, known, at)
        return Known(UNKNOWN)


class _FoundAward(NamedTuple):
    """An award: how it is written, the fact that it is held, its grades, and the state below them."""

    text: str
    held: FactName
    steps: tuple[str, ...]
    below: str | None


def _id_of(step: StepDef | None) -> str | None:
    return None if step is None else step.id


def _places_of(scope: Scope) -> tuple[MemberName | None, ...]:
    """Return the places for which an outcome is read: each stage of the member at hand, else the subject."""
    member = scope.member_name
    stages = () if scope.member is None else scope.member.stages
    return tuple(replace(member, stage=stage) for stage in stages) if member and stages else (member,)


def _compare_decisions(condition: AwardCompared, held: Sequence[FactName]) -> Condition | None:
    """Return the condition that one of some awards is held, one was revoked, or none ever was held.

    The result is None where grades are meant.
    """
    words = condition.is_ if isinstance(condition.is_, tuple) else (condition.is_,)
    if condition.is_ is None or not all(word in _DECISIONS for word in words):
        return None
    parts = tuple(_decide(_DECISIONS[str(word)], held) for word in words)
    return parts[0] if len(parts) == 1 else AnyCondition(parts)


def _decide(kind: FactKind, held: Sequence[FactName]) -> Condition:
    # Only "held" can be asked for a length of time: the other two have none.
    names = held if kind is FactKind.HELD else [one._replace(kind=kind, held_for=None) for one in held]
    facts = tuple(Fact(str(name)) for name in names)
    if len(facts) == 1:
        return facts[0]
    return All(facts) if kind is FactKind.NEVER else AnyCondition(facts)
