"""The records of a dossier as cells: what a workbook that is not empty has in each row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kiemdinh.evidence.dossier import FindingRecord, ToConfirm, ValueRecord
from kiemdinh.evidence.writing import write_entry, write_verdict
from kiemdinh.portfolio.columns import ColumnMeaning, meaning_of_record
from kiemdinh.portfolio.templates.labels import SIDES
from kiemdinh.portfolio.templates.writing.answers import write_word

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.evidence.entries import AllowedEntries, InputForm, NodeForm

__all__ = ["FilledRow", "FilledRows", "list_items"]


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A record: what it is about, and its cells by the keys of columns, the id, stage and year left out."""

    meaning: ColumnMeaning
    cells: Mapping[str, Any]


@dataclass
class FilledRows:
    """The records of a dossier as rows.

    Attributes
    ----------
    dossier
        The dossier.
    allowed
        What can be recorded under its framework.
    lang
        The language of words.
    """

    dossier: Dossier
    allowed: AllowedEntries
    lang: str

    @cached_property
    def rows(self) -> tuple[FilledRow, ...]:
        """The records in their order: findings, then values."""
        findings = [FilledRow(self._meaning_of(one), self._cells_of_finding(one)) for one in self.dossier.findings]
        values = [FilledRow(self._meaning_of(one), self._cells_of_value(one)) for one in self.dossier.values]
        return (*findings, *values)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The columns that some record needs."""
        return frozenset(key for row in self.rows for key in row.cells)

    def take_first(self) -> tuple[dict[ColumnMeaning, FilledRow], list[FilledRow]]:
        """Return the first record of the school itself about each thing, and all others."""
        first: dict[ColumnMeaning, FilledRow] = {}
        others = []
        for row in self.rows:
            if "side" in row.cells or row.meaning in first:
                others.append(row)
            else:
                first[row.meaning] = row
        return first, others

    def _meaning_of(self, record: FindingRecord | ValueRecord) -> ColumnMeaning:
        return meaning_of_record(record, self.allowed)

    def _cells_of_finding(self, record: FindingRecord) -> dict[str, Any]:
        form = self.allowed.nodes[record.node]
        origin = record.verdict.origin if isinstance(record.verdict, ToConfirm) else ()
        said = self._write_said(write_verdict(record.verdict, form), form)
        return {"value": said, **self._details(record), **({"origin": "\n".join(origin)} if origin else {})}

    def write_value(self, record: ValueRecord) -> Any:
        """Return a value as a cell, without its details such as evidence and reason."""
        form = self.allowed.inputs[record.name]
        entry = write_entry(record, form)
        said = entry["value"] if "value" in entry else f"{entry['part']}/{entry['of']}"
        return self._write_said(said, form)

    def _cells_of_value(self, record: ValueRecord) -> dict[str, Any]:
        author = {} if record.author is None else {"author": record.author}
        return {"value": self.write_value(record), **self._details(record), **author}

    def _details(self, record: FindingRecord | ValueRecord) -> dict[str, Any]:
        codes = "; ".join(record.evidence_codes)
        found = {
            "evidence": codes or None,
            "reason": record.why,
            "date": None if record.date == self.dossier.date else record.date,
            "until": record.until,
            "side": None if record.side == "self" else SIDES[record.side].text_in(self.lang),
        }
        return {key: cell for key, cell in found.items() if cell is not None}

    def _write_said(self, said: Any, form: NodeForm | InputForm) -> Any:
        """Return what a record says as a cell: a word in the language, a whole number, a date, or text."""
        if isinstance(said, bool):
            said = "true" if said else "false"
        if not isinstance(said, str):
            return said
        if getattr(form.measure, "kind", None) == "date" and said[:1].isdigit():
            return dt.date.fromisoformat(said)
        return write_word(said, form, self.allowed, self.lang)


def list_items(dossier: Dossier) -> Iterator[dict[str, Any]]:
    """Yield the items of evidence, each by the keys of columns."""
    for item in (dossier.evidence or {}).values():
        keys = ("code", "title", "kind", "place", "keeper", "issuer", "issued", "until")
        yield {**{key: getattr(item, key) for key in keys}, "also": "; ".join(item.also) or None}
