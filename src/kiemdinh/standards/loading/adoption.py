"""A file that adopts a framework: the adopted definition under an id of its own, with its parameters set (7.7).

The file is ``kiemdinh: 1``, ``adopts:`` a bundled id or a file, ``framework:`` its own id and ``parameters:`` values.
It says nothing else of the rules, so that a reader who knows the adopted framework knows what may differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, TypeAlias

from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.parsing.read import find_top_keys
from kiemdinh.parsing.source import Source
from kiemdinh.parsing.validation import report_empty_values, validate
from kiemdinh.standards.definition import Adoption, Definition, ParameterValue, read_parameter
from kiemdinh.standards.loading.folders import Folder, InnerFolder, is_below
from kiemdinh.standards.loading.fragments import digest_text
from kiemdinh.standards.loading.framework import Framework
from kiemdinh.standards.loading.merged_source import Fragment, MergedSource, Origin

__all__ = [
    "BundledFinder",
    "find_inner_folder",
    "name_adopted_files",
    "read_adopted_text",
    "read_adoption",
    "set_parameters",
]

BundledFinder: TypeAlias = Callable[[str], Framework | None]
"""Returns the bundled framework of an id; None where there is none."""


def read_adoption(source: Source, problems: Problems) -> Adoption:
    """Return the contents of a file that adopts a framework.

    Raises
    ------
    InputError
        With every problem of its form, such as a key of a whole definition.
    """
    report_empty_values(source.data, (), problems)
    adoption = validate(Adoption, source.data, problems)
    problems.raise_errors()
    assert adoption is not None  # noqa: S101 - without it there are errors
    return adoption


def read_adopted_text(adoption: Adoption, folder: Folder | None, problems: Problems) -> tuple[str, str]:
    """Return the text of the file that is adopted, and its name in diagnostics.

    Raises
    ------
    InputError
        There is no such framework (KD243): it is not bundled, and no files are allowed, or the file cannot be read or
        is no definition; these are reported alike, and nothing of the file is quoted. Or the file itself adopts a
        framework (KD248).
    """
    read: list[tuple[str, str]] = []
    if folder is not None and is_below(adoption.adopts):
        hidden = Problems(problems.source)  # a file that may not be read is reported like one that does not exist
        with hidden.collect_errors():
            read.append(folder.read(str(PurePosixPath(adoption.adopts))))
    keys = find_top_keys(read[0][0]) if read else frozenset()
    if "adopts" in keys:
        message = Message("'{name}' adopts another framework itself", name=shorten_text(adoption.adopts))
        way_out = Message("adopt the framework that it adopts, and set all parameters here")
        problems.add("KD248", message, ("adopts",), hint=way_out)
    elif "kiemdinh" not in keys or "tree" not in keys:
        expected = Message("a bundled id, or the path of a definition below the folder of this file")
        message = Message("there is no framework '{name}' to adopt", name=shorten_text(adoption.adopts))
        no_files = Message("a text can adopt bundled frameworks only")
        hint = no_files if folder is None else None
        problems.add("KD243", message, ("adopts",), expected=expected, hint=hint)
    problems.raise_errors()
    return read[0]


def find_inner_folder(adoption: Adoption, folder: Folder | None) -> Folder | None:
    """Return the folder of the adopted file, in which its parts stand."""
    return None if folder is None else InnerFolder(folder, PurePosixPath(adoption.adopts).parent)


def name_adopted_files(adoption: Adoption, text: str, parts: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    """Return the adopted file with its *text*, and its parts, by their paths from the adopting file."""
    folder = PurePosixPath(adoption.adopts).parent
    moved = (replace(part, name=str(folder / part.name)) for part in parts)
    return (Fragment(str(PurePosixPath(adoption.adopts)), digest_text(text)), *moved)


def set_parameters(adoption: Adoption, source: Source, base: Framework, problems: Problems) -> MergedSource:
    """Return the adopted definition with its parameters set; each part keeps its place in its file.

    Reports a value that a parameter cannot have, a parameter that the adopted framework does not have, and an id that
    is not the adopting file's own.

    Raises
    ------
    InputError
        With all of these.
    """
    if adoption.framework == base.id:
        message = Message("the id '{id}' is that of the adopted framework", id=base.id)
        problems.add("KD248", message, ("framework",), expected=Message("an id of its own"))
    for name, value in adoption.parameters.items():
        _check_value(base.definition, name, value, problems)
    problems.raise_errors()
    assert base.source is not None  # noqa: S101 - every loaded framework has one
    parameters: dict[str, Any] = {
        name: {**said, "default": _state_value(adoption, name)} if name in adoption.parameters else said
        for name, said in base.source.data["parameters"].items()
    }
    own: dict[str, Any] = {key: source.data[key] for key in ("vi", "en", "text") if key in source.data}
    data = {**base.source.data, **own, "framework": adoption.framework, "adopts": base.id, "parameters": parameters}
    moved: dict[Path, Origin] = {(key,): Origin(source, (key,)) for key in (*own, "framework", "adopts")}
    moved |= {("parameters", name, "default"): Origin(source, ("parameters", name)) for name in adoption.parameters}
    return base.source.with_data(data, moved)


def _check_value(definition: Definition, name: str, value: ParameterValue, problems: Problems) -> None:
    path: Path = ("parameters", name)
    if name in definition.parameters:
        read_parameter(definition, name, value.is_, problems, path)
    elif not definition.parameters:
        message = Message("'{id}' has no parameters to set", id=definition.framework)
        problems.add("KD248", message, ("parameters",), key=True)
    else:
        problems.add_unknown("KD209", Message("parameter"), name, definition.parameters, path, key=True)


def _state_value(adoption: Adoption, name: str) -> dict[str, Any]:
    """Return a value as data, with the citation of the whole file where it states none of its own."""
    law = {key: said for key in ("cite", "certainty") if (said := getattr(adoption, key)) is not None}
    return law | adoption.parameters[name].model_dump(mode="json", by_alias=True, exclude_none=True)
