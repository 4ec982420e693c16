"""Where a dossier of a framework can say something, and what it can say there."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from kiemdinh.analysis.study import DAY
from kiemdinh.evidence._forms import InputForm, NodeForm, forms_of
from kiemdinh.rules import Constant, Number, exact, thresholds, values_of, walk
from kiemdinh.standards.bundled import Bundled, find
from kiemdinh.standards.durations import Duration, add_duration
from kiemdinh.standards.fact_names import input_name
from kiemdinh.standards.framework import Framework
from kiemdinh.standards.loading import load
from kiemdinh.standards.setting import last_school_year, school_year

__all__ = ["STAGES", "Place", "boundaries", "day_of", "places", "stages_of"]

STAGES: Final = ("stage-1", "stage-2")
"""The stages that a school is given where its framework speaks of stages."""
_YEAR: Final = Duration((1, "year"))


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a dossier: what is known of it by every word that fits, *unknown* and *not applicable* aside.

    ``rank`` is the number of the level that a requirement belongs to, 0 where it belongs to none. A place with
    ``whole`` is a claim about a node whose parts have places of their own; one with ``measured`` is decided by
    figures, once these are recorded.
    """

    about: str
    words: tuple[Any, ...]
    is_input: bool = False
    stage: str | None = None
    member: str | None = None
    year: str | None = None
    optional: bool = False
    rank: int = 0
    whole: bool = False
    measured: bool = False

    @property
    def key(self) -> tuple[Any, ...]:
        """The place as the records of it name it."""
        return self.about, self.is_input, self.stage, self.member, self.year


def day_of(framework: Framework) -> dt.date:
    """Return the day on which dossiers are assessed: the first on which the edition is in force."""
    return framework.definition.source.in_force or DAY


def stages_of(framework: Framework) -> tuple[tuple[str, ...] | None, ...]:
    """Return what stages a school may have, the simplest first."""
    return (STAGES[:1], STAGES) if "stage" in framework.definition.subject.has else (None,)


@lru_cache(maxsize=64)
def places(framework: Framework, stages: tuple[str, ...] | None) -> tuple[Place, ...]:
    """Return every place of a dossier of a school with *stages*; linear in the size of the framework."""
    forms = forms_of(framework)
    by_stage = stages if forms.assessed_by_stage and stages else (None,)
    judged = [form for form in forms.nodes.values() if form.kind]
    found = [place for form in judged for stage in by_stage for place in _of_node(framework, form, stage)]
    numbers = _numbers(framework, stages)
    years = _years(framework, stages)
    for form in forms.inputs.values():
        words = tuple(_values(framework, form, numbers.get(form.name, ())))
        found.extend(_of_input(form, words, stages, years))
    return tuple(found)


def _of_node(framework: Framework, form: NodeForm, stage: str | None) -> Iterator[Place]:
    info = form.info
    if info is None:
        return
    derived = info.verdict == "met" and not info.is_requirement
    layer_rule = info.layer is not None and info.layer.met_if is not None
    measured = info.node.met_if is not None or (layer_rule and info.verdict == "met")
    yield Place(
        form.id,
        _words(form),
        stage=stage,
        optional=info.node.may_not_apply,
        rank=_rank(framework, form.id),
        whole=derived or info.verdict == "level",
        measured=measured,
    )


def _words(form: NodeForm) -> tuple[Any, ...]:
    """Return what can be said of a node, the best first, but points and ratings from the least to the most."""
    if form.kind in ("met", "level", "finding"):
        plain = [word for word in form.shown if word not in ("unknown", "not-applicable")]
        return tuple(plain if form.kind in ("met", "finding") else reversed(plain))
    measure = form.measure
    if measure is None:
        return ()
    if measure.kind == "words":
        return tuple(reversed(measure.words))
    low, high = measure.low or 0, measure.high if measure.high is not None else 10
    step = form.step or Fraction(1, 2)
    count = int((high - low) / step)
    chosen = sorted({0, 1, count // 3, count // 2, count // 2 + 1, 2 * count // 3, count - 1, count})
    return tuple(_plain(exact(low + i * Fraction(step))) for i in reversed(chosen) if 0 <= i <= count)


def _rank(framework: Framework, name: str) -> int:
    """Return the number of the level above a requirement, from 1."""
    for node in (name, *framework.outline.ancestors(name)):
        info = framework.nodes[node]
        if info.level is not None and info.parent is not None:
            return framework.nodes[info.parent].steps.index(info.level) + 1
    return 0


def _of_input(
    form: InputForm, words: tuple[Any, ...], stages: tuple[str, ...] | None, years: tuple[str, ...]
) -> Iterator[Place]:
    here = (stages or (None,)) if "stage" in form.definition.each else (None,)
    members = tuple(i for kind in form.kinds if kind != "year" for i in form.members[kind]) or (None,)
    when = years if "year" in form.kinds else (None,)
    for stage in here:
        for member in members:
            for year in when:
                yield Place(form.name, words, True, stage, member, year)


def _years(framework: Framework, stages: tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the school years that the rules read, the latest two at least."""
    rules = framework.rules(stages, day_of(framework))
    read = {part for ids in rules.values.values() for i in ids for part in i.partition("@")[2].split("/")}
    newest = last_school_year(framework.definition, day_of(framework))
    named = {year for year in read if len(year) == 9 and year[4] == "-" and year.replace("-", "").isdigit()}
    return tuple(sorted(named | {school_year(newest - 1), school_year(newest)}))


# -- what values an input can have --------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _numbers(framework: Framework, stages: tuple[str, ...] | None) -> dict[str, tuple[Number, ...]]:
    """Return the numbers that each input is compared with, directly or within a sum or a product."""
    found: dict[str, set[Number]] = {}
    for condition in framework.rules(stages, day_of(framework)).definitions.values():
        constants = {part.value for part in walk(condition) if isinstance(part, Constant)}
        for value_id in values_of(condition):
            if value_id.startswith(("input:", "per:")):
                near = thresholds(condition, value_id)
                found.setdefault(_input(value_id), set()).update(constants if near is None else near)
    return {name: tuple(sorted(numbers, key=lambda n: (abs(n), n))) for name, numbers in found.items()}


def _input(value_id: str) -> str:
    return input_name(value_id.rpartition(":")[2] if value_id.startswith("per:") else value_id)


def boundaries(framework: Framework, stages: tuple[str, ...] | None) -> dict[str, tuple[Any, ...]]:
    """Return, for each figure that is held against a number, the numbers on and just beside these."""
    numbers = _numbers(framework, stages)
    found = {}
    for form in forms_of(framework).inputs.values():
        if form.measure.kind == "number" and numbers.get(form.name):
            fitting = tuple(_plain(n) for n in _near(form, numbers[form.name]) if _fits(form, n) and _decimal(n))
            if fitting:
                found[form.name] = fitting
    return found


def _near(form: InputForm, numbers: Iterable[Number]) -> list[Number]:
    """Return numbers and those beside them: a step away, or one, or a hundredth from what is not whole."""
    found: list[Number] = []
    for number in numbers:
        whole = Fraction(number).denominator == 1
        beside = form.step or (1 if whole else Fraction(1, 100))
        found += [number, exact(Fraction(number) - beside), exact(Fraction(number) + beside)]
    return list(dict.fromkeys(found))


def _fits(form: InputForm, number: Number) -> bool:
    low, high = form.measure.low, form.measure.high
    if (low is not None and number < low) or (high is not None and number > high):
        return False
    return form.step is None or Fraction(number - (low or 0)) % Fraction(form.step) == 0


def _decimal(number: Number) -> bool:
    denominator = Fraction(number).denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    return denominator == 1


def _values(framework: Framework, form: InputForm, numbers: tuple[Number, ...]) -> Iterator[Any]:
    measure = form.measure
    if form.definition.type == "decision":
        yield from (False, {"value": True, "why": "as supposed", "author": "the office"})
    elif measure.words == ("false", "true"):
        yield from (True, False)
    elif measure.kind == "words":
        yield from measure.words
    elif measure.kind == "date":
        yield from (day.isoformat() for day in _days(framework, numbers))
    else:
        yield from _figures(form, numbers, ratio=form.name in forms_of(framework).parts_of_ratios)


def _days(framework: Framework, numbers: tuple[Number, ...]) -> Iterator[dt.date]:
    day = day_of(framework)
    rules = framework.rules(None, day)
    marks = [day, *(add_duration(day, length, back=True) for length in rules.durations)]
    marks += [dt.date.fromordinal(int(n)) for n in numbers if 1 < n < dt.date.max.toordinal()]
    for mark in dict.fromkeys(marks):
        yield from (mark, mark - dt.timedelta(days=1), mark + dt.timedelta(days=1))


_MOST: Final = 16


def _figures(form: InputForm, numbers: tuple[Number, ...], *, ratio: bool) -> Iterator[Any]:
    scaled = [exact(Fraction(n) * by) for n in numbers for by in (10, Fraction(1, 10))] if ratio else []
    ends = [n for n in (form.measure.low, form.measure.high) if n is not None]
    near = [*_near(form, numbers[:6]), *ends, *scaled[:6], 0, 1, 2, 10]
    fitting = [n for n in dict.fromkeys(near) if _fits(form, n) and _decimal(n)]
    yield from map(_plain, fitting[:_MOST])
    if form.measure.only_percent:
        yield from ({"part": part, "of": 10} for part in (0, 7, 10) if _fits(form, part * 10))


def _plain(number: Number) -> int | str:
    """Return a number as a dossier has it: whole, or a decimal as text."""
    if isinstance(number, int) or number.denominator == 1:
        return int(number)
    digits = next(n for n in range(40) if (number * 10**n).denominator == 1)
    whole, rest = divmod(abs(int(number * 10**digits)), 10**digits)
    return f"{'-' if number < 0 else ''}{whole}.{rest:0{digits}d}"


Checkable = Framework | Bundled | str | os.PathLike[str] | Mapping[str, Any]
"""What can be checked: a bundled id, a path, YAML text, plain data, or a loaded framework."""


def loaded(framework: Checkable) -> Framework:
    """Return the framework that is meant; raises InputError where it cannot be loaded."""
    return load(framework) if isinstance(framework, Mapping) else find(framework)
