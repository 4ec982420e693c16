"""What a scenario expects held against the result of its assessment, line by line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.data.as_json import encode_number
from kiemdinh.rules import Interval, Truth, exact
from kiemdinh.standards.fact_names import input_name
from kiemdinh.standards.literals import input_measure, scale_words
from kiemdinh.standards.model import StepScale
from kiemdinh.testing.scenarios.check_names import NONE, UNDETERMINED

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.data.awards import AwardResult
    from kiemdinh.data.outcomes import LevelRef, NodeResult, OutcomeResult
    from kiemdinh.data.repairs import Repair, RepairChange, RepairsData
    from kiemdinh.testing.scenarios.model import AwardThen, Listed, NodeThen, RepairThen, Standing, Then

__all__ = ["Expectation", "compare"]

_MOST_REPAIRS: Final = 1_000
"""The cheapest repairs among which the expected one is looked for."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that was expected, and what came out; ``about`` is the first key of it: level, awards, repair."""

    what: str
    expected: str
    got: str
    holds: bool
    about: str

    def __str__(self) -> str:
        return f"{self.what}: expected {self.expected}, got {self.got}"


def compare(then: Then, result: Assessment) -> Iterator[Expectation]:
    """Yield every expectation of *then* with what *result* gives; the cheapest repair is only sought where asked."""
    yield from _standing(then, result.outcomes[0], "")
    outcomes = {outcome.id: outcome for outcome in result.outcomes}
    for name, standing in then.outcomes.items():
        yield from _standing(standing, outcomes[name], f"outcomes.{name}.")
    parts = {part.stage: part.outcomes[0] for part in result.parts}
    for stage, standing in then.stages.items():
        yield from _stage(stage, standing, parts.get(stage))
    awards = {award.id: award for award in result.awards} if then.awards else {}
    for name, award in then.awards.items():
        yield from _award(award, awards[name], f"awards.{name}.")
    for name, node in then.nodes.items():
        yield from _node(name, node, result)
    if then.blockers is not None:
        yield _listed(then.blockers, _blockers(result, then.blockers.target), "blockers")
    if then.repair is not None:
        yield from _repair(then.repair, result)
    if then.warnings is not None:
        yield _listed(then.warnings, [warned.code for warned in result.warnings], "warnings")


def _same(what: str, expected: str, got: str, about: str | None = None) -> Expectation:
    return Expectation(what, expected, got, expected == got, about or what.partition(".")[0])


def _of(ref: LevelRef | None, otherwise: str = NONE) -> str:
    return otherwise if ref is None else ref.id


def _yes(value: bool) -> str:
    return "true" if value else "false"


# -- outcomes ----------------------------------------------------------------------------------------------


def _standing(expected: Standing, got: OutcomeResult, prefix: str) -> Iterator[Expectation]:
    ladder = got.kind == "ladder"
    words = {
        "level": _of(got.guaranteed if ladder else got.outcome),
        "attainable": _of(got.attainable if ladder else got.outcome),
        "determined": _yes(got.determined),
        "outcome": _of(got.outcome, NONE if got.determined else UNDETERMINED),
    }
    for key, word in words.items():
        if key in expected.model_fields_set:
            said = getattr(expected, key)
            yield _same(prefix + key, _yes(said) if isinstance(said, bool) else said, word)
    if "labels" in expected.model_fields_set:
        labels = sorted(label.id for label in got.labels)
        yield _same(f"{prefix}labels", _joined(sorted(expected.labels)), _joined(labels))


def _stage(stage: str, expected: Standing, got: OutcomeResult | None) -> Iterator[Expectation]:
    if got is not None:
        yield from _standing(expected, got, f"stages.{stage}.")
    else:
        yield Expectation(f"stages.{stage}", "a stage assessed on its own", "no such stage", False, "stages")


def _joined(words: Iterable[str]) -> str:
    return ", ".join(words) or NONE


# -- awards and nodes ----------------------------------------------------------------------------------------


def _award(expected: AwardThen, got: AwardResult, prefix: str) -> Iterator[Expectation]:
    graded = any(grade.grade is not None for grade in got.grades)

    def grade(ref: LevelRef | None) -> str:
        return _of(ref) if graded else _yes(ref is not None)

    held = NONE if got.held is None else got.held.grade or "true"
    words = {
        "eligible": grade(got.certain),
        "possible": grade(got.possible),
        "held": held if graded else _yes(got.held is not None),
        "held_until": _day(got.held_until),
        "loss": NONE if got.loss is None else got.loss.name.lower(),
    }
    for key, word in words.items():
        if key in expected.model_fields_set:
            yield _same(prefix + key, str(getattr(expected, key)), word)
    earliest = {_of(one.grade, got.id): _day(one.earliest) for one in got.grades}
    for name, day in expected.earliest.items():
        yield _same(f"{prefix}earliest.{name}", _day(day), earliest[name])


def _day(day: dt.date | None) -> str:
    return NONE if day is None else day.isoformat()


def _node(name: str, expected: NodeThen, result: Assessment) -> Iterator[Expectation]:
    what = f"nodes.{name}"
    try:
        got = result.node(name)
    except KeyError:
        yield Expectation(what, "a node that is judged", "no such node", False, "nodes")
        return
    for key, ref in (("level", got.guaranteed), ("attainable", got.attainable)):
        if key in expected.model_fields_set:
            yield _same(f"{what}.{key}", getattr(expected, key), _of(ref))
    if "is_" in expected.model_fields_set:
        yield _verdict(what, expected, got, result)


def _verdict(what: str, expected: NodeThen, got: NodeResult, result: Assessment) -> Expectation:
    if got.truth is not None:
        return _same(what, expected.is_, got.truth.name.lower())
    if got.kind == "level":
        return _same(what, expected.is_, _of(got.guaranteed) if got.determined else _range(got))
    if got.value is None:
        return Expectation(what, expected.is_, "derived from its parts, and not reported", False, "nodes")
    return _score(what, expected, got.value, _words_of(got, result))


def _range(got: NodeResult) -> str:
    return f"{UNDETERMINED} from {_of(got.guaranteed)} to {_of(got.attainable)}"


def _words_of(got: NodeResult, result: Assessment) -> tuple[str, ...]:
    layer = result.framework.nodes[got.node].layer
    scale = result.framework.definition.scales.get((layer and layer.scale) or "")
    return scale_words(scale) if got.kind == "rating" and isinstance(scale, StepScale) else ()


def _score(what: str, expected: NodeThen, got: Interval, words: tuple[str, ...]) -> Expectation:
    """A figure is exact, or within the tolerance that is stated; one that is not known is neither."""
    told = _figure(got, words)
    if words:
        return _same(what, expected.is_, told)
    near = f" within {encode_number(expected.tolerance)}" if expected.tolerance else ""
    try:
        wanted = exact(str(expected.is_))
    except ValueError:
        return Expectation(what, f"{expected.is_} (no number)", told, False, "nodes")
    near_enough = Interval(wanted - expected.tolerance, wanted + expected.tolerance)
    holds = got.known and got.hull(near_enough) == near_enough
    return Expectation(what, f"{encode_number(wanted)}{near}", told, holds, "nodes")


def _figure(got: Interval, words: tuple[str, ...]) -> str:
    if got.known and got.low is not None:
        return words[int(got.low)] if words else str(encode_number(got.low))
    return f"{UNDETERMINED} from {encode_number(got.low)} to {encode_number(got.high)}"


# -- lists -----------------------------------------------------------------------------------------------------


def _listed(expected: Listed, got: Iterable[str], what: str) -> Expectation:
    found = sorted(set(got))
    if "include" in expected.model_fields_set:
        holds = set(expected.include) <= set(found)
        return Expectation(what, f"{_joined(sorted(expected.include))} among them", _joined(found), holds, what)
    return _same(what, _joined(sorted(set(expected.are))), _joined(found))


def _blockers(result: Assessment, target: str) -> list[str]:
    goal = result.explain(target).target if target else result.target
    tree = None if goal is None else goal.blocking
    return [] if tree is None else [leaf.id for leaf in tree.leaves() if leaf.id is not None]


# -- repairs -----------------------------------------------------------------------------------------------------


def _repair(expected: RepairThen, result: Assessment) -> Iterator[Expectation]:
    repairs = result.repairs(expected.target or None)
    said = expected.model_fields_set
    if "reachable" in said:
        yield _same("repair.reachable", _yes(expected.reachable), _yes(repairs.cost is not None))
    if "cost" in said:
        yield _same("repair.cost", str(encode_number(expected.cost)), str(_or_none(repairs.cost)))
    if "count" in said:
        yield _same("repair.count", str(expected.count), str(_or_none(repairs.count)))
    if "changes" in said:
        yield _one_of_the_cheapest(expected, repairs, result)


def _or_none(value: Any) -> Any:
    return NONE if value is None else encode_number(value)


def _one_of_the_cheapest(expected: RepairThen, repairs: RepairsData, result: Assessment) -> Expectation:
    """Equally cheap ways have no order of their own: the expected one is any of them."""
    cheapest = takewhile(lambda repair: repair.cost == repairs.cost, repairs)
    ways = [_changes(repair, result) for _, repair in zip(range(_MOST_REPAIRS), cheapest, strict=False)]
    wanted = dict(expected.changes)
    holds = any(_agree(wanted, way) for way in ways)
    got = _shown(wanted if holds else ways[0] if ways else {})
    others = f" or {len(ways) - 1} other equally cheap ways" if len(ways) > 1 and not holds else ""
    return Expectation("repair.changes", _shown(wanted), got + others, holds, "repair")


def _agree(wanted: dict[str, str], way: dict[str, str]) -> bool:
    return wanted.keys() == way.keys() and all(to in ("", way[name]) for name, to in wanted.items())


def _shown(changes: dict[str, str]) -> str:
    return _joined(f"{name}: {to}" if to else name for name, to in sorted(changes.items()))


def _changes(repair: Repair, result: Assessment) -> dict[str, str]:
    return {change.id: _to(change, result) for change in repair.changes}


def _to(change: RepairChange, result: Assessment) -> str:
    if isinstance(change.to, Truth):
        return change.to.name.lower()
    found = result.framework.inputs.get(input_name(change.id))
    scale = None if found is None else result.framework.definition.scales.get(found.scale or "")
    words = () if found is None else input_measure(found, scale).words
    return words[int(change.to.number)] if words else str(encode_number(change.to.number))
