"""A DataFrame of Spark stays one: the rules become columns of it, and nothing is collected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.evidence.reading import read_date_argument
from kiemdinh.parsing.cells import ReadingError
from kiemdinh.portfolio.batch.sql.query_options import QueryTable, check_names, choose_day, open_query
from kiemdinh.portfolio.batch.sql.sql_columns import read_columns
from kiemdinh.portfolio.columns import ColumnMapping, ColumnMeaning, HeadingReader, read_mapping

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["SparkFrame", "assess_spark_frame", "is_spark_frame"]

_HANDED_ON: Final = ("school", "name", "year", "stage")


class SparkFrame(Protocol):
    """A DataFrame of Spark, as far as it is used."""

    @property
    def columns(self) -> list[str]:
        """The names of its columns."""

    def selectExpr(self, *expressions: str) -> Any:  # noqa: N802 - the name that Spark has
        """Return a frame of these expressions of SQL."""


S = TypeVar("S", bound=SparkFrame)


def is_spark_frame(table: object) -> bool:
    """Whether a table is a DataFrame of Spark. Nothing is imported to find that out."""
    return type(table).__module__.startswith("pyspark.sql.") and hasattr(table, "selectExpr")


def assess_spark_frame(framework: Framework, frame: S, *, on: dt.date | str | None, columns: Any) -> S:
    """Return where each row of a DataFrame stands, as a DataFrame that is worked out when it is asked for.

    Its plan is that of *frame* with columns selected above it: no row moves, and none is collected. The columns are
    those of :func:`~kiemdinh.portfolio.batch.sql.sql`, behind ``school``, ``name``, ``year`` and
    ``stage`` where *frame* has them. With a ``stage`` each row is judged by the rules of its own stage.

    Raises
    ------
    InputError
        A column is not known (KD701), or the framework or a column needs what SQL does not say (KD730).
    """
    headings = HeadingReader(allowed_entries(framework))
    meanings = _read_meanings(frame.columns, headings, read_mapping(columns, headings))
    day = read_date_argument(on, "on") or choose_day(framework, None)
    names = {name: str(meaning) for name, meaning in meanings.items() if meaning.records}
    about = {meaning.kind: name for name, meaning in meanings.items() if not meaning.records}
    keys = tuple(name for kind, name in about.items() if kind in _HANDED_ON)
    read = read_columns(names, headings)
    check_names([*keys, *names])
    table = QueryTable(("frame",), read, keys, about.get("date"), about.get("stage"))
    query = open_query(framework, table, None, day, framework.language)
    found: Any = frame
    for selected in query.list_steps().each:
        found = found.selectExpr(*(one.sql(dialect="spark", comments=False) for one in selected))
    chosen: S = found
    return chosen


def _read_meanings(names: list[str], headings: HeadingReader, mapping: ColumnMapping) -> Mapping[str, ColumnMeaning]:
    """Return what each column stands for; one that the mapping leaves out has no entry."""
    found: dict[str, ColumnMeaning] = {}
    problems: list[Diagnostic] = []
    for name in names:
        mapped = mapping.find(name)
        try:
            meaning = headings.read(name) if mapped is None else mapped.meaning
        except ReadingError as error:
            hint = Message("leave it out with columns={{'{name}': None}}, or say what it is", name=name)
            problems.append(Diagnostic(error.code, "error", error.message, path="table", found=name, hint=hint))
            continue
        if mapped is not None and (mapped.rule.percent or mapped.rule.words):
            problems.append(_refuse(Message("SQL takes the words of '{name}' as they are", name=name), name))
        elif meaning is not None:
            found[name] = meaning
    if mapping.rows is not None or {"id", "value"} <= {meaning.kind for meaning in found.values()}:
        problems.append(_refuse(Message("SQL reads one row for each assessment"), "columns"))
    if problems:
        raise InputError(problems)
    return found


def _refuse(message: Message, name: str) -> Diagnostic:
    hint = Message("change the DataFrame with Spark before it is assessed")
    return Diagnostic("KD730", "error", message, path="table", found=name, hint=hint)
