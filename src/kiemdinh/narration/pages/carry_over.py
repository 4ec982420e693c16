"""The page of a carry-over: what was carried and what was not, and what a school should look at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Item, Line, Page, Section

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.data.transitions import (
        CarriedOverData,
        CarriedRecord,
        OldRecord,
        RaisedLevel,
        UncarriedRecord,
        UnmappedRecord,
    )

__all__ = ["carry_over_head", "carry_over_page", "carry_over_remarks"]

_GENERAL_WORDS: Final = frozenset({"met", "unmet", "unknown", "not-applicable", "to-confirm"})
"""The words of findings that every framework has."""
_MAX_SHOWN: Final = 12
"""How many entries of a list are shown unless all are asked for."""


def carry_over_head(done: CarriedOverData, messages: Messages) -> tuple[str, ...]:
    """Return the lines with which the draft opens: what it is, and what a school should look at first."""
    return (
        messages.text("carry.title", source=done.source, target=done.target, day=messages.format_date(done.on)),
        messages.text("carry.first"),
        *(f"- {line}" for line in _list_first(done, messages)),
    )


def carry_over_remarks(done: CarriedOverData, messages: Messages) -> dict[tuple[str, str], str]:
    """Return the remark beside each record that was carried, by its key at the top of a dossier and the one below it.

    Findings have none: their origin stands in the record.
    """
    remark = messages.text("carry.remark", edition=done.source)
    sections = {"item": "evidence", "figure": "inputs", "award": "held"}
    carried = (record for record in done.carried if record.kind in sections)
    return {(sections[record.kind], record.id.removeprefix("inputs/")): remark for record in carried}


def carry_over_page(done: CarriedOverData, lang: str, *, full: bool = False) -> Page:
    """Return what a carry-over has done as a page.

    Raises
    ------
    InputError
        There is no such language.
    """
    messages = Messages(lang)
    day = messages.format_date(done.on)
    title = messages.text("carry.title", source=done.source, target=done.target, day=day)
    first = Section(messages.text("carry.first"), tuple(Item(line) for line in _list_first(done, messages)))
    sections = (_section(messages, key, lines, full=full) for key, lines in _list_sections(done, messages))
    return Page(title, (Line(_count_carried(done, messages)), first, *(one for one in sections if one is not None)))


def _count_carried(done: CarriedOverData, messages: Messages) -> str:
    counts = Counter(record.kind for record in done.carried)
    return messages.text(
        "carry.counts",
        finding=counts["finding"],
        item=counts["item"],
        figure=counts["figure"],
        award=counts["award"],
    )


def _list_first(done: CarriedOverData, messages: Messages) -> Iterator[str]:
    """Yield what a school should look at first, the most urgent first; only what there is."""
    yield from _list_days(done, messages)
    raised = [one.id for one in done.raised]
    without = done.without_source
    several = [one.id for one in done.several_sources if not _is_figure(one.id)]
    figures = [one.id for one in done.several_sources if _is_figure(one.id)]
    expired = [record.id for record in done.carried if record.expired and record.kind == "item"]
    ended = list(dict.fromkeys(one.id for one in done.carried if one.expired and one.kind != "item"))
    confirm = list(dict.fromkeys(record.id for record in done.carried if record.kind == "finding"))
    if raised:
        yield messages.text_for_count("carry.look.raised", len(raised), ids=", ".join(raised))
    if without:
        yield messages.text_for_count("carry.look.without", len(without), ids=", ".join(without))
    if several:
        yield messages.text_for_count("carry.look.several", len(several), ids=", ".join(several))
    if figures:
        yield messages.text_for_count("carry.look.figures", len(figures), ids=", ".join(figures))
    if expired:
        yield messages.text_for_count("carry.look.expired", len(expired), ids=", ".join(expired))
    if ended:
        yield messages.text_for_count("carry.look.ended", len(ended), ids=", ".join(ended))
    if confirm:
        yield messages.text_for_count("carry.look.confirm", len(confirm), ids=", ".join(confirm))
    unused = [one for one in done.unused if one.reason != "recorded"]
    if unused or done.unmapped:
        yield messages.text("carry.look.left", unmapped=len(done.unmapped), unused=len(unused))
    if not (done.carried or done.without_source or done.unmapped or unused):
        yield messages.text("carry.look.nothing")


def _list_days(done: CarriedOverData, messages: Messages) -> Iterator[str]:
    """Yield where the new framework is not in force on the day, and which old records are later."""
    if done.in_force is not None and done.on < done.in_force:
        first = messages.format_date(done.in_force)
        yield messages.text("carry.look.before", edition=done.target, first=first, day=messages.format_date(done.on))
    if done.until is not None and done.on >= done.until:
        last = messages.format_date(done.until)
        yield messages.text("carry.look.after", edition=done.target, last=last, day=messages.format_date(done.on))
    later = list(dict.fromkeys(one.id for one in done.unused if one.reason == "later"))
    if later:
        day = messages.format_date(done.on)
        yield messages.text_for_count("carry.look.later", len(later), ids=", ".join(later), day=day)


def _is_figure(shown: str) -> bool:
    return shown.startswith("inputs/")


def _list_sections(done: CarriedOverData, messages: Messages) -> Iterator[tuple[str, list[Item]]]:
    yield "carry.section.raised", [_describe_raised(messages, one) for one in done.raised]
    yield "carry.section.carried", list(_list_carried(done, messages))
    yield "carry.section.several", [Item(f"{one.id}: {', '.join(one.sources)}") for one in done.several_sources]
    yield "carry.section.without", [Item(node) for node in done.without_source]
    yield (
        "carry.section.unmapped",
        [_describe_unmapped(one, done.source, messages) for one in done.unmapped],
    )
    yield (
        "carry.section.unused",
        list(dict.fromkeys(_describe_unused(one, messages) for one in done.unused)),
    )


def _section(messages: Messages, key: str, items: list[Item], *, full: bool) -> Section | None:
    if not items:
        return None
    shown = items if full else items[:_MAX_SHOWN]
    rest = len(items) - len(shown)
    more = (Item(messages.text_for_count("carry.more", rest)),) if rest else ()
    return Section(messages.text(key), (*shown, *more))


def _list_carried(done: CarriedOverData, messages: Messages) -> Iterator[Item]:
    """Yield what was carried; what is known of the school in one line."""
    school = [messages.text(f"carry.school.{one.id}") for one in done.carried if one.kind == "school"]
    if school:
        yield Item(messages.text("carry.school", parts=", ".join(school)))
    for record in done.carried:
        if record.kind != "school":
            yield _describe_carried(record, done.source, messages)


def _describe_carried(record: CarriedRecord, source: str, messages: Messages) -> Item:
    where = record.id if record.stage is None else f"{record.stage}/{record.id}"
    details = _list_origin(record.records, record.origin, source, messages)
    also = () if record.also is None else (messages.text("carry.also", code=record.also),)
    return Item(f"{messages.text(f'carry.kind.{record.kind}')} {where}", tuple(map(Item, (*also, *details))))


def _describe_unmapped(record: UnmappedRecord, source: str, messages: Messages) -> Item:
    details = _list_origin(record.records, record.origin, source, messages)
    return Item(_beside(_name(record, messages), record.why.said(messages.lang)), tuple(map(Item, details)))


def _list_origin(
    records: tuple[OldRecord, ...], origin: tuple[str, ...], source: str, messages: Messages
) -> Iterable[str]:
    """Return what old records say; the edition, which all have in common, stands at the top of the page."""
    if not records:
        return [text.removeprefix(f"{source} ") for text in origin]
    return [_describe_old(record, messages) for record in records]


def _describe_old(record: OldRecord, messages: Messages) -> str:
    words = [_name_word(one, messages) for one in record.said]
    said = [f"{n} {word}" for n, word in zip(record.counts, words, strict=True)] if record.counts else words
    day = messages.format_date(record.date)
    key = "both" if len(record.sides) > 1 else record.sides[0]
    what = f"{record.id}: {', '.join(said)}" if said else record.id
    if record.until is not None:
        day = messages.text("carry.until", day=day, until=messages.format_date(record.until))
    return f"{what} ({messages.text(f'carry.side.{key}', day=day)})"


def _name_word(word: LevelRef, messages: Messages) -> str:
    return messages.text(f"carry.word.{word.id}") if word.id in _GENERAL_WORDS else word.said(messages.lang)


def _describe_raised(messages: Messages, one: RaisedLevel) -> Item:
    before = messages.text("carry.no_level") if one.before is None else one.before.said(messages.lang)
    text = messages.text("carry.raised", id=one.id, before=before, after=one.after.said(messages.lang))
    if not one.by:
        return Item(text)
    return Item(text, (Item(messages.text("carry.raised_by", records=", ".join(one.by))),))


def _describe_unused(one: UncarriedRecord, messages: Messages) -> Item:
    """Return an old record that was not carried; those of one thing have the same text, whatever the year or day."""
    return Item(_beside(_name(one, messages), messages.text(f"carry.unused.{one.reason}")))


def _name(record: UnmappedRecord | UncarriedRecord, messages: Messages) -> str:
    """Return the id of what an old record is about, with its title where it has one."""
    title = record.titles.said(messages.lang)
    return record.id if title is None else f"{record.id} {title}"


def _beside(name: str, why: str | None) -> str:
    return name if why is None else f"{name}: {why}"
