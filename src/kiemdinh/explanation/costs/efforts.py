"""What changes cost: one each, or as an effort file says (semantics 5.3)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.explanation.costs.effort_file import effort_rows
from kiemdinh.rules import Number, exact
from kiemdinh.standards.names import input_name

if TYPE_CHECKING:
    from kiemdinh.standards.definition import EffortHint
    from kiemdinh.standards.loading import Framework

__all__ = ["Effort", "Efforts", "read_efforts"]

_ACTIONABLE = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Effort:
    """What one change takes: its cost (None: it cannot be acted on), other costs by name, and by whom.

    ``priced`` is False where no cost was said: the change then costs what it costs without an effort file.
    """

    cost: Number | None = 1
    also: Mapping[str, Number] = field(default_factory=dict)
    who: str | None = None
    priced: bool = True


@dataclass(frozen=True, slots=True)
class Efforts:
    """Efforts by the id of a step, requirement, node or input, or by a tag; what is nearest to a change counts.

    *minimise* is the name of the number that their costs count.
    """

    by_id: Mapping[str, Effort]
    minimise: str = "cost"

    def of(self, framework: Framework, change: str, node: str | None, *, default: Number = 1) -> Effort:
        """Return the effort of a change: by its own id, its node's, one of the nodes above, or a tag of these.

        What no effort is given for has the hint of the definition, nearest first, else *default*.
        """
        for key in (change, change.partition("@")[0], *self._keys(framework, node)):
            if key in self.by_id:
                found = self.by_id[key]
                return found if found.priced else replace(found, cost=default)
        return next((_hinted(hint, default) for hint in _hints(framework, change, node)), Effort(default))

    def _keys(self, framework: Framework, node: str | None) -> tuple[str, ...]:
        if node is None:
            return ()
        chain = (node, *framework.outline.ancestors_of(node))
        return (*chain, *(tag for i in chain for tag in framework.nodes[i].tags))


def _hints(framework: Framework, change: str, node: str | None) -> Iterator[EffortHint]:
    found = framework.inputs.get(input_name(change))
    chain = (node, *framework.outline.ancestors_of(node)) if node is not None else ()
    for hint in (found.effort if found else None, *(framework.nodes[i].node.effort for i in chain)):
        if hint is not None:
            yield hint


def _hinted(hint: EffortHint, default: Number) -> Effort:
    also = {"months": hint.months} if hint.months is not None else {}
    return Effort((hint.cost or default) if hint.actionable else None, also, hint.who)


def read_efforts(
    what: Mapping[str, Any] | str | os.PathLike[str] | Efforts | None, framework: Framework, minimise: str = "cost"
) -> Efforts:
    """Read efforts from a mapping, from YAML, or from CSV with the columns id, cost, months, who, actionable.

    An effort is a number, or a map with *cost*, *months* or other numbers, *who*, and *actionable* (false: it cannot be
    acted on). *minimise* names the number that counts as the cost; the others are summed beside it.

    Raises
    ------
    InputError
        For what names no step, requirement, criterion, input or tag, for costs that are not positive, for an id that
        has two rows, and for what is no mapping and no file.
    """
    if isinstance(what, Efforts):
        return what
    rows = effort_rows(what)
    problems: list[Diagnostic] = []
    _check_minimise(minimise, rows, problems)
    efforts = {}
    for key, value in rows.items():
        _check_key(key, framework, problems)
        efforts[key] = _effort(key, value, minimise, problems)
    if problems:
        raise InputError(problems)
    return Efforts(efforts, minimise)


def _check_minimise(minimise: str, rows: Mapping[str, Any], problems: list[Diagnostic]) -> None:
    """A cost that no effort gives would count 1 everywhere in silence: it is refused."""
    given = {name for row in rows.values() if isinstance(row, Mapping) for name in row} - {"who", "actionable"}
    if minimise == "cost" or minimise in given:
        return
    problems.append(
        Diagnostic(
            "KD333",
            "error",
            f"no effort gives '{minimise}'",
            path="minimise",
            expected="one of " + ", ".join(sorted(given | {"cost"})),
            found=minimise,
        )
    )


def _check_key(key: str, framework: Framework, problems: list[Diagnostic]) -> None:
    steps = {f"{i}/{s}" for i, info in framework.nodes.items() for s in info.levels}
    inputs = {f"input:{name}" for name in framework.inputs}
    bare = key.partition("@")[0]
    known = {*framework.nodes, *steps, *inputs, *framework.definition.tags}
    staged = key.partition("/")[2]
    if key not in known and bare not in known and staged not in known:
        near = suggest(key, sorted(known))
        problems.append(
            Diagnostic(
                "KD332",
                "error",
                f"'{key}' names nothing that can cost",
                path=key,
                expected="a step, requirement, criterion, input or tag",
                found=key,
                hint=None if near is None else f"did you mean '{near}'?",
            )
        )


def _effort(key: str, value: Any, minimise: str, problems: list[Diagnostic]) -> Effort:
    said = value if isinstance(value, Mapping) else {"cost": value}
    who = _text(said.get("who"))
    if not _is_actionable(key, said.get("actionable", "true"), problems):
        return Effort(None, {}, who)
    numbers = {k: _number(key, k, v, problems) for k, v in said.items() if k not in ("who", "actionable")}
    priced = minimise in numbers
    return Effort(numbers.pop(minimise, 1), numbers, who, priced)


def _is_actionable(key: str, said: Any, problems: list[Diagnostic]) -> bool:
    found = _ACTIONABLE.get(str(said).strip().lower())
    if found is None:
        problems.append(
            Diagnostic(
                "KD333",
                "error",
                f"'{said}' does not say whether it can be acted on",
                path=f"{key}.actionable",
                expected="true or false",
                found=str(said),
            )
        )
    return found is not False


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _number(key: str, name: str, value: Any, problems: list[Diagnostic]) -> Number:
    try:
        number = exact(value)
        if number > 0:
            return number
    except (TypeError, ValueError):
        pass
    problems.append(
        Diagnostic(
            "KD333",
            "error",
            f"'{value}' is no cost",
            path=f"{key}.{name}",
            expected="a number above 0",
            found=str(value),
        )
    )
    return 1
