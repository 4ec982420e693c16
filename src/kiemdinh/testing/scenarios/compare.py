"""Comparing the expectations of a scenario with the result of its assessment, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.message import Message
from kiemdinh.testing.scenarios.compare_repairs import compare_repairs
from kiemdinh.testing.scenarios.compare_values import compare_named_figure, compare_node
from kiemdinh.testing.scenarios.model import NONE, UNDETERMINED
from kiemdinh.testing.scenarios.result import Expectation, expect_equal
from kiemdinh.testing.scenarios.wording import date_word, id_of, join_words, yes_or_no

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.data.awards import AwardResult
    from kiemdinh.data.outcomes import LevelRef, OutcomeResult
    from kiemdinh.testing.scenarios.model import AwardThen, ListThen, OutcomeThen, Then

__all__ = ["compare_result"]


def compare_result(then: Then, result: Assessment, lang: str) -> Iterator[Expectation]:
    """Yield every expectation of *then* with the actual value in *result*, in the order of the keys of ``then``.

    Only what is expected is computed: the cheapest repair is searched for only where a repair is expected. *lang* is
    the language of the text of the result.
    """
    yield from _compare_outcome(then, result.outcomes[0], "")
    outcomes = {outcome.id: outcome for outcome in result.outcomes}
    for name, expected in then.outcomes.items():
        yield from _compare_outcome(expected, outcomes[name], f"outcomes.{name}.")
    stages = {part.stage: part.outcomes[0] for part in result.parts}
    for stage, expected in then.stages.items():
        yield from _compare_stage(stage, expected, stages.get(stage))
    # Awards are computed when they are asked for, and each costs an explanation.
    awards = {award.id: award for award in result.awards} if then.awards else {}
    for name, award in then.awards.items():
        yield from _compare_award(award, awards[name], f"awards.{name}.")
    for name, node in then.nodes.items():
        yield from compare_node(name, node, result)
    for name, figure in then.figures.items():
        yield compare_named_figure(name, figure, result)
    if then.blockers is not None:
        yield _compare_list(then.blockers, _blocking_leaves(result, then.blockers.target), "blockers")
    if then.repair is not None:
        yield from compare_repairs(then.repair, result)
    if then.warnings is not None:
        yield _compare_list(then.warnings, [warned.code for warned in result.warnings], "warnings")
    if then.says:
        yield _compare_words(then.says, _told_text(result, lang))


# -- outcomes ------------------------------------------------------------------------------------------------------


def _compare_outcome(expected: OutcomeThen, got: OutcomeResult, prefix: str) -> Iterator[Expectation]:
    """Yield the expectations about an outcome; a decision list has one label for each reading."""
    is_ladder = got.kind == "ladder"
    words = {
        "level": id_of(got.guaranteed if is_ladder else got.outcome),
        "attainable": id_of(got.attainable if is_ladder else got.outcome),
        "determined": yes_or_no(got.determined),
        "outcome": id_of(got.outcome, NONE if got.determined else UNDETERMINED),
    }
    for key, word in words.items():
        if key in expected.model_fields_set:
            wanted = getattr(expected, key)
            yield expect_equal(prefix + key, yes_or_no(wanted) if isinstance(wanted, bool) else wanted, word)
    if "labels" in expected.model_fields_set:
        labels = sorted(label.id for label in got.labels)
        yield expect_equal(f"{prefix}labels", join_words(sorted(expected.labels)), join_words(labels))


def _compare_stage(stage: str, expected: OutcomeThen, got: OutcomeResult | None) -> Iterator[Expectation]:
    if got is not None:
        yield from _compare_outcome(expected, got, f"stages.{stage}.")
    else:
        yield Expectation(
            f"stages.{stage}", Message("a stage assessed on its own"), Message("no such stage"), False, "stages"
        )


# -- awards --------------------------------------------------------------------------------------------------------


def _compare_award(expected: AwardThen, got: AwardResult, prefix: str) -> Iterator[Expectation]:
    """Yield the expectations about an award; for an award without grades, whether it is given."""
    has_grades = any(grade.grade is not None for grade in got.grades)

    def grade_word(ref: LevelRef | None) -> str:
        return id_of(ref) if has_grades else yes_or_no(ref is not None)

    held = NONE if got.held is None else got.held.grade or "true"
    words = {
        "eligible": grade_word(got.certain),
        "possible": grade_word(got.possible),
        "held": held if has_grades else yes_or_no(got.held is not None),
        "held_until": date_word(got.held_until),
        "renew_by": date_word(got.renew_by),
        "loss": NONE if got.loss is None else got.loss.name.lower(),
    }
    for key, word in words.items():
        if key in expected.model_fields_set:
            yield expect_equal(prefix + key, str(getattr(expected, key)), word)
    earliest = {id_of(one.grade, got.id): date_word(one.earliest) for one in got.grades}
    for name, day in expected.earliest.items():
        yield expect_equal(f"{prefix}earliest.{name}", date_word(day), earliest[name])


# -- blockers and warnings -----------------------------------------------------------------------------------------


def _compare_list(expected: ListThen, got: Iterable[str], what: str) -> Expectation:
    """Compare ids or codes as sets: exactly these, or these among others."""
    found = sorted(set(got))
    if "include" in expected.model_fields_set:
        holds = set(expected.include) <= set(found)
        wanted = Message("{names} among them", names=join_words(sorted(expected.include)))
        return Expectation(what, wanted, join_words(found), holds, what)
    return expect_equal(what, join_words(sorted(set(expected.are))), join_words(found))


def _told_text(result: Assessment, lang: str) -> str:
    """Return the text of the result and of the cheapest repairs for the next level, if there is a next one."""
    explanation = "" if result.target is None else result.explain().to_text(lang)
    return f"{result.to_text(lang)} {explanation}"


def _compare_words(expected: tuple[str, ...], text: str) -> Expectation:
    """Compare words with the text of the result, which must contain each, however its lines are broken."""
    told = " ".join(text.split())
    found = [words for words in expected if " ".join(words.split()) in told]
    return expect_equal("says", join_words(expected), join_words(found))


def _blocking_leaves(result: Assessment, target: str) -> list[str]:
    """Return the ids of the leaves of the tree that blocks *target*, or the next level where none is named."""
    goal = result.explain(target).target if target else result.target
    tree = None if goal is None else goal.blocking
    return [] if tree is None else [leaf.id for leaf in tree.leaves() if leaf.id is not None]
