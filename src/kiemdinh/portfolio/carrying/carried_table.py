"""The result for a whole table: the new table, and what became of every record, each as a frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

from kiemdinh.evidence.dossier import FindingRecord
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.evidence.writing import write_entry, write_verdict
from kiemdinh.portfolio.columns import meaning_of_record
from kiemdinh.portfolio.frames import frame_maker

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Dossier, ValueRecord
    from kiemdinh.evidence.entries import AllowedEntries
    from kiemdinh.portfolio.sheets import RejectedCell
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.carrying import CarriedOver

__all__ = ["CarriedRow", "CarriedTable"]


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """What a carry-over has made of one row.

    See the example of :func:`kiemdinh.carry_over_many`.

    Attributes
    ----------
    school, year
        The school and school year of the row, as the table has them; None where it has none.
    done
        What became of each record; its draft is empty.
    draft
        The new dossier.
    """

    school: str | None
    year: str | None
    done: CarriedOver
    draft: Dossier


@dataclass(frozen=True, slots=True)
class CarriedTable:
    """What :func:`kiemdinh.carry_over_many` has made of a table; each part is a frame of the caller's kind.

    Every frame has the columns ``school`` and ``year``, and those that are named below. Without polars, pandas and
    pyarrow a frame is a list of dictionaries.

    See the example of :func:`kiemdinh.carry_over_many`.

    Attributes
    ----------
    target
        The new framework.
    rows
        What was made of each row.
    rejected
        The cells for which rows were set aside.
    like
        The table that the caller gave, whose kind the frames have. It does not count when two results are compared.
    """

    target: Framework
    rows: tuple[CarriedRow, ...]
    rejected: tuple[RejectedCell, ...]
    like: Any = field(compare=False, repr=False)

    @property
    def dossier(self) -> Any:
        """The new table, which :func:`kiemdinh.assess_many` reads: a row for each school, a column for each record.

        The columns are ``name``, ``stage`` and ``date``, and one for each node and figure that is recorded.
        """
        rows = [dict(_list_cells(row, self.target)) for row in self.rows]
        names = list(dict.fromkeys(name for row in rows for name in row))
        return self._make({name: [row.get(name) for row in rows] for name in names})

    @property
    def carried(self) -> Any:
        """The records that were carried: ``kind``, ``id``, ``stage``, ``sources``, ``origin``."""
        names = ("kind", "id", "stage", "sources", "origin")
        return self._list(names, lambda done: ({name: getattr(one, name) for name in names} for one in done.carried))

    @property
    def raised(self) -> Any:
        """The levels that carried figures and context lift: ``id``, ``before``, ``after``, ``by``."""
        return self._list(
            ("id", "before", "after", "by"),
            lambda done: (
                {"id": one.id, "before": one.before and one.before.id, "after": one.after.id, "by": one.by}
                for one in done.raised
            ),
        )

    @property
    def unmapped(self) -> Any:
        """Old records without a counterpart: ``id``, ``origin``, ``why``."""
        lang = self.target.language
        return self._list(
            ("id", "origin", "why"),
            lambda done: ({"id": one.id, "origin": one.origin, "why": one.why.said(lang)} for one in done.unmapped),
        )

    @property
    def without_source(self) -> Any:
        """The new criteria about which nothing is recorded: ``id``."""
        return self._list(("id",), lambda done: ({"id": node} for node in done.without_source))

    @property
    def several_sources(self) -> Any:
        """The new criteria that were made of several old ones: ``id``, ``sources``."""
        names = ("id", "sources")
        return self._list(
            names, lambda done: ({name: getattr(one, name) for name in names} for one in done.several_sources)
        )

    @property
    def unused(self) -> Any:
        """Old records that were not carried: ``kind``, ``id``, ``reason``, ``date``."""
        names = ("kind", "id", "reason", "date")
        return self._list(names, lambda done: ({name: getattr(one, name) for name in names} for one in done.unused))

    def _list(self, names: Sequence[str], entries: Callable[[CarriedOver], Iterator[Mapping[str, Any]]]) -> Any:
        columns: dict[str, list[Any]] = {name: [] for name in ("school", "year", *names)}
        for row in self.rows:
            for entry in entries(row.done):
                for name, cell in {"school": row.school, "year": row.year, **entry}.items():
                    columns[name].append(_write_cell(cell))
        return self._make(columns)

    def _make(self, columns: Mapping[str, Sequence[Any]]) -> Any:
        # Every column of these tables is of texts, as those of levels are that have no type of their own.
        return frame_maker(self.like)("levels", columns)


def _list_cells(row: CarriedRow, target: Framework) -> Iterator[tuple[str, str | None]]:
    """Yield the cells of a row of the new table, by the headings that a table of schools has."""
    allowed = allowed_entries(target)
    school = row.draft.school
    yield "school", row.school
    yield "year", row.year
    yield "name", school.name
    yield "stage", "; ".join(school.stages or ()) or None
    yield "date", _write_cell(row.draft.date)
    records: Iterator[FindingRecord | ValueRecord] = chain(row.draft.findings, row.draft.values)
    for record in records:
        yield str(meaning_of_record(record, allowed)), _write_said(record, allowed)


def _write_said(record: FindingRecord | ValueRecord, allowed: AllowedEntries) -> str | None:
    """Return what a record says as a cell: a word, a number or a part of a whole."""
    if isinstance(record, FindingRecord):
        return _write_cell(write_verdict(record.verdict, allowed.nodes[record.node]))
    entry = write_entry(record, allowed.inputs[record.name])
    return _write_cell(entry["value"] if "value" in entry else f"{entry['part']}/{entry['of']}")


def _write_cell(cell: Any) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "; ".join(map(str, cell)) if isinstance(cell, tuple | list) else str(cell)
