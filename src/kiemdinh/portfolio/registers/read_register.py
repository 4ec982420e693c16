"""Reading a register: a table with a row for each school, or for each period in which its data are the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from kiemdinh.diagnostics.arguments import check_flag
from kiemdinh.portfolio.columns import check_mapped_columns, read_mapping, refuse_form
from kiemdinh.portfolio.frames import frame_maker
from kiemdinh.portfolio.registers.headings import RegisterHeadings, plan_register
from kiemdinh.portfolio.registers.register import Register
from kiemdinh.portfolio.registers.row_checks import check_succession, join_entries
from kiemdinh.portfolio.registers.row_reader import read_register_rows
from kiemdinh.portfolio.sheets import open_sheets

__all__ = ["ensure_register", "read_register"]


def read_register(table: Any, *, columns: Any = None, complete: bool = False) -> Register:
    """Read a register: the schools, the place of each, from when until when it is there, and its awards.

    Its columns are ``id``, ``name``, ``stages``, ``commune``, ``district``, ``province``, ``public``, ``from``,
    ``until``, ``succeeds``, ``award``, ``grade``, ``signed``, ``ends`` and ``state``, known by these words or by their
    usual headings in Vietnamese or English. Each other column is an input, by its heading. A school that moved, or
    changed otherwise, has a row for each period; rows that differ only in the award are several awards of one school.

    Parameters
    ----------
    table
        A ``Path`` of a file (CSV, XLSX, ODS, Parquet, Arrow) or of a folder of such files; a frame of polars, pandas,
        pyarrow or DuckDB; or rows as mappings.
    columns
        What the columns stand for where their headings do not say it, as :func:`kiemdinh.assess_many` takes it.
    complete
        True says that no school is missing. Otherwise further schools may exist, and what holds for every school is
        never certain (semantics 6.2).

    Returns
    -------
    Register
        The rows that can be read. Each cell that cannot be read is in ``rejected``, and its row is set aside. The cost
        is one reading for each distinct cell of a column, and one entry for each row.

    Raises
    ------
    InputError
        *table* is no table, no column of it is known, none has the ids, or two columns stand for one thing; or
        *complete* is no truth value.

    Examples
    --------
    >>> rows = [
    ...     {"Mã trường": "A", "Xã": "19363", "Công lập": "có", "Vùng": "dbsh"},
    ...     {"Mã trường": "B", "Xã": "19363", "Công lập": "không", "Vùng": "", "Đến ngày": "2023-08-31"},
    ... ]
    >>> register = read_register(rows)
    >>> register, [entry.public for entry in register], register.inputs
    (Register(schools=2, rows=2, rejected=0), [True, False], ('Vùng',))
    >>> register.of(commune="19363", on="2024-06-30").ids
    ('A',)
    """
    is_complete = check_flag("complete", complete)
    headings = RegisterHeadings()
    mapping = read_mapping(columns, headings)

    def count(names: Sequence[str]) -> int:
        refuse_form(names)
        return headings.count_known(names, mapping)

    sheets = open_sheets(table, count)
    check_mapped_columns(sheets, mapping)
    planned = [(sheet, plan_register(sheet, headings, mapping)) for sheet in sheets]
    parts = [read_register_rows(sheet, plan) for sheet, plan in planned]
    told = check_succession(parts)
    entries, twice = join_entries(parts)
    warnings = [
        *(one for sheet, plan in planned for one in (*sheet.warnings, *plan.unknown)),
        *(one for part in parts for one in (*part.raw.rows.warnings, *part.raw.warnings)),
        *told, *twice,
    ]  # fmt: skip
    rejected = chain.from_iterable(sorted(part.raw.aside.rejected, key=lambda cell: cell.row) for part in parts)
    inputs = tuple(dict.fromkeys(chain.from_iterable(part.headings for part in parts)))
    gaps = frozenset[tuple[str | None, ...]]().union(*(part.gaps for part in parts))
    return Register(entries, inputs, is_complete, tuple(rejected), gaps, tuple(warnings), frame_maker(table))


def ensure_register(register: Any) -> Register:
    """Return a register as it is, or the register that a table is, as :func:`read_register` reads it."""
    return register if isinstance(register, Register) else read_register(register)
