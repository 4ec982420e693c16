"""Figures: a value is carried where the crosswalk calls the measure the same, unit and window included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kiemdinh.data.outcomes import Titles
from kiemdinh.data.transitions import CarriedRecord, OldRecord, UnmappedRecord
from kiemdinh.evidence.entries import allowed_entries

if TYPE_CHECKING:
    from kiemdinh.data.transitions import NotCarriedReason
    from kiemdinh.evidence.dossier import ValueRecord
    from kiemdinh.evidence.entries import InputForm
    from kiemdinh.transitions.carrying.parcel import Parcel

__all__ = ["carry_figures"]


def carry_figures(parcel: Parcel) -> None:
    """Carry the values of figures, all of them with their days and sides."""
    recorded = {(one.name, one.at) for one in parcel.base.dossier.values}
    for record in parcel.old.dossier.values:
        source = f"inputs/{record.name}"
        relations = parcel.mapping.relations_of_input(record.name)
        related = [one for one in relations if one.target is not None]
        if not related:
            why = next((one.why for one in relations), None)
            titles = parcel.mapping.explain_gone(source) if why is None else Titles(why.vi, why.en)
            parcel.leave_unmapped(UnmappedRecord(source, (_describe(parcel, record),), titles, (_as_data(record),)))
            continue
        if record.date > parcel.on:
            parcel.leave("figure", source, "later", record.date)
            continue
        names = [name for name in map(parcel.mapping.input_of, related) if name is not None]
        if not names:
            parcel.leave("figure", source, "other-measure", record.date)
        for name in names:
            _carry_to(parcel, record, name, recorded)


def _carry_to(parcel: Parcel, record: ValueRecord, name: str, recorded: set[tuple[str, tuple[str, ...]]]) -> None:
    form = allowed_entries(parcel.mapping.target).inputs[name]
    made = _translate(record, allowed_entries(parcel.old.framework).inputs[record.name], form)
    reason = next(_list_obstacles(parcel, record, form, recorded), None)
    if made is None and reason is None:
        reason = "no-word"
    if reason is not None or made is None:
        parcel.leave("figure", f"inputs/{record.name}", reason or "no-word", record.date)
        return
    parcel.values.append(made)
    source = f"inputs/{record.name}"
    expired = record.until is not None and record.until < parcel.on
    said, as_data = (_describe(parcel, record),), (_as_data(record),)
    carried = CarriedRecord("figure", f"inputs/{name}", made.stage, (source,), origin=said, records=as_data)
    parcel.carry(replace(carried, expired=expired))


def _list_obstacles(
    parcel: Parcel, record: ValueRecord, form: InputForm, recorded: set[tuple[str, tuple[str, ...]]]
) -> Iterator[NotCarriedReason]:
    if (form.name, record.at) in recorded:
        yield "recorded"
    if record.stage is not None and not (form.by_stage and record.stage in (parcel.school.stages or ())):
        yield "no-stage"


def _translate(record: ValueRecord, mine: InputForm, theirs: InputForm) -> ValueRecord | None:
    """Return a value as a value of the new figure; None where that has no such word, or does not allow the number."""
    value = record.value
    if value is not None and mine.measure.kind == "words":
        word = mine.measure.words[int(value)]
        if word not in theirs.measure.words:
            return None
        value = theirs.measure.words.index(word)
    elif value is not None and not _is_in_range(value, theirs):
        return None
    return replace(record, name=theirs.name, value=value, path=())


def _is_in_range(value: object, form: InputForm) -> bool:
    low, high = form.measure.low, form.measure.high
    return not (low is not None and value < low) and not (high is not None and value > high)  # type: ignore[operator]


def _describe(parcel: Parcel, record: ValueRecord) -> str:
    until = "" if record.until is None else f", until {record.until}"
    return f"{parcel.old.framework.edition} {_name_value(record)} ({record.date}{until})"


def _as_data(record: ValueRecord) -> OldRecord:
    return OldRecord(
        _name_value(record), said=(), counts=(), date=record.date, sides=(record.side,), until=record.until
    )


def _name_value(record: ValueRecord) -> str:
    """Return the name of the figure of a record, with its period and its stage."""
    places = "".join(f" {one}" for one in (*record.at, *((record.stage,) if record.stage else ())))
    return f"inputs/{record.name}{places}"
