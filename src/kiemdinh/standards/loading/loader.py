"""Loading a definition: read, merge, check, lay flat, lower; every problem is reported at once."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, TypeAlias

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.parsing.placed_tree import Scalar
from kiemdinh.parsing.read import Input
from kiemdinh.parsing.readers import read_text
from kiemdinh.parsing.source import Source
from kiemdinh.parsing.turns import Turns
from kiemdinh.parsing.validation import report_empty_values, validate
from kiemdinh.standards.definition import (
    EXPECTED_FORMS,
    Adoption,
    Definition,
    ReferenceDef,
    build_outline,
    check_confirmations,
    check_definition,
    check_expected_counts,
    rules_digest,
)
from kiemdinh.standards.evidence_policies import check_evidence_policies
from kiemdinh.standards.loading.adoption import (
    BundledFinder,
    find_inner_folder,
    name_adopted_files,
    read_adopted_text,
    read_adoption,
    set_parameters,
)
from kiemdinh.standards.loading.circles import check_circles
from kiemdinh.standards.loading.confirmation_file import add_confirmations, is_confirmed_since
from kiemdinh.standards.loading.folders import DiskFolder, Folder
from kiemdinh.standards.loading.fragments import are_unchanged, merge_fragments
from kiemdinh.standards.loading.framework import Framework
from kiemdinh.standards.loading.merged_source import Fragment, MergedSource
from kiemdinh.standards.loading.misspelt import blame_declarations
from kiemdinh.standards.loading.references import (
    ReferencedSteps,
    ReferenceFinder,
    check_references,
    find_no_framework,
)
from kiemdinh.standards.loading.short_forms import write_out_short_forms
from kiemdinh.standards.lowering import DEFAULT_SETTING, FrameworkRules, lower_framework

__all__ = ["load_changed", "load_input", "load_merged"]

_MAX_KEPT: Final = 64
_KEYS_OF_DEFINITIONS: Final = frozenset({"tree", "layers", "outcomes", "subject", "source"})
_TEXT_KEYS: Final = frozenset({"vi", "en", "cite", "document", "part"})
_KEYS_OF_DOSSIERS: Final = ("findings", "external", "held", "school", "evidence", "inputs", "date")
_Key: TypeAlias = tuple[str | None, bytes, tuple[str, ...]]
"""The name of a file, the digest of its text, and the digests of the frameworks that were given with it."""
_cache: OrderedDict[_Key, tuple[Framework, tuple[Fragment, ...]]] = OrderedDict()
_lock = Lock()
_turns = Turns()


def load_input(
    given: Input,
    folder: Folder | None = None,
    find_bundled: BundledFinder = lambda _id: None,
    find_referenced: ReferenceFinder = find_no_framework,
    kept_by: tuple[str, ...] = (),
) -> Framework:
    """Load a framework from a file, a text or plain objects that a caller gives.

    Its parts are looked for in *folder*; None takes the folder of its file. A text loaded before costs a look-up:
    frameworks are kept by the text, and by *kept_by*, the digests of other frameworks that were given with it.
    *find_bundled* finds the framework that an adopting file names by its id, *find_referenced* the frameworks whose
    outcomes and awards it reads.

    Raises
    ------
    InputError
        With every problem of the definition, each at its line and column.
    """
    others = _Others(find_bundled, find_referenced, kept_by)
    if not isinstance(given.content, str):
        noticed: list[Diagnostic] = []
        return _load_source(given.read(noticed), None, noticed, others)[0]
    if folder is None and given.folder is not None:
        folder = DiskFolder(given.folder)
    return _load_text(given, given.content, folder, others)


def load_changed(framework: Framework, data: dict[str, Any]) -> tuple[Framework, FrameworkRules]:
    """Load *data* in place of the data in the files of a framework; each part keeps its place in them.

    It is for changes of a definition that has been loaded. The result is the framework and its rules in the default
    setting, which loading lowers to check them. The cost is that of loading without reading.

    Raises
    ------
    InputError
        With every problem of the changed definition.
    """
    source = framework.source
    assert source is not None  # noqa: S101 - every loaded framework has one
    changed = source.with_data(data, {})
    return _load_with_rules(changed, Problems(changed), known=framework.definition.references)


def load_merged(merged: MergedSource, references: Mapping[str, ReferenceDef]) -> Framework:
    """Load a definition that was put together from the data of others, its short forms not yet written out.

    *references* has the steps of other frameworks that were found for the one that it was made of.

    Raises
    ------
    InputError
        With every problem of the definition, each in its file.
    """
    problems = Problems(merged)
    written = _write_out(merged, problems)
    return _load_with_rules(written, problems, known=references)[0]


@dataclass(frozen=True, slots=True)
class _Others:
    """Finds other frameworks: by the id of a bundled one, and those that rules read."""

    find_bundled: BundledFinder
    find_referenced: ReferenceFinder
    kept_by: tuple[str, ...]


def _load_text(given: Input, text: str, folder: Folder | None, others: _Others) -> Framework:
    """Load a text, or return the framework made of it before, unless its fragments have changed since."""
    # Kept by the text and not by the date of the file, which copies and checkouts change. Lone surrogates, which the
    # reader refuses with a message of its own, must not make the digest fail.
    key: _Key = (given.name, hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), others.kept_by)
    # Where many threads begin at once with the same text, one loads it and the others find it here.
    with _turns.take(key):
        with _lock:
            kept = _cache.get(key)
        if kept is not None and _is_fresh(*kept, folder):
            return kept[0]
        problems: list[Diagnostic] = []
        framework, fragments = _load_source(given.read(problems), folder, problems, others)
        _keep(key, framework, fragments)
    return framework


def _is_fresh(framework: Framework, fragments: tuple[Fragment, ...], folder: Folder | None) -> bool:
    """Return whether loading again would read the same files."""
    return are_unchanged(fragments, folder) and not is_confirmed_since(framework.id, fragments, folder)


def _keep(key: _Key, framework: Framework, fragments: tuple[Fragment, ...]) -> None:
    with _lock:
        _cache[key] = framework, fragments
        if len(_cache) > _MAX_KEPT:
            _cache.popitem(last=False)


def _load_source(
    source: Source, folder: Folder | None, earlier: list[Diagnostic], others: _Others
) -> tuple[Framework, tuple[Fragment, ...]]:
    problems = Problems(source, list(earlier))
    if "adopts" in source.data:
        return _load_adopting(source, folder, problems, others)
    _refuse_other_files(source, problems)
    merged = merge_fragments(source, folder, problems)
    merged = add_confirmations(merged, folder, problems)
    problems.source = merged  # from here on paths are those of the merged data
    merged = _write_out(merged, problems)
    return _load_with_rules(merged, problems, others.find_referenced)[0], merged.fragments


def _write_out(merged: MergedSource, problems: Problems) -> MergedSource:
    """Return a definition with its short forms written out; from here on paths are those of its data."""
    written = write_out_short_forms(merged, problems)
    problems.source = written
    report_empty_values(written.data, (), problems)
    _warn_of_cut_texts(written, problems)
    return written


def _load_adopting(
    source: Source, folder: Folder | None, problems: Problems, others: _Others
) -> tuple[Framework, tuple[Fragment, ...]]:
    """Load the framework that a file adopts, then the same one with its parameters set."""
    adoption = read_adoption(source, problems)
    base, fragments = _load_adopted(adoption, folder, problems, others)
    merged = set_parameters(adoption, source, base, problems)
    problems.source = merged
    return _load_with_rules(merged, problems, others.find_referenced, base.definition.references)[0], fragments


def _load_adopted(
    adoption: Adoption, folder: Folder | None, problems: Problems, others: _Others
) -> tuple[Framework, tuple[Fragment, ...]]:
    """Return the framework that is adopted, and the files that it was read from, to find out if they have changed."""
    bundled = others.find_bundled(adoption.adopts)
    if bundled is not None:
        return bundled, ()
    text, file = read_adopted_text(adoption, folder, problems)
    found: list[Diagnostic] = []
    inner = find_inner_folder(adoption, folder)
    base, parts = _load_source(read_text(text, file, problems=found), inner, found, others)
    official = others.find_bundled(base.id)
    # Else a changed copy could pass for the bundled framework wherever the adopted framework is named.
    if official is not None and official != base:
        message = Message("'{id}' is the id of a bundled framework, and the adopted file differs from it", id=base.id)
        problems.add("KD246", message, ("adopts",), hint=Message("give the adopted file an id of its own"))
        problems.raise_errors()
    return base, name_adopted_files(adoption, text, parts)


def _load_with_rules(
    merged: MergedSource,
    problems: Problems,
    find_referenced: ReferenceFinder = find_no_framework,
    known: Mapping[str, ReferenceDef] | None = None,
) -> tuple[Framework, FrameworkRules]:
    definition = validate(Definition, merged.data, problems, expected_forms=EXPECTED_FORMS)
    if definition is None:
        raise InputError(problems.found)
    check_definition(definition, problems)
    check_circles(definition, problems)
    before = len(problems.errors)
    outline = build_outline(definition, problems)
    if len(problems.errors) == before:  # in a tree with mistakes the counts would be wrong
        check_expected_counts(definition, outline, problems)
    check_evidence_policies(definition, outline, problems)
    check_confirmations(definition, outline.nodes, problems)
    # Lowering relies on ids that are declared once.
    steps = ReferencedSteps(definition, find_referenced, known or {})
    rules = None
    if not problems.errors:
        rules = lower_framework(definition, outline, DEFAULT_SETTING, problems, steps.look_up)
        definition = steps.fill_in()
    if definition.references:
        check_references(definition, find_referenced, problems)
    blame_declarations(merged.data, problems)
    if rules is None or problems.errors:
        raise InputError(problems.found)
    return Framework(definition, outline, rules_digest(definition), tuple(problems.found), _source=merged), rules


def _warn_of_cut_texts(merged: MergedSource, problems: Problems) -> None:
    """Warn of texts and citations after which YAML takes a text for a comment that may belong to them (KD018)."""
    waiting: list[tuple[Any, Path]] = [(merged.data, ())]
    while waiting:
        data, path = waiting.pop()
        if isinstance(data, list):
            waiting.extend((item, (*path, i)) for i, item in enumerate(data))
        elif isinstance(data, dict):
            waiting.extend((item, (*path, key)) for key, item in data.items())
        elif isinstance(data, Scalar) and data.plain and (path[-1] in _TEXT_KEYS or path[-2:-1] == ("text",)):
            rest = merged.rest_taken_for_comment(path)
            if rest is not None:
                problems.add_cut_text(data, rest, path)


def _refuse_other_files(source: Source, problems: Problems) -> None:
    """Raise an error for a file that is no definition: an amendment, a fragment, scenarios, a dossier."""
    if "amends" in source.data:
        problems.add(
            "KD242",
            Message("this file is an amendment, not a whole definition"),
            ("amends",),
            key=True,
            hint=Message("hand it over with the edition that it changes: load(…, amendments=[…])"),
        )
    elif "part_of" in source.data:
        problems.add(
            "KD244",
            Message("this file is a part of '{part_of}'", part_of=source.data["part_of"]),
            ("part_of",),
            key=True,
            hint=Message("load or check the file that names it with 'from'"),
        )
    else:
        other = _find_other_kind(source)
        if other is not None:
            key, kind, hint = other
            message = Message("this is {kind}, not a definition", kind=kind)
            expected = Message.verbatim("kiemdinh, framework, tree, …")
            problems.add("KD247", message, (key,), key=True, expected=expected, hint=hint)
    problems.raise_errors()


def _find_other_kind(source: Source) -> tuple[str, Message, Message] | None:
    """Return the key that marks a scenario file or a dossier, its kind, and the call that reads it; else None."""
    keys = source.data.keys()
    if "scenarios" in keys and not keys & _KEYS_OF_DEFINITIONS:
        hint = Message("'kiemdinh check' checks it, pytest --kiemdinh runs it")
        return "scenarios", Message("a scenario file"), hint
    if "crosswalk" in keys and not keys & _KEYS_OF_DEFINITIONS:
        hint = Message("'kiemdinh check' checks it, kd.load_crosswalk loads it")
        return "crosswalk", Message("a crosswalk"), hint
    if keys & _KEYS_OF_DEFINITIONS or "kiemdinh" in keys:
        return None
    told = next((key for key in _KEYS_OF_DOSSIERS if key in keys), None)
    hint = Message("'kiemdinh check' checks it, 'kiemdinh assess' assesses it")
    return None if told is None else (told, Message("a dossier"), hint)
