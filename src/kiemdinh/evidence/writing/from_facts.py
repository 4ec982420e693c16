"""A dossier that records given facts and values: the inverse of resolution."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, cast

from kiemdinh.evidence.dossier import Dossier, Side
from kiemdinh.evidence.entries import NOT_APPLICABLE, allowed_entries
from kiemdinh.evidence.resolution import Holdings
from kiemdinh.evidence.writing.others import name_member
from kiemdinh.evidence.writing.others_from_facts import FactsOfOthersWriter
from kiemdinh.parsing.cells import write_number
from kiemdinh.parsing.durations import Duration, add_duration
from kiemdinh.rules import MET, UNKNOWN, UNMET, Assignment, Interval, Number, Truth, exact_number
from kiemdinh.standards.definition import Measure
from kiemdinh.standards.names import FactKind, FactName, ValueKind, ValueName, read_value_name

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import Population

__all__ = ["dossier_from_facts"]

_NOTHING: Final[Mapping[str, Any]] = {}
_WHY: Final = "as supposed"
_DAY: Final = Duration((1, "day"))
_DIGITS: Final = 4
"""Decimals of a number that stands for one that is no decimal."""


def dossier_from_facts(
    framework: Framework,
    world: Assignment,
    *,
    on: dt.date,
    stages: tuple[str, ...] | None,
    side: Side = "external",
    rest: Mapping[str, Any] = _NOTHING,
    populations: tuple[Population, ...] = (),
) -> dict[str, Any]:
    """Return a dossier, as plain data, in which one side records the facts and values of *world*.

    Facts by the findings of one side alone (``external:…``) are recorded as those of both. A value that is no point is
    recorded as a number in its interval, at an end of it where it has one.

    These are left out: facts that are unknown, facts that follow from others (steps, outcomes, whether a node with a
    ``when`` applies, metrics, ``clock:…``), parameters, and the verdict of a node that does not apply. If *world* says
    that some award is not held, the list of awards becomes complete; then awards that *world* leaves open are not held
    either.

    Parameters
    ----------
    framework
        The framework of the dossier.
    world
        The facts and values.
    on
        The date of all records.
    stages
        The stages of the school; None where the dossier names none.
    side
        Who records the findings.
    rest
        The other keys of the dossier, such as ``notes`` or ``school``.
    populations
        The members of its registers, about whom *world* may have facts.

    Raises
    ------
    ValueError
        Something cannot be recorded in a dossier, and the message names it: a value outside the range of its input, a
        number that is no decimal, a whole of 0 or of a negative part that is recorded together with its part,
        contradictory facts about awards.
    """
    rules = framework.rules(stages, on)
    # One side records everything here, so a fact of that side alone and the fact of both are the same.
    read_fact = framework.outline.fact_names.read
    truths = {read_fact(name).without_side: truth for name, truth in world.truths.items() if truth is not UNKNOWN}
    names = {read_value_name(name): interval for name, interval in world.values.items()}
    values = {name: interval for name, interval in names.items() if not _reads_parameter(framework, name)}
    others = FactsOfOthersWriter(framework, populations, on)
    own = {name: interval for name, interval in values.items() if not others.is_of_member(name)}
    findings = _write_verdicts(framework, truths, rules.definitions)
    findings |= _write_scores(framework, own)
    inputs = _write_inputs(framework, own)
    held, complete = _AwardWriter(framework, on, truths).write()
    school: dict[str, Any] = {} if stages is None else {"school": {"stages": list(stages)}}
    dossier: dict[str, Any] = {**school, **rest, "framework": framework.id, "date": on.isoformat()}
    if side == "self" or "inputs" in framework.nodes:
        dossier |= {"inputs": inputs} if inputs else {}
    elif inputs:
        findings["inputs"] = inputs
    dossier |= {"findings" if side == "self" else "external": findings} if findings else {}
    dossier |= {"register": others.write_register(values, _write_inputs)} if populations else {}
    results = others.write_results(truths)
    dossier |= {"results": results} if results else {}
    dossier |= {"held": held} if held else {}
    lists = [*others.list_complete(), *(["held"] if complete else [])]
    return dossier | ({"complete": lists} if lists else {})


def _reads_parameter(framework: Framework, name: ValueName) -> bool:
    """Return whether a value is that of a parameter, which no dossier records."""
    read = name.denominator.name if name.kind is ValueKind.PER else name.name
    return name.kind in (ValueKind.PER, ValueKind.INPUT) and read in framework.parameters


# -- findings --------------------------------------------------------------------------------------------------


def _write_verdicts(
    framework: Framework, truths: Mapping[FactName, Truth], derived: Mapping[str, Any]
) -> dict[str, Any]:
    """Return findings by node: met, unmet or not applicable; *derived* are the facts that follow from others."""
    forms = allowed_entries(framework).nodes
    found: dict[str, Any] = {}
    for name, truth in truths.items():
        if name.kind is FactKind.APPLIES and name.subject in forms:
            if truth is UNMET and NOT_APPLICABLE in forms[name.subject].words:
                found[name.subject] = {"is": NOT_APPLICABLE, "why": _WHY}
        elif name.is_of_decision or name.kind is FactKind.REACHES or str(name) in derived:
            continue
        elif name.node in forms and name.step is None and forms[name.subject].kind == "met":
            found.setdefault(name.subject, "met" if truth is MET else "unmet")
        else:
            msg = f"no finding records the fact '{name}'"
            raise ValueError(msg)
    return found


def _write_scores(framework: Framework, values: Mapping[ValueName, Interval]) -> dict[str, Any]:
    """Return findings by node: ratings, points and gravest findings."""
    forms = allowed_entries(framework).nodes
    found: dict[str, Any] = {}
    for name, interval in values.items():
        node = name.node
        if node is None:
            continue
        measure = forms[node].measure if node in forms else None
        if measure is None:
            msg = f"no finding records the value '{name}'"
            raise ValueError(msg)
        found[node] = _write_value(name, interval, measure, forms[node].step)
    return found


# -- inputs ----------------------------------------------------------------------------------------------------


def _write_inputs(framework: Framework, values: Mapping[ValueName, Interval]) -> dict[str, Any]:
    """Return the inputs by name, each a value, a map of values by member and year, or both in a list."""
    figures = {name: interval for name, interval in values.items() if name.kind is ValueKind.INPUT}
    wholes = _place_wholes(framework, values, figures)
    single: dict[str, Any] = {}
    nested: dict[str, dict[str, Any]] = {}
    for name, interval in figures.items():
        form = allowed_entries(framework).inputs.get(name.name)
        if form is None:
            msg = f"there is no input for the value '{name}'"
            raise ValueError(msg)
        written_value = _write_figure(name, interval, form.measure, form.step, wholes.get(name))
        if form.definition.type == "decision" and written_value is True:
            # A decision needs its reason and its author to be read (2.9).
            written_value = {"value": True, "why": _WHY, "author": _WHY}
        if not name.at:
            single[form.name] = written_value
            continue
        *above, last = name.at
        below = nested.setdefault(form.name, {})
        for key in above:
            below = below.setdefault(key, {})
        below[last] = written_value
    both = single.keys() & nested.keys()
    return single | nested | {name: [single[name], nested[name]] for name in both}


def _place_wholes(
    framework: Framework, values: Mapping[ValueName, Interval], figures: dict[ValueName, Interval]
) -> dict[ValueName, Number]:
    """Return the wholes that values are recorded as parts of, by the names of these values.

    A whole that is recorded as an input of its own is added to *figures* instead.
    """
    found: dict[ValueName, Number] = {}
    for name, interval in values.items():
        if name.kind is not ValueKind.PER:
            continue
        part, own = name.numerator, name.denominator
        # The denominator is recorded as an input of its own already.
        if figures.get(own) == interval and part not in found:
            continue
        form = allowed_entries(framework).inputs[own.name]
        whole = _number_inside(name, interval, Measure("number"), None)
        if whole > 0 and part in figures and found.get(part, whole) == whole:
            found[part] = whole
        elif own not in figures and part not in found:
            figures[own] = Interval.point(_number_inside(name, interval, form.measure, form.step))
        else:
            msg = f"nothing records the value '{name}' beside '{own}'"
            raise ValueError(msg)
    return found


def _write_figure(
    name: ValueName, interval: Interval, measure: Measure, step: Number | None, whole: Number | None
) -> Any:
    if whole is None:
        return _write_value(name, interval, measure, step)
    value = _number_inside(name, interval, measure, step)
    part = exact_number(Fraction(value) * Fraction(whole) / 100) if measure.only_percent else value
    if part < 0:
        msg = f"a negative part is recorded of no whole: '{name}'"
        raise ValueError(msg)
    return {"part": _write_number(name, part), "of": _write_number(name, whole)}


# -- values as they are written ------------------------------------------------------------------------------


def _write_value(name: ValueName, interval: Interval, measure: Measure, step: Number | None) -> Any:
    value = _number_inside(name, interval, measure, step)
    if measure.kind == "date":
        return dt.date.fromordinal(int(value)).isoformat()
    if measure.kind == "words":
        word = measure.words[int(value)]
        return word == "true" if measure.words == ("false", "true") else word
    if measure.only_percent and "/" in write_number(value):
        share = Fraction(value) / 100  # two thirds are no decimal, and are written as a part of a whole
        return {"part": share.numerator, "of": share.denominator}
    number = _write_number(name, value)
    return f"{number}%" if measure.only_percent else number


def _number_inside(name: ValueName, interval: Interval, measure: Measure, step: Number | None) -> Number:
    """Return a value in an interval that its measure allows: the least, else the greatest, else 0."""
    low, high = _bounds_of(measure)
    least = max((n for n in (interval.low, low) if n is not None), default=None)
    most = min((n for n in (interval.high, high) if n is not None), default=None)
    value: Number = 0 if least is None and most is None else cast("Number", most if least is None else least)
    grid = 1 if measure.kind != "number" else step
    if grid is not None:
        start = low or 0
        steps = Fraction(value - start) / grid
        value = exact_number(start + (-(-steps // 1) if least is not None else steps // 1) * Fraction(grid))
    elif least != most and not measure.only_percent:
        value = _decimal_beside(value, up=least is not None)
    if (least is not None and value < least) or (most is not None and value > most):
        msg = f"no value of '{name}' lies from {interval.low} to {interval.high}"
        raise ValueError(msg)
    return value


def _decimal_beside(value: Number, *, up: bool) -> Number:
    """Return a value that is a decimal as it is, else the next one of some digits above or below it.

    A dossier has no way to write a third, which a bound of a rule may be.
    """
    if isinstance(value, int) or "/" not in write_number(value):
        return value
    scaled = Fraction(value) * 10**_DIGITS
    return exact_number(Fraction(-(-scaled // 1) if up else scaled // 1, 10**_DIGITS))


def _bounds_of(measure: Measure) -> tuple[Number | None, Number | None]:
    if measure.kind == "words":
        return 0, len(measure.words) - 1
    if measure.kind == "date":
        return dt.date.min.toordinal(), dt.date.max.toordinal()
    return measure.low, measure.high


def _write_number(name: ValueName, value: Number) -> int | str:
    """Return a number as it is written: whole, or a decimal as text."""
    if isinstance(value, int):
        return value
    text = write_number(value)
    if "/" in text:
        msg = f"the value {value} of '{name}' is no decimal"
        raise ValueError(msg)
    return text


# -- awards held -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _AwardWriter:
    """Writes records of awards that make the given facts of awards held, revoked and never held true."""

    framework: Framework
    on: dt.date
    truths: Mapping[FactName, Truth]
    found: list[dict[str, Any]] = field(default_factory=list)

    def write(self) -> tuple[list[dict[str, Any]], bool]:
        """Return the records, and whether the list of them is complete."""
        truths = {name: truth for name, truth in self.truths.items() if name.is_of_decision}
        yesterday = add_duration(self.on, _DAY, back=True)
        for name, truth in truths.items():
            if name.kind is FactKind.HELD and truth is MET:
                length = name.held_for
                since = add_duration(self.on, Duration.read(length), back=True) if length else self.on
                self._add(name, since, until=self.on)
            elif name.kind is FactKind.REVOKED and truth is MET:
                self._add(name, yesterday, ended=self.on)
        given = {(entry["award"], entry.get("member")) for entry in self.found}
        for name, truth in truths.items():
            if name.kind is not FactKind.NEVER:
                continue
            is_given = (_award_of(name), name.member and name.member.id) in given
            if truth is UNMET and not is_given:
                self._add(name, yesterday, until=yesterday)
            elif truth is MET and is_given:
                msg = f"the award '{name.subject}' is held or revoked and yet never was given"
                raise ValueError(msg)
        # That an award was never held, or is not held or revoked, can only be read from a list that is complete.
        return self.found, any((truth is MET) == (name.kind is FactKind.NEVER) for name, truth in truths.items())

    def _add(self, name: FactName, signed: dt.date, **days: dt.date) -> None:
        grades = self._grades_of(name)
        graded = {"grade": name.step or grades[0]} if grades else {}
        dates = {key: day.isoformat() for key, day in days.items()}
        award = {**name_member(name.member), "award": _award_of(name), **graded}
        self.found.append({**award, "signed": signed.isoformat(), **dates})

    def _grades_of(self, name: FactName) -> tuple[str, ...]:
        """Return the grades of an award of the framework itself or of another one, lowest first."""
        if name.reference is not None:
            return self.framework.definition.references[str(name.reference)].steps
        award = next((a for a in self.framework.awards if a.id == name.subject), None)
        if award is None:
            msg = f"there is no award '{name.subject}'"
            raise ValueError(msg)
        return Holdings(self.framework, Dossier(), self.on).grades_of(award)


def _award_of(name: FactName) -> str:
    """Return the award that a fact is about, as a dossier writes it."""
    return name.subject if name.reference is None else str(name.reference)
