"""Traits in which one of several siblings differs from all the others (KD567).

Two grades take a table by the kind of water, and the grade between them a plain number; three means are weighted, and
the fourth is not; of seven criteria one says nothing at the middle step. Each may be meant; it is more often forgotten.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.report import find_line, make_finding
from kiemdinh.linter.written import write_part
from kiemdinh.standards.definition import (
    AllOf,
    AnyOf,
    Compared,
    HighestQuantity,
    LabelOutcome,
    LadderAward,
    LadderOutcome,
    LowestQuantity,
    MeanQuantity,
    StepTable,
    SumQuantity,
    ValueTable,
)

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path
    from kiemdinh.standards.definition import NodeInfo

__all__ = ["check_unlike_siblings"]

_MIN_SIBLINGS: Final = 3
"""Of two, either may be the odd one."""

_MIN_NODES: Final = 4
"""How many criteria have a text at a step at least, if a text there is the custom."""

_NOT_COMPARED: Final = frozenset(
    ("vi", "en", "text", "cite", "certainty", "at_least", "at_most", "above", "below", "is", "weight", "round")
)


_AT_LEAST: Final = Message("at_least or above")
_AT_MOST: Final = Message("at_most or below")
_SIDES: Final = {"at_least": _AT_LEAST, "above": _AT_LEAST, "at_most": _AT_MOST, "below": _AT_MOST}


@dataclass(frozen=True, slots=True)
class _Trait:
    """A trait of a part, in words of the definition, and its place."""

    value: Message
    path: Path


_Sibling: TypeAlias = Mapping[str, _Trait]
"""The traits of one of several parts that are written alike, by their names."""


def check_unlike_siblings(study: Study) -> Iterator[LintFinding]:
    """Find steps, defined quantities and criteria that are written unlike all the others of their kind.

    Linear in the size of the definition.
    """
    for part, path in study.parts:
        if isinstance(part, LadderOutcome | LadderAward):
            for siblings in _list_comparisons(part, path):
                yield from _report_odd(study, siblings)
        elif isinstance(part, LabelOutcome):
            for siblings in _list_sides(part, path):
                yield from _report_odd(study, siblings)
    for siblings in _list_quantities(study):
        yield from _report_odd(study, siblings)
    for layer in study.framework.outline.by_layer.values():
        yield from _find_missing_step(study, [study.framework.nodes[name] for name in layer])


def _report_odd(study: Study, siblings: Sequence[_Sibling]) -> Iterator[LintFinding]:
    """Yield a note at the one sibling that differs in a trait from all the others."""
    shared = [trait for trait in siblings[0] if all(trait in each for each in siblings)]
    for trait in shared if len(siblings) >= _MIN_SIBLINGS else ():
        values = [each[trait].value for each in siblings]
        counts = Counter(values)
        odd = [i for i, value in enumerate(values) if counts[value] == 1]
        if len(odd) == 1 and len(counts) == 2:
            here, other = siblings[odd[0]][trait], siblings[0 if odd[0] else 1][trait]
            line = find_line(study, other.path)
            yield make_finding(
                study,
                "KD567",
                Message("this is written in another way than in each of its siblings"),
                here.path,
                expected=other.value,
                found=here.value,
                hint=None if line is None else Message("see line {n}", n=line),
            )
            return


# -- steps of a ladder -----------------------------------------------------------------------------------------


def _list_comparisons(ladder: LadderOutcome | LadderAward, path: Path) -> Iterator[list[_Sibling]]:
    """Yield for each thing that steps compare its comparisons, where each step has one at most."""
    found: dict[Hashable, list[_Sibling]] = defaultdict(list)
    again: set[Hashable] = set()
    for step, rule in ladder.needs.items():
        of_step: set[Hashable] = set()
        for each, at, junction in _walk_junctions(rule, (*path, "needs", step)):
            if isinstance(each, Compared):
                key = _name_compared(each, list(ladder.needs))
                again |= {key} & of_step
                of_step.add(key)
                found[key].append({**junction, **_read_bounds(each, at), **_read_options(each, at)})
    yield from (siblings for key, siblings in found.items() if key not in again)


def _list_sides(outcome: LabelOutcome, path: Path) -> Iterator[list[_Sibling]]:
    """Yield, for each thing that labels compare, the side of a number on which each asks for it, if there is one."""
    found: dict[Hashable, list[_Sibling]] = defaultdict(list)
    for i, case in enumerate(outcome.cases):
        for each, at, _ in _walk_junctions(case.if_, (*path, "cases", i, "if")):
            keys = [key for key, _ in each.list_comparisons()] if isinstance(each, Compared) else []
            if len(keys) == 1 and keys[0] in _SIDES:
                found[_name_compared(each, ())].append({"side": _Trait(_SIDES[keys[0]], (*at, keys[0]))})
    yield from found.values()


def _walk_junctions(rule: Any, path: Path) -> Iterator[tuple[Any, Path, _Sibling]]:
    """Yield the parts that a rule joins, each with its place and with whether all or any of them are asked for.

    A group of a single part is left out.
    """
    parts = rule.any_ if isinstance(rule, AnyOf) else rule.all_ if isinstance(rule, AllOf) else ()
    key = "any" if isinstance(rule, AnyOf) else "all"
    if len(parts) > 1:
        junction = {"junction": _Trait(Message.verbatim(key), path)}
        yield from ((each, (*path, key, i), junction) for i, each in enumerate(parts))
    else:
        yield rule, path, {}


def _name_compared(cond: Compared, steps: Sequence[str]) -> Hashable:
    """Return what is compared, without the step at which it is compared and without its weights and rounding."""
    written = repr(write_part(cond, without=_NOT_COMPARED))
    for step in steps:
        written = written.replace(repr(step), "…")
    return type(cond).__name__, written


def _read_bounds(cond: Compared, path: Path) -> _Sibling:
    bounds = cond.list_comparisons()
    forms = [_name_form(bound) for _, bound in bounds]
    return {
        "comparators": _Trait(Message.verbatim(", ".join(key for key, _ in bounds)), path),
        "forms": _Trait(Message.join(forms), path),
    }


def _name_form(bound: Any) -> Message:
    if isinstance(bound, ValueTable | StepTable):
        return Message("a table by '{name}'", name=bound.by)
    return Message("one value") if isinstance(bound, str) else Message("a quantity")


def _read_options(quantity: Any, path: Path) -> _Sibling:
    """Return whether a quantity is weighted and whether it is rounded."""
    return {
        key: _Trait(
            Message("no {key}", key=key) if getattr(quantity, key) is None else Message.verbatim(key),
            path,
        )
        for key in ("weight", "round")
        if hasattr(quantity, key)
    }


# -- defined quantities ----------------------------------------------------------------------------------------


def _list_quantities(study: Study) -> Iterator[list[_Sibling]]:
    """Yield groups of defined quantities that aggregate the same thing over different sets."""
    found: dict[Hashable, list[_Sibling]] = defaultdict(list)
    for name, quantity in study.framework.definition.define.items():
        if isinstance(quantity, SumQuantity | MeanQuantity | LowestQuantity | HighestQuantity):
            found[type(quantity).__name__, repr(quantity.of)].append(_read_options(quantity, ("define", name)))
    yield from found.values()


# -- criteria --------------------------------------------------------------------------------------------------


def _find_missing_step(study: Study, nodes: Sequence[NodeInfo]) -> Iterator[LintFinding]:
    """Yield a note where one node has no text at a step at which all others of its layer have one."""
    graded = [info for info in nodes if info.levels]
    for step in graded[0].steps if len(graded) > _MIN_NODES else ():
        without = [info for info in graded if step not in info.levels]
        if len(without) == 1:
            (info,) = without
            message = Message(
                "'{node}' has no text at '{step}', and all its siblings have one", node=info.id, step=step
            )
            yield make_finding(study, "KD567", message, (*info.path, "levels"), key=True)
