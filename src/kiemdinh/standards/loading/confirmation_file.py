"""The confirmations of a definition, in a file of their own beside it: ``ID.confirmations.yaml``.

So a person confirms parts without changing the definition, and the file of a bundled framework can be kept by those who
have the documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.readers import read_text
from kiemdinh.parsing.validation import report_empty_values, validate
from kiemdinh.standards.definition import CONFIRMATIONS, ConfirmationFile, check_confirmations
from kiemdinh.standards.loading.folders import is_below
from kiemdinh.standards.loading.fragments import digest_text
from kiemdinh.standards.loading.merged_source import Fragment, MergedSource, Origin

if TYPE_CHECKING:
    from kiemdinh.parsing.collector import Path
    from kiemdinh.parsing.source import Source
    from kiemdinh.standards.loading.folders import Folder
    from kiemdinh.standards.loading.framework import Framework

__all__ = ["add_confirmations", "confirm", "is_confirmed_since"]


def add_confirmations(merged: MergedSource, folder: Folder | None, problems: Problems) -> MergedSource:
    """Return a definition with the confirmations of the file beside it; unchanged where there is none.

    Problems of the file are added to *problems*, at its lines.
    """
    name = _file_name(str(merged.data.get("framework")))
    read = None if folder is None or not is_below(name) else _read(folder, name)
    if read is None:
        return merged
    text, file = read
    source = read_text(text, file, problems=problems.found)
    entries = _check(source, merged.data, problems)
    own = merged.data.get("confirmations", [])
    if not entries or not isinstance(own, list):
        return merged
    added = _append(merged, source, entries)
    return replace(added, fragments=(*added.fragments, Fragment(name, digest_text(text))))


def is_confirmed_since(framework_id: str, fragments: tuple[Fragment, ...], folder: Folder | None) -> bool:
    """Return whether there is now a file of confirmations for a definition that had none when it was loaded."""
    name = _file_name(framework_id)
    if folder is None or any(fragment.name == name for fragment in fragments):
        return False
    return _read(folder, name) is not None


def _file_name(framework_id: str) -> str:
    return f"{framework_id}{CONFIRMATIONS}.yaml"


def confirm(framework: Framework, source: Source) -> Framework:
    """Return a framework with the confirmations of a file that a caller gives; its rules stay as they are.

    Raises
    ------
    InputError
        With every problem of the file, each at its line, such as a part that does not exist (KD208).
    """
    problems = Problems(source)
    entries = _check(source, {"framework": framework.id}, problems)
    problems.raise_errors()
    merged, own = framework.source, framework.definition.confirmations
    assert merged is not None  # noqa: S101 - every loaded framework has one
    added = _append(merged, source, entries)
    said = ConfirmationFile.model_validate(source.data).confirmations
    definition = framework.definition.model_copy(update={"confirmations": (*own, *said)})
    problems = Problems(added)
    check_confirmations(definition, framework.nodes, problems)
    problems.raise_errors()
    found = (one for one in problems.found if one not in framework.warnings)
    return replace(framework, definition=definition, warnings=(*framework.warnings, *found), _source=added)


def _append(merged: MergedSource, source: Source, entries: list[Any]) -> MergedSource:
    own = merged.data.get("confirmations", [])
    moved: dict[Path, Origin] = {
        ("confirmations", len(own) + i): Origin(source, ("confirmations", i)) for i in range(len(entries))
    }
    added = merged.with_data({**merged.data, "confirmations": [*own, *entries]}, moved)
    with_bands = None if merged.with_bands is None else _append(merged.with_bands, source, entries)
    return replace(added, with_bands=with_bands)


def _read(folder: Folder, name: str) -> tuple[str, str] | None:
    try:
        return folder.read(name)
    except InputError:  # most definitions have none
        return None


def _check(source: Source, definition: Mapping[str, Any], problems: Problems) -> list[Any]:
    """Return the entries of a file of confirmations; add its problems to *problems*."""
    inside = Problems(source)
    report_empty_values(source.data, (), inside)
    found = validate(ConfirmationFile, source.data, inside)
    if found is not None and found.confirms != definition.get("framework"):
        expected = Message("confirms: {id}", id=str(definition.get("framework")))
        message = Message("this file confirms another framework")
        inside.add("KD104", message, ("confirms",), expected=expected, found=found.confirms)
    problems.found.extend(inside.found)
    return [] if inside.errors else list(source.data["confirmations"])
