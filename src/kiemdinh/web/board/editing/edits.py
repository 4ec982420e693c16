"""An edit: what was typed into a form, compared with what the form had shown and what is kept now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.web.board.editing.evidence_texts import EvidenceText
from kiemdinh.web.board.editing.record_texts import RecordText
from kiemdinh.web.store import EntryPlace

if TYPE_CHECKING:
    from kiemdinh.web.board.views import RecordField
    from kiemdinh.web.store import Entries

__all__ = ["MAX_TYPED", "RecordEdit", "find_leaf", "find_place", "read_edit"]

MAX_TYPED: Final = 10_000
"""Characters of the longest field of a record: a dossier that takes too long to assess would shut out its school."""


def find_place(field: RecordField) -> EntryPlace:
    """Return where the entry of the school's own record stands, which may be among those of a stage."""
    part = "findings" if field.kind == "finding" else "inputs"
    return EntryPlace(part if field.stage is None else f"stages.{field.stage}.{part}", field.name)


def find_leaf(entries: Entries, field: RecordField) -> Any:
    """Return what is recorded at the place of a field: the entry, or for a figure its part for one member or year."""
    found: Any = entries.get(find_place(field))
    for key in field.at:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _put_leaf(entries: dict[EntryPlace, Any], field: RecordField, leaf: Any) -> None:
    """Put a record at the place of a field, or remove it with None; what is below *entries* is copied, not changed."""
    place = find_place(field)
    entries[place] = _replace_below(entries.get(place), field.at, leaf)


def _replace_below(whole: Any, at: tuple[str, ...], leaf: Any) -> Any:
    if not at:
        return leaf
    below = dict(whole) if isinstance(whole, Mapping) else {}
    below[at[0]] = _replace_below(below.get(at[0]), at[1:], leaf)
    return {key: value for key, value in below.items() if value is not None} or None


@dataclass(frozen=True, slots=True)
class RecordEdit:
    """What someone has typed into a form.

    Attributes
    ----------
    texts
        What the form says now of each record, by the id of its field.
    shown
        What the form had shown of each.
    changed
        The fields that say something else than the form had shown.
    evidence
        The new item of evidence.
    lang
        The language that the form was in.
    """

    texts: Mapping[str, RecordText]
    shown: Mapping[str, RecordText]
    changed: tuple[RecordField, ...]
    evidence: EvidenceText
    lang: str

    @property
    def has_evidence(self) -> bool:
        """Whether something was typed about a new item of evidence."""
        return any(self.evidence)

    @property
    def homeless(self) -> list[RecordField]:
        """The fields with a typed reason or evidence but no value: such a record cannot be kept."""
        return [one for one in self.changed if not self.texts[one.id].says and any(self.texts[one.id])]

    @property
    def too_long(self) -> list[RecordField]:
        """The fields that were changed to a text longer than ``MAX_TYPED``."""
        return [
            one
            for one in self.changed
            if any(
                len(now) > MAX_TYPED and now != was
                for now, was in zip(self.texts[one.id], self.shown[one.id], strict=True)
            )
        ]

    @property
    def is_evidence_too_long(self) -> bool:
        """Whether a field of the new item of evidence is longer than ``MAX_TYPED``."""
        return any(len(one) > MAX_TYPED for one in self.evidence)

    def apply(self, now: Entries) -> dict[EntryPlace, Any]:
        """Return the changed entries of a dossier by their places; None for an entry that is to be removed."""
        wanted = dict(now)
        for one in self.changed:
            before = find_leaf(now, one)
            _put_leaf(wanted, one, self.texts[one.id].to_entry(before, one, self.lang))
        if self.has_evidence:
            place = EntryPlace("evidence", self.evidence.code)
            wanted[place] = self.evidence.to_entry(now.get(place))
        return wanted

    def list_lost(self, kept: Entries) -> Iterator[RecordField]:
        """Yield the fields with a typed text that the readers took as empty, such as ``nan``."""
        for one in self.changed:
            if self.texts[one.id].says and find_leaf(kept, one) is None:
                yield one


def read_edit(form: Mapping[str, str], fields: Iterable[RecordField], base: Entries, lang: str) -> RecordEdit:
    """Return what was changed by a form of *fields* that showed *base*; fields left as they were are not changed."""
    known = tuple(fields)
    shown = {one.id: RecordText.of(find_leaf(base, one), one, lang) for one in known}
    texts = {one.id: RecordText.typed(form, one, shown[one.id]) for one in known}
    changed = tuple(one for one in known if texts[one.id] != shown[one.id])
    return RecordEdit(texts, shown, changed, EvidenceText.typed(form), lang)
