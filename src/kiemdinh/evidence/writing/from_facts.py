"""From facts to a dossier, the inverse of resolution: what a school would record for a world to be its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, cast

from kiemdinh.evidence.dossier import Dossier, Side
from kiemdinh.evidence.entries import NOT_APPLICABLE, forms_of
from kiemdinh.evidence.resolution import Holdings
from kiemdinh.parsing.durations import Duration, add_duration
from kiemdinh.rules import MET, UNKNOWN, UNMET, Assignment, Interval, Number, Truth, exact_number, number_to_text
from kiemdinh.standards.definition import Measure
from kiemdinh.standards.names import input_name, sideless

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["record"]

_NOTHING: Final[Mapping[str, Any]] = {}
_WHY: Final = "as supposed"
_DAY: Final = Duration((1, "day"))


def record(
    framework: Framework,
    world: Assignment,
    *,
    on: dt.date,
    stages: tuple[str, ...] | None,
    side: Side = "external",
    rest: Mapping[str, Any] = _NOTHING,
) -> dict[str, Any]:
    """Return a dossier, as plain data, in which the facts and values of *world* are recorded by one side on *on*.

    Facts by one side alone (``external:…``) are recorded as the bare ones, a value that is no point as one inside
    its interval, an end of it where it has one. *rest* is what else the dossier says, such as ``notes`` or ``school``.

    Left out are facts that are unknown, those that follow from others (steps, outcomes, ``applies:…`` by a ``when``,
    metrics, ``clock:…``), and the verdict of a node that does not apply. A fact about an award held that is absent
    from its list makes the list complete, so that what *world* leaves open of others does not hold either.

    Raises
    ------
    ValueError
        Something has no place in a dossier, named in the message: a value outside what its input can be, a number
        that is no decimal, a whole of 0 or of a negative part beside another, contradictory facts of awards.
    """
    rules = framework.rules(stages, on)
    truths = {sideless(n): t for n, t in world.truths.items() if t is not UNKNOWN}
    findings = _findings(framework, truths, rules.definitions)
    findings |= _scores(framework, world.values)
    inputs = _inputs(framework, world.values)
    held, complete = _Holding(framework, on, truths).records()
    school: dict[str, Any] = {} if stages is None else {"school": {"stages": list(stages)}}
    made: dict[str, Any] = {**school, **rest, "framework": framework.id, "date": on.isoformat()}
    if side == "self" or "inputs" in framework.nodes:
        made |= {"inputs": inputs} if inputs else {}
    elif inputs:
        findings["inputs"] = inputs
    made |= {"findings" if side == "self" else "external": findings} if findings else {}
    made |= {"held": held} if held else {}
    return made | ({"complete": ["held"]} if complete else {})


# -- findings --------------------------------------------------------------------------------------------------


def _findings(framework: Framework, truths: Mapping[str, Truth], derived: Mapping[str, Any]) -> dict[str, Any]:
    forms = forms_of(framework).nodes
    found: dict[str, Any] = {}
    for name, truth in truths.items():
        kind, _, node = name.partition(":")
        if kind == "applies" and node in forms:
            if truth is UNMET and NOT_APPLICABLE in forms[node].words:
                found[node] = {"is": NOT_APPLICABLE, "why": _WHY}
        elif name in derived or kind in ("held", "revoked", "never"):
            continue
        elif name in forms and forms[name].kind == "met":
            found.setdefault(name, "met" if truth is MET else "unmet")
        else:
            msg = f"no finding records the fact '{name}'"
            raise ValueError(msg)
    return found


def _scores(framework: Framework, values: Mapping[str, Interval]) -> dict[str, Any]:
    forms = forms_of(framework).nodes
    found: dict[str, Any] = {}
    for name, interval in values.items():
        kind, _, node = name.partition(":")
        if kind not in ("rating", "points", "finding"):
            continue
        measure = forms[node].measure if node in forms else None
        if measure is None:
            msg = f"no finding records the value '{name}'"
            raise ValueError(msg)
        found[node] = _said(name, interval, measure, forms[node].step)
    return found


# -- inputs ----------------------------------------------------------------------------------------------------


def _inputs(framework: Framework, values: Mapping[str, Interval]) -> dict[str, Any]:
    """Return the inputs by name, each a value, a map of values by place, or both in a list."""
    figures = {name: i for name, i in values.items() if name.startswith("input:")}
    wholes = _wholes(framework, values, figures)
    plain: dict[str, Any] = {}
    placed: dict[str, dict[str, Any]] = {}
    for name, interval in figures.items():
        form = forms_of(framework).inputs.get(input_name(name))
        if form is None:
            msg = f"there is no input for the value '{name}'"
            raise ValueError(msg)
        said = _figure(name, interval, form.measure, form.step, wholes.get(name))
        if form.definition.type == "decision" and said is True:
            said = {"value": True, "why": _WHY, "author": _WHY}
        at = name.partition("@")[2]
        if not at:
            plain[form.name] = said
            continue
        *above, last = at.split("/")
        below = placed.setdefault(form.name, {})
        for key in above:
            below = below.setdefault(key, {})
        below[last] = said
    both = plain.keys() & placed.keys()
    return plain | placed | {name: [plain[name], placed[name]] for name in both}


def _wholes(framework: Framework, values: Mapping[str, Interval], figures: dict[str, Interval]) -> dict[str, Number]:
    """Return the wholes that parts are recorded of; one that needs no part is added to *figures* instead."""
    found: dict[str, Number] = {}
    for name, interval in values.items():
        if not name.startswith("per:"):
            continue
        _, part, rest = name.split(":", 2)
        at = rest.partition("@")
        whole_id, part_id = f"input:{rest}", f"input:{part}" + at[1] + at[2]
        form = forms_of(framework).inputs[at[0]]
        if figures.get(whole_id) == interval and part_id not in found:
            continue
        whole = _inside(name, interval, Measure("number"), None)
        if whole > 0 and part_id in figures and found.get(part_id, whole) == whole:
            found[part_id] = whole
        elif whole_id not in figures and part_id not in found:
            figures[whole_id] = Interval.point(_inside(name, interval, form.measure, form.step))
        else:
            msg = f"nothing records the value '{name}' beside '{whole_id}'"
            raise ValueError(msg)
    return found


def _figure(name: str, interval: Interval, measure: Measure, step: Number | None, whole: Number | None) -> Any:
    if whole is None:
        return _said(name, interval, measure, step)
    value = _inside(name, interval, measure, step)
    part = exact_number(Fraction(value) * Fraction(whole) / 100) if measure.only_percent else value
    if part < 0:
        msg = f"a negative part is recorded of no whole: '{name}'"
        raise ValueError(msg)
    return {"part": _number(name, part), "of": _number(name, whole)}


# -- values in the words of the language ---------------------------------------------------------------------------


def _said(name: str, interval: Interval, measure: Measure, step: Number | None) -> Any:
    value = _inside(name, interval, measure, step)
    if measure.kind == "date":
        return dt.date.fromordinal(int(value)).isoformat()
    if measure.kind == "words":
        word = measure.words[int(value)]
        return word == "true" if measure.words == ("false", "true") else word
    number = _number(name, value)
    return f"{number}%" if measure.only_percent else number


def _inside(name: str, interval: Interval, measure: Measure, step: Number | None) -> Number:
    """Return a value in an interval that its measure allows: the least, else the greatest, else 0."""
    low, high = _bounds(measure)
    least = max((n for n in (interval.low, low) if n is not None), default=None)
    most = min((n for n in (interval.high, high) if n is not None), default=None)
    value: Number = 0 if least is None and most is None else cast("Number", most if least is None else least)
    grid = 1 if measure.kind != "number" else step
    if grid is not None:
        start = low or 0
        steps = Fraction(value - start) / grid
        value = exact_number(start + (-(-steps // 1) if least is not None else steps // 1) * Fraction(grid))
    if (least is not None and value < least) or (most is not None and value > most):
        msg = f"no value of '{name}' lies from {interval.low} to {interval.high}"
        raise ValueError(msg)
    return value


def _bounds(measure: Measure) -> tuple[Number | None, Number | None]:
    if measure.kind == "words":
        return 0, len(measure.words) - 1
    if measure.kind == "date":
        return dt.date.min.toordinal(), dt.date.max.toordinal()
    return measure.low, measure.high


def _number(name: str, value: Number) -> int | str:
    """Return a number as it is written: whole, or a decimal as text."""
    if isinstance(value, int):
        return value
    text = number_to_text(value)
    if "/" in text:
        msg = f"the value {value} of '{name}' is no decimal"
        raise ValueError(msg)
    return text


# -- awards held -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Holding:
    """Records of awards by which facts of ``held:``, ``revoked:`` and ``never:`` are what they are."""

    framework: Framework
    on: dt.date
    truths: Mapping[str, Truth]
    found: list[dict[str, Any]] = field(default_factory=list)

    def records(self) -> tuple[list[dict[str, Any]], bool]:
        """Return the records, and whether the list of them is complete."""
        truths = {n: t for n, t in self.truths.items() if n.startswith(("held:", "revoked:", "never:"))}
        yesterday = add_duration(self.on, _DAY, back=True)
        for name, truth in truths.items():
            kind, _, what = name.partition(":")
            if kind == "held" and truth is MET:
                what, _, length = what.partition(" for ")
                since = add_duration(self.on, Duration.read(length), back=True) if length else self.on
                self._add(what, since, until=self.on)
            elif kind == "revoked" and truth is MET:
                self._add(what, yesterday, ended=self.on)
        given = {entry["award"] for entry in self.found}
        for name, truth in truths.items():
            award = name.removeprefix("never:")
            if award != name and truth is UNMET and award not in given:
                self._add(award, yesterday, until=yesterday)
            elif award != name and truth is MET and award in given:
                msg = f"the award '{award}' is held or revoked and yet never was given"
                raise ValueError(msg)
        return self.found, any((t is MET) == n.startswith("never:") for n, t in truths.items())

    def _add(self, what: str, signed: dt.date, **days: dt.date) -> None:
        award_id, _, grade = what.partition("/")
        award = next((a for a in self.framework.awards if a.id == award_id), None)
        if award is None:
            msg = f"there is no award '{award_id}'"
            raise ValueError(msg)
        grades = Holdings(self.framework, Dossier(), self.on).grades(award)
        graded = {"grade": grade or grades[0]} if grades else {}
        dates = {key: day.isoformat() for key, day in days.items()}
        self.found.append({"award": award_id, **graded, "signed": signed.isoformat(), **dates})
