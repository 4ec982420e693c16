"""Results of many rows in a database on disk, and the schools that occur in it twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, Final, Literal
from weakref import finalize

from kiemdinh.diagnostics.message import Message
from kiemdinh.portfolio.coded import unpack_codes
from kiemdinh.portfolio.frames import TABLES, Columns, TableName, frame_maker
from kiemdinh.portfolio.sheets import RejectedCell, import_format
from kiemdinh.portfolio.tables import name_schools

if TYPE_CHECKING:
    from kiemdinh.portfolio.tables import SchoolTable

__all__ = ["ResultStore"]

_SOURCE: Final = 2**40
"""Places of one file: more than it can have rows."""
_KINDS: Final = {"text": "VARCHAR", "whole": "BIGINT", "flag": "BOOLEAN"}
_FETCHED: Final = 20_000
_MASK: Final = 2**64 - 1
_MEMORY: Final = "64MB"
"""What the database may hold in memory."""
_COMPARED: Final = 200_000
"""Rows, about, that are compared with one another at once: the others have other hashes."""


@dataclass(slots=True, weakref_slot=True)
class ResultStore:
    """The results of the rows so far.

    Attributes
    ----------
    levels
        The names of the columns of levels.
    folder
        Where the database is; it is deleted with the store.
    """

    levels: Sequence[str]
    folder: str = field(default_factory=lambda: mkdtemp(prefix="kiemdinh-"))
    _connection: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        duckdb = import_format("duckdb", "duckdb")
        self._connection = duckdb.connect(f"{self.folder}/results.duckdb")
        self._connection.execute(f"SET temp_directory = '{self.folder}'")
        self._connection.execute(f"SET memory_limit = '{_MEMORY}'")
        # One thread writes rows in the order in which they are read, so that they need no sorting.
        self._connection.execute("SET threads = 1")
        self._connection.execute(
            "CREATE TABLE reading (place BIGINT, who VARCHAR, year VARCHAR, day VARCHAR, content UBIGINT)"
        )
        self._create("levels", self.levels)
        self._create("rejected", list(TABLES["rejected"]))
        finalize(self, _remove, self._connection, self.folder)

    def _create(self, table: TableName, columns: Sequence[str]) -> None:
        kinds = [f"c{i} {_KINDS[TABLES[table].get(name, 'text')]}" for i, name in enumerate(columns)]
        self._connection.execute(f"CREATE TABLE {table} (place BIGINT, {', '.join(kinds)})")

    # -- adding ------------------------------------------------------------------------------------------

    def add_read(self, table: SchoolTable, source: int) -> None:
        """Keep the schools of the rows of a block, and a number for what each row records."""
        about = {
            "place": [source * _SOURCE + number for number in table.rows.numbers],
            "who": list(name_schools(table.rows)),
            "year": list(table.rows.years),
            "day": [None if date is None else date.isoformat() for date in table.rows.dates],
            "content": _number_contents(table),
        }
        self._insert("reading", about, {"content": "uint64"})

    def add_results(self, table: TableName, columns: Columns, places: Sequence[int]) -> None:
        """Keep rows of results by their places."""
        made = frame_maker(import_format("pyarrow", "tables").table({}))(table, columns)
        arrow = import_format("pyarrow", "tables")
        made = made.add_column(0, "place", arrow.array(places, type=arrow.int64()))
        self._insert_arrow(table, made)

    def _insert(self, table: str, columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, str]) -> None:
        arrow = import_format("pyarrow", "tables")
        types = {"place": arrow.int64()} | {name: getattr(arrow, kind)() for name, kind in kinds.items()}
        arrays = {name: arrow.array(cells, type=types.get(name, arrow.string())) for name, cells in columns.items()}
        self._insert_arrow(table, arrow.table(arrays))

    def _insert_arrow(self, table: str, rows: Any) -> None:
        self._connection.register("block", rows)
        self._connection.execute(f"INSERT INTO {table} SELECT * FROM block")  # noqa: S608 - a table of our own
        self._connection.unregister("block")

    # -- schools that stand there twice ------------------------------------------------------------------

    def set_repeated_aside(self, heading: str, letters: str, files: Sequence[str | None]) -> Iterator[RejectedCell]:
        """Set aside rows about one school, year and date, and yield the cells for which (KD707).

        Of rows that differ all are set aside, of equal rows all but the first.
        """
        self._find_repeated()
        self._connection.execute(
            "CREATE TABLE gone AS SELECT unnest(CASE WHEN are_equal THEN places[2:] ELSE places END) AS place "
            "FROM repeated"
        )
        self._connection.execute("DELETE FROM levels WHERE place IN (SELECT place FROM gone)")
        for who, places, are_equal in self._fetch("SELECT who, places, are_equal FROM repeated ORDER BY places[1]"):
            rows = Message.join([str(place % _SOURCE) for place in places])
            message = (
                Message("rows {rows} are the same; the first is read", rows=rows)
                if are_equal
                else Message("rows {rows} are about one school and year, and differ", rows=rows)
            )
            for place in places[1:] if are_equal else places:
                row = place % _SOURCE
                file = files[place // _SOURCE]
                yield RejectedCell(
                    file, None, row, heading, f"{letters}{row}", who, "KD707", message, None, _GIVE_YEARS
                )

    def _find_repeated(self) -> None:
        """Find the rows about one school, year and date; rows are compared in parts, so that memory does not grow."""
        self._connection.execute("CREATE TABLE repeated (who VARCHAR, places BIGINT[], are_equal BOOLEAN)")
        parts = self.count("reading") // _COMPARED + 1
        for part in range(parts):
            here = f"who IS NOT NULL AND hash(who, year, day) % {parts} = {part}"
            # Hashes first, which are short: rows with one of their own need no further look.
            self._connection.execute(
                "INSERT INTO repeated SELECT who, list(place ORDER BY place), count(DISTINCT content) = 1 "  # noqa: S608
                f"FROM reading WHERE {here} AND hash(who, year, day) IN (SELECT hash(who, year, day) FROM reading "
                f"WHERE {here} GROUP BY 1 HAVING count(*) > 1) GROUP BY who, year, day HAVING count(*) > 1"
            )

    # -- reading -----------------------------------------------------------------------------------------

    def _fetch(self, query: str) -> Iterator[tuple[Any, ...]]:
        found = self._connection.cursor().execute(query)
        while rows := found.fetchmany(_FETCHED):
            yield from rows

    def count(self, table: TableName | Literal["reading"]) -> int:
        """Return how many rows a table has."""
        found: int = self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        return found

    def iterate_parts(self, table: TableName, names: Sequence[str]) -> Iterator[Columns]:
        """Yield a table of results in parts, in the order of the rows."""
        columns = ", ".join(f"c{i}" for i in range(len(names)))
        # Levels are stored in their order; rejected cells are not, since repeated rows are found last.
        order = "" if table == "levels" else "ORDER BY place"
        query = f"SELECT {columns} FROM {table} {order}"  # noqa: S608 - names of our own
        found = self._connection.cursor().execute(query)
        while rows := found.fetchmany(_FETCHED):
            yield dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))

    def summarise(self) -> list[tuple[str | None, str | None, int, int]]:
        """Return for each year and level how many schools there are, and how many are determined."""
        names = list(self.levels)
        year, level, flag = (f"c{names.index(name)}" for name in ("year", "level", "determined"))
        query = f"SELECT {year}, {level}, count(*), count_if({flag}) FROM levels GROUP BY ALL"  # noqa: S608
        found: list[tuple[str | None, str | None, int, int]] = self._connection.execute(query).fetchall()
        return found

    def count_rejected_rows(self) -> int:
        """Return how many rows were set aside."""
        found: int = self._connection.execute("SELECT count(DISTINCT place) FROM rejected").fetchone()[0]
        return found

    def find_places(self, school: str, year: str | None) -> list[tuple[int, int]]:
        """Return the rows of a school, each by its file and its number."""
        names = list(self.levels)
        query = (
            f"SELECT place FROM levels WHERE c{names.index('school')} = ? AND (? IS NULL OR c{names.index('year')} = ?)"  # noqa: S608
        )
        found = self._connection.execute(query, [school, year, year]).fetchall()
        return [divmod(place, _SOURCE) for (place,) in found]

    @staticmethod
    def place_of(source: int, row: int) -> int:
        """Return the place of a row of a file."""
        return source * _SOURCE + row


_GIVE_YEARS: Final = Message(
    "leave one of them, or give each its year; rows: year-inputs in a mapping joins rows of several years"
)


def _remove(connection: Any, folder: str) -> None:
    connection.close()
    rmtree(folder, ignore_errors=True)


def _number_contents(table: SchoolTable) -> Any:
    """Return for each row a number of 64 bits of all that it records: rows that record the same have the same."""
    numpy = import_format("numpy", "tables")
    found = numpy.zeros(len(table), dtype=numpy.uint64)
    stages = table.rows.stages
    numbers = [(stages.codes, [hash(("stages", one)) & _MASK for one in stages.contents])]
    for column in table.columns:
        contents = [0, *(hash((column.meaning, entry.records)) & _MASK for entry in column.entries[1:])]
        numbers.append((column.codes, contents))
    for codes, contents in numbers:
        found += numpy.array(contents or [0], dtype=numpy.uint64)[numpy.asarray(memoryview(unpack_codes(codes)))]
    return found
