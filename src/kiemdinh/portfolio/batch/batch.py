"""The result of assessing all schools of a table: tables of levels and of what stands behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from os import PathLike
from typing import TYPE_CHECKING, Any, Final, Literal, Self, TypeAlias, get_args

from kiemdinh.api.assess import assess
from kiemdinh.diagnostics.arguments import check_choice, check_path, check_text
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.diagnostics.wording import near_words
from kiemdinh.portfolio.batch.details import (
    CRITERIA,
    REQUIREMENTS,
    list_blockers,
    list_margins,
)
from kiemdinh.portfolio.batch.files import write_csv, write_parquet, write_workbook
from kiemdinh.portfolio.batch.legend import build_legend
from kiemdinh.portfolio.batch.node_columns import collect_nodes
from kiemdinh.portfolio.batch.schema import TABLES, TableName, columns_of_rejected
from kiemdinh.portfolio.batch.standing import RowStanding, StandingNames
from kiemdinh.portfolio.coded import CodedColumn, code_counts, group_rows, rows_of_codes, translate_codes
from kiemdinh.version import __version__

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.portfolio.batch.frames import Columns, FrameMaker
    from kiemdinh.portfolio.sheets import RejectedCell
    from kiemdinh.portfolio.tables import SchoolTable
    from kiemdinh.standards.loading import Framework

__all__ = ["DETAILS", "Batch", "Detail"]

Detail: TypeAlias = Literal["level", "criterion", "requirement"]
DETAILS: Final = get_args(Detail)
_MOST_NEAR: Final = 5
"""Ids that are named where none is there."""
_YearLevel: TypeAlias = tuple[str | None, str | None]
_COLUMNS: Final[Mapping[TableName, str]] = {
    "summary": "summary_columns",
    "levels": "level_columns",
    "criteria": "criteria_columns",
    "requirements": "requirement_columns",
    "blockers": "blocker_columns",
    "margins": "margin_columns",
    "rejected": "rejected_columns",
}
"""The attribute that has the columns of each table."""
_FINEST: Final[Mapping[Detail, TableName]] = {"level": "levels", "criterion": "criteria", "requirement": "requirements"}


@dataclass(frozen=True, eq=False, repr=False)
class Batch:
    """Where all schools of a table stand.

    Each table of results is a frame of the kind that was handed over. What is not asked for is not worked out.

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
    def warnings(self) -> Sequence[Diagnostic]:
        """What the reader of the table could live with."""
        return self.table.warnings

    @property
    def framework_digest(self) -> str:
        """The digest of the framework (7.1)."""
        return self.framework.digest

    @property
    def engine(self) -> str:
        """The version of kiemdinh that made the batch."""
        return __version__

    @cached_property
    def _names(self) -> StandingNames:
        return StandingNames.of(self.framework)

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
    def levels(self) -> Any:
        """Where each school stands: ``school, year, level, attainable, determined``, and ``award.ID`` for each award.

        ``level`` is the guaranteed level of the main outcome, ``attainable`` the one that is reached if all that is
        unknown turns out well. ``award.ID`` is the highest grade whose conditions certainly hold.
        """
        return self._make_frame("levels", self.level_columns)

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

    @cached_property
    def criteria(self) -> Any:
        """Each criterion of each school: ``school, year, stage, id, level, attainable, determined, state, reason``.

        Costs some microseconds for each plain row, and an assessment for each other one.
        """
        return self._make_frame("criteria", self.criteria_columns)

    @cached_property
    def criteria_columns(self) -> Columns:
        """The columns of ``criteria``."""
        return collect_nodes(self.table, self.rows, CRITERIA, self._assess)

    @cached_property
    def requirements(self) -> Any:
        """Each requirement of each school: ``school, year, stage, id, state, reason, side``; costs as ``criteria``."""
        return self._make_frame("requirements", self.requirement_columns)

    @cached_property
    def requirement_columns(self) -> Columns:
        """The columns of ``requirements``."""
        return collect_nodes(self.table, self.rows, REQUIREMENTS, self._assess)

    @cached_property
    def blockers(self) -> Any:
        """The cheapest way to the next level: ``school, year, target, changes, proved, necessary``.

        ``changes`` are the ids of what has to change, ``necessary`` those that every way to the level has. What a
        criterion needs is found once for all schools with the same cells. So it costs some tenths of a millisecond for
        a plain row, and some milliseconds for any other.
        """
        return self._make_frame("blockers", self.blocker_columns)

    @cached_property
    def blocker_columns(self) -> Columns:
        """The columns of ``blockers``."""
        return list_blockers(self.table, self.rows, self.level_columns, self.budget)

    @cached_property
    def margins(self) -> Any:
        """How far each level is from lost: ``school, year, level, size, proved, losses``; costs as ``blockers``."""
        return self._make_frame("margins", self.margin_columns)

    @cached_property
    def margin_columns(self) -> Columns:
        """The columns of ``margins``."""
        return list_margins(self.table, self.rows, self.level_columns, self.budget)

    @cached_property
    def rejected(self) -> Any:
        """Every cell that cannot be read: ``file, sheet, row, column, cell, value, code, expected, hint``."""
        return self._make_frame("rejected", self.rejected_columns)

    @property
    def rejected_columns(self) -> Columns:
        """The columns of ``rejected``."""
        return columns_of_rejected(self.set_aside)

    @cached_property
    def summary(self) -> Any:
        """How many schools are at each level: ``year, level, schools, determined, rejected, general_path``.

        The rows that were rejected and those that went the general way stand in the first row of the table;
        it is there for them alone where no school could be assessed.
        """
        return self._make_frame("summary", self.summary_columns)

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

    @property
    def level_refs(self) -> Sequence[LevelRef]:
        """The levels of the main outcome, lowest first; of a decision list its labels."""
        return self._names.levels

    # -- files -------------------------------------------------------------------------------------------

    def to_csv(self, path: str | PathLike[str], table: TableName | None = None) -> None:
        """Write one table as text with commas, in UTF-8; None takes the finest of its detail.

        Raises
        ------
        InputError
            There is no such table.
        OSError
            The file cannot be written. One that was there before is left as it was.
        """
        write_csv(check_path("path", path), self._columns_of(self._choose(table)))

    def to_parquet(self, path: str | PathLike[str], table: TableName | None = None) -> None:
        """Write one table as a Parquet file; as :meth:`to_csv`. It needs pyarrow or polars."""
        chosen = self._choose(table)
        write_parquet(check_path("path", path), chosen, self._columns_of(chosen))

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
        write_workbook(check_path("path", path), tables, build_legend(tables, self.framework, self.level_refs, speech))

    def _choose(self, table: TableName | None) -> TableName:
        if table is not None:
            check_choice("table", table, TABLES)
        return table or _FINEST[self.detail]

    def _columns_of(self, table: TableName) -> Columns:
        columns: Columns = getattr(self, _COLUMNS[table])
        return columns

    # -- one school --------------------------------------------------------------------------------------

    def school(self, school_id: str, year: str | None = None) -> Assessment:
        """Return the full result of one school, equal to that of :func:`kiemdinh.assess` of its row.

        Parameters
        ----------
        school_id
            The id as the table has it.
        year
            The school year, where the school has several.

        Raises
        ------
        InputError
            There is no such school, or it has several rows.
        """
        found = self._find_rows(check_text("school_id", school_id))
        chosen = [row for row in found if year in (None, self.table.rows.years[row])]
        if not chosen:
            raise InputError([self._explain_absent(school_id, year, found)])
        if len(chosen) > 1:
            years = Message.join([self.table.rows.years[row] or "" for row in chosen])
            message = Message(
                "the school '{id}' has several rows; name one by its year: {years}", id=school_id, years=years
            )
            raise InputError([Diagnostic("KD334", "error", message)])
        return self._assess(chosen[0])

    def _find_rows(self, school_id: str) -> Sequence[int]:
        """Return the rows of a school that could be assessed. The cost is one pass over the ids."""
        schools = self.table.rows.schools
        codes = {code for code, id_ in enumerate(schools.contents) if id_ == school_id}
        rows = rows_of_codes(schools.codes, codes, len(schools.contents)) if codes else ()
        return [row for row in rows if self._kept[row]]

    def _explain_absent(self, school_id: str, year: str | None, rows: Sequence[int]) -> Diagnostic:
        """Return why there is no row to show: the school has other years, or could not be assessed, or is not there."""
        if rows:
            years = Message.join([self.table.rows.years[row] or "" for row in rows])
            message = Message(
                "the school '{id}' has no row of {year}; it has {years}", id=school_id, year=year, years=years
            )
            return Diagnostic("KD334", "error", message)
        message = Message("the table has no school '{id}' that could be assessed", id=school_id)
        known = [id_ for id_ in self.table.rows.schools.contents if id_ is not None]
        near = near_words(school_id, known)[:_MOST_NEAR] or _list_alike(school_id, known)
        hint = Message("did you mean {names}?", names=Message.join([f"'{one}'" for one in near])) if near else None
        return Diagnostic("KD334", "error", message, hint=hint)

    def _assess(self, row: int) -> Assessment:
        return assess(self.framework, self.table.dossier_of(row), on=self.table.rows.days[row], budget=self.budget)


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
