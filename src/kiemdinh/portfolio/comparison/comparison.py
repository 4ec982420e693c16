"""What :func:`kiemdinh.compare` returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, TypeAlias, get_args

from kiemdinh.data.office import OFFICE_TABLES
from kiemdinh.portfolio.comparison.counts import find_members, tell_counts
from kiemdinh.portfolio.comparison.figures import read_figures, spread_figures, tell_spreads
from kiemdinh.portfolio.comparison.needs import NEEDS, PlaceNeeds, count_needs, read_needs
from kiemdinh.portfolio.comparison.year_split import split_years
from kiemdinh.portfolio.office_results import LazyTables, OfficeResult, list_rows

if TYPE_CHECKING:
    from kiemdinh.data.office import OfficeKind
    from kiemdinh.narration.layout import Page
    from kiemdinh.portfolio.comparison.counts import Members, PlaceCount, YearStates
    from kiemdinh.portfolio.comparison.schools import ComparedSchools, GroupKey
    from kiemdinh.portfolio.frames import Columns

__all__ = ["AUDIENCES", "Audience", "Comparison", "name_group"]

Audience: TypeAlias = Literal["office", "public"]
AUDIENCES: Final[tuple[Audience, ...]] = get_args(Audience)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Comparison(OfficeResult):
    """How many schools of each group meet each criterion, in each year.

    See the example of :func:`kiemdinh.compare`.

    Attributes
    ----------
    at
        What is compared: a layer of the framework, ``requirement`` or ``outcome``.
    by
        The columns that make groups.
    audience
        Whom it is for: ``office`` or ``public``.
    min_group
        Groups of fewer schools are hidden; None where none is.
    counts
        The counts, year by year: of all schools first, then of each group.
    """

    kind: ClassVar[OfficeKind] = "compare"
    at: str
    by: tuple[str, ...]
    audience: Audience
    min_group: int | None
    counts: tuple[PlaceCount, ...]
    _years: tuple[ComparedSchools, ...]
    _states: tuple[YearStates, ...]

    @cached_property
    def tables(self) -> Mapping[str, Columns]:
        """The columns of ``rows``, ``groups``, ``split`` and ``figures``, each worked out when it is asked for.

        What schools need stands in ``rows``: it costs what the blockers and margins of the batches cost.
        """
        return LazyTables({"rows": self._rows, "groups": self._groups, "split": self._split, "figures": self._spread})

    @property
    def split(self) -> Any:
        """Why counts differ between two years: ``membership``, ``rule`` and ``schools_changed`` sum to ``change``.

        A frame with a row for each group, node and level, and each two years that follow one another in one framework.
        It has none for the public. Where the rules changed, it costs two assessments of the schools of both years.
        """
        return self.frame("split")

    @property
    def figures(self) -> Any:
        """How the figures of schools are spread: a frame with a row for each year, figure and group.

        ``known`` and ``unknown`` are how many schools have the figure and how many do not; ``lowest``, ``quarter``,
        ``median``, ``three_quarters`` and ``highest`` are figures of schools that have it. No school is named. It has
        no row for the public, since the lowest and the highest are figures of single schools.
        """
        return self.frame("figures")

    def _rows(self) -> Columns:
        columns = {**self._count_columns, **self._need_columns()}
        return {name: columns[name] for name in OFFICE_TABLES["compare"]["rows"]}

    def _split(self) -> Columns:
        found = list(split_years(self._states, self._members, self.at))
        return {
            "group": [name_group(one.group) for one in found],
            "node": [one.place.node for one in found],
            "level": [one.place.level for one in found],
            "from_year": [one.before for one in found],
            "year": [one.after for one in found],
            **{name: [getattr(one, name) for one in found] for name in ("framework", "change", "membership", "rule")},
            "schools_changed": [one.schools for one in found],
        }

    def _spread(self) -> Columns:
        found = [
            one
            for states in self._states
            for one in spread_figures(read_figures(states.parts), states, self._members[states.year])
        ]
        columns = {"group": [name_group(one.group) for one in found], **tell_spreads(found)}
        return {name: columns[name] for name in OFFICE_TABLES["compare"]["figures"]}

    @cached_property
    def _members(self) -> Mapping[str, Members]:
        """The schools of each group, by year."""
        return {year.year: find_members(year.groups, self.by) for year in self._years}

    def count_rows(self) -> list[dict[str, Any]]:
        """Return the rows of the main table without what schools need, each with its cells by column."""
        return list_rows(self._count_columns)

    @cached_property
    def _count_columns(self) -> Columns:
        return {"group": [name_group(one.group) for one in self.counts], **tell_counts(self.counts)}

    def _need_columns(self) -> Columns:
        found = {
            (states.year, states.framework.id, place, group): count_needs(
                place, [needs[school] for school in schools if school in needs], states.framework
            )
            for states in self._states
            for needs in ({one: own for part in states.parts for one, own in read_needs(part.batch).items()},)
            for place in states.places
            for group, schools in self._members[states.year].items()
        }
        # A comparison for the public does not keep where single schools stand, and says nothing of what they need.
        needs = [found.get((one.year, one.framework, one.place, one.group), PlaceNeeds()) for one in self.counts]
        return {name: [getattr(one, name) for one in needs] for name in NEEDS}

    def _groups(self) -> Columns:
        found = [
            (key, year.year, schools) for year in self._years for key, schools in Counter(year.groups.values()).items()
        ]
        return {
            "group": [name_group(key) for key, _, _ in found],
            "year": [year for _, year, _ in found],
            "schools": [schools for _, _, schools in found],
            **{name: [key[i] for key, _, _ in found] for i, name in enumerate(self.by)},
        }

    def own_data(self) -> Mapping[str, Any]:
        """Return what was asked."""
        return {"at": self.at, "by": self.by, "audience": self.audience, "min_group": self.min_group}

    def page(self, lang: str | None = None) -> Page:
        """Return it as a page: for each year and group how many schools meet each criterion."""
        from kiemdinh.narration.office import comparison_page  # noqa: PLC0415 - only when text is asked for

        return comparison_page(self, lang)

    def draw(self, lang: str | None = None) -> str:
        """Return a heat map: a cell for each criterion and group, with its share in words and as a pattern."""
        from kiemdinh.narration.drawings.office import draw_heat_map  # noqa: PLC0415 - only when a picture is asked for

        return draw_heat_map(self, lang)


def name_group(group: GroupKey | None) -> str | None:
    """Return the name of a group: what its schools have in each column; None for all schools.

    >>> name_group(("19363", None)), name_group(None)
    ('19363 / ?', None)
    """
    return None if group is None else " / ".join(value or "?" for value in group)
