"""A scenario that is ready to be run, and the file that it stands in."""

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
    """One scenario, ready to be run: its dossier, what is otherwise, the date, and what is expected.

    See the example of :func:`kiemdinh.testing.load_scenarios`.

    Attributes
    ----------
    name
        Its name, as the file has it.
    framework
        The framework that it is run under.
    dossier
        What was written in the file, or the path of a file of its own.
    changes
        What is otherwise than in the dossier, by the keys of a dossier; empty where nothing is.
    date
        The day of the assessment; None where only the dossier has one.
    then
        What is expected.
    cite
        The place in the law that it shows; None where it names none.
    lang
        The language in which its result is explained, ``vi`` or ``en``.
    line
        The line where it stands in its file; None where it is not from a text.
    source
        What the file was read from; None for one that was not read.
    index
        Which scenario of the file it is, from 0. Those made of one by ``each`` share it, and the line.
    confirmed
        Whether a person has confirmed what is expected. Else it states what came out when it was written, and neither
        passes nor fails.
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
    """The scenarios of a file (kịch bản), in its order, and the framework that they are of.

    See the example of :func:`kiemdinh.testing.load_scenarios`.

    Attributes
    ----------
    name
        The file or text as messages call it; None for plain objects without a name.
    framework
        The framework that all of them are run under.
    scenarios
        The scenarios; those that ``each`` makes of one stand where that one stands.
    """

    name: str | None
    framework: Framework
    scenarios: tuple[Scenario, ...]
