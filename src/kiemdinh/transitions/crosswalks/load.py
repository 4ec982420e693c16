"""The verb ``kd.load_crosswalk``: a crosswalk from its file, its text or plain data, checked as a whole."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from kiemdinh.diagnostics.arguments import check_flag
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.read import Input, open_input
from kiemdinh.parsing.validation import report_empty_values, validate
from kiemdinh.standards.catalogue import bundled_ids, load, load_named, looks_like_file_name, split_edition
from kiemdinh.transitions.crosswalks.check_relations import check_relations, report_unmapped
from kiemdinh.transitions.crosswalks.crosswalk import Crosswalk, Relation
from kiemdinh.transitions.crosswalks.crosswalk_file import CrosswalkFile

if TYPE_CHECKING:
    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.parsing.source import Source
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.loading import Framework

__all__ = ["AnyCrosswalk", "load_crosswalk", "load_crosswalk_between", "load_opened_crosswalk"]

AnyCrosswalk: TypeAlias = "Crosswalk | Source | str | bytes | os.PathLike[str] | Mapping[str, Any]"
"""A crosswalk in any form that callers have: loaded, its file (``Path``), its text, or plain data."""


def load_crosswalk(
    crosswalk: AnyCrosswalk,
    *,
    source: AnyFramework | None = None,
    target: AnyFramework | None = None,
    allow_files: bool = False,
) -> Crosswalk:
    """Load a crosswalk and check all of it against its two frameworks.

    Parameters
    ----------
    crosswalk
        A ``Path``: its file. A ``str`` or ``bytes``: its text. A mapping: its data. A loaded crosswalk: itself, checked
        again where *source* or *target* is given.
    source, target
        The two frameworks, where the file names some that are not bundled. Without them the file names bundled ids,
        each perhaps with a day (``ID@DAY``); an id alone means the latest edition. Of a bundled framework the edition
        that the file names is related, whichever is given.
    allow_files
        Whether the file may name the files of frameworks, from its own folder.

    Raises
    ------
    InputError
        With every problem, each at its line and column: nodes that do not exist (KD255), relations without one of their
        ends (KD256), contradictions (KD257), figures that are not one measure (KD259), another framework than the one
        that was given (KD260).

    Examples
    --------
    >>> import kiemdinh as kd
    >>> crosswalk = kd.load_crosswalk({
    ...     "kiemdinh": 1,
    ...     "crosswalk": {"from": "vn.tt18-2018", "to": "vn.tt57-2026.pho-thong"},
    ...     "relations": [{"from": "3.1", "to": "4.1", "is": "subset-of", "confidence": "high",
    ...                    "why": {"en": "Site and area are part of the facilities."}}],
    ... })
    >>> [relation.target for relation in crosswalk.from_source("3.1")]
    ['4.1']
    >>> len(crosswalk.unmapped_target)
    44
    """
    check_flag("allow_files", allow_files)
    if isinstance(crosswalk, Crosswalk):
        if source is None and target is None:
            return crosswalk
        ends = (crosswalk.source if source is None else source, crosswalk.target if target is None else target)
        return load_opened_crosswalk(open_input(crosswalk.to_data()), source=ends[0], target=ends[1])
    return load_opened_crosswalk(open_input(crosswalk), source=source, target=target, allow_files=allow_files)


def load_crosswalk_between(
    source: Framework, target: Framework, crosswalk: AnyCrosswalk, *, allow_files: bool = False
) -> Crosswalk:
    """Return a crosswalk for two loaded frameworks, which need not be bundled.

    A loaded crosswalk is returned as it is, since it may relate other editions of the two.

    Raises
    ------
    InputError
        As :func:`load_crosswalk`. Whether it relates the two is not checked here.
    """
    if isinstance(crosswalk, Crosswalk):
        return crosswalk
    own = [None if one.id in bundled_ids() else one for one in (source, target)]
    return load_crosswalk(crosswalk, source=own[0], target=own[1], allow_files=allow_files)


def load_opened_crosswalk(
    opened: Input,
    *,
    source: AnyFramework | None = None,
    target: AnyFramework | None = None,
    allow_files: bool = False,
) -> Crosswalk:
    """Load a crosswalk whose text has been read; the arguments are those of :func:`load_crosswalk`.

    Raises
    ------
    InputError
        With every problem of it.
    """
    found: list[Diagnostic] = []
    problems = Problems(opened.read(found), found)
    content = _validate(opened.read([]).data, problems)
    left, right = (
        _load_end(content, key, given, problems, opened.folder, allow_files=allow_files)
        for key, given in (("from", source), ("to", target))
    )
    check_relations(content.relations, left, right, problems)
    problems.raise_errors()
    loaded = Crosswalk(left, right, _read_relations(content))
    report_unmapped(loaded, problems)
    return replace(loaded, warnings=tuple(problems.found))


def _validate(data: dict[str, Any], problems: Problems) -> CrosswalkFile:
    if "crosswalk" not in data:
        message = Message("this is no crosswalk")
        problems.add("KD101", message, (), expected=Message("the key {key}", key="crosswalk"))
        problems.raise_errors()
    report_empty_values(data, (), problems)
    content = validate(CrosswalkFile, data, problems)
    if content is None:
        problems.raise_errors()
    assert content is not None  # noqa: S101 - else there are errors, and they have been raised
    return content


def _load_end(
    content: CrosswalkFile,
    key: str,
    given: AnyFramework | None,
    problems: Problems,
    folder: Path | None,
    *,
    allow_files: bool,
) -> Framework:
    """Return one of the two frameworks: the one that was given, else the one that the file names."""
    path = ("crosswalk", key)
    name = content.crosswalk.from_ if key == "from" else content.crosswalk.to
    named_id, is_file = split_edition(name)[0], looks_like_file_name(name)
    named: Framework | None = None
    if given is None or named_id in bundled_ids() or (is_file and allow_files):
        named = load_named(name, problems, folder=folder, allow_files=allow_files, at=path)
        named_id = named.id
    if given is None:
        assert named is not None  # noqa: S101 - it has been loaded just now
        return named
    framework = load(given)
    if named is not None and framework.id == named_id and named_id in bundled_ids():
        return named  # in the edition that is related
    if framework.id != named_id and (named is not None or not is_file):
        message = Message("the crosswalk names another framework than the one that is given")
        problems.add("KD260", message, path, expected=Message.verbatim(framework.id), found=name)
        problems.raise_errors()
    return framework


def _read_relations(content: CrosswalkFile) -> tuple[Relation, ...]:
    return tuple(
        Relation(one.from_, one.to, one.is_, one.why, one.confidence, one.editorial) for one in content.relations
    )
