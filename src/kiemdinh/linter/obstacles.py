"""Obstacles: the parts because of which a condition is proved to be never met, with their words and places."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import yaml

from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.linter.conflicts import find_conflict
from kiemdinh.linter.written import write_part
from kiemdinh.rules import Assignment, Compare, Constant, Count, Not, Sum, Value, evaluate_quantity, number_to_text
from kiemdinh.standards.definition import COMPARATORS, Compared

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.conflicts import Demanded
    from kiemdinh.parsing.collector import Path
    from kiemdinh.rules import Condition

__all__ = ["Conflict", "describe_rule", "explain_conflict", "name_line"]

_TEXT_KEYS: Final = frozenset({"vi", "en", "text", "cite", "certainty"})


@dataclass(frozen=True, slots=True)
class Conflict:
    """The parts that make a condition impossible.

    Parameters
    ----------
    paths
        The places of the parts that cannot all hold, in the order of the definition of the condition; each once. Empty
        where none was found.
    hint
        The obstacle in words; None where there is nothing to add to the finding.
    """

    paths: tuple[Path, ...] = ()
    hint: Message | None = None


def explain_conflict(study: Study, condition: Condition, path: Path, region: Path | None = None) -> Conflict:
    """Return the parts because of which a condition is proved to be never met.

    Parameters
    ----------
    study
        The framework under study.
    condition
        The condition over free facts.
    path
        Where the finding stands.
    region
        Where all of the rule is written, such as all steps of a ladder; None for *path*.
    """
    demanded = find_conflict(study, condition, path if region is None else region)
    paths = _list_places(demanded)
    if len(paths) > 1:
        return Conflict(paths, _describe_together(study, paths, path, is_negative=_is_negative(demanded)))
    if len(demanded) == 1:
        return Conflict(paths, _describe_alone(study, demanded[0], path))
    return Conflict(paths, _describe_bounds_within(study, paths[0], path) if paths else None)


def _list_places(demanded: Sequence[Demanded]) -> tuple[Path, ...]:
    """Return the places of the parts: in the rule itself where two of its parts conflict, else in what it refers to."""
    inside = tuple(dict.fromkeys(_of_set(each.inside) for each in demanded))
    return inside if len(inside) > 1 else tuple(dict.fromkeys(_of_set(each.path) for each in demanded))


def _of_set(path: Path) -> Path:
    """Return the place of the condition on a set in the place of the condition on its members."""
    return path[:-1] if path[-1:] == ("that",) else path


def _is_negative(demanded: Sequence[Demanded]) -> bool:
    return all(isinstance(each.condition, Not) for each in demanded)


# -- words -----------------------------------------------------------------------------------------------------


def _describe_together(study: Study, paths: tuple[Path, ...], at: Path, *, is_negative: bool) -> Message:
    parts = Message.join((_describe_place(study, path, at) for path in paths), "; ")
    if is_negative:
        return Message("always one of these holds: {parts}", parts=parts)
    if len(paths) == 2:
        return Message("these contradict each other: {parts}", parts=parts)
    return Message("these cannot all hold: {parts}", parts=parts)


def _describe_bounds_within(study: Study, path: Path, at: Path) -> Message | None:
    """Return the message that the bounds of one comparison contradict each other; None where it has one bound."""
    cond = _find_condition(study, path)
    place = _describe_place(study, path, at)
    if isinstance(cond, Compared) and len(cond.list_comparisons()) > 1:
        return Message("nothing lies between its bounds: {part}", part=place)
    return None if path == at else Message("only this part prevents it: {part}", part=place)


def _describe_alone(study: Study, demanded: Demanded, at: Path) -> Message | None:
    """Return the values that the quantity of a single comparison can have, with its place if that is another."""
    bounds = _describe_bounds(study, demanded.condition)
    place = _of_set(demanded.path)
    if place == at:
        return bounds
    alone = Message("only this part prevents it: {part}", part=_describe_place(study, place, at))
    return alone if bounds is None else Message.join((alone, bounds), "; ")


def _describe_bounds(study: Study, condition: Condition) -> Message | None:
    compared = condition.part if isinstance(condition, Not) else condition
    # A share or a mean is compared in another form, whose numbers are not in the definition.
    if not isinstance(compared, Compare) or not isinstance(compared.right, Constant):
        return None
    if not isinstance(compared.left, Value | Count | Sum) or compared.right.value == 0:
        return None
    known = evaluate_quantity(compared.left, Assignment({}, dict(study.space.values)))
    low, high = (None if end is None else number_to_text(end) for end in (known.low, known.high))
    if low is not None and high is not None:
        return Message("the compared number lies from {low} to {high}", low=low, high=high)
    if high is not None:
        return Message("the compared number is at most {high}", high=high)
    return None if low is None else Message("the compared number is at least {low}", low=low)


def _describe_place(study: Study, path: Path, at: Path) -> Message:
    rule = describe_rule(study, path)
    line = name_line(study, path, at)
    return line if rule is None else Message("{rule} ({line})", rule=rule, line=line)


def name_line(study: Study, path: Path, at: Path) -> Message:
    """Return the line of a place, as a finding at another place names it: with its file where that is another."""
    here, there = (study.source.diagnostic("KD503", Message.verbatim(""), each) for each in (at, path))
    if there.line is None:
        return Message.verbatim(there.path)
    if there.file == here.file:
        return Message("line {line}", line=there.line)
    return Message.verbatim(f"{there.file}:{there.line}")


def describe_rule(study: Study, path: Path) -> str | None:
    """Return the condition at a place, written on one line; None where there is none."""
    cond = _find_condition(study, path)
    if cond is None:
        return None
    data = cond if isinstance(cond, str) else write_part(cond)
    plain = json.loads(json.dumps(data, default=str))
    text = yaml.safe_dump(
        _without_texts(plain), allow_unicode=True, sort_keys=False, default_flow_style=True, width=10_000
    )
    return shorten_text(text.removesuffix("...\n").replace("'", "").strip())


def _find_condition(study: Study, path: Path) -> Any:
    return next((site.cond for top in study.sites for site in top.walk() if site.path == path), None)


def _without_texts(data: Any) -> Any:
    """Return a condition as data without its texts; comparators follow what they compare, as authors write it."""
    if isinstance(data, dict):
        keys = sorted(data.keys() - _TEXT_KEYS, key=lambda key: (key in COMPARATORS, [*data].index(key)))
        return {key: _without_texts(data[key]) for key in keys}
    return [_without_texts(item) for item in data] if isinstance(data, list) else data
