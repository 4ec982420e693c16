"""A table of synthetic schools: invented records in the form of a table of a province."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.entries import AllowedEntries, allowed_entries
from kiemdinh.parsing.cells import ReadingError
from kiemdinh.portfolio.batch import write_csv, write_workbook
from kiemdinh.portfolio.columns import ColumnMeaning, HeadingReader
from kiemdinh.portfolio.synthetic.figures import FigureMaker
from kiemdinh.portfolio.synthetic.findings import list_findings
from kiemdinh.portfolio.synthetic.goals import find_goals
from kiemdinh.portfolio.synthetic.traits import YearOfSchool, draw_schools
from kiemdinh.standards.catalogue import load

if TYPE_CHECKING:
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.loading import Framework

__all__ = ["MAX_SCHOOLS", "MAX_YEARS", "SyntheticSchools", "make_schools"]

MAX_SCHOOLS: Final = 1_000_000
MAX_YEARS: Final = 20
_LATEST: Final = 2027
_LARGEST_SEED: Final = 2**63 - 1


class _Column(Protocol):
    @property
    def meaning(self) -> ColumnMeaning:
        """What the column stands for."""

    def write_cell(self, row: YearOfSchool) -> str | None:
        """Return the cell of a row; None for nothing."""


@dataclass(frozen=True, slots=True)
class SyntheticSchools:
    """A table of synthetic schools. Each row says so in its name.

    See the example of :func:`kiemdinh.portfolio.make_schools`.

    Attributes
    ----------
    columns
        The cells below each heading; None for an empty cell.
    note
        That the table is synthetic, and what it was made from.
    """

    columns: Mapping[str, Sequence[str | None]]
    note: str

    def __len__(self) -> int:
        """Return how many rows the table has."""
        return len(self.columns["school"])

    def to_csv(self, path: Path | str) -> None:
        """Write it as text with commas, in UTF-8. Raises OSError where it cannot be written."""
        write_csv(Path(path), self.columns)

    def to_xlsx(self, path: Path | str) -> None:
        """Write it as a workbook with a second sheet that says that it is synthetic.

        Raises
        ------
        InputError
            openpyxl is not installed (KD717).
        OSError
            The file cannot be written.
        """
        write_workbook(Path(path), {"synthetic": self.columns}, {"note": [self.note]})


def make_schools(
    framework: AnyFramework, *, schools: int, years: int = 1, seed: int = 0, lang: str | None = None
) -> SyntheticSchools:
    """Make a table of synthetic schools under a framework, of every maturity from the weakest to the best.

    Each school has a maturity, with which all its records are correlated: criteria of one group more than others, and
    the years of one school most. Figures lie near the numbers that rules ask for, parts below their wholes. A fifth of
    the schools leaves some cells empty.

    Parameters
    ----------
    framework
        A bundled id, a ``Path`` of a definition, a mapping, or a loaded framework.
    schools, years
        How many schools there are, and how many school years of each; a row is one school in one year.
    seed
        What everything is drawn from, a number from 0: the same seed makes the same table.
    lang
        The language of the names of the schools, ``vi`` or ``en``; None takes that of the framework.

    Returns
    -------
    SyntheticSchools
        A table that :func:`kiemdinh.assess_many` reads. The cost is linear in its cells, some microseconds for each.

    Raises
    ------
    InputError
        The framework cannot be loaded, or an argument is no whole number in its range.

    Examples
    --------
    >>> table = make_schools("vn.tt57-2026.gdtx", schools=2, lang="en")
    >>> table.columns["name"], table.columns["date"]
    (['synthetic school 1', 'synthetic school 2'], ['2027-06-30', '2027-06-30'])
    """
    _check_number("schools", schools, 1, MAX_SCHOOLS)
    _check_number("years", years, 1, MAX_YEARS)
    _check_number("seed", seed, 0, _LARGEST_SEED)
    found = load(framework)
    spoken = lang or found.language
    days = _choose_days(found, years)
    allowed = allowed_entries(found)
    stages = tuple(allowed.declared_stages.titles)
    drawn = draw_schools(seed, schools, stages)
    rows = [YearOfSchool(school, year) for school in drawn for year in range(years)]
    columns: dict[str, Sequence[str | None]] = {
        "school": [f"SYN-{row.school.number:0{len(str(schools))}}" for row in rows],
        "name": [Message("synthetic school {n}", n=row.school.number).text_in(spoken) for row in rows],
        "year": [f"{days[row.year].year - 1}-{days[row.year].year}" for row in rows],
        "date": [str(days[row.year]) for row in rows],
    }
    if stages:
        columns["stage"] = [", ".join(row.school.stages) for row in rows]
    for heading, column in _list_columns(found, allowed, stages, days[-1]):
        columns[heading] = [None if row.leaves_out(heading) else column.write_cell(row) for row in rows]
    note = Message(
        "synthetic, no row is about a real school; made by kiemdinh for {framework}, seed {seed}",
        framework=found.id,
        seed=seed,
    )
    return SyntheticSchools(columns, note.text_in(spoken))


def _list_columns(
    framework: Framework, allowed: AllowedEntries, stages: tuple[str, ...], day: dt.date
) -> Iterator[tuple[str, _Column]]:
    """Yield each column with its heading; one whose heading would be taken for something else is left out."""
    maker = FigureMaker(allowed, find_goals(framework, stages or None, day), day)
    headings = HeadingReader(allowed)
    columns: list[_Column] = [*list_findings(allowed), *maker.list_columns()]
    for column in columns:
        heading = str(column.meaning)
        try:
            if headings.read(heading) == column.meaning:
                yield heading, column
        except ReadingError:
            continue


def _choose_days(framework: Framework, years: int) -> list[dt.date]:
    """Return 30 June of each year: the latest years on which the edition is in force; if too few, later years too."""

    def holds(year: int) -> bool:
        return framework.edition_holds(dt.date(year, 6, 30))

    last = next((year for year in range(_LATEST, _LATEST - 30, -1) if holds(year)), _LATEST)
    first = last
    while first > last - years + 1 and holds(first - 1):
        first -= 1
    return [dt.date(first + year, 6, 30) for year in range(years)]


def _check_number(name: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        refuse_argument(name, value, Message("a whole number from {least} to {most}", least=low, most=high))
