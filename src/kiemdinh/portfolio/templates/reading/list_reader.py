"""Reading the evidence and the awards of a workbook: a row for each, a key of a dossier for each column."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from kiemdinh.portfolio.templates.reading.dossier_builder import DossierBuilder
from kiemdinh.portfolio.templates.reading.form_sheets import FormTable

__all__ = ["read_evidence_rows", "read_held_rows"]

_DATES: Final = frozenset({"issued", "until", "signed", "ended"})


def read_evidence_rows(form: FormTable, builder: DossierBuilder) -> None:
    """Read the items of evidence; without any row there is no index, and evidence is not checked (semantics 3.3)."""
    _read_rows("evidence", form, builder, _DATES)


def read_held_rows(form: FormTable, builder: DossierBuilder) -> None:
    """Read the awards held."""
    _read_rows("held", form, builder, _DATES)


def _read_rows(key: str, form: FormTable, builder: DossierBuilder, dates: Collection[str]) -> None:
    for row in form.rows:
        item = {
            name: builder.date_of(cell, form) if name in dates else builder.text_of(cell)
            for name, cell in row.cells.items()
        }
        if item:
            path = builder.append((key,), item)
            builder.cells[path] = row.place
            for name, cell in row.cells.items():
                builder.cells[(*path, name)] = cell.place
