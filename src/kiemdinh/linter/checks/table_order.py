"""Cells that stand out of the order of their table (KD555).

A table may rise and fall. Reported are a single cell without which all others are in order, a last row with the same
numbers as the row above it, and a single case without a bound that the cases above and below it have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.report import find_line, make_finding
from kiemdinh.linter.written import write_part
from kiemdinh.parsing.cells import find_number
from kiemdinh.standards.definition import (
    AllOf,
    Compared,
    LabelOutcome,
    LadderAward,
    LadderOutcome,
    StepTable,
    ValueCompared,
    ValueTable,
)

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path

__all__ = ["check_table_order"]

_COMPARATORS: Final = ("at_least", "at_most", "above", "below")
_MIN_CELLS: Final = 4
"""Of three numbers one is always out of order, whatever they are."""

_MIN_CHOICES: Final = 5
"""Choices often stand in no order; that all but one of many rows are in order is no chance."""


@dataclass(frozen=True, slots=True)
class _TableNumber:
    """A number of a table, as it is written and where."""

    written: str
    number: Fraction
    path: Path


def check_table_order(study: Study) -> Iterator[LintFinding]:
    """Find cells out of order in tables, bounds of cases and of ladders; linear in the size of the definition."""
    for part, path in study.parts:
        if isinstance(part, StepTable):
            cells = _read_cells([(step.then, (*path, "steps", i, "then")) for i, step in enumerate(part.steps)])
            yield from _find_misplaced(study, cells, _MIN_CELLS)
            yield from _find_repeated(study, cells)
        elif isinstance(part, ValueTable):
            cells = _read_cells([(value, (*path, "values", key)) for key, value in part.values.items()])
            yield from _find_misplaced(study, cells, _MIN_CHOICES)
        elif isinstance(part, LabelOutcome | LadderOutcome | LadderAward):
            yield from _check_results(study, part, path)
    yield from _find_opposite_tables(study)


def _read_cells(written: Sequence[tuple[Any, Path]]) -> list[_TableNumber]:
    """Return the numbers of a table; empty where one of its cells is not a number."""
    cells = []
    for text, path in written:
        number = find_number(text.removesuffix("%")) if isinstance(text, str) else None
        if number is None:
            return []
        cells.append(_TableNumber(str(text), Fraction(number), path))
    return cells


# -- a cell between others ---------------------------------------------------------------------------------------


def _find_misplaced(study: Study, cells: Sequence[_TableNumber], fewest: int) -> Iterator[LintFinding]:
    """Yield a note at the cell without which the others rise or fall all along."""
    found = [i for is_rising in (True, False) for i in _list_breaking(cells, is_rising=is_rising)]
    if len(cells) < fewest or _is_in_order(cells) or not found:
        return
    at = max(found, key=lambda i: _distance(cells, i))
    neighbours = f"{cells[at - 1].written}, {cells[at].written}, {cells[at + 1].written}"
    message = Message("{written} is out of the order of its table", written=cells[at].written)
    yield make_finding(study, "KD555", message, cells[at].path, found=neighbours)


def _list_breaking(cells: Sequence[_TableNumber], *, is_rising: bool) -> Iterator[int]:
    """Yield each cell without which the others rise, or fall; where the first or last row is apart, none is yielded."""
    numbers = [cell.number if is_rising else -cell.number for cell in cells]
    breaks = [i for i, (one, two) in enumerate(pairwise(numbers)) if two < one]
    if len(breaks) != 1 or not 0 < breaks[0] < len(numbers) - 2 or numbers[0] >= numbers[-1]:
        return
    yield from (at for at in (breaks[0], breaks[0] + 1) if numbers[at - 1] <= numbers[at + 1])


def _is_in_order(cells: Sequence[_TableNumber]) -> bool:
    steps = [two.number - one.number for one, two in pairwise(cells)]
    return all(step >= 0 for step in steps) or all(step <= 0 for step in steps)


def _distance(cells: Sequence[_TableNumber], i: int) -> Fraction:
    """Return how far a cell lies from the middle of its neighbours."""
    return abs(cells[i].number - (cells[i - 1].number + cells[i + 1].number) / 2)


def _find_repeated(study: Study, cells: Sequence[_TableNumber]) -> Iterator[LintFinding]:
    """Yield a note at a step with the same demand as the step before: one of the two is not needed."""
    for one, two in pairwise(cells):
        if one.number == two.number:
            message = Message("this row says what the row before it says: {written}", written=two.written)
            yield make_finding(study, "KD555", message, two.path)
            return


# -- cases and steps of one outcome ------------------------------------------------------------------------------


def _check_results(study: Study, part: LabelOutcome | LadderOutcome | LadderAward, path: Path) -> Iterator[LintFinding]:
    rules = (
        [(case.if_, (*path, "cases", i, "if")) for i, case in enumerate(part.cases)]
        if isinstance(part, LabelOutcome)
        else [(rule, (*path, "needs", step)) for step, rule in part.needs.items()]
    )
    bounds = [_list_bounds(rule, at) for rule, at in rules]
    having: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, found in enumerate(bounds):
        for key in found:
            having[key].append(i)
    for key, places in having.items():
        yield from _find_misplaced(study, _read_cells([bounds[i][key] for i in places]), _MIN_CELLS)
        gaps = [one + 1 for one, two in pairwise(places) if two == one + 2]
        is_single = places[-1] - places[0] == len(places) and len(places) >= _MIN_CELLS - 1
        if is_single and gaps and bounds[gaps[0]]:
            yield _report_gap(study, key, rules[gaps[0]][1], bounds[gaps[0] - 1][key][1])


def _list_bounds(rule: Any, path: Path) -> dict[tuple[str, str], tuple[str, Path]]:
    """Return the bounds in a rule and its other demands, by what is compared and on which side."""
    found: dict[tuple[str, str], tuple[str, Path]] = {}
    parts = [(each, (*path, "all", i)) for i, each in enumerate(rule.all_)] if isinstance(rule, AllOf) else []
    for part, at in parts or [(rule, path)]:
        if isinstance(part, Compared):
            left = write_part(part, without={*_COMPARATORS, "is", "vi", "en", "text"})
            for key, bound in part.list_comparisons():
                if key in _COMPARATORS and isinstance(bound, str):
                    found[repr(left), key] = (bound, (*at, key))
    return found


def _report_gap(study: Study, key: tuple[str, str], path: Path, other: Path) -> LintFinding:
    line = find_line(study, other)
    return make_finding(
        study,
        "KD555",
        Message("the rules before and behind this one have a bound {key} that this one has not", key=key[1]),
        path,
        hint=None if line is None else Message("see line {n}", n=line),
        note=True,
    )


# -- two tables --------------------------------------------------------------------------------------------------


def _find_opposite_tables(study: Study) -> Iterator[LintFinding]:
    """Yield a note where two tables by one figure demand on the same side, and one rises where the other falls."""
    rising: dict[tuple[str, str], tuple[bool, Path]] = {}
    for part, path in study.parts:
        if not isinstance(part, ValueCompared):
            continue
        for key, table in part.list_comparisons():
            if not isinstance(table, StepTable):
                continue
            declared = study.framework.inputs.get(part.value)
            cells = _read_cells([(step.then, ()) for step in table.steps])
            if declared is None or declared.better is None or len(cells) < 2 or not _is_strict(cells):
                continue
            is_rising = cells[0].number < cells[-1].number
            other = rising.setdefault((table.by, key), (is_rising, (*path, key)))
            if other[0] is not is_rising:
                line = find_line(study, (*path, key))
                message = Message("another table by '{name}' runs the other way", name=table.by)
                hint = None if line is None else Message("see line {n}", n=line)
                yield make_finding(study, "KD555", message, other[1], hint=hint)


def _is_strict(cells: Sequence[_TableNumber]) -> bool:
    return _is_in_order(cells) and all(one.number != two.number for one, two in pairwise(cells))
