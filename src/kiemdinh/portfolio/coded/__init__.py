"""Columns as distinct contents with a number for each row, so that the work grows with the number of distinct contents.

Begin with ``coded_column``, a sequence that holds each cell once. ``codes`` works on the numbers of whole columns, with
NumPy where it is installed. ``bit_codes`` are the numbers of truth values, two bits for each row. ``arrow_texts`` are
contents that stay in Arrow until one of them is asked for: the ids of all schools of a country.

Words: the *contents* of a column are its distinct cells; the *code* of a row is the number of its content.

What a cell means must not come in.
"""

from kiemdinh.portfolio.coded.arrow_texts import ArrowTexts
from kiemdinh.portfolio.coded.bit_codes import BitCodes
from kiemdinh.portfolio.coded.coded_column import CodedColumn, code_cells, repeat_cell, replace_contents
from kiemdinh.portfolio.coded.codes import (
    Codes,
    code_counts,
    counts_up,
    group_rows,
    has_code,
    interleave_codes,
    mask_codes,
    pack_codes,
    put_codes,
    rows_of_codes,
    select_codes,
    sort_rows,
    sum_numbers,
    take_codes,
    translate_codes,
    unpack_codes,
)

__all__ = [
    "ArrowTexts",
    "BitCodes",
    "CodedColumn",
    "Codes",
    "code_cells",
    "code_counts",
    "counts_up",
    "group_rows",
    "has_code",
    "interleave_codes",
    "mask_codes",
    "pack_codes",
    "put_codes",
    "repeat_cell",
    "replace_contents",
    "rows_of_codes",
    "select_codes",
    "sort_rows",
    "sum_numbers",
    "take_codes",
    "translate_codes",
    "unpack_codes",
]
