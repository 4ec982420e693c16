"""What the free facts and values of a definition can be, and its conditions written out down to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import TYPE_CHECKING, Final

from kiemdinh.evidence._forms import forms_of
from kiemdinh.evidence.dossier import Dossier
from kiemdinh.evidence.holdings import Holdings
from kiemdinh.evidence.values import domain
from kiemdinh.rules import MET, UNBOUNDED, All, Condition, Fact, Interval, Known, Node, Number, Space, replaced
from kiemdinh.standards.durations import Duration, add_duration
from kiemdinh.standards.fact_names import input_name, sideless
from kiemdinh.standards.literals import Measure

if TYPE_CHECKING:
    from kiemdinh.standards.framework import Framework
    from kiemdinh.standards.lowering_rules import Rules

__all__ = ["expanded", "space_of", "written_out"]

_MOST_CHOICES: Final = 200
_DAYS: Final = Interval(dt.date.min.toordinal(), dt.date.max.toordinal())


def expanded(rules: Rules, left_out: frozenset[str] = frozenset()) -> Mapping[str, Condition]:
    """Return every definition with all lower ones written in, so that only free facts and values remain.

    Terms are shared, so that the cost is linear in the size of the definitions. ``applies:…`` is free where no rule
    says when a node applies: a dossier may then record that it does not. *left_out* names those of which it may
    besides what the rule says (nodes with ``when`` and ``may_not_apply``).
    """
    whole: dict[str, Condition] = {}
    for name, condition in rules.definitions.items():  # lower ones first
        done = written_out(condition, whole)
        if name.startswith("applies:"):
            done = _applying(name, done, recorded=name in left_out)
        whole[name] = done
    return whole


def _applying(name: str, by_rule: Condition, *, recorded: bool) -> Condition:
    if by_rule == Known(MET):
        return Fact(name)
    return All((by_rule, Fact(name))) if recorded else by_rule


def written_out(condition: Condition, whole: Mapping[str, Condition]) -> Condition:
    """Return a condition with the definitions of *whole*, already written out, in the place of its facts.

    Facts by one side alone are read as those by both. Linear in the size of *condition*; what is put in is shared.
    """

    def put(node: Node) -> Node:
        if not isinstance(node, Fact):
            return node
        name = sideless(node.id)
        found = whole.get(name)
        return found if found is not None else node if name == node.id else Fact(name)

    return replaced(condition, put)


def space_of(framework: Framework, rules: Rules, on: dt.date) -> Space:
    """Return what the facts and values that *rules* speak of can be in a dossier of the date *on*.

    Linear in the number of values; quadratic in that of the conditions on one award held.
    """
    ids = sorted(frozenset().union(*rules.values.values())) if rules.values else []
    values: dict[str, Interval] = {}
    choices: dict[str, tuple[Number, ...]] = {}
    for value_id in ids:
        interval, points = _range(framework, value_id, on)
        values[value_id] = interval
        if points:
            choices[value_id] = points
    holding = sorted({sideless(f) for facts in rules.facts.values() for f in facts} - rules.definitions.keys())
    return Space(tuple(_chains(framework, holding, on)), tuple(_apart(holding)), values, choices)


# -- values ----------------------------------------------------------------------------------------------------


def _range(framework: Framework, value_id: str, on: dt.date) -> tuple[Interval, tuple[Number, ...]]:
    kind, _, rest = value_id.partition(":")
    if kind == "clock":
        return _ago(rest.removesuffix(" ago"), on), ()
    if kind == "per":
        return _whole(framework, input_name(rest.partition(":")[2])), ()
    if kind == "input":
        form = forms_of(framework).inputs[input_name(value_id)]
        if form.measure.kind == "date":
            return _DAYS, ()
        return domain(form.definition, framework), _points(form.measure, form.step)
    found = forms_of(framework).nodes[rest]
    if found.measure is None:
        return UNBOUNDED, ()
    if found.measure.kind == "words":
        return Interval(0, len(found.measure.words) - 1), _points(found.measure, None)
    return Interval(found.measure.low, found.measure.high), _points(found.measure, found.step)


def _ago(length: str, on: dt.date) -> Interval:
    return Interval.point(add_duration(on, Duration.read(length), back=True).toordinal())


def _whole(framework: Framework, name: str) -> Interval:
    """A whole is that of its input, or any number of 0 or more that the part is recorded of."""
    low = domain(framework.inputs[name], framework).low
    return Interval(None if low is None else min(low, 0), None)


def _points(measure: Measure, step: Number | None) -> tuple[Number, ...]:
    if measure.kind == "words":
        return tuple(range(len(measure.words)))
    low, high = measure.low, measure.high
    if step is None or low is None or high is None or (high - low) / step > _MOST_CHOICES:
        return ()
    return tuple(low + i * step for i in range(int((high - low) // step) + 1))


# -- awards held -----------------------------------------------------------------------------------------------


def _chains(framework: Framework, names: list[str], on: dt.date) -> Iterator[tuple[str, ...]]:
    """Yield pairs: who holds a grade, or for a time, holds the lower ones, and for any shorter time."""
    holdings = Holdings(framework, Dossier(), on)
    awards = {award.id: award for award in framework.awards}
    strength: dict[str, tuple[str, int, int]] = {}
    for name in names:
        if name.startswith("held:"):
            what, _, length = name.removeprefix("held:").partition(" for ")
            award, _, grade = what.partition("/")
            since = _ago(length, on).low if length else on.toordinal()
            place = holdings.grade_index(awards[award], grade or None)
            strength[name] = award, place, on.toordinal() - int(since or 0)
    for weak, strong in permutations(strength, 2):
        (award, place, days), (other, higher, longer) = strength[weak], strength[strong]
        if award == other and place <= higher and days <= longer:
            yield weak, strong


def _apart(names: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield pairs: an award never given is neither held nor revoked."""
    for never in (n for n in names if n.startswith("never:")):
        award = never.removeprefix("never:")
        for name in names:
            kind, _, what = name.partition(":")
            if kind in ("held", "revoked") and what.partition(" for ")[0].partition("/")[0] == award:
                yield name, never
