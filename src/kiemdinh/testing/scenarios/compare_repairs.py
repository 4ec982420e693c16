"""The expectations of a scenario about the cheapest repairs of a level: their cost, their number, one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from kiemdinh.data.as_json import encode_number
from kiemdinh.diagnostics.message import Message
from kiemdinh.rules import Number, Truth
from kiemdinh.standards.definition import input_measure
from kiemdinh.standards.names import ValueKind, read_value_name
from kiemdinh.testing.scenarios.model import NONE
from kiemdinh.testing.scenarios.result import Expectation, expect_equal
from kiemdinh.testing.scenarios.wording import join_words, yes_or_no

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.data.repairs import Repair, RepairChange, RepairsData
    from kiemdinh.testing.scenarios.model import RepairThen

__all__ = ["compare_repairs"]

_MAX_REPAIRS: Final = 1_000
"""How many of the cheapest repairs are searched for the expected one."""


def compare_repairs(expected: RepairThen, result: Assessment) -> Iterator[Expectation]:
    """Yield the expectations about the cheapest repairs, with the actual ones.

    The cost is that of a search for them, up to 1,000 where an expected repair is not among the first.
    """
    repairs = result.repairs(expected.target or None)
    stated = expected.model_fields_set
    if "reachable" in stated:
        yield expect_equal("repair.reachable", yes_or_no(expected.reachable), yes_or_no(repairs.cost is not None))
    if "cost" in stated:
        yield expect_equal("repair.cost", _number_word(expected.cost), _number_word(repairs.cost))
    if "count" in stated:
        yield expect_equal("repair.count", _number_word(expected.count), _number_word(repairs.count))
    if "changes" in stated:
        yield _compare_changes(expected, repairs, result)


def _number_word(value: Number | None) -> str:
    return NONE if value is None else str(encode_number(value))


def _compare_changes(expected: RepairThen, repairs: RepairsData, result: Assessment) -> Expectation:
    """Search for the expected repair among the cheapest: equally cheap ones have no fixed order."""
    cheapest = takewhile(lambda repair: repair.cost == repairs.cost, repairs)
    found = [_changes_by_id(repair, result) for _, repair in zip(range(_MAX_REPAIRS), cheapest, strict=False)]
    wanted = dict(expected.changes)
    # If it is among them, the line shows it as it was expected; else it shows the first.
    holds = any(_is_as_wanted(wanted, changes) for changes in found)
    got = _changes_text(wanted if holds else found[0] if found else {})
    if len(found) > 1 and not holds:
        got = Message.for_count(
            "{changes}, or {n} other equally cheap repair",
            "{changes}, or {n} other equally cheap repairs",
            len(found) - 1,
            changes=got,
        )
    return Expectation("repair.changes", _changes_text(wanted), got, holds, "repair")


def _is_as_wanted(wanted: Mapping[str, str], changes: Mapping[str, str]) -> bool:
    """Return whether a repair has exactly the expected changes, with the expected values where these are stated."""
    return wanted.keys() == changes.keys() and all(to in ("", changes[name]) for name, to in wanted.items())


def _changes_text(changes: Mapping[str, str]) -> str:
    return join_words(f"{name}: {to}" if to else name for name, to in sorted(changes.items()))


def _changes_by_id(repair: Repair, result: Assessment) -> dict[str, str]:
    return {change.id: _changed_to(change, result) for change in repair.changes}


def _changed_to(change: RepairChange, result: Assessment) -> str:
    """Return the new value of a change, as a dossier has it: a verdict, a word of a scale, or a number."""
    if isinstance(change.to, Truth):
        return change.to.name.lower()
    name = read_value_name(change.id)
    found = result.framework.inputs.get(name.name) if name.kind is ValueKind.INPUT else None
    scale = None if found is None else result.framework.definition.scales.get(found.scale or "")
    words = () if found is None else input_measure(found, scale).words
    return words[int(change.to.number)] if words else str(encode_number(change.to.number))
