"""The days on which rows are assessed, and the names that differ in the rules of each day."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from kiemdinh.assessment.school_facts import read_clocks
from kiemdinh.portfolio.coded import CodedColumn, Codes, code_cells, group_rows, take_codes, translate_codes
from kiemdinh.standards.lowering import Setting
from kiemdinh.standards.names import ValueKind, read_value_name

if TYPE_CHECKING:
    from kiemdinh.rules import Interval
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["DayGroups", "RowDays"]


@dataclass(slots=True)
class DayGroups:
    """Tells days apart on which rows cannot be assessed by the same compiled rules.

    Attributes
    ----------
    framework
        The framework.
    """

    framework: Framework
    _reads_years: dict[tuple[str, ...] | None, bool] = field(default_factory=dict)

    def key_of(self, stages: tuple[str, ...] | None, day: dt.date | None) -> object:
        """Return a key that two days share where one compilation serves both, for schools of some stages.

        That is so for two days of one school year, and for days of two school years with the same position: both after
        the end of the year before, or both before it.
        """
        if day is None:
            return None
        if stages not in self._reads_years:
            self._reads_years[stages] = self.framework.rules(stages, day).reads_years
        return Setting.on(self.framework.definition, stages, day).window if self._reads_years[stages] else stages


@dataclass
class RowDays:
    """The days on which some rows are assessed that the same compiled rules serve.

    The rules are those of one of the days. On another day they read the figures of other school years, and count dates
    back from that day; all else is the same (4.5).

    Attributes
    ----------
    framework
        The framework.
    rules
        The rules of one of the days.
    days
        The day of each row.
    """

    framework: Framework
    rules: FrameworkRules
    days: CodedColumn[dt.date]

    @classmethod
    def of(
        cls, framework: Framework, rules: FrameworkRules, days: CodedColumn[dt.date | None], rows: Sequence[int]
    ) -> RowDays:
        """Return the days of some rows of a table, all of which have one."""
        codes = take_codes(days.codes, rows)
        groups = group_rows([(codes, len(days.contents))], len(rows))
        found = [day for day in (days.contents[codes[row]] for row in groups.rows) if day is not None]
        return cls(framework, rules, CodedColumn(found, groups.codes))

    # -- school years ------------------------------------------------------------------------------------

    @cached_property
    def _settings(self) -> CodedColumn[Setting]:
        """The setting of each row; one for all where no rule reads a school year."""
        stages, definition = self.rules.setting.stages, self.framework.definition
        if not self.rules.reads_years:
            return CodedColumn([self.rules.setting], array("B", bytes(len(self.days))))
        settings = code_cells(Setting.on(definition, stages, day) for day in self.days.contents)
        return CodedColumn(settings.contents, translate_codes(self.days.codes, settings.codes))

    @property
    def years(self) -> Codes:
        """For each row the number of its school years: of the name by which :meth:`names_of` has its values."""
        return self._settings.codes

    def names_of(self, value: str) -> tuple[str, ...]:
        """Return the names of a value of the rules, for each number of school years; one where all are the same."""
        name = read_value_name(value)
        declared = None if name.kind is ValueKind.CLOCK else self.framework.inputs.get(name.name)
        if name.year is None or declared is None or "year" not in declared.each:
            return (value,)
        year, own = name.year, self.rules.setting
        shifted = (own.shift_year(year, setting) for setting in self._settings.contents)
        # A school year is the last of the places.
        return tuple(str(name._replace(at=(*name.at[:-1], year))) for year in shifted)

    # -- dates counted back ------------------------------------------------------------------------------

    @property
    def clocks(self) -> frozenset[str]:
        """The dates that the rules count back, by their names."""
        return frozenset(name for clocks in self._clocks[:1] for name in clocks)

    @cached_property
    def _clocks(self) -> list[Mapping[str, Interval]]:
        return [read_clocks(self.rules, day) for day in self.days.contents]

    def read_clocks(self) -> Iterator[tuple[str, list[Interval]]]:
        """Yield the name of each date that is counted back, and what it is on each of the days."""
        for name in sorted(self.clocks):
            yield name, [clocks[name] for clocks in self._clocks]
