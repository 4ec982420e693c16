"""SQL that says where each school of a table stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from kiemdinh.diagnostics.arguments import check_choice, check_text, refuse_argument
from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.evidence.reading import read_date_argument
from kiemdinh.portfolio.batch.sql.dialects import DIALECTS, Dialect
from kiemdinh.portfolio.batch.sql.packed_layout import find_layout
from kiemdinh.portfolio.batch.sql.query_options import QueryTable, check_names, choose_day, open_query, refuse_members
from kiemdinh.portfolio.batch.sql.sql_columns import choose_columns, read_columns
from kiemdinh.portfolio.columns import HeadingReader
from kiemdinh.standards.catalogue import load

if TYPE_CHECKING:
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.loading import Framework

__all__ = ["Form", "sql"]

Form: TypeAlias = Literal["wide", "packed"]
_FORMS: Final = get_args(Form)
_KEYS: Final = ("school", "year")


def sql(
    framework: AnyFramework,
    dialect: Dialect = "duckdb",
    form: Form = "wide",
    *,
    on: dt.date | str | None = None,
    columns: Sequence[str] | Mapping[str, str] | None = None,
    stage: str | None = None,
    table: str = "schools",
    keys: Sequence[str] = _KEYS,
    lang: str | None = None,
) -> str:
    """Return SQL that says where each school of a table stands, from one row for each school-year.

    Parameters
    ----------
    framework
        A bundled id, a ``Path`` of a definition, a mapping, or a loaded framework.
    dialect
        ``duckdb``, ``spark`` or ``postgres``.
    form
        ``wide``: a column for each finding and figure. ``packed``: a table that :func:`kiemdinh.pack` made, with one
        integer for each criterion and a column for each figure; a query reads it several times as fast.
    on
        The day of the assessment. It is needed where rules ask for figures of school years, or how long ago something
        was.
    columns
        The columns of findings and figures that the table has, by their headings: ``1.1``, ``1.1/muc-1/a``,
        ``pupils``, ``pupils@2025-2026``. A map says for each name in the table which heading it stands for. None takes
        a column for each requirement and each figure. With a column ``stage`` each row is judged by the rules of its
        own stage; with a column ``date`` a row that was recorded after *on* is unread. Of a packed table it says what
        is read: a list of the headings that were packed, ``PackedTable.headings``; a row that has recorded anything
        else is unread.
    stage
        The one stage of all schools, where the framework assesses stages and no column says it.
    table
        The name of the table; dots part a schema from it.
    keys
        Columns that are passed on unchanged.
    lang
        The language of the comments, ``vi`` or ``en``; None takes that of the framework.

    Returns
    -------
    str
        One query. Its columns are the keys, ``unread`` (the first column of the row that cannot be read, NULL where all
        can), ``level``, ``attainable``, ``determined``, ``award.ID`` for each award, and ``criterion.ID`` and
        ``attainable.ID`` for each criterion. The cost of making it is that of compiling the rules, some tens of
        milliseconds; its length is linear in that of the definition.

    Raises
    ------
    InputError
        A column is not known, the framework needs what SQL does not say (KD730), or SQLGlot is not installed (KD717).

    Examples
    --------
    >>> text = sql("vn.tt57-2026.gdtx", columns=["1.1", "1.2"], lang="en")
    >>> text.splitlines()[:3]
    ['/* Quality assurance of continuing education; vn.tt57-2026.gdtx */', 'WITH recorded AS (', '  SELECT']
    """
    check_choice("dialect", dialect, DIALECTS)
    check_choice("form", form, _FORMS)
    given = read_date_argument(on, "on")
    found = load(framework, on=given)
    refuse_members(found)
    stages = None if stage is None else _check_stage(found, stage)
    day = given or choose_day(found, stages)
    headings = HeadingReader(allowed_entries(found))
    names = _check_columns(choose_columns(found.rules(stages, day), headings) if columns is None else columns)
    passed = _check_keys(keys)
    read = read_columns(names, headings)
    layout = find_layout(found) if form == "packed" else None
    if layout is not None:
        # A packed table calls its columns what their headings mean.
        read = [replace(column, name=str(column.meaning)) for column in read]
    about = {headings.read(heading).kind: name for name, heading in names.items()}
    used = QueryTable(
        _check_table(table), read, passed, None if layout is not None else about.get("date"), about.get("stage"), layout
    )
    check_names(list(dict.fromkeys((*passed, *filter(None, (used.date, used.stage))))) + [one.name for one in read])
    speech = found.language if lang is None else check_choice("lang", lang, LANGUAGES)
    return open_query(found, used, stages, day, speech).write(dialect)


def _check_columns(columns: object) -> dict[str, str]:
    """Return the columns of a table by their names."""
    pairs = columns if isinstance(columns, Mapping) else {one: one for one in _list_texts("columns", columns)}
    if not all(isinstance(text, str) for pair in pairs.items() for text in pair):
        refuse_argument("columns", columns, Message("a map from the names in the table to headings"))
    return dict(pairs)


def _check_table(table: object) -> tuple[str, ...]:
    parts = tuple(check_text("table", table).split("."))
    if len(parts) > 3 or not all(parts):
        refuse_argument("table", table, Message("the name of a table, such as schools or main.schools"))
    return parts


def _check_keys(keys: object) -> tuple[str, ...]:
    return tuple(_list_texts("keys", keys))


def _list_texts(name: str, value: object) -> list[str]:
    texts = list(value) if isinstance(value, Sequence) and not isinstance(value, str | bytes) else None
    if texts is None or not all(isinstance(text, str) for text in texts):
        refuse_argument(name, value, Message("a list of names"))
    return texts


def _check_stage(framework: Framework, stage: str) -> tuple[str, ...]:
    declared = tuple(one.id for one in framework.definition.subject.stages)
    if stage not in declared:
        refuse_argument("stage", stage, Message.join(declared) if declared else Message("None: there are no stages"))
    return (stage,)
