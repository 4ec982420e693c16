"""What people type into a cell or a field, read the same way wherever it stands.

``codes`` compares codes of evidence (mã minh chứng) after normalising, and holds them against the pattern of a
framework. ``tables`` reads the tables that spreadsheets save.

Words: a *code* names an item of evidence; to *normalise* is to leave out what is not part of it, such as the brackets
around it; to *fold* is to leave out letter case and spaces too, so that two spellings can be compared.

What a dossier or a definition means by a cell must not come in.
"""

from kiemdinh.parsing.cells.codes import CodePattern, code_skeleton, fold_code, normalise_code, split_codes
from kiemdinh.parsing.cells.tables import is_table, read_table

__all__ = [
    "CodePattern",
    "code_skeleton",
    "fold_code",
    "is_table",
    "normalise_code",
    "read_table",
    "split_codes",
]
