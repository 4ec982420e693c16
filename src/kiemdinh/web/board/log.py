"""The log of a school as people read it: who changed what, and when."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.narration.language import shorten_line
from kiemdinh.narration.names import MAX_TITLE, MAX_TITLE_OF_ROW
from kiemdinh.web.board.views import FigureWords

if TYPE_CHECKING:
    from kiemdinh.web.board.texts import BoardTexts
    from kiemdinh.web.board.views import FindingWords
    from kiemdinh.web.store import EntryChange, StoreRevision

__all__ = ["LoggedRevision", "list_log"]

_MOST: Final = 30
_MOST_CHANGES: Final = 12
_RECORD_KEYS: Final = frozenset({"value", "part"})
"""Each map that is a record has one of these keys; a map by member or year has none."""
_SIDES: Final = {"findings": "log.own", "external": "log.external"}


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """A change in words: what was changed, and the texts before and now, which are empty where nothing is recorded."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LoggedRevision:
    """A revision in words; ``more`` counts the changes that are not shown."""

    number: int
    at: str
    author: str
    changes: tuple[LoggedChange, ...]
    more: int


def list_log(revisions: Iterable[StoreRevision], words: FindingWords, texts: BoardTexts) -> list[LoggedRevision]:
    """Return revisions in words, the latest first, at most thirty."""
    latest = sorted(revisions, key=lambda one: -one.number)[:_MOST]
    return [
        LoggedRevision(
            one.number,
            texts.moment(one.at),
            one.author or texts.text("log.nobody"),
            tuple(_say_changes(one, words, texts)),
            max(0, len(one.changes) - _MOST_CHANGES) if one.number > 1 else 0,
        )
        for one in latest
    ]


def _say_changes(revision: StoreRevision, words: FindingWords, texts: BoardTexts) -> Iterator[LoggedChange]:
    """Yield the first changes of a revision. For the first revision, which is the whole dossier, yield their number."""
    if revision.number == 1:
        yield LoggedChange(texts.text("log.loaded"), "", texts.count("log.entries", len(revision.changes)))
        return
    for change in revision.changes[:_MOST_CHANGES]:
        yield from _say_change(change, words, texts)


def _say_change(change: EntryChange, words: FindingWords, texts: BoardTexts) -> Iterator[LoggedChange]:
    part, key = change.place
    above, _, kind = part.rpartition(".")
    stage = f" ({texts.stage(above.removeprefix('stages.'))})" if above else ""
    if kind in _SIDES and key in words.allowed.nodes:
        what = texts.text(_SIDES[kind], node=_name_node(key, words)) + stage
        said = ("" if one is None else words.describe_entry(key, one) for one in (change.before, change.after))
        yield _log_change(what, *said)
    elif kind == "inputs" and key in words.allowed.inputs:
        yield from _say_figures(change, stage, FigureWords(words), texts)
    elif part == "evidence":
        yield _log_change(texts.text("log.evidence", code=key), *map(_say_item, (change.before, change.after)))
    else:
        what = texts.text("log.other", place=f"{part}.{key}" if part else key)
        yield _log_change(what, *map(_say_data, (change.before, change.after)))


def _say_figures(change: EntryChange, stage: str, words: FigureWords, texts: BoardTexts) -> Iterator[LoggedChange]:
    """Yield the changed figures of an input, each for one member and one school year."""
    name = change.place.key
    title = texts.text("log.figure", figure=words.names.name_input(name))
    before, after = (dict(_list_leaves(one)) for one in (change.before, change.after))
    for at in dict.fromkeys((*before, *after)):
        if before.get(at) != after.get(at):
            where = f" ({', '.join(at)})" if at else ""
            said = (words.describe_leaf(name, one[at]) if at in one else "" for one in (before, after))
            yield _log_change(f"{title}{where}{stage}", *said)


def _list_leaves(entry: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield what an entry of an input records, by the members and the year that it is given for."""
    if isinstance(entry, dict) and not _RECORD_KEYS.intersection(entry):
        for key, below in entry.items():
            yield from _list_leaves(below, (*at, key))
    elif entry is not None:
        yield at, entry


def _log_change(*said: str) -> LoggedChange:
    """Return a change with each of its texts cut: the log shows many, and a reason can be as long as a form."""
    return LoggedChange(*(shorten_line(one, MAX_TITLE_OF_ROW) for one in said))


def _name_node(node: str, words: FindingWords) -> str:
    """Return the name of a node; for a level of a node, the names of both."""
    if node in words.allowed.framework.nodes:
        return words.names.name_node(node, most=MAX_TITLE)
    return words.names.name_shown(node)


def _say_item(item: Any) -> str:
    if not isinstance(item, dict):
        return "" if item is None else str(item)
    return ", ".join(str(item[key]) for key in ("title", "place", "issued", "until") if item.get(key))


def _say_data(value: Any) -> str:
    said = "" if value is None else json.dumps(value, ensure_ascii=False)
    return said if len(said) <= MAX_TITLE else f"{said[:MAX_TITLE]}…"
