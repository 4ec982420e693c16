"""Reading efforts: from what a user hands over to checked efforts, problems collected (semantics 5.3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.arguments import check_text
from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.explanation.costs.changes_of_others import SCHOOLS
from kiemdinh.explanation.costs.effort_file import read_rows
from kiemdinh.explanation.costs.efforts import COST_EACH, COST_PER, Effort, Efforts
from kiemdinh.parsing.cells import ReadingError, Vocabulary, fold_word, read_number
from kiemdinh.parsing.collector import Problems
from kiemdinh.rules import Number
from kiemdinh.standards.loading import explain_former_name
from kiemdinh.standards.names import FactKind, FactName, ValueKind, ValueName, split_stage, without_place

if TYPE_CHECKING:
    from kiemdinh.parsing.read import Input, Readable
    from kiemdinh.standards.loading import Framework

__all__ = ["read_efforts"]

_ACTIONABLE: Final = {"true": True, "yes": True, "có": True, "false": False, "no": False, "không": False}
_NOT_NUMBERS: Final = ("who", "actionable", "unit")


def read_efforts(
    what: Input | Readable | Efforts | None,
    framework: Framework,
    minimise: str = "cost",
    stages: Collection[str] | None = None,
    activities: Collection[str] = (),
) -> Efforts:
    """Read efforts from a mapping, from YAML, or from a CSV file with the columns id, cost, months, who, actionable.

    An effort is a number, or a map with *cost*, *cost_each*, *cost_per*, *months* or other numbers, *who*,
    *actionable* (false: it cannot be acted on), and *unit*, what its cost is counted in, which is one for all.
    *minimise* names the number that counts as the cost; the others are summed beside it. None stands for no efforts,
    and efforts read before are returned as they are.

    Parameters
    ----------
    stages
        The stages of the school, which may stand in front of a key; None where the school is not known.
    activities
        Further keys that have an effort although they are no change of a school.

    Raises
    ------
    InputError
        A key names no step, requirement, criterion, input or tag; a cost is not positive; an id has two rows; costs
        have two units; or *given* is no mapping and no file.
    """
    if isinstance(what, Efforts):
        return what
    check_text("minimise", minimise)
    source = read_rows(what)
    problems = Problems(source)
    _check_minimise(minimise, source.data, framework, problems)
    efforts = {}
    keys: dict[str, str] = {}
    for key, value in source.data.items():
        found = key if key in activities else _find_key(key, framework, stages, problems)
        if found in efforts:
            message = Message("'{name}' is here twice, in two spellings", name=found)
            problems.add("KD006", message, (key,), key=True, found=found, first=(keys[found],))
        keys.setdefault(found, key)
        efforts[found] = _read_effort(key, value, problems)
        _check_unit(key, efforts, efforts[found], problems)
    problems.raise_errors()
    return Efforts(efforts, minimise)


def _check_minimise(minimise: str, rows: Mapping[str, Any], framework: Framework, problems: Problems) -> None:
    """Refuse a cost that no effort and no hint gives. It would be 1 everywhere, and nobody would notice."""
    if minimise == "cost":
        return
    given = {name for row in rows.values() if isinstance(row, Mapping) for name in row} - {
        *_NOT_NUMBERS,
        COST_EACH,
        COST_PER,
    }
    hints = [found.effort for found in framework.inputs.values()]
    hints += [info.node.effort for info in framework.nodes.values()]
    if any(hint is not None and hint.months is not None for hint in hints):
        given.add("months")
    if framework.definition.populations:
        given.add(SCHOOLS)
    if minimise in given:
        return
    expected = Message("one of {names}", names=", ".join(sorted(given | {"cost"})))
    problems.add(
        "KD333",
        Message("no effort gives '{minimise}'", minimise=minimise),
        ("minimise",),
        expected=expected,
        found=minimise,
    )


def _check_unit(key: str, efforts: Mapping[str, Effort], effort: Effort, problems: Problems) -> None:
    """Refuse a cost in another unit than that of an earlier one: costs are added up."""
    unit = next((one.unit for one in efforts.values() if one.unit is not None), None)
    if effort.unit is not None and unit is not None and effort.unit != unit:
        message = Message(
            "costs are added up, and here they have two units: {one} and {other}", one=unit, other=effort.unit
        )
        problems.add("KD333", message, (key, "unit"), expected=list_names([unit]), found=effort.unit)


def _find_key(key: str, framework: Framework, stages: Collection[str] | None, problems: Problems) -> str:
    """Return the id that a key means. Where there is none, report it and return the key itself."""
    names = _known_names(framework)
    stage, rest = split_stage(key)
    # The register of a dossier says which members there are.
    if (key if stage is None else stage) in framework.definition.populations:
        return key
    if key in names or (without_place(key) in names and without_place(key) != key):
        return key
    found = names.find(key)
    if found is not None:
        return found
    if stage is not None and rest in names:
        if stages is not None and stage not in stages:
            _refuse_stage(key, stage, stages, problems)
        return key
    near = names.suggest(key)
    former = explain_former_name(framework, key) or explain_former_name(framework, f"inputs/{key}")
    problems.add(
        "KD332",
        Message("'{key}' names nothing that can cost", key=key),
        (key,),
        key=True,
        expected=Message("a step, requirement, criterion, input or tag"),
        found=key,
        hint=former or (None if near is None else Message("did you mean '{near}'?", near=near)),
    )
    return key


def _refuse_stage(key: str, stage: str, stages: Collection[str], problems: Problems) -> None:
    near = Vocabulary(dict.fromkeys(stages, ())).suggest(stage)
    problems.add(
        "KD332",
        Message("'{stage}' is not a stage here", stage=stage),
        (key,),
        key=True,
        expected=Message("one of {names}", names=", ".join(stages))
        if stages
        else Message("a key without a stage, since none is named"),
        found=stage,
        hint=None if near is None else Message("did you mean '{near}'?", near=near),
    )


@lru_cache(maxsize=64)  # as many entries as there are kept frameworks
def _known_names(framework: Framework) -> Vocabulary:
    """Return all that an effort can be given for, with the texts of nodes, inputs and tags."""
    nodes = framework.nodes
    steps = (str(FactName(FactKind.STEP, node, step)) for node, info in nodes.items() for step in info.levels)
    inputs = {str(ValueName(ValueKind.INPUT, name)): found.texts for name, found in framework.inputs.items()}
    tags = {tag: found.texts for tag, found in framework.definition.tags.items()}
    return Vocabulary(
        {**tags, **inputs, **dict.fromkeys(steps, ()), **{i: info.node.texts for i, info in nodes.items()}}
    )


def _read_effort(key: str, value: Any, problems: Problems) -> Effort:
    row = value if isinstance(value, Mapping) else {"cost": value}
    who = _text_or_none(row.get("who"))
    is_actionable = _is_actionable(key, row["actionable"], problems) if "actionable" in row else None
    numbers = {
        name: _read_number(key, name, cell, problems, named=row is value)
        for name, cell in row.items()
        if name not in _NOT_NUMBERS
    }
    # A price says that the change can be made. Where a key gives only other numbers, keys further away say it.
    if is_actionable is None and not numbers.keys().isdisjoint(("cost", COST_EACH, COST_PER)):
        is_actionable = True
    return Effort(numbers, who, is_actionable, _text_or_none(row.get("unit")))


def _is_actionable(key: str, cell: Any, problems: Problems) -> bool:
    found = cell if isinstance(cell, bool) else _ACTIONABLE.get(fold_word(str(cell)))
    if found is None:
        message = Message("'{cell}' does not say whether the change can be made", cell=cell)
        problems.add("KD333", message, (key, "actionable"), expected=Message("true or false"), found=str(cell))
    return found is not False


def _text_or_none(value: Any) -> str | None:
    return None if value is None else str(value)


def _read_number(key: str, name: str, value: Any, problems: Problems, *, named: bool) -> Number:
    """Return a positive number; 1 in place of anything else, so that reading goes on to the next problem."""
    try:
        number = read_number(value)
    except ReadingError as error:
        message, hint = error.message, error.hint
    else:
        if number > 0:
            return number
        message, hint = Message("'{value}' is not a cost", value=value), None
    # A cost that stands alone is the cost of its key.
    path = (key, name) if named else (key,)
    problems.add("KD333", message, path, expected=Message("a number above 0"), found=str(value), hint=hint)
    return 1
