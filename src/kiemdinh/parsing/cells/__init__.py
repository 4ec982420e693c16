"""Reads what people type into a cell or a field, in the same way everywhere.

Begin with ``numbers`` and ``dates``, which read one value each, and with ``words``, which finds a declared word.
``codes`` compares codes of evidence (mã minh chứng) and matches them with a framework's pattern; ``tables`` reads the
tables that spreadsheets save. A text with one certain meaning is read, whatever its form. A text that can mean two
things, or nothing, is a ReadingError, which says both readings; nothing is ever guessed.

Words: a *vocabulary* has the words that are declared in one place, each an id with its titles; a *code* names an item
of evidence; to *normalise* a code is to leave out what is not part of it, such as the brackets around it; to *fold* it
is to leave out letter case and spaces too, so that two spellings can be compared.

What must not come in: pydantic, and the meaning of a cell in a definition or a dossier.
"""

from kiemdinh.parsing.cells.codes import CodePattern, code_skeleton, fold_code, normalise_code, split_codes
from kiemdinh.parsing.cells.dates import is_like_a_year, make_date, read_date, read_month_day, read_school_year
from kiemdinh.parsing.cells.numbers import (
    A_NUMBER,
    NumberForm,
    can_be_thousands,
    find_number,
    read_number,
    read_plain_number,
    read_share,
    write_number,
)
from kiemdinh.parsing.cells.refusal import ReadingError
from kiemdinh.parsing.cells.tables import is_table, read_table
from kiemdinh.parsing.cells.words import Vocabulary, clean_text, fold_word

__all__ = [
    "A_NUMBER",
    "CodePattern",
    "NumberForm",
    "ReadingError",
    "Vocabulary",
    "can_be_thousands",
    "clean_text",
    "code_skeleton",
    "find_number",
    "fold_code",
    "fold_word",
    "is_like_a_year",
    "is_table",
    "make_date",
    "normalise_code",
    "read_date",
    "read_month_day",
    "read_number",
    "read_plain_number",
    "read_school_year",
    "read_share",
    "read_table",
    "split_codes",
    "write_number",
]
