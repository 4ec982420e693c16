"""A scenario that is ready to be run, and its file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiemdinh.parsing.source import Source
    from kiemdinh.standards.loading import Framework
    from kiemdinh.testing.scenarios.model import Then

__all__ = ["Scenario", "ScenarioFile"]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario, ready to be run: its dossier, the changes to it, the date, and the expectations.

    See the example of :func:`kiemdinh.testing.load_scenarios`.

    Attributes
    ----------
    name
        Its name, as the file has it.
    framework
        The framework under which it is run.
    dossier
        The data in the scenario file, or the path of a file of its own.
    changes
        The changes to the dossier, by the keys of a dossier; empty where there are none.
    date
        The day of the assessment; None where only the dossier has one.
    then
        What is expected.
    cite
        The place in the law that it shows; None where it names none.
    lang
        The language in which its result is explained, ``vi`` or ``en``.
    line
        Its line in its file; None where it is not from a text.
    source
        The source of the file; None for a scenario that was not read from one.
    index
        The number of the scenario in the file, from 0. Scenarios made by one ``each`` share the number and the line.
    confirmed
        Whether a person has confirmed the expectations. If not, they state the result at the time of writing, and the
        scenario neither passes nor fails.
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
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """The scenarios of a file (kịch bản), in its order, and their framework.

    See the example of :func:`kiemdinh.testing.load_scenarios`.

    Attributes
    ----------
    name
        The name of the file or text in messages; None for plain objects without a name.
    framework
        The framework under which all of them are run.
    scenarios
        The scenarios; those made by one ``each`` are at the position of the written scenario.
    """

    name: str | None
    framework: Framework
    scenarios: tuple[Scenario, ...]
