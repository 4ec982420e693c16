"""Writing suggested scenarios as a scenario file in YAML."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import yaml

from kiemdinh.diagnostics.message import ENGLISH, Message

if TYPE_CHECKING:
    from kiemdinh.testing.coverage import UncoveredPoint
    from kiemdinh.testing.suggestions.suggest import SuggestedScenarios

__all__ = ["write_scenarios"]

_HEAD: Final = (
    Message("Suggested: what came out for schools that no scenario shows; nobody has said yet that it is right"),
    Message("Hold each against the law; where it is right, name it, cite the law, and take 'confirmed: false' away"),
)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_WIDTH: Final = 120


def write_scenarios(suggested: SuggestedScenarios, framework: str, lang: str = ENGLISH) -> str:
    """Return a scenario file with suggested scenarios; *framework* is the id or the path that the file names.

    Its comments are in the language *lang*, ``vi`` or ``en``. Comments at its end name the gaps for which no school was
    found.
    """
    lines = [
        *(f"# {line.text_in(lang)}" for line in _HEAD),
        "kiemdinh: 1",
        f"framework: {json.dumps(framework, ensure_ascii=False)}",
        "scenarios:" if suggested.scenarios else "",
    ]
    lines += (_dump([_with_dates(scenario)]) for scenario in suggested.scenarios)
    lines += (f"# {_describe_missing(gap).text_in(lang)}" for gap in suggested.without)
    return "\n".join(filter(None, lines)) + "\n"


def _describe_missing(gap: UncoveredPoint) -> Message:
    return Message("no school was found: {gap}", gap=gap.message)


def _dump(data: Any) -> str:
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=_WIDTH, default_flow_style=None)
    return text.rstrip("\n")


def _with_dates(value: Any) -> Any:
    """Return data in which texts that are dates are dates, so that they are written without quotes."""
    if isinstance(value, Mapping):
        return {key: _with_dates(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_with_dates(inner) for inner in value]
    return dt.date.fromisoformat(value) if isinstance(value, str) and _DATE.fullmatch(value) else value
