"""What differs between two editions, as a page: what levels take, then the tree, then what rules refer to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final, Protocol

from kiemdinh.narration.language import Messages, begin_large, speak_of
from kiemdinh.narration.layout import Item, Line, Page, PageBlock, Section, note_shortened_lists
from kiemdinh.narration.transitions.diff_items import TERMS, EntryItems
from kiemdinh.standards.names import find_top, words_of_address

if TYPE_CHECKING:
    from kiemdinh.data.search_work import SearchWork
    from kiemdinh.data.transitions import DiffEntry, DiffKind, EditionRef
    from kiemdinh.standards.loading import Framework

__all__ = ["DiffData", "diff_page"]

_ORDER: Final[tuple[DiffKind, ...]] = (
    "tightened",
    "loosened",
    "changed",
    "undecided",
    "added",
    "removed",
    "renumbered",
    "moved",
    "retitled",
    "reworded",
)
"""The kinds in the order in which a reader wants to know them."""

_SECTIONS: Final = ("inputs", "parameters", "define", "sets", "scales", "tags", "layers")
_DAYS: Final = frozenset({"in_force", "until"})

_MAX_ITEMS: Final = 12
"""Items of one list that a page shows, unless all are asked for."""


class DiffData(Protocol):
    """What a page needs of a comparison."""

    @property
    def old(self) -> EditionRef:
        """The old edition."""

    @property
    def new(self) -> EditionRef:
        """The new edition."""

    @property
    def entries(self) -> tuple[DiffEntry, ...]:
        """All differences."""

    @property
    def search(self) -> SearchWork:
        """What the proofs took."""


def diff_page(found: DiffData, old: Framework, new: Framework, lang: str | None = None, *, full: bool = False) -> Page:
    """Return what differs between two editions as a page; with *full* no list is shortened.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    messages = speak_of(new, lang)
    acts = _list_acts(found)
    items = EntryItems.of(old, new, messages, acts[0] if len(acts) == 1 else None)
    if items.are_frameworks:
        title = messages.text("diff.title_two")
    else:
        title = messages.text("diff.title", title=new.title(messages.lang))
    blocks: list[PageBlock] = [Line(text) for text in _head_lines(found, (old, new), items)]
    blocks += _DiffSections(items, messages, full=full).list_all(found.entries)
    if not found.search.complete:
        blocks.append(Line(messages.text("diff.budget", n=found.search.budget)))
    return Page(title, (*blocks, *note_shortened_lists(blocks, messages)))


def _head_lines(found: DiffData, frameworks: tuple[Framework, Framework], items: EntryItems) -> Iterator[str]:
    messages = items.messages
    for key, edition, framework in zip(("old", "new"), (found.old, found.new), frameworks, strict=True):
        name = _name_edition(edition, messages)
        if items.are_frameworks:
            yield messages.text(f"diff.{key}_two", title=framework.title(messages.lang), edition=name)
        else:
            yield messages.text(f"diff.{key}", edition=name)
    if not found.entries:
        yield messages.text("diff.same")
        return
    acts = _list_acts(found)
    if acts != [found.new.document]:
        yield messages.text("diff.acts", acts="; ".join(acts))
    yield _count(found.entries, items)


def _list_acts(found: DiffData) -> list[str]:
    """Return the documents of the acts that made changes, without their articles."""
    return [*dict.fromkeys(entry.act.partition(", ")[0] for entry in found.entries)]


def _name_edition(edition: EditionRef, messages: Messages) -> str:
    if edition.in_force is None:
        return edition.document
    day = messages.format_date(edition.in_force)
    if edition.until is None:
        return messages.text("diff.edition", document=edition.document, date=day)
    return messages.text(
        "diff.edition_until", document=edition.document, date=day, until=messages.format_date(edition.until)
    )


def _count(entries: Iterable[DiffEntry], items: EntryItems) -> str:
    """Return how many parts of the tree differ, by kind."""
    messages = items.messages
    of_tree = [entry.kind for entry in entries if _part_of(entry) == "tree" and not _is_citation_alone(entry)]
    counts = [
        messages.text("diff.count", kind=items.name_kind(kind), n=of_tree.count(kind))
        for kind in _ORDER
        if kind in of_tree
    ]
    return messages.text("diff.counts", counts=", ".join(counts)) if counts else messages.text("diff.no_counts")


def _part_of(entry: DiffEntry) -> str:
    """Return in which part of the page an entry stands: ``rules``, ``tree`` or ``declared``."""
    if entry.at.startswith(("outcomes/", "awards/")):
        return "rules"
    text = entry.before or entry.after
    return "tree" if text is not None and text.is_node else "declared"


def _is_citation_alone(entry: DiffEntry) -> bool:
    return entry.kind == "reworded" and entry.keys == ("cite",)


class _DiffSections:
    """Makes the sections of a page of entries."""

    def __init__(self, items: EntryItems, messages: Messages, *, full: bool) -> None:
        self._items = items
        self._messages = messages
        self._full = full

    def list_all(self, entries: Sequence[DiffEntry]) -> Iterator[Section]:
        """Yield the sections that have an entry."""
        parts: defaultdict[str, list[DiffEntry]] = defaultdict(list)
        for entry in entries:
            parts[_part_of(entry)].append(entry)
        rules = tuple(self._shorten([*map(self._items.rule_item, _group_rules(parts["rules"]))]))
        if rules:
            yield Section(self._title_rules(), rules)
        yield from self._of_tree([entry for entry in parts["tree"] if self._full or not _is_citation_alone(entry)])
        declared = tuple(self._of_declared(parts["declared"]))
        if declared:
            yield Section(self._messages.text("diff.declared"), declared)

    def _title_rules(self) -> str:
        if self._items.are_frameworks:
            return self._messages.text("diff.rules_two")
        return self._messages.text("diff.rules")

    def _of_tree(self, entries: Sequence[DiffEntry]) -> Iterator[Section]:
        for kind in _ORDER:
            items = [self._items.node_item(entry) for entry in entries if entry.kind == kind]
            if items:
                title = self._messages.text("diff.count", kind=self._name_kind(kind), n=len(items))
                yield Section(title, tuple(self._shorten(items)))

    def _of_declared(self, entries: Sequence[DiffEntry]) -> Iterator[Item]:
        """Yield an item for each section of a definition and kind of change: what rules refer to is only named."""
        in_order = sorted(entries, key=lambda entry: (_rank(entry), _ORDER.index(entry.kind)))
        for (section, kind), group in groupby(in_order, key=lambda entry: (find_top(entry.at), entry.kind)):
            several = [*group]
            if section == "source" and {*several[0].keys} <= _DAYS:
                continue  # the days stand at the head of the page
            what = self._items.name_section(section)
            items = tuple(self._shorten([self._items.declared_item(entry) for entry in several]))
            is_two = self._items.are_frameworks
            said = self._items.name_kind(kind) if is_two else self._messages.text(f"diff.declared.{kind}")
            head = self._messages.text("diff.of_section", what=begin_large(what), kind=said)
            yield Item(head, items if "/" in several[0].at else ())

    def _name_kind(self, kind: DiffKind) -> str:
        return begin_large(self._items.name_kind(kind))

    def _shorten(self, items: list[Item]) -> Iterator[Item]:
        most = len(items) if self._full or len(items) <= _MAX_ITEMS + 1 else _MAX_ITEMS
        yield from items[:most]
        if len(items) > most:
            yield Item(self._messages.text("more", n=len(items) - most))


def _rank(entry: DiffEntry) -> int:
    """Return where a section stands on the page: what schools record first."""
    section = find_top(entry.at)
    return _SECTIONS.index(section) if section in _SECTIONS else len(_SECTIONS)


def _group_rules(entries: Iterable[DiffEntry]) -> Iterator[list[DiffEntry]]:
    """Yield entries about outcomes and awards in groups: levels and grades with the same difference are one group."""
    groups: defaultdict[Hashable, list[DiffEntry]] = defaultdict(list)
    for entry in entries:
        section, name, *step = words_of_address(entry.at)
        shown = entry.witness is not None, entry.counter_witness is not None
        is_level = bool(step) and not TERMS & {*step}
        groups[(section, name, entry.kind, shown) if is_level else (entry.at, entry.kind)].append(entry)
    yield from groups.values()
