"""Edits: what a form about findings or figures shows of a dossier, and how the dossier changes when it is sent.

Begin with ``edits``, which compares what was typed with what the form had shown. ``record_texts`` are the fields of one
record, and ``evidence_texts`` those of a new item of evidence. ``edit_pages`` has the
addresses, and ``dossier_pages`` that of a whole dossier.

What must not come in: what a record means. The readers of dossiers say what can be kept.
"""

from kiemdinh.web.board.editing.dossier_pages import DossierPages
from kiemdinh.web.board.editing.edit_pages import FIGURES, FINDINGS, EditPages

__all__ = ["FIGURES", "FINDINGS", "DossierPages", "EditPages"]
