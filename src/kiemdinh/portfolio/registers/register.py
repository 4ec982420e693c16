"""A register as a value: entries of schools, chosen by place and day, as a frame, and with a digest."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import chain
from typing import Any, Final

from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import read_date_argument
from kiemdinh.portfolio.frames import FrameMaker, frame_maker
from kiemdinh.portfolio.registers.cells import PLACES
from kiemdinh.portfolio.registers.entry import RegisteredAward, RegisterEntry
from kiemdinh.portfolio.sheets import RejectedCell
from kiemdinh.portfolio.tables import read_cell_text

__all__ = ["Register"]

_COLUMNS: Final = (
    "id", "name", "stages", "commune", "district", "province", "public", "from", "until", "succeeds", "award",
    "grade", "signed", "ends", "state",
)  # fmt: skip
_NO_AWARD: Final = RegisteredAward("")


@dataclass(frozen=True, eq=False, repr=False)
class Register:
    """Which schools there are, where and when, as :func:`kiemdinh.read_register` returns it.

    Two registers with the same entries are equal, whatever the order of their rows.

    Attributes
    ----------
    entries
        What each row says, in the order of the table. A school that moved has several, on days that do not overlap.
    inputs
        The headings of the columns that are not those of every register.
    complete
        Whether the caller says that no school is missing.
    rejected
        The cells for which rows were set aside.
    gaps
        The places in which schools may be missing because rows were set aside: the commune, the district and the
        province of each such row.
    warnings
        Problems for which no row was set aside.
    """

    entries: tuple[RegisterEntry, ...]
    inputs: tuple[str, ...] = ()
    complete: bool = False
    rejected: tuple[RejectedCell, ...] = ()
    gaps: frozenset[tuple[str | None, ...]] = frozenset()
    warnings: tuple[Diagnostic, ...] = ()
    _make_frame: FrameMaker | None = None

    def __repr__(self) -> str:
        """Return its counts: ``Register(schools=2, rows=2, rejected=1)``."""
        aside = len({cell.row_aside for cell in self.rejected})
        return f"Register(schools={len(self.ids)}, rows={len(self)}, rejected={aside})"

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[RegisterEntry]:
        return iter(self.entries)

    def __eq__(self, other: object) -> bool:
        return self.digest == other.digest if isinstance(other, Register) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the schools, each once, in the order of the table."""
        return tuple(dict.fromkeys(entry.id for entry in self.entries))

    def of(
        self,
        *,
        commune: str | int | None = None,
        district: str | int | None = None,
        province: str | int | None = None,
        on: dt.date | str | None = None,
    ) -> Register:
        """Return the part of the register in a place, on a day, or both; each part keeps all of ``rejected``.

        Parameters
        ----------
        commune, district, province
            The id of the place, exactly as the register has it: ``01234`` is not ``1234``.
        on
            The day on which an entry holds, its first and its last day included; None takes all days.

        Raises
        ------
        InputError
            An id is no text and no whole number, or *on* is no date.

        Examples
        --------
        >>> from kiemdinh.portfolio import read_register
        >>> rows = [{"id": "A", "commune": "19363"}, {"id": "B", "commune": "19364", "until": "2023-08-31"}]
        >>> read_register(rows).of(commune="19363").ids
        ('A',)
        """
        places = {"commune": commune, "district": district, "province": province}
        wanted = {name: _read_place(name, place) for name, place in places.items() if place is not None}
        day = read_date_argument(on, "on")
        if not wanted and day is None:
            return self
        place, *others = wanted.items() or [("", "")]
        kept = self._entries_by_place.get(place, ()) if wanted else self.entries
        return replace(
            self,
            gaps=frozenset(gap for gap in self.gaps if _may_lie_in(gap, wanted)),
            entries=tuple(
                one
                for one in kept
                if all(getattr(one, name) == other for name, other in others) and (day is None or one.belongs_on(day))
            ),
        )

    @cached_property
    def _entries_by_place(self) -> Mapping[tuple[str, str], Sequence[RegisterEntry]]:
        """The entries of each place, by its kind and id; built once, so that many communes are found quickly."""
        found: dict[tuple[str, str], list[RegisterEntry]] = defaultdict(list)
        for one in self.entries:
            for kind in PLACES:
                found[kind, getattr(one, kind)].append(one)
        return found

    @cached_property
    def digest(self) -> str:
        """``sha256:…`` of what the entries say, whatever the order and the layout of the table."""
        lines = sorted(_write_entry(entry) for entry in self.entries)
        head = "complete" if self.complete else ""
        return "sha256:" + hashlib.sha256("\n".join([head, *lines]).encode()).hexdigest()

    def frame(self) -> Any:
        """Return the register as a frame of the kind that was read: a row for each entry and award, days as texts.

        Its columns are those that :func:`kiemdinh.read_register` knows, and the inputs; each cell is a text. When it is
        read again, it gives the same register.
        """
        rows = [
            _list_cells(entry, award, self.inputs) for entry in self.entries for award in entry.awards or (_NO_AWARD,)
        ]
        names = (*_COLUMNS, *self.inputs)
        columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
        make = self._make_frame or frame_maker([])
        return make(dict.fromkeys(names, "text"), columns)


def _may_lie_in(gap: tuple[str | None, ...], wanted: Mapping[str, str]) -> bool:
    """Whether a school whose places are *gap* may lie in the places *wanted*; None is a place that is not known."""
    return all(place is None or wanted.get(kind, place) == place for kind, place in zip(PLACES, gap, strict=True))


def _read_place(name: str, place: object) -> str:
    if isinstance(place, bool) or not isinstance(place, str | int):
        refuse_argument(name, place, Message("the id of a place"))
    return read_cell_text(place)


def _write_entry(entry: RegisterEntry) -> str:
    """Return an entry as one line of JSON; its place in the table and its empty fields are left out."""
    content = {one.name: getattr(entry, one.name) for one in fields(entry) if one.compare}
    given = {name: value for name, value in content.items() if value not in (None, (), {})}
    given["awards"] = sorted([_write_award(award) for award in entry.awards])
    return json.dumps(given, sort_keys=True, ensure_ascii=False, default=str)


def _write_award(award: RegisteredAward) -> list[str]:
    return ["" if value is None else str(value) for value in (getattr(award, one.name) for one in fields(award))]


def _list_cells(entry: RegisterEntry, award: RegisteredAward, inputs: Sequence[str]) -> list[str | None]:
    about = (
        entry.id, entry.name, ", ".join(entry.stages), entry.commune, entry.district, entry.province, entry.public,
        entry.first_day, entry.last_day, ", ".join(entry.succeeds), award.award, award.grade, award.signed, award.ends,
        award.state,
    )  # fmt: skip
    return [_write_cell(value) for value in chain(about, (entry.inputs.get(name) for name in inputs))]


def _write_cell(value: object) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None or value == "" else str(value)
