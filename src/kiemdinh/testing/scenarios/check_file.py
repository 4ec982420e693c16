"""Checks of a scenario file as a whole: versions, names used twice, dossiers, and that something is expected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.testing.scenarios.check_names import check_names

if TYPE_CHECKING:
    from kiemdinh.parsing.collector import Path, Problems
    from kiemdinh.standards.loading import Framework
    from kiemdinh.testing.scenarios.expand import ExpandedFile
    from kiemdinh.testing.scenarios.model import ScenarioDef, ScenariosDef, Then

__all__ = ["check_file"]

_NO_EXPECTATION: Final = frozenset(("target", "tolerance"))
"""Keys that select a question, and state no expectation."""

_CAN_BE_EXPECTED: Final = Message.verbatim("level, awards, …")
_FILE_ALONE: Final = Message.verbatim("{file: dossier.yaml}")


def check_file(file: ScenariosDef, framework: Framework, expanded: ExpandedFile, problems: Problems) -> None:
    """Add to *problems* those of a file whose form is valid.

    Paths are those of the *expanded* data, which knows the place in the file of each problem. Names are checked only in
    scenarios whose member is known, since a stand-in would be an unknown name itself.
    """
    if str(file.kiemdinh) != "1":
        message = Message("language version {value} is not known", value=f"'{file.kiemdinh}'")
        problems.add("KD104", message, ("kiemdinh",), expected=Message.verbatim("kiemdinh: 1"))
    for name, raw in file.dossiers.items():
        _check_dossier(raw, ("dossiers", name), problems)
    # The name of a scenario is the id of its test.
    often = Counter(one.name for one in file.scenarios)
    first: dict[str, Path] = {}
    for i, one in enumerate(file.scenarios):
        at: Path = ("scenarios", i)
        if often[one.name] > 1:
            message = Message("the name '{name}' is used twice", name=one.name)
            problems.add("KD602", message, (*at, "name"), first=first.get(one.name))
        first.setdefault(one.name, (*at, "name"))
        _check_given(one, file, (*at, "given"), problems)
        _check_then(one.then, (*at, "then"), problems)
        if expanded.origins[i].is_known:
            check_names(one.then, framework, (*at, "then"), problems)


def _check_given(one: ScenarioDef, file: ScenariosDef, at: Path, problems: Problems) -> None:
    """Check that ``given`` is a dossier, or the name of one that the file declares."""
    if not isinstance(one.given, str):
        _check_dossier(one.given, at, problems)
    elif one.given not in file.dossiers:
        problems.add_unknown("KD601", Message("the dossier"), one.given, file.dossiers, at)


def _check_dossier(raw: Any, at: Path, problems: Problems) -> None:
    """Check that a dossier is a mapping; its content is checked when the scenario is run."""
    if not isinstance(raw, Mapping):
        problems.add(
            "KD103", Message("a dossier is expected"), at, expected=Message("a dossier, or file: and its path")
        )
    elif "file" in raw and (len(raw) > 1 or not isinstance(raw["file"], str)):
        problems.add(
            "KD103",
            Message("a dossier of a file is its path alone"),
            at,
            expected=_FILE_ALONE,
        )


def _check_then(then: Then, at: Path, problems: Problems) -> None:
    """Check that something is expected, and nothing else where a dossier is to be refused."""
    for path in _paths_without_expectation(then):
        problems.add(
            "KD603",
            Message("nothing is expected here"),
            (*at, *path),
            key=True,
            expected=_CAN_BE_EXPECTED,
        )
    stated = then.model_fields_set
    if "diagnostic" in stated and len(stated) > 1:
        other = min(stated - {"diagnostic"})
        message = Message("the dossier is refused, and something is expected of its assessment")
        problems.add(
            "KD604", message, (*at, other), key=True, hint=Message("leave out 'diagnostic' or '{other}'", other=other)
        )


def _paths_without_expectation(then: Then) -> Iterator[Path]:
    """Yield the paths of parts that are named but for which nothing is expected."""
    if not then.model_fields_set:
        yield ()
    for key in ("outcomes", "stages", "awards", "nodes", "figures"):
        named = getattr(then, key)
        if key in then.model_fields_set and not named:
            yield (key,)
        yield from ((key, name) for name, one in named.items() if not one.model_fields_set - _NO_EXPECTATION)
    if then.repair is not None and not then.repair.model_fields_set - _NO_EXPECTATION:
        yield ("repair",)
    for key in ("diagnostic", "says"):
        if key in then.model_fields_set and not getattr(then, key):
            yield (key,)
