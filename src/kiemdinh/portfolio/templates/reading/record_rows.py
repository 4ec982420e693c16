"""Reading the findings and figures of a workbook: a record in each row, told by its id, stage and year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import DataPath, Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import RecordReader
from kiemdinh.parsing.cells import clean_text, read_school_year
from kiemdinh.portfolio.columns import ColumnMeaning, ColumnRule, HeadingReader
from kiemdinh.portfolio.tables import CellReader, join_details, read_cell_text, read_stages
from kiemdinh.portfolio.templates.labels import SIDES, make_vocabulary
from kiemdinh.portfolio.templates.reading.dossier_builder import DossierBuilder
from kiemdinh.portfolio.templates.reading.form_sheets import FormCell, FormRow, FormTable

__all__ = ["RecordRows"]

_DETAILS: Final = {"evidence": "by", "reason": "why", "author": "author", "date": "on", "until": "until"}
"""The columns that say more of a record, with the keys that a dossier has for them."""
_DATES: Final = frozenset({"date", "until"})
_SIDES: Final = make_vocabulary(SIDES)
_PLAIN: Final = ColumnRule()


@dataclass(frozen=True, slots=True)
class RecordRows:
    """Reads the rows into a dossier.

    Attributes
    ----------
    form, builder
        The rows, and the dossier that they go into.
    records
        The reader of single records.
    year
        The school year of figures whose row names none; None where there is no such year.
    side
        Whose records stand in rows that name no side.
    """

    form: FormTable
    builder: DossierBuilder
    records: RecordReader
    year: str | None
    side: str

    def read(self) -> None:
        """Read all rows. A row without a result records nothing; where it has other entries, a warning names it."""
        headings = HeadingReader(self.records.allowed)
        cells = CellReader(self.records, self.form.epoch)
        for row in self.form.rows:
            value = row.cells.get("value")
            if value is None:
                self._tell_unused(row)
                continue
            meaning = self._find_meaning(row, headings)
            if meaning is None:
                continue
            written, problem = cells.prepare(meaning, value.content, _PLAIN)
            if problem is not None:
                self.builder.report(problem.code, problem.message, value, expected=problem.expected, hint=problem.hint)
            elif written is not None:
                self._put_record(meaning, row, value, written)

    def _tell_unused(self, row: FormRow) -> None:
        beside = [cell for key, cell in row.cells.items() if key in _DETAILS]
        if beside:
            message = Message("the row has no result, so its other cells are not used")
            self.builder.problems.append(
                Diagnostic("KD720", "warning", message, self.builder.file, path=beside[0].place)
            )

    # -- what a row is about -----------------------------------------------------------------------------

    def _find_meaning(self, row: FormRow, headings: HeadingReader) -> ColumnMeaning | None:
        """Return what a row is about; None where it does not say it, which is reported."""
        cell = row.cells.get("id")
        if cell is None:
            self.builder.report("KD720", Message("the row does not say what is recorded"), row.place,
                                expected=Message("the id of a node or a figure"))  # fmt: skip
            return None
        meaning = self.builder.attempt(lambda content: headings.read_id(read_cell_text(content)), cell)
        if meaning is None:
            return None
        stage, year = row.cells.get("stage"), row.cells.get("year")
        if stage is not None:
            meaning = self._at_stage(meaning, stage, headings)
        return None if meaning is None else self._at_year(meaning, cell, year)

    def _at_stage(self, meaning: ColumnMeaning, cell: FormCell, headings: HeadingReader) -> ColumnMeaning | None:
        stages = self.builder.attempt(lambda content: read_stages(content, self.records), cell)
        if not stages:
            return None
        return self.builder.attempt(lambda _: headings.at_stage(meaning, stages), cell)

    def _at_year(self, meaning: ColumnMeaning, cell: FormCell, year: FormCell | None) -> ColumnMeaning | None:
        by_year = meaning.kind == "input" and "year" in self.records.allowed.inputs[meaning.id].kinds
        if year is None:
            if not by_year or meaning.year is not None:
                return meaning
            if self.year is None:
                message = Message("'{name}' is given for each school year: say which", name=meaning.id)
                self.builder.report("KD312", message, cell)
                return None
            return replace(meaning, year=self.year)
        named = self.builder.attempt(lambda content: read_school_year(read_cell_text(content)), year)
        if named is None:
            return None
        if not by_year:
            message = Message("'{name}' is not given for each school year", name=meaning.id)
            self.builder.report("KD313", message, year)
            return None
        if meaning.year not in (None, named):
            message = Message(
                "the id names the school year {one}, and the column {other}", one=meaning.year, other=named
            )
            self.builder.report("KD313", message, year)
            return None
        return replace(meaning, year=named)

    # -- what it records ---------------------------------------------------------------------------------

    def _put_record(self, meaning: ColumnMeaning, row: FormRow, value: FormCell, written: Any) -> None:
        key = "is" if meaning.kind == "node" else "value"
        details = self._read_details(row)
        path = self._path_of(meaning)
        at = self.builder.append(path, join_details(key, written, details))
        cells = self.builder.cells
        cells[at] = cells[(*at, key)] = value.place
        for name, inner in _DETAILS.items():
            if name in row.cells:
                cells[(*at, inner)] = row.cells[name].place
        self._place_keys(path, meaning, row)

    def _path_of(self, meaning: ColumnMeaning) -> DataPath:
        above: DataPath = () if meaning.stage is None else ("stages", meaning.stage)
        return (
            (*above, "findings", meaning.id) if meaning.kind == "node" else (*above, "inputs", meaning.id, *meaning.at)
        )

    def _place_keys(self, path: DataPath, meaning: ColumnMeaning, row: FormRow) -> None:
        """Keep which cells say the id, the stage and the year of a record; of several rows the first."""
        keys = self.builder.cells_of_keys
        id_place = row.cells["id"].place
        if meaning.stage is not None:
            keys.setdefault(path[:2], (row.cells.get("stage") or row.cells["id"]).place)
        keys.setdefault(path[: path.index(meaning.id) + 1], id_place)
        if meaning.year is not None:
            keys.setdefault(path, (row.cells.get("year") or row.cells["id"]).place)

    def _read_details(self, row: FormRow) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, key in _DETAILS.items():
            cell = row.cells.get(name)
            if cell is not None:
                text = self.builder.date_of(cell, self.form) if name in _DATES else self.builder.text_of(cell)
                if text is not None:
                    found[key] = text
        origin = row.cells.get("origin")
        if origin is not None and not self.builder.is_unreadable(origin):
            # A line for each old record.
            found["from"] = [clean_text(line) for line in str(origin.content).splitlines() if line.strip()]
        side = self._read_side(row)
        return found if side == "self" else found | {"side": side}

    def _read_side(self, row: FormRow) -> str:
        cell = row.cells.get("side")
        if cell is None:
            return self.side
        text = self.builder.text_of(cell)
        side = None if text is None else _SIDES.find(text)
        if side is None and text is not None:
            expected = Message.join([name for titles in _SIDES.titles.values() for name in titles[:2]])
            self.builder.report("KD104", Message("'{value}' is not a side", value=text), cell, expected=expected)
        return side or self.side
