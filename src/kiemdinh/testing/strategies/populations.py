"""Drawn registers, and what is recorded of members and of the subject itself under other frameworks (6.2, 6.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from hypothesis import strategies as st

from kiemdinh.evidence.entries import InputForm, allowed_entries
from kiemdinh.rules import facts_of
from kiemdinh.standards.loading import Framework
from kiemdinh.standards.lowering import last_school_year, name_school_year
from kiemdinh.standards.names import read_fact_name
from kiemdinh.testing.strategies.evidence import subtract_days
from kiemdinh.testing.strategies.figures import compared_numbers, list_values
from kiemdinh.testing.strategies.setting import day_of

__all__ = ["add_populations", "complete_populations", "open_populations"]

_MAX_MEMBERS: Final = 3
"""How many members a drawn register has: laws about shares need few."""
_SIDES: Final = ("external", "computed", "self")
_STAGES: Final = ("stage-1", "stage-2")
"""The stages of a drawn member that has several."""
_UNKNOWN: Final = "unknown"


class _Read(NamedTuple):
    """What rules read of another framework: of members of a kind, or of the subject where the kind is None."""

    of: str
    kind: str | None
    is_award: bool


class _Place(NamedTuple):
    """The owner of an outcome: the keys that name a member and a stage in a dossier."""

    keys: Mapping[str, str]
    kind: str | None


def add_populations(rest: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts of a dossier besides its records, with drawn data about others added; lists of both are joined.

    >>> add_populations({"complete": ["held"]}, {"complete": ["school"], "register": {"school": []}})
    {'complete': ['held', 'school'], 'register': {'school': []}}
    """
    joined = {key: [*rest.get(key, ()), *found[key]] for key in ("complete", "held") if found.get(key)}
    return {**rest, **{key: value for key, value in found.items() if value}, **joined}


@st.composite
def complete_populations(draw: st.DrawFn, framework: Framework, stages: tuple[str, ...] | None) -> dict[str, Any]:
    """The data about others in a dossier where everything is known: each register is complete, each member known.

    Of every outcome that is read there is one result, by any side; awards that are not recorded were never given.
    """
    kinds = framework.definition.populations
    register = {kind: draw(_registers(framework, kind, stages, is_open=False)) for kind in kinds}
    read = _list_read(framework, stages)
    results, held = [], []
    for one, place in _list_places(read, register, stages):
        if one.is_award:
            held += [{**place.keys, **draw(_awards(framework, one.of))}] if draw(st.booleans()) else []
        else:
            word = draw(st.sampled_from(_words_of(framework, one.of)))
            results.append({**place.keys, "outcome": one.of, "is": word, "side": draw(st.sampled_from(_SIDES))})
    return {"complete": list(kinds), "register": register, "results": results, "held": held}


@st.composite
def open_populations(draw: st.DrawFn, framework: Framework, stages: tuple[str, ...] | None) -> dict[str, Any]:
    """The data about others in a dossier where little may be known: results that clash or have ended, open members."""
    kinds = framework.definition.populations
    register = {kind: draw(_registers(framework, kind, stages, is_open=True)) for kind in kinds}
    results, held = [], []
    for one, place in _list_places(_list_read(framework, stages), register, stages):
        if one.is_award:
            drawn = draw(st.lists(_decisions(framework, one.of), max_size=1))
            held += [{**place.keys, **found} for found in drawn]
        else:
            drawn = draw(st.lists(_results(framework, one.of), max_size=2))
            results += [{**place.keys, **found} for found in drawn]
    complete = [kind for kind in kinds if draw(st.booleans())]
    return {"complete": complete, "register": register, "results": results, "held": held}


# -- members -------------------------------------------------------------------------------------------------------


@st.composite
def _registers(
    draw: st.DrawFn, framework: Framework, kind: str, stages: tuple[str, ...] | None, *, is_open: bool
) -> list[dict[str, Any]]:
    forms = [form for form in allowed_entries(framework).inputs.values() if kind in form.kinds]
    numbers = compared_numbers(framework, stages)
    words = {form.name: tuple(list_values(framework, form, numbers.get(form.name, ()))) for form in forms}
    rows = []
    for i in range(draw(st.integers(0, _MAX_MEMBERS))):
        row: dict[str, Any] = {"id": f"{kind}-{i + 1}", **draw(_days(framework))}
        if draw(st.sampled_from((False, False, True))):
            row["stages"] = list(_STAGES)
        for form in forms:
            value = draw(_values(framework, form, words[form.name], is_open=is_open))
            row |= {} if value is None else {form.name: value}
        rows.append(row)
    return rows


def _days(framework: Framework) -> st.SearchStrategy[dict[str, str]]:
    """The days on which a member belongs: most always, some up to the day of the assessment or the day before it."""
    day = day_of(framework)
    periods: tuple[dict[str, str], ...] = (
        {},
        {},
        {"from": subtract_days(day, 100), "until": day.isoformat()},
        {"until": subtract_days(day, 1)},
        {"from": subtract_days(day, -1)},
    )
    return st.sampled_from(periods)


@st.composite
def _values(draw: st.DrawFn, framework: Framework, form: InputForm, words: tuple[Any, ...], *, is_open: bool) -> Any:
    """The value of an input of one member, by school years where it is given by year; None where none is recorded."""
    one = st.sampled_from(words) | st.sampled_from((None, _UNKNOWN)) if is_open else st.sampled_from(words)
    if "stage" in form.definition.each:
        return None
    if "year" not in form.kinds:
        return draw(one)
    newest = last_school_year(framework.definition, day_of(framework))
    found = {name_school_year(newest - back): draw(one) for back in (1, 0)}
    return {year: value for year, value in found.items() if value is not None} or None


# -- what is recorded of them --------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _list_read(framework: Framework, stages: tuple[str, ...] | None) -> tuple[_Read, ...]:
    """Return the outcomes and awards of other frameworks that rules read, of whom they are read."""
    rules = framework.rules(stages, day_of(framework))
    names = (read_fact_name(fact) for rule in rules.definitions.values() for fact in facts_of(rule))
    read = (
        _Read(str(name.reference), name.member.kind if name.member else None, name.is_of_decision)
        for name in names
        if name.framework is not None
    )
    return tuple(sorted(set(read), key=lambda one: (one.of, one.kind or "", one.is_award)))


def _list_places(
    read: tuple[_Read, ...], register: Mapping[str, list[dict[str, Any]]], stages: tuple[str, ...] | None
) -> Iterator[tuple[_Read, _Place]]:
    """Yield what is read of each member, an outcome by its stages, and of the subject itself."""
    for one in read:
        if one.kind is None:
            for stage in (None,) if one.is_award else stages or (None,):
                yield one, _Place({} if stage is None else {"stage": stage}, None)
        for row in register.get(one.kind or "", ()):
            keys = {"member": row["id"], "kind": one.kind or ""}
            for stage in (None,) if one.is_award else row.get("stages", (None,)):
                yield one, _Place(keys if stage is None else {**keys, "stage": stage}, one.kind)


def _words_of(framework: Framework, of: str) -> tuple[str, ...]:
    """Return the steps that an outcome can have, the highest first, and the word for what is below them."""
    reference = framework.definition.references[of]
    below = () if reference.labels or reference.not_reached is not None else ("none",)
    return (*reversed(tuple(reference.words)), *below)


@st.composite
def _results(draw: st.DrawFn, framework: Framework, of: str) -> dict[str, Any]:
    """Results of an outcome by any side, of any day, of a step, unknown, or of two steps; some have ended."""
    steps = framework.definition.references[of].steps
    found: dict[str, Any] = {"outcome": of, "side": draw(st.sampled_from(_SIDES))}
    if framework.definition.references[of].labels or draw(st.booleans()):
        found["is"] = draw(st.sampled_from((*_words_of(framework, of), _UNKNOWN)))
    else:
        low, high = sorted((draw(st.integers(0, len(steps) - 1)), draw(st.integers(0, len(steps) - 1))))
        found |= {"level": steps[low], "attainable": steps[high]}
    back = draw(st.sampled_from((0, 30, 200, -30)))
    found["on"] = subtract_days(day_of(framework), back)
    left = draw(st.sampled_from((None, None, back, 0, 1, -30)))
    if left is not None and left <= back:
        found["until"] = subtract_days(day_of(framework), left)
    return found


@st.composite
def _awards(draw: st.DrawFn, framework: Framework, of: str) -> dict[str, Any]:
    """Decisions by which an award stands on the day of the assessment."""
    steps = framework.definition.references[of].steps
    grade = {"grade": draw(st.sampled_from(steps))} if steps else {}
    signed = draw(st.sampled_from((1, 400)))
    return {
        "award": of,
        **grade,
        "signed": subtract_days(day_of(framework), signed),
        "until": subtract_days(day_of(framework), draw(st.sampled_from((0, -400)))),
    }


@st.composite
def _decisions(draw: st.DrawFn, framework: Framework, of: str) -> dict[str, Any]:
    """Decisions on an award that stand, have run out, or were ended."""
    found = draw(_awards(framework, of))
    how = draw(st.sampled_from(("stands", "over", "ended")))
    if how == "over":
        found["until"] = found["signed"]
    if how == "ended":
        found["ended"] = found["signed"]
    return found
