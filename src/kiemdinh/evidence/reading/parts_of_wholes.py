"""Parts and wholes among the figures: a part is at most its whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading.reader import describe_value
from kiemdinh.standards.definition import list_wholes

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import ValueRecord
    from kiemdinh.evidence.reading.reader import Reader
    from kiemdinh.parsing.collector import Path
    from kiemdinh.rules import Number

__all__ = ["check_parts"]


def check_parts(reader: Reader, values: Collection[ValueRecord]) -> None:
    """Report each figure that is more than the whole of which its input is declared a part (KD329).

    What one side recorded last is compared, for the same year, stage and members. Where a figure was given as part and
    whole, that whole is the one with which it is compared. Linear in the number of figures.

    Parameters
    ----------
    reader
        The reader of the dossier, which collects what is wrong.
    values
        All figures of the dossier.
    """
    definition = reader.allowed.framework.definition
    latest = _find_latest(values)
    for record in values:
        wholes = list_wholes(definition, record.name)
        if not wholes:
            continue
        if record.part is not None and record.whole is not None:
            _report_more(reader, record.name, record.part, "its whole", record.whole, record.path)
            continue
        for whole in wholes:
            found = latest.get((whole, record.side, record.stage, record.at))
            if found is not None and _is_plain(found) and record is latest[_place_of(record)]:
                _report_more(reader, record.name, record.value, f"'{whole}'", found.value, record.path)


def _find_latest(values: Iterable[ValueRecord]) -> dict[tuple[object, ...], ValueRecord]:
    """Return the latest record of each input by side, stage, year and members."""
    latest: dict[tuple[object, ...], ValueRecord] = {}
    for record in values:
        known = latest.get(_place_of(record))
        if known is None or record.date > known.date:
            latest[_place_of(record)] = record
    return latest


def _place_of(record: ValueRecord) -> tuple[object, ...]:
    return (record.name, record.side, record.stage, record.at)


def _is_plain(record: ValueRecord) -> bool:
    """Return whether a figure was given as one number."""
    return record.part is None


def _report_more(
    reader: Reader, name: str, part: Number | None, whole_name: str, whole: Number | None, path: Path
) -> None:
    if part is None or whole is None or part <= whole:
        return
    shown = describe_value(whole)
    message = Message(
        "'{name}' is {part}, more than {whole_name}, which is {shown}",
        name=name,
        part=describe_value(part),
        whole_name=whole_name,
        shown=shown,
    )
    reader.problems.add("KD329", message, path, expected=Message("at most {n}", n=shown), found=describe_value(part))
