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

    ``dossier`` is what was written in the file, or the path of a file of its own. ``date`` is None where only the
    dossier has one. ``line`` is where the scenario stands, None where it is not from a text, and
    ``index`` which of the file it is; those made of one by ``each`` share both. One that is not ``confirmed`` states
    what came out when it was written; until a person confirms it, it neither passes nor fails.
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
    """The scenarios of a file (kịch bản), in its order, and the framework that they are of."""

    name: str | None
    framework: Framework
    scenarios: tuple[Scenario, ...]
