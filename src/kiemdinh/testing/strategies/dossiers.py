"""Drawing the records of a school: what is known of it, and what clashes, expires or is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from hypothesis import strategies as st

from kiemdinh.evidence.dossier import Side
from kiemdinh.standards.durations import Duration, add_duration
from kiemdinh.standards.framework import Framework
from kiemdinh.standards.model import LadderAward
from kiemdinh.testing.strategies.places import Place, day_of, places, stages_of
from kiemdinh.testing.strategies.records import Papers, Record

__all__ = ["MISSING", "complete_papers", "evidence_index", "papers", "record_at", "records", "school_of"]

MISSING: Final = "missing"
"""A code that is never in the index of a drawn dossier."""
_FEW: Final = 14  # up to so many places each is drawn by itself
_EXCEPTIONS: Final = 6
_BACK: Final = (200, 100, 30)  # how many days ago records were made


def school_of(framework: Framework, stages: tuple[str, ...] | None) -> dict[str, Any]:
    """Return what a dossier says beside its records: the day, and the stages where there are any."""
    school = {} if stages is None else {"school": {"stages": list(stages)}}
    return {**school, "date": day_of(framework).isoformat()}


# -- what is known ------------------------------------------------------------------------------------------------


@st.composite
def complete_papers(draw: st.DrawFn, framework: Framework, *, sides: Sequence[Side] = ("external",)) -> Papers:
    """Papers in which every requirement, rating and figure is known, by one record that stands; no evidence is asked.

    With few places each is drawn; with many, most requirements hold up to some level, and a few are otherwise.
    """
    stages = draw(st.sampled_from(stages_of(framework)))
    side = draw(st.sampled_from(sides))
    every = [p for p in places(framework, stages) if not p.whole and not p.measured]
    said = draw(_each(every) if len(every) <= _FEW else _most(every))
    records = tuple(record_at(place, word, side) for place, word in zip(every, said, strict=True))
    return Papers(records, {**school_of(framework, stages), "complete": ["findings", "held"]})


def record_at(place: Place, word: Any, side: str, on: str | None = None, by: tuple[str, ...] = ()) -> Record:
    """Return a record of what is said at a place."""
    return Record(place.about, word, place.is_input, side, on, place.stage, place.member, place.year, by)


def _words(place: Place) -> tuple[Any, ...]:
    return (*place.words, "not-applicable") if place.optional else place.words


def _each(every: Sequence[Place]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.tuples(*(st.sampled_from(_words(place)) for place in every))


@st.composite
def _most(draw: st.DrawFn, every: Sequence[Place]) -> list[Any]:
    top = max((place.rank for place in every), default=0)
    reached = draw(st.integers(0, top + 1).map(lambda n: top + 1 - n))
    figure = draw(st.sampled_from((0, 0, 1, 2)))
    said = [_usual(place, reached, figure) for place in every]
    others = draw(st.lists(st.integers(0, len(every) - 1), max_size=_EXCEPTIONS, unique=True))
    for i in others:
        said[i] = draw(st.sampled_from(_words(every[i])))
    return said


def _usual(place: Place, reached: int, figure: int) -> Any:
    """What is mostly said: the boundary of a figure or beside it, the best within reach, else the worst."""
    if place.is_input:
        return place.words[figure % len(place.words)]
    good = place.rank <= reached if place.rank else reached > 0
    return place.words[0 if good else -1]


# -- what clashes, expires or is missing ---------------------------------------------------------------------------


def evidence_index(framework: Framework) -> dict[str, dict[str, Any]]:
    """Return an index of evidence in which one item is valid, one new, one without dates, one expired, one to come."""
    day = day_of(framework)
    dates = {
        "valid": {"issued": _ago(day, 3000), "until": day.isoformat()},
        "new": {"issued": _ago(day, 1)},
        "timeless": {},
        "expired": {"issued": _ago(day, 3000), "until": _ago(day, 1)},
        "to-come": {"issued": _ago(day, -1)},
    }
    codes = {name: _code(framework, name, i) for i, name in enumerate(dates, 1)}
    return {codes[name]: {"title": name, **said} for name, said in dates.items()}


def _ago(day: dt.date, days: int) -> str:
    return (day - dt.timedelta(days=days)).isoformat()


def _code(framework: Framework, name: str, serial: int) -> str:
    """Return a code of the pattern of the framework, with the first id of each layer that it names."""
    policy = framework.definition.evidence
    if policy is None or policy.code is None:
        return name
    made = ""
    for text in policy.code.split("{"):
        inside, close, after = text.partition("}")
        if not close:
            made += text
            continue
        word, _, digits = inside.partition(":")
        ids = framework.outline.by_layer.get(word)
        made += (ids[0] if ids else str(serial).zfill(int(digits or 1))) + after
    return made


@st.composite
def records(
    draw: st.DrawFn, framework: Framework, every: Sequence[Place], *, sides: Sequence[Side], codes: Sequence[str]
) -> Record:
    """One record at one of the places, dated or not, on any side, with or without evidence."""
    place = draw(st.sampled_from(every))
    words = (*_words(place), "unknown")
    word = draw(st.sampled_from(words))
    back = draw(st.sampled_from((None, *_BACK)))
    on = None if back is None else _ago(day_of(framework), back)
    by = draw(st.lists(st.sampled_from(codes), max_size=2, unique=True)) if codes else []
    return record_at(place, word, draw(st.sampled_from(sides)), on, tuple(by))


@st.composite
def papers(
    draw: st.DrawFn,
    framework: Framework,
    *,
    sides: Sequence[Side] = ("self", "external"),
    min_records: int = 0,
    max_records: int | None = None,
) -> Papers:
    """Papers of every kind: little or much known, records that clash, evidence that is missing, awards held."""
    stages = draw(st.sampled_from(stages_of(framework)))
    every = places(framework, stages)
    index = draw(st.sampled_from((None, {}, evidence_index(framework))))
    codes = () if index is None else (*evidence_index(framework), MISSING)
    most = _EXCEPTIONS + min_records if max_records is None else max_records
    extra = draw(st.lists(records(framework, every, sides=sides, codes=codes), min_size=min_records, max_size=most))
    known = draw(_known(framework, every, sides)) if max_records is None else []
    rest = school_of(framework, stages)
    if index is not None:
        rest["evidence"] = index
    return Papers((*known, *extra), {**rest, **draw(_holdings(framework))})


@st.composite
def _known(draw: st.DrawFn, framework: Framework, every: Sequence[Place], sides: Sequence[Side]) -> list[Record]:
    """What is known to begin with: nothing, everything part by part, or whole criteria."""
    how = draw(st.sampled_from(("nothing", "parts", "whole")))
    if how == "nothing":
        return []
    chosen = [p for p in every if (p.is_input or _is_claim(framework, p) == (how == "whole")) and not p.measured]
    if not chosen:
        return []
    said = draw(_each(chosen) if len(chosen) <= _FEW else _most(chosen))
    left_out = draw(st.sets(st.integers(0, len(chosen) - 1), max_size=_EXCEPTIONS))
    side = draw(st.sampled_from(sides))
    pairs = zip(chosen, said, strict=True)
    return [record_at(place, word, side) for i, (place, word) in enumerate(pairs) if i not in left_out]


def _is_claim(framework: Framework, place: Place) -> bool:
    return framework.nodes[place.about].verdict != "met" if not place.is_input else False


@st.composite
def _holdings(draw: st.DrawFn, framework: Framework) -> dict[str, Any]:
    """Awards held, each perhaps of a grade, with or without an end, and whether the list is complete."""
    complete = [name for name in ("findings", "held") if draw(st.booleans())]
    rest: dict[str, Any] = {"complete": complete} if complete else {}
    if not framework.awards or not draw(st.booleans()):
        return rest
    award = draw(st.sampled_from(framework.awards))
    day = day_of(framework)
    signed = draw(st.sampled_from((400, 1000, 3000)))
    held: dict[str, Any] = {"award": award.id}
    if isinstance(award, LadderAward):
        held["grade"] = draw(st.sampled_from(list(award.needs)))
    held["signed"] = _ago(day, signed)
    until = draw(st.sampled_from((None, add_duration(day, Duration((1, "year"))), day, day - dt.timedelta(days=1))))
    if until is not None:
        held["until"] = until.isoformat()
    return {**rest, "held": [held]}
