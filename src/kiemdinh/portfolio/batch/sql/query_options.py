"""What a query is asked for: the day, the columns, and names that every database tells apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.narration.language import Messages
from kiemdinh.narration.names import Names
from kiemdinh.portfolio.batch.sql.compiled_rules import compile_rules
from kiemdinh.portfolio.batch.sql.sql_query import SqlQuery

if TYPE_CHECKING:
    from kiemdinh.portfolio.batch.sql.packed_layout import PackedLayout
    from kiemdinh.portfolio.batch.sql.sql_columns import SqlColumn
    from kiemdinh.standards.loading import Framework

__all__ = ["check_names", "choose_day", "open_query"]

_EARLY: Final = dt.date(2010, 6, 30)
_LATE: Final = dt.date(2035, 6, 30)


def open_query(
    framework: Framework,
    columns: Sequence[SqlColumn],
    stages: tuple[str, ...] | None,
    day: dt.date,
    table: tuple[str, ...],
    keys: tuple[str, ...],
    lang: str,
    date: str | None = None,
    layout: PackedLayout | None = None,
) -> SqlQuery:
    """Return the query about a table; *date* is its column with the date of the records, if it has one.

    With a *layout* the table is a packed one.

    Raises
    ------
    InputError
        The framework needs what SQL does not say (KD730).
    """
    rules = compile_rules(framework, columns, stages, day, layout)
    checked = None if date is None else (date, day)
    return SqlQuery(rules, table, keys, Names(framework, Messages(lang)), checked, layout)


def choose_day(framework: Framework, stages: tuple[str, ...] | None) -> dt.date:
    """Return some day, where rules are the same on all; refuse a framework whose rules hang on the day (KD310)."""
    early, late = (framework.rules(stages, day) for day in (_EARLY, _LATE))
    if dict(early.definitions) == dict(late.definitions):
        return _LATE
    message = Message("no assessment date is given")
    expected = Message("on=…: the rules ask for figures of school years, or how long ago something was")
    raise InputError([Diagnostic("KD310", "error", message, path="on", expected=expected)])


def check_names(names: Sequence[str]) -> None:
    """Refuse names that a database takes for one another: by their case, or after as many bytes as it keeps."""
    seen: dict[str, str] = {}
    problems = []
    for name in names:
        key = name.encode()[:63].decode(errors="ignore").casefold()
        if key in seen or not name or "\0" in name:
            message = Message("no database tells the column '{one}' from '{two}'", one=name, two=seen.get(key, ""))
            hint = Message("give the column another name, and say in columns={{NAME: HEADING}} what it is")
            problems.append(Diagnostic("KD730", "error", message, path="columns", found=name, hint=hint))
        seen[key] = name
    if problems:
        raise InputError(problems)
