"""Confirming a plan: a school is assessed again with all that it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.rules import MET, Bound
from kiemdinh.standards.definition import input_measure
from kiemdinh.standards.names import read_value_name

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.portfolio.planning.ways import WayChange
    from kiemdinh.portfolio.planning.works import WorkOption
    from kiemdinh.standards.definition import Definition
    from kiemdinh.standards.loading import Framework

__all__ = ["confirm_option"]

_DECIMALS: Final = 10**6


def confirm_option(result: Assessment, option: WorkOption, levels: Sequence[str]) -> bool | None:
    """Return whether at the end of each year a school has the level that what is complete by then leads to.

    None where what is done cannot be written as records. Costs an assessment for each year in which something is
    complete.
    """
    for year in sorted({work.complete for work in option.works}):
        done = [change for work in option.works if work.complete <= year for change in work.way.changes]
        try:
            after = result.what_if(dict(_write_records(result.framework, done))).result
        except InputError:
            return None
        rank = 0 if after.level is None else levels.index(after.level.id) + 1
        if rank < option.find_rank(year):
            return False
    return True


def _write_records(framework: Framework, changes: Iterable[WayChange]) -> Iterator[tuple[str, Any]]:
    bounds: dict[str, list[Bound]] = {}
    for change in changes:
        if isinstance(change.to, Bound):
            bounds.setdefault(change.id, []).append(change.to)
        else:
            yield change.id, "met" if change.to is MET else "unmet"
    for name, several in bounds.items():
        yield name, _choose_value(name, several, framework.definition)


def _choose_value(name: str, bounds: Sequence[Bound], definition: Definition) -> Any:
    """Return a value that keeps the bounds; where one is strict it lies half a unit beyond."""
    ups = [Fraction(one.number) + Fraction(one.strict, 2) for one in bounds if one.direction == "up"]
    downs = [Fraction(one.number) - Fraction(one.strict, 2) for one in bounds if one.direction == "down"]
    number = max(ups) if ups else min(downs)
    given = definition.inputs.get(read_value_name(name).input or "")
    words = () if given is None else input_measure(given, definition.scales.get(given.scale or "")).words
    if words:
        return words[ceil(number) if ups else floor(number)]
    scaled = number * _DECIMALS
    number = Fraction(ceil(scaled) if ups else floor(scaled), _DECIMALS)
    return int(number) if number.denominator == 1 else str(float(number))
