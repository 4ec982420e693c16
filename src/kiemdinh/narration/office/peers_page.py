"""A school beside its peers as a page: who they are and why, and for each criterion where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol

from kiemdinh.narration.language import speak_of
from kiemdinh.narration.layout import Item, Line, Page, PageBlock, PageTable, Section
from kiemdinh.narration.names import Names
from kiemdinh.narration.office.comparison_page import describe_count, figure_table, name_place, say_days, say_group
from kiemdinh.narration.office.office_data import OfficeData, list_warnings

if TYPE_CHECKING:
    from kiemdinh.narration.language import Messages

__all__ = ["PeersData", "peers_page", "say_state"]

_STATES: Final = ("met", "unmet", "unknown", "absent")


class PeersData(OfficeData, Protocol):
    """What a page needs of a school and its peers."""

    @property
    def school(self) -> str:
        """The school."""

    @property
    def year(self) -> str:
        """The year."""

    @property
    def why(self) -> Mapping[str, str]:
        """What the peers have in common with it."""

    @property
    def names(self) -> Mapping[str, str | None]:
        """The peers with their names."""

    def own_rows(self) -> list[dict[str, Any]]:
        """Return the rows of counts of the school alone."""

    def frame_rows(self, table: str | None = None) -> list[dict[str, Any]]:
        """Return the rows of a table."""

    def count_rows(self) -> list[dict[str, Any]]:
        """Return the rows of counts of its peers."""


def say_state(row: Mapping[str, Any], messages: Messages) -> str:
    """Return how one school stands; of a node without a verdict how many of its criteria it meets."""
    if row["applicable"] > 1 or row["hidden"]:
        return describe_count(row, messages)
    return messages.text(f"office.state.{next(state for state in _STATES if row[state])}")


def peers_page(found: PeersData, lang: str | None = None) -> Page:
    """Return a school and its peers as a page.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    framework = found.frameworks[0]
    messages = speak_of(framework, lang)
    names = Names(framework, messages)
    why = ", ".join(f"{name}: {say_group(value, (name,), messages)}" for name, value in found.why.items())
    head: tuple[PageBlock, ...] = (
        Line(framework.title(messages.lang)),
        *(Line(text) for text in say_days(found.days, messages)),
        Line(messages.text("office.peers.why", n=len(found.names), why=why)),
        *list_warnings(found, messages),
    )
    header = (messages.text("office.title.node"), found.school, messages.text("office.peers"))
    rows = tuple(
        (name_place(row["node"], row["level"], names), say_state(own, messages), describe_count(row, messages))
        for own, row in zip(found.own_rows(), found.count_rows(), strict=True)
    )
    who = tuple(Item(id_ if name is None else f"{id_} {name}") for id_, name in found.names.items())
    title = messages.text("office.peers.title", school=found.school, year=found.year)
    last = (*_figure_sections(found, names), Section(messages.text("office.peers"), who))
    return Page(title, (*head, PageTable(header, rows), *last))


def _figure_sections(found: PeersData, names: Names) -> Iterator[Section]:
    """Yield how the figures of the school stand among those of its peers, where any is known."""
    rows = [row for row in found.frame_rows("figures") if row["known"] or row["own"] is not None]
    if rows:
        title = names.messages.text("office.figures", year=found.year, title=names.framework.title(names.messages.lang))
        how = Line(names.messages.text("office.figures.how"))
        yield Section(title, (how, figure_table(rows, names, ("own", "known"))))
