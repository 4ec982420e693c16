"""Ways to a level in words: what they cost, what is in all of them, and what can be chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from math import comb
from typing import TYPE_CHECKING

from kiemdinh.narration.language import Phrases
from kiemdinh.narration.layout import Block, Item, Line, Section
from kiemdinh.narration.sentences.changes import ChangeWords

if TYPE_CHECKING:
    from kiemdinh.data.repairs import Repair, RepairChange, RepairsData

__all__ = ["WayWords"]

_MOST_READ = 60
"""How many equally cheap ways are read to find out whether they are "any k of m"."""
_MOST_WAYS = 5
_MOST_WAYS_IN_FULL = 100
_MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class WayWords:
    """Says the repairs of a target."""

    words: ChangeWords
    most: int = _MOST_CHANGES

    @property
    def say(self) -> Phrases:
        """Says things in the language of the page."""
        return self.words.say

    # -- how much ----------------------------------------------------------------------------------------

    def verdict(self, repairs: RepairsData) -> Iterator[Line]:
        """Yield what the cheapest way takes, how many there are, and whether that is proved."""
        if repairs.target is None:
            yield Line(self.say("explain.top"), strong=True)
            return
        level = self.say.level(repairs.target)
        cheapest = repairs.cheapest
        if cheapest is None or not cheapest.changes:
            out = "unreachable" if repairs.proved else "not_found"
            yield Line(self.say(f"explain.{out if cheapest is None else 'certain'}", level=level), strong=True)
            if repairs.settle_first:
                yield Line(self.say("explain.settle_first", ids=", ".join(repairs.settle_first)))
            return
        yield Line(self._how_much(repairs, cheapest), strong=True)
        if repairs.mixed and not repairs.priced:
            yield Line(self.say("explain.mixed"))
        yield from self.also(cheapest)

    def _how_much(self, repairs: RepairsData, cheapest: Repair) -> str:
        size = self.size(cheapest)
        if repairs.count is None:
            text = self.say("explain.some_ways", size=size)
        elif repairs.count == 1:
            text = self.say("explain.one", size=size)
        else:
            text = self.say("explain.ways", size=size, n=repairs.count)
        if repairs.proved:
            return self.say("explain.proved", text=text)
        return self.say("explain.bound", text=text, gap=self.say.number(repairs.gap))

    def size(self, repair: Repair) -> str:
        """Return how much a way takes: so many changes, and their cost where that is another number."""
        count = len(repair.changes)
        if repair.cost == count and self.words.minimise == "cost":
            return self.say.counted("size.changes", count)
        return self.say.counted("size.cost", count, cost=self.say.sum(self.words.minimise, repair.cost))

    def also(self, repair: Repair) -> Iterator[Line]:
        """Yield the other costs of a way, summed by name."""
        sums = [self.say.sum(name, n) for name, n in repair.also.items()]
        if sums:
            yield Line(self.say("explain.also", sums=", ".join(sums)))

    # -- what is common, and what is a choice ------------------------------------------------------------

    def sections(self, repairs: RepairsData, necessary: Sequence[str]) -> Iterator[Section]:
        """Yield what every way needs, settle and improve apart, and then what can be chosen."""
        ways = self._cheapest(repairs)
        if not ways:
            return
        must = [change for change in ways[0].changes if change.id in necessary]
        if must:
            yield Section(self.say("explain.necessary"), tuple(self._lists(must)))
        rests = [tuple(change for change in way.changes if change.id not in necessary) for way in ways]
        if any(rests):
            yield self._choice(rests, repairs.count)

    def _cheapest(self, repairs: RepairsData) -> list[Repair]:
        return list(takewhile(lambda way: way.cost == repairs.cost, islice(repairs, _MOST_READ)))

    def _lists(self, changes: Sequence[RepairChange]) -> Iterator[Block]:
        for kind in ("settle", "improve"):
            items = self.words.items(change for change in changes if change.kind == kind)
            if items:
                yield Section(self.say(f"todo.{kind}"), tuple(items))

    def _choice(self, rests: list[tuple[RepairChange, ...]], count: int | None) -> Section:
        if len(rests) == 1 and count == 1:
            return Section(self.say("explain.cheapest"), tuple(self._lists(rests[0])))
        pool = list({change.id: change for rest in rests for change in rest}.values())
        pick = len(rests[0])
        if count == len(rests) == comb(len(pool), pick) and all(len(rest) == pick for rest in rests):
            title = self.say("explain.pick", n=pick, m=len(pool))
            return Section(title, self.words.blocking.cut(self.words.items(pool, verbs=True), self.most))
        return Section(self.say("explain.choose"), self._ways(rests, count))

    def _ways(self, rests: list[tuple[RepairChange, ...]], count: int | None) -> tuple[Item, ...]:
        shown = rests if self.words.blocking.full else rests[: self.most]
        items = [self._way(i, rest) for i, rest in enumerate(shown, 1)]
        more = (count or len(rests)) - len(shown)
        return (*items, Item(self.say("more", n=more))) if more else tuple(items)

    def _way(self, number: int, rest: Sequence[RepairChange]) -> Item:
        items = self.words.items(rest, verbs=True)
        if len(items) == 1:
            return items[0]
        below = self.words.blocking.cut(items, self.most)
        return Item(self.say("explain.together", i=number, n=len(items)), below)

    # -- one by one --------------------------------------------------------------------------------------

    def each(self, repairs: RepairsData) -> Iterator[Block]:
        """Yield the ways one by one, cheapest first, each whole."""
        most = _MOST_WAYS_IN_FULL if self.words.blocking.full else _MOST_WAYS
        ways = list(islice(repairs, most + 1))
        for i, way in enumerate(ways[:most], 1):
            if way.changes:
                title = self.say("repairs.way", i=i, size=self.size(way))
                yield Section(title, (*self.words.items(way.changes, verbs=True), *self.also(way)))
        if len(ways) > most:
            yield Line(self._more(repairs, most))

    def _more(self, repairs: RepairsData, shown: int) -> str:
        more = (repairs.count or 0) - shown
        return self.say("repairs.more", n=more) if more > 0 else self.say("repairs.others")
