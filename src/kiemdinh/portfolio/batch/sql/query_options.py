"""The options of a query: the day, the columns, and names that every database distinguishes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.narration.language import Messages
from kiemdinh.narration.names import Names
from kiemdinh.portfolio.batch.sql.compiled_rules import CompiledRules, compile_rules
from kiemdinh.portfolio.batch.sql.sql_query import SqlQuery
from kiemdinh.portfolio.batch.sql.staged_query import StagedQuery

if TYPE_CHECKING:
    from kiemdinh.portfolio.batch.sql.packed_layout import PackedLayout
    from kiemdinh.portfolio.batch.sql.sql_columns import SqlColumn
    from kiemdinh.standards.loading import Framework

__all__ = ["QueryTable", "check_names", "choose_day", "open_query"]

_EARLY: Final = dt.date(2010, 6, 30)
_LATE: Final = dt.date(2035, 6, 30)


@dataclass(frozen=True, slots=True)
class QueryTable:
    """The table that a query reads.

    Attributes
    ----------
    name
        The parts of its name.
    columns
        Its columns of findings and figures.
    keys
        Its columns that are passed on.
    date, stage
        Its column with the date of the records, and the one with the stage of the school, if it has one.
    layout
        Where findings stand, where it is a packed one.
    """

    name: tuple[str, ...]
    columns: Sequence[SqlColumn]
    keys: tuple[str, ...]
    date: str | None = None
    stage: str | None = None
    layout: PackedLayout | None = None


def open_query(
    framework: Framework, table: QueryTable, stages: tuple[str, ...] | None, day: dt.date, lang: str
) -> SqlQuery:
    """Return the query about a table, for schools of some stages, or of the stage that each row names.

    Raises
    ------
    InputError
        The framework needs what SQL does not say (KD730).
    """

    def compile_stage(one: tuple[str, ...] | None) -> CompiledRules:
        return compile_rules(framework, table.columns, one, day, table.layout)

    rules = compile_stage(stages)
    dated = None if table.date is None else (table.date, day)
    query = SqlQuery(rules, table.name, table.keys, Names(framework, Messages(lang)), dated, table.layout)
    if table.stage is None or stages is not None:
        return query
    declared = [one.id for one in framework.definition.subject.stages]
    each: dict[str | None, CompiledRules] = {None: rules}
    each.update((one, compile_stage((one,))) for one in declared)
    about = query.rules, query.table, query.keys, query.words, query.date, query.layout
    return StagedQuery(*about, stage=table.stage, each=each)


def choose_day(framework: Framework, stages: tuple[str, ...] | None) -> dt.date:
    """Return some day, where rules are the same on all; refuse a framework whose rules depend on the day (KD310)."""
    early, late = (framework.rules(stages, day) for day in (_EARLY, _LATE))
    if dict(early.definitions) == dict(late.definitions):
        return _LATE
    message = Message("no assessment date is given")
    expected = Message("on=…: the rules ask for figures of school years, or how long ago something was")
    raise InputError([Diagnostic("KD310", "error", message, path="on", expected=expected)])


def refuse_members(framework: Framework) -> None:
    """Refuse a framework whose rules are about members of a register (KD730): a row has none."""
    kinds = framework.definition.populations
    if kinds:
        message = Message(
            "rules about members of a register ({kinds}) cannot be said in SQL", kinds=Message.join(kinds)
        )
        hint = Message("assess such a table with kd.assess_many, which takes every framework")
        raise InputError([Diagnostic("KD730", "error", message, path="framework", hint=hint)])


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
