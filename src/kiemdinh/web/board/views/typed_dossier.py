"""A whole dossier that was typed as JSON."""

from __future__ import annotations

import json
from decimal import Decimal

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.readers import read_text
from kiemdinh.web.board.views.findings import EditedDossier, check_dossier

__all__ = ["read_typed_dossier"]

_NAME = "dossier.json"
"""The name of the text in messages; by its ending readers know that it is JSON."""


def read_typed_dossier(text: str) -> EditedDossier:
    """Return a dossier that was typed, in the form that is kept, or every problem with it.

    *text* is JSON of a dossier, with its framework and its date. It names no file.
    """
    try:
        # This reading reports text that is not JSON, has a key twice, or is nested too deeply.
        read_text(text, _NAME)
        data = json.loads(text, parse_float=Decimal)
        lacking = [key for key in ("framework", "date") if not isinstance(data.get(key), str)]
        if lacking:
            return EditedDossier(None, tuple(map(_report_missing, lacking)))
        return check_dossier(data["framework"], data)
    except InputError as error:
        return EditedDossier(None, error.diagnostics)


def _report_missing(key: str) -> Diagnostic:
    return Diagnostic("KD101", "error", Message("'{key}' is missing", key=key))
