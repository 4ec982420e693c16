"""A whole dossier that was typed as JSON."""

from __future__ import annotations

from typing import Any

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.web.api import open_body, plain_value
from kiemdinh.web.board.views.findings import EditedDossier, check_dossier
from kiemdinh.web.problems import WebProblem

__all__ = ["read_typed_dossier"]


def read_typed_dossier(text: str, depth: int) -> EditedDossier:
    """Return a dossier that was typed, in the form that is kept, or every problem with it.

    Parameters
    ----------
    text
        JSON of a dossier, with its framework and its date. It names no file.
    depth
        How deep it may be nested.
    """
    try:
        data: Any = plain_value(open_body(text.encode(), depth).data)
    except WebProblem as problem:
        title = Diagnostic("KD334", "error", problem.kind.title)
        return EditedDossier(None, problem.diagnostics or (title,))
    lacking = [key for key in ("framework", "date") if not isinstance(data.get(key), str)]
    if lacking:
        return EditedDossier(None, tuple(map(_report_missing, lacking)))
    try:
        return check_dossier(data["framework"], data)
    except InputError as error:
        return EditedDossier(None, error.diagnostics)


def _report_missing(key: str) -> Diagnostic:
    return Diagnostic("KD101", "error", Message("'{key}' is missing", key=key))
