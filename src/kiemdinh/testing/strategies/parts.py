"""Drawn figures that are parts of others, cut down to their wholes: a dossier with a greater part is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kiemdinh.rules import Number, exact_number
from kiemdinh.standards.definition import list_wholes
from kiemdinh.standards.loading import Framework
from kiemdinh.testing.strategies.records import DossierRecords, Record

__all__ = ["fit_parts"]


def fit_parts(framework: Framework, records: DossierRecords) -> DossierRecords:
    """Return the same records, with each figure at most the least record of its wholes (``part_of``).

    Sides and dates are ignored, so that the dossier is valid whichever of the records prevails. Linear in the number of
    records, times the length of a chain of parts.
    """
    wholes = {name: list_wholes(framework.definition, name) for name in framework.inputs}
    if not any(wholes.values()):
        return records
    # Wholes come first: the bound of a part has been cut down itself by then.
    order = sorted(range(len(records.records)), key=lambda i: len(wholes.get(records.records[i].about, ())))
    fitted = list(records.records)
    least: dict[tuple[Any, ...], Number] = {}
    for i in order:
        if not fitted[i].is_input:
            continue
        caps = [least[key] for whole in wholes[fitted[i].about] if (key := _key_of(fitted[i], whole)) in least]
        fitted[i] = _cut_down(fitted[i], caps, is_part=bool(wholes[fitted[i].about]))
        number, key = _number_of(fitted[i].value), _key_of(fitted[i], fitted[i].about)
        if number is not None:
            least[key] = min(number, least.get(key, number))
    return records.with_records(fitted)


def _key_of(record: Record, name: str) -> tuple[Any, ...]:
    return (name, record.stage, record.member, record.year)


def _cut_down(record: Record, caps: list[Number], *, is_part: bool) -> Record:
    if is_part and isinstance(record.value, Mapping):
        part, whole = record.value["part"], record.value["of"]
        return replace(record, value={**record.value, "part": min(part, whole)})
    number = _number_of(record.value)
    if number is None or not caps or number <= min(caps):
        return record
    return replace(record, value=type(record.value)(min(caps)))


def _number_of(value: Any) -> Number | None:
    """Return the number that is recorded; None for a word, a percentage, or a part with its whole."""
    try:
        return None if isinstance(value, bool | Mapping) else exact_number(value)
    except (TypeError, ValueError):
        return None
