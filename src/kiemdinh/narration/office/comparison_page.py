"""A comparison of schools as a page: for each year and group how many schools meet each criterion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from math import ceil, floor
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Protocol

from kiemdinh.data.office import SPREAD
from kiemdinh.narration.language import Messages, speak_of
from kiemdinh.narration.layout import Line, Page, PageBlock, PageTable, Section
from kiemdinh.narration.names import Names
from kiemdinh.narration.office.office_data import OfficeData, list_warnings
from kiemdinh.standards.names import ValueKind, read_value_name

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.standards.loading import Framework

__all__ = [
    "ComparisonData",
    "comparison_page",
    "describe_count",
    "figure_table",
    "name_place",
]

_NOBODY: Final = "–"
_BETWEEN: Final = " / "
_STAGES: Final = ("stage", "stages")
_PARTS: Final = ("change", "membership", "rule", "schools_changed")


class ComparisonData(OfficeData, Protocol):
    """What a page needs of a comparison."""

    @property
    def by(self) -> tuple[str, ...]:
        """The columns that make groups."""

    @property
    def min_group(self) -> int | None:
        """The size from which on a group is shown; None where all are."""

    def frame_rows(self, table: str | None = None) -> list[dict[str, Any]]:
        """Return the rows of a table."""

    def count_rows(self) -> list[dict[str, Any]]:
        """Return the rows of counts."""


def comparison_page(found: ComparisonData, lang: str | None = None) -> Page:
    """Return a comparison as a page.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    messages = speak_of(found.frameworks[0], lang)
    frameworks = {one.id: one for one in found.frameworks}
    blocks: list[PageBlock] = [
        *(Line(one.title(messages.lang)) for one in found.frameworks),
        *(Line(text) for text in say_days(found.days, messages)),
        Line(messages.text("office.compare.how")),
    ]
    if found.min_group is not None:
        blocks.append(Line(messages.text("office.compare.hidden", n=found.min_group)))
    blocks += list_warnings(found, messages)
    for (year, framework), several in groupby(found.count_rows(), key=lambda row: (row["year"], row["framework"])):
        title = messages.text("office.compare.year", year=year, title=frameworks[framework].title(messages.lang))
        names = Names(frameworks[framework], messages)
        blocks.append(Section(title, tuple(_group_sections([*several], names, found.by))))
    blocks += _split_sections(found.frame_rows("split"), frameworks, messages)
    blocks += _figure_sections(found.frame_rows("figures"), frameworks, messages)
    return Page(messages.text("office.compare.title"), tuple(blocks))


def _split_sections(
    rows: Sequence[dict[str, Any]], frameworks: Mapping[str, Framework], messages: Messages
) -> Iterator[Section]:
    """Yield a section for each two years: why counts of all schools differ; what did not change is left out."""
    of_all = [row for row in rows if row["group"] is None and any(row[name] for name in _PARTS)]
    for (before, year, framework), several in groupby(of_all, key=itemgetter("from_year", "year", "framework")):
        names = Names(frameworks[framework], messages)
        title = messages.text("office.split", before=before, after=year, title=names.framework.title(messages.lang))
        header = (messages.text("office.title.node"), *(messages.text(f"office.title.{name}") for name in _PARTS))
        body = [
            (name_place(row["node"], row["level"], names), *(_say_signed(row[name], messages) for name in _PARTS))
            for row in several
        ]
        yield Section(title, (PageTable(header, tuple(body)),))


def _figure_sections(
    rows: Sequence[dict[str, Any]], frameworks: Mapping[str, Framework], messages: Messages
) -> Iterator[Section]:
    """Yield a section for each year: how the figures of all schools are spread."""
    of_all = [row for row in rows if row["group"] is None and row["known"]]
    for (year, framework), several in groupby(of_all, key=itemgetter("year", "framework")):
        names = Names(frameworks[framework], messages)
        title = messages.text("office.figures", year=year, title=names.framework.title(messages.lang))
        how = Line(messages.text("office.figures.how"))
        yield Section(title, (how, figure_table([*several], names, ("known",))))


def figure_table(rows: Sequence[Mapping[str, Any]], names: Names, columns: Sequence[str]) -> PageTable:
    """Return a row for each figure: its name, *columns*, and how it is spread, in the unit of the figure."""
    header = ("figure", *columns, "spread")
    body = [tuple(_say_figure(row, names, columns)) for row in rows]
    return PageTable(tuple(names.messages.text(f"office.title.{name}") for name in header), tuple(body))


def _say_figure(row: Mapping[str, Any], names: Names, columns: Sequence[str]) -> Iterator[str]:
    value = read_value_name(f"{ValueKind.INPUT.value}:{row['figure']}")
    found = names.find_input(value)
    unit = None if found is None else found.unit

    def say(name: str) -> str:
        return _NOBODY if row[name] is None else names.messages.format_amount(row[name], unit)

    yield names.name_value(value)
    yield from (str(row[name]) if name == "known" else say(name) for name in columns)
    yield " · ".join(map(say, SPREAD)) if row["known"] else _NOBODY


def _say_signed(number: Fraction | int, messages: Messages) -> str:
    """Return a number of schools more or fewer; a half is exact."""
    return f"+{messages.format_number(number)}" if number > 0 else messages.format_number(number).replace("-", "−")


def _group_sections(rows: Sequence[dict[str, Any]], names: Names, by: Sequence[str]) -> Iterator[PageBlock]:
    messages = names.messages
    for group in dict.fromkeys(row["group"] for row in rows):
        own = [row for row in rows if row["group"] == group]
        table = _count_table(own, names)
        if not by:
            yield table
        else:
            name = say_group(group, by, messages)
            yield Section(messages.text("office.group", group=name, n=own[0]["schools"]), (table,))


def _count_table(rows: Sequence[dict[str, Any]], names: Names) -> PageTable:
    """Return a row for each node, and a column for each level, with how many of how many meet it."""
    levels = [*dict.fromkeys(row["level"] for row in rows)]
    cells = {(row["node"], row["level"]): row for row in rows}
    heads = [name_level(next(row["node"] for row in rows if row["level"] == level), level, names) for level in levels]
    body = [
        (name_place(node, None, names), *(describe_count(cells.get((node, level)), names.messages) for level in levels))
        for node in dict.fromkeys(row["node"] for row in rows)
    ]
    return PageTable((names.messages.text("office.title.node"), *heads), tuple(body))


def describe_count(row: Mapping[str, Any] | None, messages: Messages) -> str:
    """Return how many of how many meet something, at least and at most; a dash where it applies to nobody."""
    if row is None:
        return _NOBODY
    share = format_share(row, messages)
    if row["low"] is None:
        return share
    ends = dict.fromkeys((row["met"], row["met"] + (row["unknown"] or 0)))
    return messages.text("office.of", n="–".join(map(str, ends)), whole=row["applicable"], share=share)


def say_days(days: Sequence[dt.date], messages: Messages) -> Iterator[str]:
    """Yield the days of the assessments in one text, where there are any."""
    if days:
        yield messages.text("office.days", days=", ".join(map(messages.format_date, days)))


def say_group(group: str | None, by: Sequence[str], messages: Messages) -> str:
    """Return the name of a group, with the names of stages where it was made by these.

    >>> say_group("tieu-hoc, thcs / 19363", ("stages", "commune"), Messages("en"))
    'Primary, Lower secondary / 19363'
    """
    if group is None:
        return messages.text("office.all")
    parts = group.split(_BETWEEN)
    if len(parts) != len(by):
        return group
    said = [_say_stages(part, messages) if name in _STAGES else part for name, part in zip(by, parts, strict=True)]
    return _BETWEEN.join(said)


def _say_stages(stages: str, messages: Messages) -> str:
    return ", ".join(map(messages.name_stage, stages.split(", ")))


def name_level(node: str, level: str | None, names: Names) -> str:
    """Return the name of a level of a node or an outcome; the word for *met* where there is none."""
    if level is None:
        return names.messages.text("office.title.met")
    if node not in names.framework.nodes:
        return names.name_outcome_level(node, level)
    return names.name_step(_find_judged(node, names), level)


def name_place(node: str, level: str | None, names: Names) -> str:
    """Return the name of a node or an outcome, with the level where one is given."""
    title = names.name_node(node) if node in names.framework.nodes else names.name_outcome(node)
    return title if level is None else f"{title}: {name_level(node, level, names)}"


def _find_judged(node: str, names: Names) -> str:
    """Return the node itself, or the first one below it that has levels, whose names it then has."""
    nodes = names.framework.nodes
    below = (node, *names.framework.outline.descendants_of(node))
    return next(one for one in below if nodes[one].verdict is not None)


def format_share(row: Mapping[str, Any], messages: Messages) -> str:
    """Return the share of a row of counts with its two ends in percent; a dash where it is taken over nobody."""
    if not row["applicable"]:
        return _NOBODY
    if row["low"] is None:
        return messages.text("office.title.hidden")
    percent = messages.text("unit.percent")
    if row["high"] is None:
        return f"≥ {_clamp(row['low'], floor(row['low'] * 100))}{percent}"
    if row["low"] == row["high"]:
        return f"{_clamp(row['low'], round(row['low'] * 100))}{percent}"
    # The ends of a range are rounded outwards, so that what is shown is true.
    return f"{_clamp(row['low'], floor(row['low'] * 100))}–{_clamp(row['high'], ceil(row['high'] * 100))}{percent}"


def _clamp(share: Fraction, percent: int) -> int:
    """Return a share in whole percent; 0 stands only for nobody and 100 only for all."""
    return percent if share in (0, 1) else min(max(percent, 1), 99)
