"""What an edition does to schools, as a page: how many move, by which changes, which they are, what would decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol

from kiemdinh.assessment.levels import not_reached_level
from kiemdinh.data.office import MOVES, DecidingNode, LevelRange, Move, MovingChange, SchoolMove
from kiemdinh.narration.language import Messages, speak_of
from kiemdinh.narration.layout import Item, Line, Page, PageBlock, PageTable, Section
from kiemdinh.narration.names import Names
from kiemdinh.narration.office.office_data import OfficeData, list_warnings

if TYPE_CHECKING:
    pass

__all__ = ["ImpactData", "impact_page", "name_range"]

_MOST_SCHOOLS: Final = 200
"""Schools that the page names; the tables have all."""
_MOST_DECIDING: Final = 15
_PLAIN: Final = ("add", "replace", "remove", "suspend", "resume")
"""What a change does that needs no further word."""


class ImpactData(OfficeData, Protocol):
    """What a page needs of an impact."""

    @property
    def moves(self) -> tuple[SchoolMove, ...]:
        """Each school."""

    @property
    def changes(self) -> tuple[MovingChange, ...]:
        """Each change of the new edition."""

    @property
    def decide(self) -> tuple[DecidingNode, ...]:
        """The open criteria, those that decide most first."""

    @property
    def counts(self) -> Mapping[Move, int]:
        """How many schools there are of each move."""

    @property
    def complete(self) -> bool:
        """Whether the budget reached for all of it."""

    def frame_rows(self, table: str | None = None) -> list[dict[str, Any]]:
        """Return a table as rows."""


def impact_page(found: ImpactData, lang: str | None = None) -> Page:
    """Return an impact as a page.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    messages = speak_of(found.frameworks[-1], lang)
    return _ImpactPage(found, messages).make()


class _ImpactPage:
    """Makes the page of an impact."""

    def __init__(self, found: ImpactData, messages: Messages) -> None:
        self.found, self.messages = found, messages
        self.old, self.new = (Names(one, messages) for one in (found.frameworks[0], found.frameworks[-1]))

    def make(self) -> Page:
        """Return the page."""
        text = self.messages.text
        blocks: list[PageBlock] = [
            Line(text("office.impact.old", title=_name_edition(self.old))),
            Line(text("office.impact.new", title=_name_edition(self.new))),
            Line(text("office.days", days=", ".join(map(self.messages.format_date, self.found.days)))),
        ]
        blocks += list_warnings(self.found, self.messages)
        counts = (Item(text(f"office.impact.{move}", n=self.found.counts[move])) for move in MOVES)
        blocks += [Line(text("office.impact.of", n=len(self.found.moves)), strong=True), *counts]
        blocks.append(Section(text("office.impact.levels"), (self._level_table(),)))
        if self.found.changes:
            blocks.append(Section(text("office.impact.changes"), tuple(self._tell_changes())))
        blocks += self._list_schools()
        if self.found.decide:
            blocks.append(Section(text("office.impact.decide"), self._tell_deciding()))
        blocks.append(Section(text("office.method"), (Line(text("office.impact.how")),)))
        return Page(text("office.impact.title"), tuple(blocks))

    def _level_table(self) -> PageTable:
        text = self.messages.text
        header = [text("office.impact.from_to", before=text("office.title.before"), after=text("office.title.after"))]
        header += [text(f"office.title.{name}") for name in ("move", "schools")]
        rows = [
            (
                text(
                    "office.impact.from_to",
                    before=name_range(_range_of(row, "before"), self.old),
                    after=name_range(_range_of(row, "after"), self.new),
                ),
                text(f"office.move.{row['move']}"),
                self.messages.format_number(row["schools"]),
            )
            for row in self.found.frame_rows("counts")
        ]
        return PageTable(tuple(header), tuple(rows))

    def _tell_changes(self) -> Iterator[PageBlock]:
        text = self.messages.text
        moving = [one for one in self.found.changes if one.down or one.up or one.alone]
        if not moving:
            yield Line(text("office.impact.no_change"))
            return
        header = tuple(text(f"office.title.{name}") for name in ("at", "down", "up", "alone", "act"))
        rows = [
            (
                self._tell_change(one),
                *(self.messages.format_number(number) for number in (one.down, one.up, one.alone)),
                one.act,
            )
            for one in moving
        ]
        yield PageTable(header, tuple(rows), texts=(4,))

    def _tell_change(self, change: MovingChange) -> str:
        """Return in words what a change does, with its part named as in the edition that has it."""
        having = next((names for names in (self.old, self.new) if _has_part(names, change.at)), None)
        what = change.at if having is None else having.name_shown(change.at)
        return self.messages.text(f"acts.{change.does}", what=what) if change.does in _PLAIN else what

    def _list_schools(self) -> Iterator[Section]:
        text = self.messages.text
        for move in ("down", "up"):
            moved = [one for one in self.found.moves if one.move == move]
            if not moved:
                continue
            header = tuple(text(f"office.title.{name}") for name in ("school", "before", "after", "because"))
            rows = tuple(
                (
                    one.school if one.name is None else f"{one.school} {one.name}",
                    name_range(one.before, self.old),
                    name_range(one.after, self.new),
                    text("office.impact.no_cause") if one.because is None else "; ".join(one.because),
                )
                for one in moved[:_MOST_SCHOOLS]
            )
            blocks: list[PageBlock] = [PageTable(header, rows, texts=(3,))]
            if len(moved) > _MOST_SCHOOLS:
                blocks.append(Line(text("office.more", n=len(moved) - _MOST_SCHOOLS)))
            yield Section(text(f"office.impact.{move}", n=len(moved)), tuple(blocks))

    def _tell_deciding(self) -> tuple[PageBlock, ...]:
        text = self.messages.text
        header = tuple(text(f"office.title.{name}") for name in ("node", "open_in", "decides", "may_decide"))
        rows = tuple(
            (
                self.new.name_node(one.node),
                *map(self.messages.format_number, (one.schools, one.decides, one.may_decide)),
            )
            for one in self.found.decide[:_MOST_DECIDING]
        )
        return Line(text("office.impact.decide_how")), PageTable(header, rows)


def _name_edition(names: Names) -> str:
    return f"{names.framework.title(names.messages.lang)} ({names.framework.edition})"


def _has_part(names: Names, at: str) -> bool:
    """Whether an edition has a node, or a level of one, at an address."""
    return names.read_id(at).name.node in names.framework.nodes


def _range_of(row: Mapping[str, Any], side: str) -> LevelRange:
    return LevelRange(row[side], row[f"{side}_attainable"])


def name_range(found: LevelRange | None, names: Names) -> str:
    """Return a range of levels in words: one level, or the lowest and the highest that it can be."""
    if found is None:
        return names.messages.text("office.not_assessed")
    outcome = names.framework.outcomes[0].id
    ends = [_name_level(level, outcome, names) for level in found]
    if ends[0] == ends[1]:
        return ends[0]
    return names.messages.text("office.range", low=ends[0], high=ends[1])


def _name_level(level: str | None, outcome: str, names: Names) -> str:
    if level is not None:
        return names.name_outcome_level(outcome, level)
    ladder = names.framework.main_ladder
    below = None if ladder is None else not_reached_level(names.framework, ladder.ladder)
    return names.messages.text("standing.none") if below is None else names.messages.name_level(below)
