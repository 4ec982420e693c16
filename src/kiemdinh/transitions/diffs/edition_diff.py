"""The result of :func:`kiemdinh.diff`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, Self

from kiemdinh.api.from_json import check_schema, decode_fields, refuse_data
from kiemdinh.api.narrated import check_indent
from kiemdinh.api.origin import raise_detached
from kiemdinh.data.as_json import encode_value
from kiemdinh.data.schema import version_pattern
from kiemdinh.data.search_work import SearchWork
from kiemdinh.data.transitions import DIFF_KINDS, DIFF_SCHEMA_ID, DiffEntry, DiffKind, EditionRef
from kiemdinh.diagnostics.arguments import check_count, check_flag, refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.typed_data import TypedData
from kiemdinh.standards.catalogue import load_bundled
from kiemdinh.standards.loading import Framework
from kiemdinh.transitions.diffs.changes import write_amendment

if TYPE_CHECKING:
    from kiemdinh.narration.layout import Page

__all__ = ["Diff"]

_OF_RULES: Final = ("outcomes/", "awards/")
_RULES: Final = "rules"
_LISTS: Final[Mapping[str, Any]] = dict.fromkeys((*DIFF_KINDS, _RULES), tuple[DiffEntry, ...])
_KEYS: Final[Mapping[str, Any]] = {
    "old": EditionRef,
    "new": EditionRef,
    **_LISTS,
    "positions": Mapping[str, tuple[int, ...]],
    "changes": tuple[Mapping[str, Any], ...],
    "search": SearchWork,
}
"""The keys of the data, except for its schema."""


@dataclass(frozen=True)
class Diff(TypedData):
    """The differences between two editions of a framework.

    Each entry has the kind of the difference (``kind``), its place (``at``), the texts of both editions (``before``,
    ``after``), the act that made it, and for a rule a school that shows the difference (``witness``).

    Attributes
    ----------
    old, new
        The two editions.
    entries
        All differences: nodes first, then what rules refer to, then outcomes and awards.
    search
        The steps of the proofs; not ``complete`` where the budget ran out, and entries are undecided.
    """

    old: EditionRef
    new: EditionRef
    entries: tuple[DiffEntry, ...]
    search: SearchWork
    _find_changes: Callable[[], tuple[dict[str, Any], ...]] = field(repr=False, compare=False)
    _frameworks: tuple[Framework, Framework] | None = field(default=None, repr=False, compare=False)

    def __bool__(self) -> bool:
        """Return whether anything differs."""
        return bool(self.entries)

    def _list_kind(self, kind: DiffKind) -> tuple[DiffEntry, ...]:
        return tuple(entry for entry in self.entries if entry.kind == kind and not _is_of_rules(entry))

    @property
    def added(self) -> tuple[DiffEntry, ...]:
        """Parts that only the new edition has."""
        return self._list_kind("added")

    @property
    def removed(self) -> tuple[DiffEntry, ...]:
        """Parts that only the old edition has."""
        return self._list_kind("removed")

    @property
    def renumbered(self) -> tuple[DiffEntry, ...]:
        """Nodes that have a new id."""
        return self._list_kind("renumbered")

    @property
    def retitled(self) -> tuple[DiffEntry, ...]:
        """Parts that have a new name."""
        return self._list_kind("retitled")

    @property
    def reworded(self) -> tuple[DiffEntry, ...]:
        """Parts that have other words or another citation, and ask the same."""
        return self._list_kind("reworded")

    @property
    def tightened(self) -> tuple[DiffEntry, ...]:
        """Parts that ask more: every school that meets one now met it before."""
        return self._list_kind("tightened")

    @property
    def loosened(self) -> tuple[DiffEntry, ...]:
        """Parts that ask less: every school that met one before meets it now."""
        return self._list_kind("loosened")

    @property
    def changed(self) -> tuple[DiffEntry, ...]:
        """Parts that ask something else, or that affect the rules of other parts."""
        return self._list_kind("changed")

    @property
    def moved(self) -> tuple[DiffEntry, ...]:
        """Parts that have another place or order, and are the same."""
        return self._list_kind("moved")

    @property
    def undecided(self) -> tuple[DiffEntry, ...]:
        """Parts that differ, and of which it is not known whether they ask more or less."""
        return self._list_kind("undecided")

    @property
    def rules(self) -> tuple[DiffEntry, ...]:
        """Outcomes and awards: how each level, label and grade differs, all changes together."""
        return tuple(filter(_is_of_rules, self.entries))

    # -- the two editions ----------------------------------------------------------------------------------

    @cached_property
    def frameworks(self) -> tuple[Framework, Framework]:
        """The two editions, loaded. A comparison that was read back finds bundled editions again.

        Raises
        ------
        InputError
            One is not bundled, or has changed since; the error says how to give it (KD340).
        """
        return self._frameworks or (_find_bundled(self.old), _find_bundled(self.new))

    def attach(self, old: Framework, new: Framework) -> Self:
        """Return the same with its two editions, so that it can be put into words and written as an amendment.

        Raises
        ------
        InputError
            Their digests differ from those of the comparison (KD340), or one is not a loaded framework.
        """
        for name, found, wanted in (("old", old, self.old), ("new", new, self.new)):
            if not isinstance(found, Framework):
                refuse_argument(name, found, Message("a framework that is loaded"))
            if (found.id, found.digest) != (wanted.id, wanted.digest):
                message = Message("this is not the {what} that the result was worked out from", what=wanted.edition)
                expected = Message.verbatim(wanted.digest)
                raise InputError([Diagnostic("KD340", "error", message, expected=expected, found=found.digest)])
        return replace(self, _frameworks=(old, new))

    # -- as an amendment -----------------------------------------------------------------------------------

    @cached_property
    def changes(self) -> tuple[dict[str, Any], ...]:
        """The changes of an amendment that makes the new edition of the old one; empty where nothing differs."""
        return self._find_changes()

    def to_amendment(self) -> dict[str, Any]:
        """Return a whole amendment with these changes, as data: to write to a file, or for :func:`kiemdinh.apply`."""
        return write_amendment(*self.frameworks, self.changes)

    # -- as data and words ---------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data under the schema named in its key ``schema``: ``docs/schema/diff-1.0.json``."""
        lists: dict[str, Any] = {kind: self._list_kind(kind) for kind in DIFF_KINDS}
        said = {"old": self.old, "new": self.new, **lists, _RULES: self.rules, "positions": self._list_positions()}
        said |= {"changes": self.changes, "search": self.search}
        return {"schema": DIFF_SCHEMA_ID, **{key: encode_value(value) for key, value in said.items()}}

    def _list_positions(self) -> dict[str, list[int]]:
        """Return the positions among all entries of the entries of each list of the data."""
        found: dict[str, list[int]] = {}
        for i, entry in enumerate(self.entries):
            found.setdefault(_RULES if _is_of_rules(entry) else entry.kind, []).append(i)
        return found

    @classmethod
    def describe_data(cls) -> dict[str, Any]:
        """Return the JSON Schema of its data."""
        from kiemdinh.data.transitions import schema_of_diff  # noqa: PLC0415 - when it is asked for

        return schema_of_diff()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the comparison that :meth:`to_dict` wrote as *data*; it equals the one that was written.

        Its editions are found again where they are bundled; else give them by :meth:`attach`: texts need them.

        Raises
        ------
        InputError
            *data* is not the data of a comparison (KD341); the message names the wrong place.

        Examples
        --------
        >>> import kiemdinh as kd
        >>> found = kd.diff("vn.tt57-2026.gdtx", "vn.tt57-2026.gdtx")
        >>> Diff.from_dict(found.to_dict()) == found
        True
        """
        check_schema(data, version_pattern(DIFF_SCHEMA_ID))
        said = decode_fields(_KEYS, data)
        entries = _join_lists({key: said[key] for key in _LISTS}, said["positions"])
        return cls(said["old"], said["new"], entries, said["search"], partial(tuple, encode_value(said["changes"])))

    def to_json(self, *, indent: int | None = 2) -> str:
        """Return it as JSON text; *indent* is the number of spaces for each depth, None gives one line."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=check_indent(indent))

    def to_text(self, lang: str | None = None, *, width: int = 80, full: bool = False) -> str:
        """Return it as plain text in Vietnamese (``vi``) or English (``en``), in lines of *width* columns.

        With *full* no list is shortened.
        """
        from kiemdinh.narration.layout import render_text  # noqa: PLC0415 - only when text is asked for

        return render_text(self._page(lang, full=full), check_count("width", width))

    def to_markdown(self, lang: str | None = None, *, full: bool = False) -> str:
        """Return it as Markdown in Vietnamese (``vi``) or English (``en``)."""
        from kiemdinh.narration.layout import render_markdown  # noqa: PLC0415 - only when text is asked for

        return render_markdown(self._page(lang, full=full))

    def to_html(self, lang: str | None = None, *, full: bool = True) -> str:
        """Return it as one HTML page in Vietnamese (``vi``) or English (``en``), which prints well."""
        from kiemdinh.narration.language import speak_of  # noqa: PLC0415 - only when text is asked for
        from kiemdinh.narration.layout import render_html  # noqa: PLC0415 - only when text is asked for

        return render_html(self._page(lang, full=full), speak_of(self.frameworks[1], lang).lang)

    def _page(self, lang: str | None, *, full: bool) -> Page:
        from kiemdinh.narration.transitions import diff_page  # noqa: PLC0415 - only when text is asked for

        return diff_page(self, *self.frameworks, lang, full=check_flag("full", full))


def _is_of_rules(entry: DiffEntry) -> bool:
    return entry.at.startswith(_OF_RULES)


def _join_lists(
    lists: Mapping[str, tuple[DiffEntry, ...]], positions: Mapping[str, tuple[int, ...]]
) -> tuple[DiffEntry, ...]:
    """Return the entries of all lists in the order in which they were listed."""
    counts = {key: len(places) for key, places in positions.items()}
    if counts != {key: len(entries) for key, entries in lists.items() if entries}:
        refuse_data(Message("a position for each entry of each list"), None, "positions")
    found = {i: entry for key, places in positions.items() for i, entry in zip(places, lists[key], strict=True)}
    if sorted(found) != list(range(sum(counts.values()))):
        refuse_data(Message("each position once, from 0"), None, "positions")
    return tuple(found[i] for i in sorted(found))


def _find_bundled(edition: EditionRef) -> Framework:
    found = load_bundled(edition.id, edition.in_force)
    if found is None or found.digest != edition.digest:
        raise_detached(Message("the framework"), edition.id)
    return found
