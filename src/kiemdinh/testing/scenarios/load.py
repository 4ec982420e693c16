"""Scenario files: schools that a lawyer thought of, and what must come out for them.

A file is checked whole when it is loaded: its form, its names, and every word of what it expects. The dossiers are
read when a scenario is run, since a scenario may expect that one is refused.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.standards.bundled import find
from kiemdinh.standards.diagnostics import InputError
from kiemdinh.standards.loading import is_path, refuse_empty
from kiemdinh.standards.problems import Problems
from kiemdinh.standards.source import Source, path_name, read_file, read_object, read_text
from kiemdinh.standards.validating import validate
from kiemdinh.testing.scenarios.check_names import check_names
from kiemdinh.testing.scenarios.expand import Unrolled, unrolled
from kiemdinh.testing.scenarios.model import ScenarioDef, ScenariosDef, Then

if TYPE_CHECKING:
    from kiemdinh.standards.framework import Framework
    from kiemdinh.standards.problems import Path as DataPath

__all__ = ["Scenario", "ScenarioFile", "load_scenarios"]

_NO_EXPECTATION: Final = frozenset(("target", "tolerance"))
_NOT_OF_SCENARIOS: Final = ("tree", "layers", "findings", "external", "part_of")


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario, ready to be run: its dossier, what is otherwise, the date, and what is expected.

    ``dossier`` is what was written in the file, or the path of a file of its own. ``date`` is None where only the
    dossier says one. ``line`` is where the scenario stands, None where it is not from a text, and
    ``index`` which of the file it is; those made of one by ``each`` share both.
    """

    name: str
    framework: Framework
    dossier: Source | Path
    changes: Mapping[str, Any]
    date: dt.date | None
    then: Then
    cite: str | None = None
    lang: str = "vi"
    line: int | None = None
    source: Source | None = field(default=None, repr=False, compare=False)
    index: int = 0


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """The scenarios of a file (kịch bản), in its order, and the framework that they are of."""

    name: str | None
    framework: Framework
    scenarios: tuple[Scenario, ...]


def load_scenarios(what: str | os.PathLike[str] | Mapping[str, Any]) -> ScenarioFile:
    """Load scenarios from a file, from YAML or JSON text, or from plain Python objects, and check all but the dossiers.

    Raises
    ------
    InputError
        With every problem of the file, each at its line and column; or with those of the framework.

    Examples
    --------
    >>> from kiemdinh.testing import load_scenarios, run
    >>> file = load_scenarios('''
    ... kiemdinh: 1
    ... framework: vn.tt57-2026.pho-thong
    ... when: 2027-06-30
    ... scenarios:
    ...   - {name: Nothing is known, given: {findings: {}}, then: {level: none, attainable: muc-2}}
    ... ''')
    >>> [run(scenario).passed for scenario in file.scenarios]
    [True]
    """
    problems, folder = _read(what)
    source = problems.source
    assert isinstance(source, Source)  # noqa: S101 - _read has made it
    _refuse_others(source, problems)
    _refuse_empty(source, problems)
    framework = None
    if isinstance(source.data.get("framework"), str):
        framework = _framework(source.data["framework"], folder, problems)
    whole = unrolled(source, framework, problems)
    problems = Problems(whole, problems.found)
    read = validate(ScenariosDef, whole.data, problems)
    if read is None or framework is None:
        raise InputError(problems.found)
    _check(read, framework, whole, problems)
    problems.raise_errors()
    scenarios = tuple(_scenario(one, i, read, framework, whole, folder) for i, one in enumerate(read.scenarios))
    return ScenarioFile(source.name, framework, scenarios)


def _read(what: str | os.PathLike[str] | Mapping[str, Any]) -> tuple[Problems, Path]:
    found: list[Any] = []
    if isinstance(what, Mapping):
        return Problems(read_object(what, problems=found), found), Path()
    if is_path(what):
        return Problems(read_file(what, problems=found), found), Path(path_name(what)).parent
    return Problems(read_text(str(what), problems=found), found), Path()


def _refuse_others(source: Source, problems: Problems) -> None:
    """A dossier or definition given for scenarios would be reported key by key, which helps nobody."""
    other = next((key for key in _NOT_OF_SCENARIOS if key in source.data), None)
    if "scenarios" in source.data or other is None:
        return
    problems.add("KD607", "this is no scenario file", (other,), key=True, expected="framework: and scenarios:")
    problems.raise_errors()


def _refuse_empty(source: Source, problems: Problems) -> None:
    """In a dossier an empty value is absence, and so is it in a change to one; anywhere else it is a mistake."""
    for key, value in source.data.items():
        if key == "scenarios" and isinstance(value, list):
            for i, one in enumerate(value):
                said = {k: v for k, v in one.items() if k not in ("given", "but")} if isinstance(one, dict) else one
                refuse_empty(said, (key, i), problems)
        elif key != "dossiers" or value is None:
            refuse_empty(value, (key,), problems)


def _framework(word: str, folder: Path, problems: Problems) -> Framework | None:
    """What is wrong inside the definition is told where it is; that there is none, where it was named."""
    try:
        return find(word, beside=folder)
    except InputError as error:
        for d in error.diagnostics:
            if d.line is None:
                problems.add(d.code, d.message, ("framework",), expected=d.expected, found=d.found, hint=d.hint)
            else:
                problems.found.append(d)
    return None


def _check(read: ScenariosDef, framework: Framework, whole: Unrolled, problems: Problems) -> None:
    if str(read.kiemdinh) != "1":
        problems.add("KD104", f"language version '{read.kiemdinh}' is not known", ("kiemdinh",), expected="kiemdinh: 1")
    for name, raw in read.dossiers.items():
        _check_dossier(raw, ("dossiers", name), problems)
    often = Counter(one.name for one in read.scenarios)
    for i, one in enumerate(read.scenarios):
        at: DataPath = ("scenarios", i)
        if often[one.name] > 1:
            problems.add("KD602", f"the name '{one.name}' is used twice", (*at, "name"))
        _check_given(one, read, (*at, "given"), problems)
        _check_then(one.then, (*at, "then"), problems)
        if whole.origins[i].known:
            check_names(one.then, framework, (*at, "then"), problems)


def _check_given(one: ScenarioDef, read: ScenariosDef, at: DataPath, problems: Problems) -> None:
    if not isinstance(one.given, str):
        _check_dossier(one.given, at, problems)
    elif one.given not in read.dossiers:
        problems.unknown("KD601", "the dossier", one.given, read.dossiers, at)


def _check_dossier(raw: Any, at: DataPath, problems: Problems) -> None:
    if not isinstance(raw, Mapping):
        problems.add("KD103", "a dossier is expected", at, expected="a dossier, or file: and its path")
    elif "file" in raw and (len(raw) > 1 or not isinstance(raw["file"], str)):
        problems.add("KD103", "a dossier of a file is its path alone", at, expected="{file: dossier.yaml}")


def _check_then(then: Then, at: DataPath, problems: Problems) -> None:
    for path in _without_expectation(then):
        problems.add("KD603", "nothing is expected here", (*at, *path), key=True, expected="level, awards, …")
    stated = then.model_fields_set
    if "diagnostic" in stated and len(stated) > 1:
        other = min(stated - {"diagnostic"})
        message = "the dossier is refused, and something is expected of its assessment"
        problems.add("KD604", message, (*at, other), key=True, hint=f"leave out 'diagnostic' or '{other}'")


def _without_expectation(then: Then) -> Iterator[DataPath]:
    """Yield where something is named of which nothing is expected."""
    if not then.model_fields_set:
        yield ()
    for key in ("outcomes", "stages", "awards", "nodes"):
        named = getattr(then, key)
        if key in then.model_fields_set and not named:
            yield (key,)
        yield from ((key, name) for name, one in named.items() if not one.model_fields_set - _NO_EXPECTATION)
    if then.repair is not None and not then.repair.model_fields_set - _NO_EXPECTATION:
        yield ("repair",)
    if "diagnostic" in then.model_fields_set and not then.diagnostic:
        yield ("diagnostic",)


def _scenario(
    one: ScenarioDef, number: int, read: ScenariosDef, framework: Framework, whole: Unrolled, folder: Path
) -> Scenario:
    source, index = whole.source, whole.origins[number].index
    place = source.position(("scenarios", index, "name"))
    named = isinstance(one.given, str)
    raw = read.dossiers[one.given] if named else one.given
    at: DataPath = ("dossiers", one.given) if named else ("scenarios", index, "given")
    dossier = folder / raw["file"] if "file" in raw else replace(source.within(at), data=raw)
    date = read.when if one.when is None else one.when
    made = Scenario(one.name, framework, dossier, one.but, date, one.then, one.cite, read.lang)
    return replace(made, line=place[0] if place else None, source=source, index=index)
