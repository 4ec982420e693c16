"""The result of assessing all schools of a table: tables of levels, and of the criteria and changes behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import compress
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, Self, TypeAlias, get_args

from kiemdinh.diagnostics.arguments import check_choice, check_path
from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.diagnostics.wording import near_words
from kiemdinh.portfolio.batch.details import (
    CRITERIA,
    REQUIREMENTS,
    list_blockers,
    list_margins,
)
from kiemdinh.portfolio.batch.files import write_csv, write_parquet, write_workbook
from kiemdinh.portfolio.batch.general_rows import assess_row
from kiemdinh.portfolio.batch.node_columns import collect_nodes
from kiemdinh.portfolio.batch.results import SchoolResults, build_legend
from kiemdinh.portfolio.batch.standing import RowStanding, StandingNames
from kiemdinh.portfolio.coded import CodedColumn, code_counts, group_rows, pack_codes, rows_of_codes, translate_codes
from kiemdinh.portfolio.frames import TABLES, TableName, columns_of_rejected
from kiemdinh.portfolio.populations import list_origins

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.portfolio.frames import Columns, FrameMaker
    from kiemdinh.portfolio.sheets import RejectedCell
    from kiemdinh.portfolio.tables import SchoolTable
    from kiemdinh.standards.loading import Framework

__all__ = ["DETAILS", "Batch", "Detail"]

Detail: TypeAlias = Literal["level", "criterion", "requirement"]
DETAILS: Final = get_args(Detail)
_MOST_NEAR: Final = 5
"""Ids that are named where none is there."""
_YearLevel: TypeAlias = tuple[str | None, str | None]
_FINEST: Final[Mapping[Detail, TableName]] = {"level": "levels", "criterion": "criteria", "requirement": "requirements"}


@dataclass(frozen=True, eq=False, repr=False)
class Batch(SchoolResults[int]):
    """Where all schools of a table stand.

    Each table of results is a frame of the same kind as the given table. A table is worked out only when it is asked
    for.

    See the example of :func:`kiemdinh.assess_many`.

    Attributes
    ----------
    table
        The table as it was read.
    set_aside
        Every cell for which a row was set aside.
    general
        How many rows went the general way, one school at a time.
    detail
        Which tables are worked out at once, and written to files.
    budget
        The steps that each search for an explanation may take; None takes the default.
    """

    table: SchoolTable
    _standings: CodedColumn[RowStanding | None]
    set_aside: Sequence[RejectedCell]
    general: int
    detail: Detail
    _make_frame: FrameMaker
    budget: int | None = None
    _frames: dict[TableName, Any] = field(default_factory=dict)
    tables_offered: ClassVar[Sequence[TableName]] = tuple(TABLES)

    def __repr__(self) -> str:
        """Return what it is of: ``Batch('vn.tt57-2026.pho-thong', rows=2, rejected=1)``."""
        return f"Batch({self.framework.id!r}, rows={len(self.rows)}, rejected={len(self.rejected_rows)})"

    @cached_property
    def rows(self) -> list[int]:
        """The rows that could be assessed, counted from 0 among those that were read."""
        return list(compress(range(len(self.table)), self._kept))

    @cached_property
    def rejected_rows(self) -> frozenset[tuple[str | None, str | None, int]]:
        """The rows that were set aside, each by its file, its sheet and its number."""
        return frozenset(cell.row_aside for cell in self.set_aside)

    @cached_property
    def _kept(self) -> bytes:
        """For each row of the table 1 where it could be assessed, else 0."""
        is_found = [int(standing is not None) for standing in self._standings.contents]
        return translate_codes(self._standings.codes, is_found).tobytes()

    @property
    def framework(self) -> Framework:
        """The framework that all schools were assessed under."""
        return self.table.framework

    @property
    def make_frame(self) -> FrameMaker:
        """The function that makes frames of the kind of the table."""
        return self._make_frame

    def select(self, rows: Iterable[int]) -> Batch:
        """Return a batch of some of its rows, counted as those of :attr:`rows`; itself where these are all."""
        kept = {*rows}
        if kept.issuperset(self.rows):
            return self
        contents = [*self._standings.contents, None]
        codes = (code if row in kept else len(contents) - 1 for row, code in enumerate(self._standings.codes))
        return replace(self, _standings=CodedColumn(contents, pack_codes(codes, len(contents))), _frames={})

    @property
    def warnings(self) -> Sequence[Diagnostic]:
        """Problems that the reader of the table found and that set no row aside."""
        return self.table.warnings

    def complete(self) -> Self:
        """Work out the tables of its detail now, and return it."""
        self.tables()
        return self

    def tables(self) -> dict[str, Columns]:
        """Return the columns of the tables of its detail, by name, with what was rejected and the summary."""
        found = {"summary": self.summary_columns, "levels": self.level_columns}
        if self.detail != "level":
            found["criteria"] = self.criteria_columns
        if self.detail == "requirement":
            found["requirements"] = self.requirement_columns
        return {**found, "rejected": self.rejected_columns}

    # -- tables ------------------------------------------------------------------------------------------

    @cached_property
    def level_columns(self) -> Columns:
        """The columns of ``levels``."""
        # Many schools stand alike: each way to stand is named once.
        codes = self._standings.select(self._kept).codes
        named = [_name_standing(self._names, standing) for standing in self._standings.contents]
        columns: dict[str, Sequence[Any]] = {
            "school": self.table.rows.schools.select(self._kept),
            "year": self.table.rows.years.select(self._kept),
            "level": CodedColumn([one.level for one in named], codes),
            "attainable": CodedColumn([one.attainable for one in named], codes),
            "determined": CodedColumn([one.determined for one in named], codes),
        }
        for award in self.framework.awards:
            columns[f"award.{award.id}"] = CodedColumn([one.grades.get(award.id) for one in named], codes)
        return columns

    @property
    def criteria(self) -> Any:
        """Each criterion of each school: ``school, year, stage, id, level, attainable, determined, state, reason``.

        Costs some microseconds for each plain row, and an assessment for each other one.
        """
        return self._frame_of("criteria")

    @cached_property
    def criteria_columns(self) -> Columns:
        """The columns of ``criteria``."""
        return collect_nodes(self.table, self.rows, CRITERIA, self._assess)

    @property
    def requirements(self) -> Any:
        """Each requirement of each school: ``school, year, stage, id, state, reason, side``; costs as ``criteria``."""
        return self._frame_of("requirements")

    @cached_property
    def requirement_columns(self) -> Columns:
        """The columns of ``requirements``."""
        return collect_nodes(self.table, self.rows, REQUIREMENTS, self._assess)

    @property
    def blockers(self) -> Any:
        """The cheapest way to the next level: ``school, year, target, changes, proved, necessary``.

        ``changes`` are the ids of what has to change, ``necessary`` those that every way to the level has. What a
        criterion needs is found once for all schools with the same cells. So it costs some tenths of a millisecond for
        a plain row, and some milliseconds for any other.
        """
        return self._frame_of("blockers")

    @cached_property
    def blocker_columns(self) -> Columns:
        """The columns of ``blockers``."""
        return list_blockers(self.table, self.rows, self.level_columns, self.budget)

    @property
    def margins(self) -> Any:
        """How far each level is from lost: ``school, year, level, size, proved, losses``; costs as ``blockers``."""
        return self._frame_of("margins")

    @cached_property
    def margin_columns(self) -> Columns:
        """The columns of ``margins``."""
        return list_margins(self.table, self.rows, self.level_columns, self.budget)

    @property
    def rejected_columns(self) -> Columns:
        """The columns of ``rejected``."""
        return columns_of_rejected(self.set_aside)

    @cached_property
    def summary_columns(self) -> Columns:
        """The columns of ``summary``."""
        counts, known = self._count_levels()
        order: dict[str | None, int] = {ref.id: i for i, ref in enumerate(self._names.levels)}
        keys = sorted(counts, key=lambda key: (key[0] or "", order.get(key[1], -1)))
        rejected = len(self.rejected_rows)
        if rejected and not keys:
            keys = [(None, None)]
        return {
            "year": [year for year, _ in keys],
            "level": [level for _, level in keys],
            "schools": [counts[key] for key in keys],
            "determined": [known[key] for key in keys],
            "rejected": [rejected if i == 0 else 0 for i in range(len(keys))],
            "general_path": [self.general if i == 0 else 0 for i in range(len(keys))],
        }

    def _count_levels(self) -> tuple[Counter[_YearLevel], Counter[_YearLevel]]:
        """Return how many rows there are of each year and level, and how many of these are determined."""
        years, standings = self.level_columns["year"], self._standings.select(self._kept)
        levels, determined = self.level_columns["level"], self.level_columns["determined"]
        about = [(one.codes, len(one.contents)) for one in (years, standings) if isinstance(one, CodedColumn)]
        groups = group_rows(about, len(standings))
        counts, known = Counter[_YearLevel](), Counter[_YearLevel]()
        for row, count in zip(groups.rows, code_counts(groups.codes, len(groups.rows)), strict=True):
            key = (years[row], levels[row])
            counts[key] += count
            known[key] += count if determined[row] else 0
        return counts, known

    # -- files -------------------------------------------------------------------------------------------

    @property
    def _finest(self) -> TableName:
        return _FINEST[self.detail]

    def _write_csv(self, path: Path, table: TableName) -> None:
        write_csv(path, self._columns_of_file(table))

    def _write_parquet(self, path: Path, table: TableName) -> None:
        write_parquet(path, table, self._columns_of_file(table))

    def _columns_of_file(self, table: TableName) -> Columns:
        """Return the columns of a table in a file: levels stand there with what they were worked out by."""
        columns = self._columns_of(table)
        if table != "levels":
            return columns
        return {**columns, **list_origins(self.framework, [self.table.rows.days[row] for row in self.rows])}

    def to_xlsx(self, path: str | PathLike[str], table: TableName | None = None, *, lang: str | None = None) -> None:
        """Write tables as a workbook: a sheet each, and one that says what each column is.

        Parameters
        ----------
        path
            The file. One that is there is replaced when the new one is whole.
        table
            The one table that is written; None takes all of its detail.
        lang
            The language of the explanations, ``vi`` or ``en``; None takes that of the framework.

        Raises
        ------
        InputError
            openpyxl is not installed (KD717), or there is no such language.
        OSError
            The file cannot be written.
        """
        speech = self.framework.language if lang is None else check_choice("lang", lang, LANGUAGES)
        tables: Mapping[str, Columns] = (
            self.tables() if table is None else {table: self._columns_of(self._choose(table))}
        )
        if "levels" in tables:
            tables = {**tables, "levels": self._columns_of_file("levels")}
        write_workbook(check_path("path", path), tables, build_legend(tables, self.framework, self.level_refs, speech))

    def _frame_of(self, table: TableName) -> Any:
        if table not in self._frames:
            self._frames[table] = super()._frame_of(table)
        return self._frames[table]

    # -- one school --------------------------------------------------------------------------------------

    def _find_places(self, school_id: str, year: str | None) -> Sequence[int]:
        return [row for row in self._find_rows(school_id) if year in (None, self.table.rows.years[row])]

    def _explain_several(self, school_id: str, places: Sequence[int]) -> Diagnostic:
        years = Message.join([self.table.rows.years[row] or "" for row in places])
        message = Message(
            "the school '{id}' has several rows; name one by its year: {years}", id=school_id, years=years
        )
        return Diagnostic("KD334", "error", message)

    def _find_rows(self, school_id: str) -> Sequence[int]:
        """Return the rows of a school that could be assessed. The cost is one pass over the ids."""
        schools = self.table.rows.schools
        codes = {code for code, id_ in enumerate(schools.contents) if id_ == school_id}
        rows = rows_of_codes(schools.codes, codes, len(schools.contents)) if codes else ()
        return [row for row in rows if self._kept[row]]

    def _explain_absent(self, school_id: str, year: str | None) -> Diagnostic:
        """Return why there is no row to show: the school has other years, or could not be assessed, or is not there."""
        rows = self._find_rows(school_id)
        if rows:
            years = Message.join([self.table.rows.years[row] or "" for row in rows])
            message = Message(
                "the school '{id}' has no row of {year}; it has {years}", id=school_id, year=year, years=years
            )
            return Diagnostic("KD334", "error", message)
        known = [id_ for id_ in self.table.rows.schools.contents if id_ is not None]
        near = near_words(school_id, known)[:_MOST_NEAR] or _list_alike(school_id, known)
        hint = Message("did you mean {names}?", names=Message.join([f"'{one}'" for one in near])) if near else None
        return replace(super()._explain_absent(school_id, year), hint=hint)

    def result_at(self, row: int) -> Assessment:
        """Return the full result of one of its :attr:`rows`, which may stand for a school without an id."""
        return self._assess(row)

    def _assess_at(self, place: int) -> Assessment:
        return self._assess(place)

    def _assess(self, row: int) -> Assessment:
        return assess_row(self.table, row, self.budget)


def _list_alike(school_id: str, known: Sequence[str]) -> list[str]:
    """Return ids that are this one without its leading zeros, or that begin or end with it: a slip of a code."""
    bare = school_id.strip().lstrip("0").casefold()
    return [one for one in known if bare and bare in (one.lstrip("0").casefold(), one.casefold()[-len(bare) :])][
        :_MOST_NEAR
    ]


@dataclass(frozen=True, slots=True)
class _NamedStanding:
    level: str | None
    attainable: str | None
    determined: bool
    grades: Mapping[str, str | None]


_NOWHERE: Final = _NamedStanding(None, None, determined=False, grades={})
"""What stands for a row that could not be assessed, which no table of levels has."""


def _name_standing(names: StandingNames, standing: RowStanding | None) -> _NamedStanding:
    if standing is None:
        return _NOWHERE
    guaranteed, attainable = names.name_levels(standing.outcome)
    return _NamedStanding(
        guaranteed.id if guaranteed else None,
        attainable.id if attainable else None,
        names.is_determined(standing.outcome),
        names.name_grades(standing.awards),
    )
