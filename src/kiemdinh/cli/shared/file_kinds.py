"""Finding out the kind of a file, since ``standards/*.yaml`` matches scenarios and dossiers too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiemdinh.parsing.read import Input

__all__ = ["FileKind", "find_kind", "is_crosswalk", "reason_to_skip"]

FileKind: TypeAlias = Literal[
    "definition", "amendment", "confirmations", "crosswalk", "part", "scenarios", "effort file", "dossier"
]

_DEFINITION_KEYS: Final = frozenset({"kiemdinh", "tree", "layers", "outcomes"})
_DOSSIER_KEYS: Final = frozenset({"school", "framework", "date", "evidence", "findings", "external", "inputs", "held"})
_EFFORT_KEYS: Final = frozenset({"cost", "months", "who", "actionable"})


def find_kind(given: Input) -> FileKind:
    """Return what kind of file *given* is, told by its name and by the keys at its top.

    Raises
    ------
    InputError
        It cannot be read as data at all.
    """
    if given.name is not None and given.name.lower().endswith(".csv"):
        return "effort file"  # a table has no keys that could tell it from another file
    data = given.read([]).data
    if "scenarios" in data:
        return "scenarios"
    if "part_of" in data:
        return "part"
    if "amends" in data:
        return "amendment"
    if "confirms" in data:
        return "confirmations"
    if "crosswalk" in data:
        return "crosswalk"
    if _DEFINITION_KEYS & data.keys():
        return "definition"
    return "effort file" if _is_effort_file(data) else "dossier"


def reason_to_skip(given: Input, *kinds: FileKind) -> Message | None:
    """Return why a command skips *given*, where it is a file of one of *kinds*; None where it is to read it.

    A file that cannot be read is not skipped, so that the command itself reports what is wrong with it.
    """
    from kiemdinh.diagnostics.diagnostic import InputError

    try:
        kind = find_kind(given)
    except InputError:
        return None  # the command that reads it next reports the problem
    if kind not in kinds:
        return None
    if kind == "confirmations":
        return Message("confirmations: they are checked with the definition in the same folder")
    if kind == "part":
        whole = given.read([]).data["part_of"]
        return Message("a part of '{whole}': name the file that takes it in", whole=whole)
    return Message("a scenario file: pytest --kiemdinh runs it")


def is_crosswalk(given: Input) -> bool:
    """Return whether *given* can be read and is a crosswalk."""
    from kiemdinh.diagnostics.diagnostic import InputError

    try:
        return find_kind(given) == "crosswalk"
    except InputError:
        return False  # the command that reads it next reports the problem


def _is_effort_file(data: Mapping[str, Any]) -> bool:
    """Whether *data* is a map from ids to numbers or efforts, as ``--costs`` takes it."""
    if not data or _DOSSIER_KEYS & data.keys():
        return False
    return all(bool(_EFFORT_KEYS & v.keys()) if isinstance(v, dict) else _is_number(v) for v in data.values())


def _is_number(value: object) -> bool:
    """Return whether a scalar is a number without a sign, as a cost is."""
    # The reader of files hands on every scalar as the text that stands there.
    return isinstance(value, str) and value.replace(".", "", 1).isdecimal()
