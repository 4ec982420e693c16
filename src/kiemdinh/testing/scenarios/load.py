"""Loading a scenario file into scenarios that are ready to be run.

A file is checked as a whole when it is loaded: its form, its names, and every word of its expectations. The dossiers
are read when a scenario is run, since a scenario may expect that one is refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.arguments import check_flag
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.cells import ReadingError, read_date
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.read import Input, Readable, open_input
from kiemdinh.parsing.source import Source
from kiemdinh.parsing.validation import report_empty_values, validate
from kiemdinh.standards.catalogue import load_named
from kiemdinh.testing.scenarios.check_file import check_file
from kiemdinh.testing.scenarios.expand import ExpandedFile, expand_each
from kiemdinh.testing.scenarios.model import ScenarioDef, ScenariosDef
from kiemdinh.testing.scenarios.scenario import Scenario, ScenarioFile

if TYPE_CHECKING:
    from kiemdinh.parsing.collector import Path as DataPath
    from kiemdinh.standards.loading import Framework

__all__ = ["load_opened_scenarios", "load_scenarios"]

_KEYS_OF_OTHER_FILES: Final = ("tree", "layers", "findings", "external", "part_of")


def load_scenarios(what: Readable, *, allow_files: bool = False, unofficial: bool = False) -> ScenarioFile:
    """Load scenarios from a file, from YAML or JSON text, or from plain Python objects, and check all but the dossiers.

    Parameters
    ----------
    what
        The text or bytes of YAML or JSON, a ``Path``, or a mapping.
    allow_files
        Whether the scenario file may name other files: its framework, and dossiers. Relative paths begin at the folder
        of the file; in a text or mapping they begin at the current folder. If false, it may name only a bundled
        framework.
    unofficial
        Whether the framework may have the id of a bundled one and differ from it.

    Returns
    -------
    ScenarioFile
        The scenarios in the order of the file, those with ``each`` once for each member.

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
    check_flag("allow_files", allow_files)
    check_flag("unofficial", unofficial)
    return load_opened_scenarios(open_input(what), allow_files=allow_files, unofficial=unofficial)


def load_opened_scenarios(given: Input, *, allow_files: bool = False, unofficial: bool = False) -> ScenarioFile:
    """Load scenarios from a file that is read as text, as :func:`load_scenarios` does.

    Raises
    ------
    InputError
        With every problem of the file, each at its line and column; or with those of the framework.
    """
    found: list[Diagnostic] = []
    source, folder = given.read(found), given.folder or Path()  # relative paths begin at the folder
    problems = Problems(source, found)
    _refuse_other_files(source, problems)
    _refuse_empty_values(source, problems)
    framework: Framework | None = None
    if isinstance(source.data.get("framework"), str):
        with problems.collect_errors():
            framework = load_named(
                source.data["framework"],
                problems,
                folder=folder,
                allow_files=allow_files,
                unofficial=unofficial,
                on=_day_of(source.data.get("when")),
            )
    expanded = expand_each(source, framework, problems)
    # From here on paths are those of the expanded data; a diagnostic has the place in the file.
    problems = Problems(expanded, problems.found)
    file = validate(ScenariosDef, expanded.data, problems)
    if file is None or framework is None:
        raise InputError(problems.found)
    check_file(file, framework, expanded, problems)
    if not allow_files:
        _refuse_files(file, problems)
    problems.raise_errors()
    scenarios = (_make_scenario(one, i, file, framework, expanded, folder) for i, one in enumerate(file.scenarios))
    return ScenarioFile(source.name, framework, tuple(scenarios))


def _refuse_other_files(source: Source, problems: Problems) -> None:
    """Raise InputError for a dossier or definition: otherwise each key would be a problem, which helps nobody."""
    other = next((key for key in _KEYS_OF_OTHER_FILES if key in source.data), None)
    if "scenarios" in source.data or other is None:
        return
    problems.add(
        "KD607",
        Message("this is not a scenario file"),
        (other,),
        key=True,
        expected=Message("framework: and scenarios:"),
    )
    problems.raise_errors()


def _refuse_empty_values(source: Source, problems: Problems) -> None:
    """Add a problem for each key without a value.

    In a dossier, or a change to one, an empty value means absence; anywhere else it is a mistake.
    """
    for key, value in source.data.items():
        if key == "scenarios" and isinstance(value, list):
            for i, one in enumerate(value):
                rest = {k: v for k, v in one.items() if k not in ("given", "but")} if isinstance(one, dict) else one
                report_empty_values(rest, (key, i), problems)
        elif key != "dossiers" or value is None:
            report_empty_values(value, (key,), problems)


def _day_of(when: object) -> dt.date | None:
    """Return the day of a file, which picks the edition of a bundled framework; None where it has none to be read.

    Problems with it are reported with the rest of the file.
    """
    try:
        return None if when is None else read_date(when)
    except ReadingError:
        return None


def _refuse_files(file: ScenariosDef, problems: Problems) -> None:
    """Add a problem for each dossier in a file of its own."""
    places: list[tuple[Any, DataPath]] = [(raw, ("dossiers", name)) for name, raw in file.dossiers.items()]
    places += [(one.given, ("scenarios", i, "given")) for i, one in enumerate(file.scenarios)]
    for raw, at in places:
        if isinstance(raw, Mapping) and "file" in raw:
            problems.add(
                "KD001",
                Message("a dossier in a file of its own is not read"),
                (*at, "file"),
                hint=Message("files are read where the caller allows it: allow_files=True"),
            )


def _make_scenario(
    one: ScenarioDef, number: int, file: ScenariosDef, framework: Framework, expanded: ExpandedFile, folder: Path
) -> Scenario:
    """Return scenario *number* of the expanded file, with its dossier as a source of its own lines."""
    source, index = expanded.source, expanded.origins[number].index
    position = source.position(("scenarios", index, "name"))
    is_named = isinstance(one.given, str)
    raw = file.dossiers[one.given] if is_named else one.given
    at: DataPath = ("dossiers", one.given) if is_named else ("scenarios", index, "given")
    # A dossier inside the file keeps its lines there, so that its problems point into this file.
    dossier = folder / raw["file"] if "file" in raw else replace(source.within(at), data=raw)
    date = file.when if one.when is None else one.when
    lang = file.lang or framework.language
    scenario = Scenario(one.name, framework, dossier, one.but, date, one.then, one.cite, lang)
    line = position[0] if position else None
    return replace(scenario, line=line, source=source, index=index, confirmed=one.confirmed)
