"""What people type into a cell or a field, read the same way wherever it stands.

Begin with ``codes``: codes of evidence (mã minh chứng), compared after normalising, and the patterns of frameworks.

Words: a *code* names an item of evidence; to *normalise* is to leave out what is not part of it, such as the brackets
around it; to *fold* is to leave out letter case and spaces too, so that two spellings can be compared.

What a dossier or a definition means by a cell must not come in.
"""

from kiemdinh.parsing.cells.codes import CodePattern, code_skeleton, fold_code, normalise_code, split_codes

__all__ = ["CodePattern", "code_skeleton", "fold_code", "normalise_code", "split_codes"]
