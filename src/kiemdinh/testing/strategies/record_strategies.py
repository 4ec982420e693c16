"""Strategies that draw the records of a school: complete ones, and records that clash, expire or are missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from hypothesis import strategies as st

from kiemdinh.evidence.dossier import Side
from kiemdinh.parsing.durations import Duration, add_duration
from kiemdinh.standards.definition import LadderAward
from kiemdinh.standards.loading import Framework
from kiemdinh.testing.strategies.evidence import MISSING_CODE, make_evidence_index, subtract_days
from kiemdinh.testing.strategies.parts import fit_parts
from kiemdinh.testing.strategies.populations import add_populations, complete_populations, open_populations
from kiemdinh.testing.strategies.records import DossierRecords, Record
from kiemdinh.testing.strategies.setting import day_of, stages_of, written_texts
from kiemdinh.testing.strategies.slots import Slot, list_slots

__all__ = ["complete_records", "dossier_records", "make_record", "records_at_slots", "start_dossier"]

_MAX_INDEPENDENT: Final = 14
"""The most slots of which each is drawn by itself; with more, hypothesis would spend its budget on the drawing."""
_MAX_EXCEPTIONS: Final = 6
"""How many slots differ from the others, where slots are not drawn one by one."""
_DAYS_BACK: Final = (200, 100, 30)
"""How many days ago a dated record was made."""


def start_dossier(framework: Framework, stages: tuple[str, ...] | None) -> dict[str, Any]:
    """Return a dossier without records: the stages, where there are any, and the day of the assessment.

    It names no framework: the laws assess it under the framework that they check.
    """
    school = {} if stages is None else {"school": {"stages": list(stages)}}
    return {**school, "date": day_of(framework).isoformat()}


def make_record(
    slot: Slot, value: Any, side: str, date: str | None = None, evidence_codes: tuple[str, ...] = ()
) -> Record:
    """Return the record of *value* at a slot by *side*.

    *date* is as a dossier writes it, None for the date of the dossier.
    """
    return Record(slot.about, value, slot.is_input, side, date, slot.stage, slot.member, slot.year, evidence_codes)


# -- what is known -------------------------------------------------------------------------------------------------


@st.composite
def complete_records(draw: st.DrawFn, framework: Framework, *, sides: Sequence[Side] = ("external",)) -> DossierRecords:
    """Dossiers in which every requirement, rating and figure is known, by one record of one side, without evidence.

    Everything is also known of every member of a population and of every other framework that rules read. With few
    slots, each is drawn by itself; with many, most requirements hold up to some level and a few differ.

    Parameters
    ----------
    framework
        The framework whose slots are filled.
    sides
        The sides from which the one of a dossier is drawn.
    """
    stages = draw(st.sampled_from(stages_of(framework)))
    side = draw(st.sampled_from(sides))
    slots = [slot for slot in list_slots(framework, stages) if not slot.covers_parts and not slot.by_figures]
    records = tuple(make_record(slot, word, side) for slot, word in zip(slots, draw(_words_at(slots)), strict=True))
    known = {**start_dossier(framework, stages), "complete": ["findings", "held"]}
    rest = add_populations(known, draw(complete_populations(framework, stages)))
    return fit_parts(framework, DossierRecords(records, rest))


def _words_at(slots: Sequence[Slot]) -> st.SearchStrategy[Sequence[Any]]:
    """A word for each of the slots, in their order."""
    if len(slots) <= _MAX_INDEPENDENT:
        return st.tuples(*(st.sampled_from(_possible_words(slot)) for slot in slots))
    return _mostly_usual_words(slots)


def _possible_words(slot: Slot) -> tuple[Any, ...]:
    return (*slot.words, "not-applicable") if slot.optional else slot.words


@st.composite
def _mostly_usual_words(draw: st.DrawFn, slots: Sequence[Slot]) -> list[Any]:
    """A word for each of the slots: requirements hold up to one level, and a few slots are drawn by themselves."""
    top = max((slot.rank for slot in slots), default=0)
    # Hypothesis shrinks towards 0, so that the simplest school is the one that reaches everything.
    reached = draw(st.integers(0, top + 1).map(lambda n: top + 1 - n))
    figure = draw(st.sampled_from((0, 0, 1, 2)))
    words = [_usual_word(slot, reached, figure) for slot in slots]
    exceptions = draw(st.lists(st.integers(0, len(slots) - 1), max_size=_MAX_EXCEPTIONS, unique=True))
    for i in exceptions:
        words[i] = draw(st.sampled_from(_possible_words(slots[i])))
    return words


def _usual_word(slot: Slot, reached: int, figure: int) -> Any:
    """Return the value of most schools at a slot.

    For a node this is the best value if it is within reach, else the worst. For an input it is its value number
    *figure*, which lies on a number with which rules compare it, or beside one.
    """
    if slot.is_input:
        return slot.words[figure % len(slot.words)]
    is_good = slot.rank <= reached if slot.rank else reached > 0
    return slot.words[0 if is_good else -1]


# -- what clashes, expires or is missing ---------------------------------------------------------------------------


@st.composite
def records_at_slots(
    draw: st.DrawFn, framework: Framework, slots: Sequence[Slot], *, sides: Sequence[Side], codes: Sequence[str]
) -> Record:
    """Single records at one of *slots*, of any of *sides*, with up to two of *codes*, perhaps a day, an end, a reason.

    Two of them may clash: they may be about one slot, of one date, and say different things.
    """
    slot = draw(st.sampled_from(slots))
    word = draw(st.sampled_from((*_possible_words(slot), "unknown")))
    back = draw(st.sampled_from((None, *_DAYS_BACK)))
    # Most have no end; others end some days before the day of the assessment, on it, or later.
    ends = (None, None, None, 0, -30) if back is None else (None, None, None, back // 2, 0, -30)
    left = draw(st.sampled_from(ends))
    # A record with an end has a day of its own, so that it fits a dossier of any date.
    back = 0 if left is not None and back is None else back
    date = None if back is None else subtract_days(day_of(framework), back)
    cited = draw(st.lists(st.sampled_from(codes), max_size=2, unique=True)) if codes else []
    record = make_record(slot, word, draw(st.sampled_from(sides)), date, tuple(cited))
    until = None if left is None else subtract_days(day_of(framework), left)
    return replace(record, why=draw(st.none() | written_texts()), until=until)


@st.composite
def dossier_records(
    draw: st.DrawFn,
    framework: Framework,
    *,
    sides: Sequence[Side] = ("self", "external"),
    min_records: int = 0,
    max_records: int | None = None,
) -> DossierRecords:
    """Dossiers of every kind: little or much known, records that clash, evidence that is missing, awards held.

    Parameters
    ----------
    framework
        The framework whose slots are filled.
    sides
        The sides from which the one of each record is drawn.
    min_records, max_records
        How many records are drawn one by one. Without *max_records* a dossier may have many more.
    """
    stages = draw(st.sampled_from(stages_of(framework)))
    slots = list_slots(framework, stages)
    # Without an index, evidence is not checked; with an empty one every code that is cited is missing.
    index = draw(st.sampled_from((None, {}, make_evidence_index(framework, draw(written_texts())))))
    codes = () if index is None else (*make_evidence_index(framework), MISSING_CODE)
    limit = _MAX_EXCEPTIONS + min_records if max_records is None else max_records
    single = records_at_slots(framework, slots, sides=sides, codes=codes)
    extra = draw(st.lists(single, min_size=min_records, max_size=limit))
    known = draw(_known_records(framework, slots, sides)) if max_records is None else []
    rest = start_dossier(framework, stages)
    if index is not None:
        rest["evidence"] = index
    if draw(st.booleans()):
        rest["school"] = {**rest.get("school", {}), "name": draw(written_texts())}
    rest |= draw(_completeness_and_awards(framework))
    rest = add_populations(rest, draw(open_populations(framework, stages)))
    return fit_parts(framework, DossierRecords((*known, *extra), rest))


@st.composite
def _known_records(draw: st.DrawFn, framework: Framework, slots: Sequence[Slot], sides: Sequence[Side]) -> list[Record]:
    """The records to begin with: none, one for every requirement, or claims of whole criteria."""
    how = draw(st.sampled_from(("nothing", "parts", "whole")))
    if how == "nothing":
        return []
    chosen = [s for s in slots if (s.is_input or _is_claim(framework, s) == (how == "whole")) and not s.by_figures]
    if not chosen:
        return []
    words = draw(_words_at(chosen))
    left_out = draw(st.sets(st.integers(0, len(chosen) - 1), max_size=_MAX_EXCEPTIONS))
    side = draw(st.sampled_from(sides))
    pairs = zip(chosen, words, strict=True)
    return [make_record(slot, word, side) for i, (slot, word) in enumerate(pairs) if i not in left_out]


def _is_claim(framework: Framework, slot: Slot) -> bool:
    """Whether a record there is about a node that is judged by level, points or rating."""
    return not slot.is_input and framework.nodes[slot.about].verdict != "met"


@st.composite
def _completeness_and_awards(draw: st.DrawFn, framework: Framework) -> dict[str, Any]:
    """The complete lists of a dossier, and an award held, perhaps of a grade, with or without an end."""
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
    held["signed"] = subtract_days(day, signed)
    until = draw(st.sampled_from((None, add_duration(day, Duration((1, "year"))), day, day - dt.timedelta(days=1))))
    if until is not None:
        held["until"] = until.isoformat()
    return {**rest, "held": [held]}
