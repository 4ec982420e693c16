"""The slots of a dossier: everything that a record can be about, and the values that it can have there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from kiemdinh.evidence.entries import InputForm, NodeForm, allowed_entries
from kiemdinh.rules import exact_number
from kiemdinh.standards.loading import Framework
from kiemdinh.standards.lowering import last_school_year, name_school_year
from kiemdinh.standards.names import read_value_name
from kiemdinh.testing.strategies.figures import compared_numbers, list_values, written_number
from kiemdinh.testing.strategies.setting import day_of

__all__ = ["Slot", "list_slots"]

_DEFAULT_MAXIMUM = 10
"""The greatest number that is drawn where the definition has no bound."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A node or input, in one stage, for one member and year, if it is given by stage, member or year.

    Parameters
    ----------
    about
        The id of the node, or the name of the input.
    words
        The values that it can have, except *unknown* and *not applicable*: for a node the best first, for points and
        ratings the highest first; for a figure those around the numbers with which it is compared.
    optional
        Whether it can be *not applicable* too.
    rank
        The number of the level that a requirement belongs to, from 1; 0 where it belongs to none.
    covers_parts
        Whether this is a claim about a node whose parts have slots of their own.
    by_figures
        Whether recorded figures decide the node, so that it needs no record of its own.
    """

    about: str
    words: tuple[Any, ...]
    is_input: bool = False
    stage: str | None = None
    member: str | None = None
    year: str | None = None
    optional: bool = False
    rank: int = 0
    covers_parts: bool = False
    by_figures: bool = False

    @property
    def key(self) -> tuple[Any, ...]:
        """The subject and the place of the slot, equal to the ``key`` of its records."""
        return self.about, self.is_input, self.stage, self.member, self.year


@lru_cache(maxsize=64)
def list_slots(framework: Framework, stages: tuple[str, ...] | None) -> tuple[Slot, ...]:
    """Return every slot of a dossier of a school with *stages*.

    Nodes come first, in the order of the definition, then inputs. Linear in the size of the framework; kept for the
    next draw, since every drawn dossier asks for it.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> framework = next(b for b in kd.catalogue() if b.id == "vn.tt57-2026.gdtx").load()
    >>> [(slot.about, slot.words) for slot in list_slots(framework, None)[:2]]
    [('1.1', ('muc-2', 'muc-1', 'khong-dat')), ('1.1/muc-1/a', ('met', 'unmet'))]
    """
    forms = allowed_entries(framework)
    by_stage = stages if forms.assessed_by_stage and stages else (None,)
    judged = [form for form in forms.nodes.values() if form.kind]
    slots = [slot for form in judged for stage in by_stage for slot in _node_slots(framework, form, stage)]
    numbers = compared_numbers(framework, stages)
    years = _school_years(framework, stages)
    for form in forms.inputs.values():
        if set(form.kinds) & set(forms.populations):  # given in a register, for each member
            continue
        words = tuple(list_values(framework, form, numbers.get(form.name, ())))
        slots.extend(_input_slots(form, words, stages, years))
    return tuple(slots)


# -- nodes ---------------------------------------------------------------------------------------------------------


def _node_slots(framework: Framework, form: NodeForm, stage: str | None) -> Iterator[Slot]:
    """Yield the slot of a node; nothing for a level of a node, which only groups requirements."""
    info = form.info
    if info is None:
        return
    is_group = info.verdict == "met" and not info.is_requirement
    has_layer_rule = info.verdict == "met" and info.layer is not None and info.layer.met_if is not None
    yield Slot(
        form.id,
        _node_words(form),
        stage=stage,
        optional=info.node.may_not_apply,
        rank=_level_rank(framework, form.id),
        covers_parts=is_group or info.verdict == "level",
        by_figures=info.node.met_if is not None or has_layer_rule,
    )


def _node_words(form: NodeForm) -> tuple[Any, ...]:
    """Return the values that a node can have, the best first."""
    if form.kind in ("met", "level", "finding"):
        plain = [word for word in form.shown if word not in ("unknown", "not-applicable")]
        return tuple(plain if form.kind in ("met", "finding") else reversed(plain))
    measure = form.measure
    if measure is None:
        return ()
    if measure.kind == "words":
        return tuple(reversed(measure.words))
    low, high = measure.low or 0, measure.high if measure.high is not None else _DEFAULT_MAXIMUM
    step = form.step or Fraction(1, 2)
    count = int((high - low) / step)
    # A few numbers stand for all: the ends and those beside them, a third, a half, two thirds of the way.
    chosen = sorted({0, 1, count // 3, count // 2, count // 2 + 1, 2 * count // 3, count - 1, count})
    return tuple(written_number(exact_number(low + i * Fraction(step))) for i in reversed(chosen) if 0 <= i <= count)


def _level_rank(framework: Framework, name: str) -> int:
    """Return the number of the level that the requirement *name* belongs to, from 1; 0 where it belongs to none."""
    for node in (name, *framework.outline.ancestors_of(name)):
        info = framework.nodes[node]
        if info.level is not None and info.parent is not None:
            return framework.nodes[info.parent].steps.index(info.level) + 1
    return 0


# -- inputs --------------------------------------------------------------------------------------------------------


def _input_slots(
    form: InputForm, words: tuple[Any, ...], stages: tuple[str, ...] | None, years: tuple[str, ...]
) -> Iterator[Slot]:
    """Yield a slot for each stage, member and year that the input is given by."""
    # None stands for an input that is not given by stage, by member or by year.
    here = (stages or (None,)) if "stage" in form.definition.each else (None,)
    members = tuple(i for kind in form.kinds if kind != "year" for i in form.members[kind]) or (None,)
    when = years if "year" in form.kinds else (None,)
    for stage in here:
        for member in members:
            for year in when:
                yield Slot(form.name, words, True, stage, member, year)


def _school_years(framework: Framework, stages: tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the school years that the rules read, the latest two at least."""
    rules = framework.rules(stages, day_of(framework))
    read = {read_value_name(value).year for values in rules.values.values() for value in values}
    newest = last_school_year(framework.definition, day_of(framework))
    return tuple(sorted({year for year in read if year} | {name_school_year(newest - 1), name_school_year(newest)}))
