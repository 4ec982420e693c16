"""What :func:`kiemdinh.diff` returns."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kiemdinh.api.narrated import check_indent
from kiemdinh.data.as_json import encode_value
from kiemdinh.data.transitions import DIFF_KINDS, DIFF_SCHEMA_ID, DiffEntry, DiffKind, EditionRef
from kiemdinh.diagnostics.arguments import check_count, check_flag
from kiemdinh.transitions.diffs.changes import write_amendment

if TYPE_CHECKING:
    from kiemdinh.data.search_work import SearchWork
    from kiemdinh.narration.layout import Page
    from kiemdinh.standards.loading import Framework

__all__ = ["Diff"]

_OF_RULES = ("outcomes/", "awards/")


@dataclass(frozen=True)
class Diff:
    """What differs between two editions of a framework.

    Each entry says how a part differs (``kind``), where (``at``), what each edition says of it (``before``,
    ``after``), which act changed it, and of rules a school that shows the difference (``witness``).

    Attributes
    ----------
    old, new
        The two editions.
    entries
        All differences: nodes first, then what rules refer to, then outcomes and awards.
    frameworks
        The two editions, loaded.
    search
        What the proofs took; not ``complete`` where the budget ran out, and entries are undecided.
    """

    old: EditionRef
    new: EditionRef
    entries: tuple[DiffEntry, ...]
    search: SearchWork
    _find_changes: Callable[[], tuple[dict[str, Any], ...]] = field(repr=False, compare=False)
    frameworks: tuple[Framework, Framework] = field(repr=False, compare=False)

    def __bool__(self) -> bool:
        """Return whether anything differs."""
        return bool(self.entries)

    def _list_kind(self, kind: DiffKind) -> tuple[DiffEntry, ...]:
        return tuple(entry for entry in self.entries if entry.kind == kind and not _is_of_rules(entry))

    @property
    def added(self) -> tuple[DiffEntry, ...]:
        """What the new edition has and the old one has not."""
        return self._list_kind("added")

    @property
    def removed(self) -> tuple[DiffEntry, ...]:
        """What the old edition has and the new one has not."""
        return self._list_kind("removed")

    @property
    def renumbered(self) -> tuple[DiffEntry, ...]:
        """Nodes that have another id."""
        return self._list_kind("renumbered")

    @property
    def retitled(self) -> tuple[DiffEntry, ...]:
        """What has another name."""
        return self._list_kind("retitled")

    @property
    def reworded(self) -> tuple[DiffEntry, ...]:
        """What is said in other words, or is cited otherwise, and asks the same."""
        return self._list_kind("reworded")

    @property
    def tightened(self) -> tuple[DiffEntry, ...]:
        """What asks more: every school that meets it now met it before."""
        return self._list_kind("tightened")

    @property
    def loosened(self) -> tuple[DiffEntry, ...]:
        """What asks less: every school that met it before meets it now."""
        return self._list_kind("loosened")

    @property
    def changed(self) -> tuple[DiffEntry, ...]:
        """What asks something else, or bears on the rules of others."""
        return self._list_kind("changed")

    @property
    def moved(self) -> tuple[DiffEntry, ...]:
        """What stands in another place or order, and is the same."""
        return self._list_kind("moved")

    @property
    def undecided(self) -> tuple[DiffEntry, ...]:
        """What differs, and it is not known whether it asks more or less."""
        return self._list_kind("undecided")

    @property
    def rules(self) -> tuple[DiffEntry, ...]:
        """Outcomes and awards: how each level, label and grade differs, all changes together."""
        return tuple(filter(_is_of_rules, self.entries))

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
        lists: dict[str, Any] = {kind: encode_value(self._list_kind(kind)) for kind in DIFF_KINDS}
        return {
            "schema": DIFF_SCHEMA_ID,
            "old": encode_value(self.old),
            "new": encode_value(self.new),
            **lists,
            "rules": encode_value(self.rules),
            "changes": list(self.changes),
            "search": encode_value(self.search),
        }

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
