"""Reading efforts: from what a user hands over to checked efforts, problems collected (semantics 5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.arguments import check_text
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.explanation.costs.effort_file import read_rows
from kiemdinh.explanation.costs.effort_keys import EffortKey
from kiemdinh.explanation.costs.efforts import Effort, Efforts
from kiemdinh.parsing.collector import Problems
from kiemdinh.rules import Number, exact_number
from kiemdinh.standards.names import FactKind, FactName, ValueKind, ValueName

if TYPE_CHECKING:
    from kiemdinh.parsing.read import Input, Readable
    from kiemdinh.standards.loading import Framework

__all__ = ["read_efforts"]

_ACTIONABLE: Final = {"true": True, "yes": True, "false": False, "no": False}
_NOT_NUMBERS: Final = ("who", "actionable")


def read_efforts(what: Input | Readable | Efforts | None, framework: Framework, minimise: str = "cost") -> Efforts:
    """Read efforts from a mapping, from YAML, or from a CSV file with the columns id, cost, months, who, actionable.

    An effort is a number, or a map with *cost*, *months* or other numbers, *who*, and *actionable* (false: it cannot be
    acted on). *minimise* names the number that counts as the cost; the others are summed beside it. None stands for no
    efforts, and efforts read before are returned as they are.

    Raises
    ------
    InputError
        For what names no step, requirement, criterion, input or tag, for costs that are not positive, for an id that
        has two rows, and for what is no mapping and no file.
    """
    if isinstance(what, Efforts):
        return what
    check_text("minimise", minimise)
    source = read_rows(what)
    problems = Problems(source)
    _check_minimise(minimise, source.data, problems)
    efforts = {}
    known = _known_keys(framework)
    for key, value in source.data.items():
        _check_key(key, known, problems)
        efforts[key] = _read_effort(key, value, minimise, problems)
    problems.raise_errors()
    return Efforts(efforts, minimise)


def _check_minimise(minimise: str, rows: Mapping[str, Any], problems: Problems) -> None:
    """Refuse a cost that no effort gives: it would count 1 everywhere, and no one would notice."""
    given = {name for row in rows.values() if isinstance(row, Mapping) for name in row} - set(_NOT_NUMBERS)
    if minimise == "cost" or minimise in given:
        return
    expected = "one of " + ", ".join(sorted(given | {"cost"}))
    problems.add("KD333", f"no effort gives '{minimise}'", ("minimise",), expected=expected, found=minimise)


def _check_key(key: str, known: set[str], problems: Problems) -> None:
    if EffortKey(key).is_among(known):
        return
    near = suggest(key, sorted(known))
    problems.add(
        "KD332",
        f"'{key}' names nothing that can cost",
        (key,),
        key=True,
        expected="a step, requirement, criterion, input or tag",
        found=key,
        hint=None if near is None else f"did you mean '{near}'?",
    )


def _known_keys(framework: Framework) -> set[str]:
    nodes = framework.nodes
    steps = {str(FactName(FactKind.STEP, node, step)) for node, info in nodes.items() for step in info.levels}
    inputs = {str(ValueName(ValueKind.INPUT, name)) for name in framework.inputs}
    return {*nodes, *steps, *inputs, *framework.definition.tags}


def _read_effort(key: str, value: Any, minimise: str, problems: Problems) -> Effort:
    row = value if isinstance(value, Mapping) else {"cost": value}
    who = _text_or_none(row.get("who"))
    if not _is_actionable(key, row.get("actionable", "true"), problems):
        return Effort(None, {}, who)
    numbers = {
        name: _read_number(key, name, cell, problems, named=row is value)
        for name, cell in row.items()
        if name not in _NOT_NUMBERS
    }
    # An effort may give other numbers only: the change then costs as much as without it.
    priced = minimise in numbers
    return Effort(numbers.pop(minimise, 1), numbers, who, priced)


def _is_actionable(key: str, cell: Any, problems: Problems) -> bool:
    found = _ACTIONABLE.get(str(cell).strip().lower())
    if found is None:
        message = f"'{cell}' does not say whether it can be acted on"
        problems.add("KD333", message, (key, "actionable"), expected="true or false", found=str(cell))
    return found is not False


def _text_or_none(value: Any) -> str | None:
    return None if value is None else str(value)


def _read_number(key: str, name: str, value: Any, problems: Problems, *, named: bool) -> Number:
    """Return a positive number; of what is none 1, so that reading goes on to the next problem."""
    try:
        number = exact_number(value)
        if number > 0:
            return number
    except (TypeError, ValueError):
        pass
    # A cost that stands alone is the cost of its key.
    path = (key, name) if named else (key,)
    problems.add("KD333", f"'{value}' is no cost", path, expected="a number above 0", found=str(value))
    return 1
