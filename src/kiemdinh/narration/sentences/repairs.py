"""Repairs as sentences: what they cost, which changes are in all of them, and what can be chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import comb
from typing import TYPE_CHECKING

from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Item, Line, PageBlock, Section
from kiemdinh.narration.sentences.blocking import MAX_CHOICE
from kiemdinh.narration.sentences.changes import ChangeSentences

if TYPE_CHECKING:
    from kiemdinh.data.repairs import Repair, RepairChange, RepairsData

__all__ = ["RepairSentences"]

_MAX_READ = 60
"""How many equally cheap repairs are read to find out whether they are "any k of m"."""
_MAX_REPAIRS = 5
_MAX_CHANGES = 24
"""The repairs of a choice, and the changes in all of them, up to which they are listed."""
_MAX_REPAIRS_IN_FULL = 100
_MAX_KEYS = 8


@dataclass(frozen=True, slots=True)
class RepairSentences:
    """The repairs of a level as sentences. A choice is listed whole or not at all."""

    changes: ChangeSentences

    @property
    def messages(self) -> Messages:
        """The texts of the language of the page."""
        return self.changes.messages

    # -- how much ----------------------------------------------------------------------------------------

    def verdict_lines(self, repairs: RepairsData) -> Iterator[Line]:
        """Yield what the cheapest repair takes, how many are as cheap, and whether that is proved (semantics 5.3)."""
        if repairs.target is None:
            yield Line(self.messages.text("explain.top"), strong=True)
            return
        level = self.messages.name_level(repairs.target)
        cheapest = repairs.cheapest
        if cheapest is None or not cheapest.changes:
            out = "certain" if cheapest is not None else "unreachable" if repairs.proved else "not_found"
            yield Line(self.messages.text(f"explain.{out}", level=level), strong=True)
            if repairs.settle_first:
                first = self.changes.list_names(repairs.settle_first, len(repairs.settle_first))
                yield Line(self.messages.text("explain.settle_first", ids=first))
            yield from self._warning_lines(repairs)
            return
        yield Line(self._how_much(repairs, cheapest), strong=True)
        if repairs.mixed:
            yield Line(self.messages.text("explain.mixed"))
        yield from self.other_cost_lines(cheapest)
        yield from self._warning_lines(repairs)

    def _how_much(self, repairs: RepairsData, cheapest: Repair) -> str:
        ways = "some_ways" if repairs.count is None else "one" if repairs.count == 1 else "ways"
        # A repair that is not proved to be the least is not called so.
        ways = ways if repairs.proved else "enough"
        numbers = {"size": self._describe_count(cheapest), "n": repairs.count}
        if self._is_costed(repairs, cheapest):
            cost = self.messages.format_sum(self.changes.minimise, cheapest.cost)
            text = self.messages.text(f"explain.cost_{ways}", cost=cost, **numbers)
        else:
            text = self.messages.text(f"explain.{ways}", **numbers)
        if repairs.proved:
            return self.messages.text("explain.proved", text=text)
        return self.messages.text("explain.bound", text=text, gap=self.messages.format_number(repairs.gap))

    def _describe_count(self, repair: Repair) -> str:
        return self.messages.text_for_count("size.changes", repair.size)

    def _is_costed(self, repairs: RepairsData, repair: Repair) -> bool:
        """Return whether a cost is named beside the number of changes: where one was given, equal or not."""
        return repairs.priced or repair.cost != repair.size or self.changes.minimise != "cost"

    def describe_size(self, repairs: RepairsData, repair: Repair) -> str:
        """Return how much a repair takes: the number of changes, and their cost where costs were given."""
        if not self._is_costed(repairs, repair):
            return self._describe_count(repair)
        return self.messages.text_for_count(
            "size.cost", repair.size, cost=self.messages.format_sum(self.changes.minimise, repair.cost)
        )

    def _warning_lines(self, repairs: RepairsData) -> Iterator[Line]:
        """Yield the keys of costs that reach no change, in one line; nothing where all do."""
        keys = [warning.about for warning in repairs.warnings if warning.about is not None]
        if keys:
            shown = keys if self.changes.blocking.full else keys[:_MAX_KEYS]
            more = [self.messages.text("more", n=len(keys) - len(shown))] if len(keys) > len(shown) else []
            yield Line(self.messages.text("KD425", about=", ".join((*shown, *more))))

    def other_cost_lines(self, repair: Repair) -> Iterator[Line]:
        """Yield the other costs of a repair, summed by name; nothing where it has none."""
        sums = [self.messages.format_sum(name, n) for name, n in repair.also.items()]
        if sums:
            yield Line(self.messages.text("explain.also", sums=", ".join(sums)))

    # -- what is common, and what is a choice ------------------------------------------------------------

    def repair_sections(self, repairs: RepairsData, necessary: Sequence[str]) -> Iterator[Section]:
        """Yield the changes in every repair, settle and improve apart, and then those that can be chosen.

        *necessary* are the ids of the changes that every repair needs.
        """
        cheapest = self._cheapest_repairs(repairs)
        if not cheapest:
            return
        must = [change for change in cheapest[0].changes if change.id in necessary]
        if must:
            yield Section(self.messages.text("explain.necessary"), tuple(self._list_sections(must)))
        rests = [tuple(change for change in repair.changes if change.id not in necessary) for repair in cheapest]
        if any(rests):
            yield self._choice_section(rests, repairs.count)

    def _cheapest_repairs(self, repairs: RepairsData) -> list[Repair]:
        return list(takewhile(lambda repair: repair.cost == repairs.cost, repairs.first(_MAX_READ)))

    def _list_sections(self, changes: Sequence[RepairChange]) -> Iterator[PageBlock]:
        for name in ("settle", "improve", "cease"):
            items = self.changes.change_items(change for change in changes if self.changes.list_of(change) == name)
            if items:
                yield Section(self.messages.text(f"todo.{name}"), tuple(items))

    def _choice_section(self, rests: list[tuple[RepairChange, ...]], count: int | None) -> Section:
        if len(rests) == 1 and count == 1:
            return Section(self.messages.text("explain.cheapest"), tuple(self._list_sections(rests[0])))
        found = {change.id: change for rest in rests for change in rest}.values()
        pool = sorted(found, key=lambda change: change.kind != "settle")  # what can be settled is never cut off
        pick = len(rests[0])
        # All choices of so many changes from the pool are there: they are "any k of m", and no list of repairs.
        if count == len(rests) == comb(len(pool), pick) and all(len(rest) == pick for rest in rests):
            title = self.messages.text("explain.pick", n=pick, m=len(pool))
            if len(pool) > MAX_CHOICE and not self.changes.blocking.full:
                return Section(title, (Item(self.messages.text("explain.not_listed", n=len(pool))),))
            return Section(title, tuple(self.changes.change_items(pool, verbs=True)))
        return Section(self.messages.text("explain.choose"), self._repair_items(rests, count))

    def _repair_items(self, rests: list[tuple[RepairChange, ...]], count: int | None) -> tuple[Item, ...]:
        """Return the repairs of a choice, all of them; where they are too many to read, one of them as an example."""
        is_long = len(rests) > _MAX_REPAIRS or sum(map(len, rests)) > _MAX_CHANGES
        is_whole = count == len(rests) and (self.changes.blocking.full or not is_long)
        if is_whole:
            return tuple(self._repair_item(i, rest) for i, rest in enumerate(rests, 1))
        if self.changes.blocking.full:
            items = tuple(self._repair_item(i, rest) for i, rest in enumerate(rests, 1))
            left = (count or len(rests)) - len(rests)
            return (*items, Item(self.messages.text("more", n=left))) if left else items
        example = Item(self.messages.text("explain.example"), tuple(self.changes.change_items(rests[0], verbs=True)))
        return (example, Item(self.messages.text("explain.not_listed", n=count or len(rests))))

    def _repair_item(self, number: int, rest: Sequence[RepairChange]) -> Item:
        items = self.changes.change_items(rest, verbs=True)
        if len(items) == 1:
            return items[0]
        return Item(self.messages.text("explain.together", i=number, n=len(items)), tuple(items))

    # -- one by one --------------------------------------------------------------------------------------

    def each_repair(self, repairs: RepairsData) -> Iterator[PageBlock]:
        """Yield the repairs one by one, cheapest first, each with all its changes.

        They are worked out as they are asked for. So no more are read than are shown, and one to see whether more are.
        """
        most = _MAX_REPAIRS_IN_FULL if self.changes.blocking.full else _MAX_REPAIRS
        listed = list(repairs.first(most + 1))
        for i, repair in enumerate(listed[:most], 1):
            if repair.changes:
                title = self.messages.text("repairs.way", i=i, size=self.describe_size(repairs, repair))
                yield Section(
                    title, (*self.changes.change_items(repair.changes, verbs=True), *self.other_cost_lines(repair))
                )
        if len(listed) > most:
            yield Line(self._count_more(repairs, most))

    def _count_more(self, repairs: RepairsData, shown: int) -> str:
        more = (repairs.count or 0) - shown
        return self.messages.text("repairs.more", n=more) if more > 0 else self.messages.text("repairs.others")
