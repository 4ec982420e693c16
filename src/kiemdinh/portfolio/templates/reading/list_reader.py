"""Reading the lists of a workbook: each row is one item, and each column is one key of a dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import DataPath
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import RecordReader
from kiemdinh.evidence.writing import list_asked_references
from kiemdinh.parsing.cells import Vocabulary
from kiemdinh.portfolio.columns import ColumnMeaning, ColumnRule
from kiemdinh.portfolio.tables import CellReader, read_cell_text
from kiemdinh.portfolio.templates.labels import (
    KIND_OF_MEMBER,
    REGISTER_COLUMNS,
    RESULT_SIDES,
    make_vocabulary,
    name_kinds,
)
from kiemdinh.portfolio.templates.member_headings import MemberHeadings
from kiemdinh.portfolio.templates.reading.dossier_builder import DossierBuilder
from kiemdinh.portfolio.templates.reading.form_sheets import FormCell, FormRow, FormTable

__all__ = ["ListReader"]

_DATES: Final = frozenset({"issued", "until", "signed", "ended", "from", "on"})
_LISTS: Final = frozenset({"stages", "succeeds"})
_SIDES: Final = make_vocabulary(RESULT_SIDES)
_PLAIN: Final = ColumnRule()


@dataclass(frozen=True, slots=True)
class ListReader:
    """Reads lists into a dossier.

    Attributes
    ----------
    builder
        The dossier that they go into.
    records
        The reader of single records.
    """

    builder: DossierBuilder
    records: RecordReader

    def read_evidence(self, form: FormTable) -> None:
        """Read the items of evidence; without any row there is no index, and evidence is not checked (3.3)."""
        self._read_rows("evidence", form, {})

    def read_held(self, form: FormTable) -> None:
        """Read the awards held."""
        self._read_rows("held", form, {"kind": self._kinds})

    def read_results(self, form: FormTable) -> None:
        """Read results under other frameworks; where rules read only one outcome, a row need not name it."""
        asked = [one.id for one in list_asked_references(self.records.framework) if not one.is_award]
        otherwise = {"outcome": asked[0]} if len(asked) == 1 else {}
        self._read_rows("results", form, {"kind": self._kinds, "side": _SIDES}, otherwise)

    def read_texts(self, form: FormTable) -> None:
        """Read the texts of a report, each node in a row; one without any text says nothing."""
        for row in form.rows:
            cells = {key: cell for key, cell in row.cells.items() if key != "id"}
            named = row.cells.get("id")
            if named is None and cells:
                message = Message("the row does not say of what the texts are")
                self.builder.report("KD720", message, row.place, expected=Message("the id of a node"))
            node = None if named is None or not cells else self.builder.text_of(named)
            if node is not None and named is not None:
                self.builder.cells_of_keys.setdefault(("texts", node), named.place)
                for key, cell in cells.items():
                    self._put_text(("texts", node, key), cell)

    def _put_text(self, path: DataPath, cell: FormCell) -> None:
        if self.builder.is_unreadable(cell):
            return
        if path in self.builder.cells:
            message = Message("the same text is in {other} too", other=self.builder.cells[path])
            self.builder.report("KD720", message, cell)
            return
        # A text keeps its line breaks.
        text = cell.content.strip() if isinstance(cell.content, str) else read_cell_text(cell.content)
        self.builder.put(path, text, cell.place)

    def read_register(self, form: FormTable) -> None:
        """Read the members of all populations, each under its kind."""
        cells = CellReader(self.records, form.epoch)
        headings = MemberHeadings(self.records.allowed)
        for row in form.rows:
            kind = self._find_kind(row) if row.cells else None
            if kind is not None:
                self._read_member(row, kind, form, cells, headings)

    @property
    def _kinds(self) -> Vocabulary:
        return name_kinds(self.records.allowed.populations)

    def _read_rows(
        self, key: str, form: FormTable, words: Mapping[str, Vocabulary], otherwise: Mapping[str, str] | None = None
    ) -> None:
        for row in form.rows:
            item = {name: self._read_cell(name, cell, form, words.get(name)) for name, cell in row.cells.items()}
            if item:
                path = self.builder.append((key,), {**(otherwise or {}), **item})
                self._place(path, row)

    def _read_cell(self, name: str, cell: FormCell, form: FormTable, words: Vocabulary | None) -> Any:
        """Return what a cell says: a date, or a text, which may be the word for something."""
        if name in _DATES:
            return self.builder.date_of(cell, form)
        text = self.builder.text_of(cell)
        return text if words is None or text is None else words.find(text) or text

    def _place(self, path: DataPath, row: FormRow) -> None:
        """Keep which cells say an item and its keys."""
        self.builder.cells[path] = row.place
        for name, cell in row.cells.items():
            self.builder.cells[(*path, name)] = cell.place

    # -- members -----------------------------------------------------------------------------------------

    def _find_kind(self, row: FormRow) -> str | None:
        """Return the kind of a member; None where it is not given, which is reported.

        A word that is no kind is for the reader of dossiers to refuse.
        """
        kinds, cell = self.records.allowed.populations, row.cells.get(KIND_OF_MEMBER)
        text = None if cell is None else self.builder.text_of(cell)
        if text is not None and cell is not None:
            kind = self._kinds.find(text) or text
            self.builder.cells_of_keys.setdefault(("register", kind), cell.place)
            return kind
        if len(kinds) == 1:
            return kinds[0]
        expected = Message("kind: {names}", names=", ".join(kinds)) if kinds else None
        message = Message("the row does not say of which kind the member is")
        self.builder.report("KD720", message, row.place, expected=expected)
        return None

    def _read_member(
        self, row: FormRow, kind: str, form: FormTable, cells: CellReader, headings: MemberHeadings
    ) -> None:
        item: dict[str, Any] = {}
        path = self.builder.append(("register", kind), item)
        self.builder.cells[path] = row.place
        for key, cell in row.cells.items():
            read = headings.read(key) if key not in REGISTER_COLUMNS or key in self.records.allowed.inputs else None
            if read is not None:
                self._put_input(item, path, read, cell, cells)
            elif key != KIND_OF_MEMBER:
                item[key] = self._read_own(key, cell, form)
                self.builder.cells[(*path, key)] = cell.place
                self.builder.cells_of_keys[(*path, key)] = cell.place

    def _read_own(self, key: str, cell: FormCell, form: FormTable) -> Any:
        read = self._read_cell(key, cell, form, None)
        if key not in _LISTS or read is None:
            return read
        return [part.strip() for part in read.replace(";", ",").split(",") if part.strip()]

    def _put_input(
        self, item: dict[str, Any], path: DataPath, read: tuple[str, ...], cell: FormCell, cells: CellReader
    ) -> None:
        """Put what is recorded of a member under the name of the input and the places that it is given for."""
        written, problem = cells.prepare(ColumnMeaning("input", read[0]), cell.content, _PLAIN)
        if problem is not None:
            self.builder.report(problem.code, problem.message, cell, expected=problem.expected, hint=problem.hint)
        elif written is not None:
            for key in read[:-1]:
                item = item.setdefault(key, {})
            item[read[-1]] = written
            self.builder.cells[(*path, *read)] = cell.place
            self.builder.cells_of_keys[(*path, *read)] = cell.place
