"""Reading the head of a workbook: who is assessed, when, by which framework, and whose findings it has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.evidence.reading import RecordReader
from kiemdinh.parsing.cells import Vocabulary, clean_text, read_school_year
from kiemdinh.portfolio.tables import read_cell_text, read_stages
from kiemdinh.portfolio.templates.labels import HEAD_ROWS, SIDES, WORDS, make_vocabulary, name_kinds
from kiemdinh.portfolio.templates.reading.dossier_builder import DossierBuilder
from kiemdinh.portfolio.templates.reading.form_sheets import FormCell, FormTable

__all__ = ["HeadReader"]

_ROWS: Final = make_vocabulary(HEAD_ROWS)
_SIDES: Final = make_vocabulary(SIDES)
_YES_NO: Final = Vocabulary({key: tuple(map(WORDS[key].text_in, LANGUAGES)) for key in ("true", "false")})


@dataclass(slots=True)
class HeadReader:
    """Reads the head into a dossier.

    Attributes
    ----------
    form, builder
        The rows of the head, and the dossier that they go into.
    year
        The school year of figures whose row names none; None where the head names none.
    side
        The side of findings and figures in rows that name none.
    """

    form: FormTable
    builder: DossierBuilder
    year: str | None = None
    side: str = "self"
    _answers: Mapping[str, FormCell] = field(init=False)

    def __post_init__(self) -> None:
        self._answers = self._find_answers()

    def read_framework(self) -> None:
        """Read which framework it names, and the day, which picks the edition."""
        self._put_text("framework", ("framework",))
        self._put_day("date", ("date",))

    def read(self, records: RecordReader) -> None:
        """Read all else."""
        self._put_text("school", ("school", "id"))
        self._put_text("name", ("school", "name"))
        self._put_day("founded", ("school", "founded"))
        stages = self._answers.get("stage")
        found = self.builder.attempt(lambda content: read_stages(content, records), stages)
        if stages is not None and found:
            self.builder.put(("school", "stages"), list(found), stages.place)
        self.year = self.builder.attempt(
            lambda content: read_school_year(read_cell_text(content)), self._answers.get("year")
        )
        self.side = self._choose("side", _SIDES) or "self"
        self._read_complete(records.allowed.populations)

    def _read_complete(self, kinds: Sequence[str]) -> None:
        """Read which lists are complete: that of awards, and those of the members of all kinds or of some."""
        complete, members = self._answers.get("complete"), self._answers.get("members")
        if complete is not None and self._choose("complete", _YES_NO) == "true":
            self.builder.put(("complete",), ["held"], complete.place)
        text = None if members is None else self.builder.text_of(members)
        if members is not None and text is not None:
            for kind in self._read_kinds(text, kinds):
                self.builder.cells[self.builder.append(("complete",), kind)] = members.place

    @staticmethod
    def _read_kinds(text: str, kinds: Sequence[str]) -> Sequence[str]:
        """Return the kinds that an answer means; a word that means none stays, for the reader of dossiers to refuse."""
        answer, names = _YES_NO.find(text), name_kinds(kinds)
        if answer is not None:
            return kinds if answer == "true" else ()
        return [names.find(part) or part for part in (one.strip() for one in re.split("[,;]", text)) if part]

    def _find_answers(self) -> dict[str, FormCell]:
        """Return the answers by their key. Rows with an unknown key are notes; a misspelt key is a problem."""
        found: dict[str, FormCell] = {}
        for row in self.form.rows:
            field_cell, answer = row.cells.get("field"), row.cells.get("answer")
            name = self.builder.text_of(field_cell)
            if field_cell is None or name is None or answer is None:
                continue
            key, near = _ROWS.find(name), _ROWS.suggest(name)
            if key is not None and key in found:
                self.builder.report("KD720", Message("'{name}' is here twice", name=name), field_cell)
            elif key is not None:
                found[key] = answer
            elif near is not None:
                label = Message.in_each(en=str(HEAD_ROWS[near]), vi=HEAD_ROWS[near].text_in("vi"))
                hint = Message("did you mean '{near}'?", near=label)
                self.builder.report("KD720", Message("'{name}' is not asked here", name=name), field_cell, hint=hint)
            else:
                self.builder.put(("notes", clean_text(name)), self.builder.text_of(answer), answer.place)
        return found

    def _put_text(self, key: str, path: tuple[str, ...]) -> None:
        cell = self._answers.get(key)
        text = self.builder.text_of(cell)
        if cell is not None and text is not None:
            self.builder.put(path, text, cell.place)

    def _put_day(self, key: str, path: tuple[str, ...]) -> None:
        cell = self._answers.get(key)
        day = None if cell is None else self.builder.date_of(cell, self.form)
        if cell is not None and day is not None:
            self.builder.put(path, day, cell.place)

    def _choose(self, key: str, words: Vocabulary) -> str | None:
        """Return the word that an answer means; None where there is none, or it means none, which is reported."""
        cell = self._answers.get(key)
        if cell is None or isinstance(cell.content, bool):
            return None if cell is None else str(cell.content).lower()
        text = self.builder.text_of(cell)
        found = None if text is None else words.find(text)
        if text is not None and found is None:
            shown = Message.join([name for word in words.titles for name in words.titles[word][:2]])
            self.builder.report(
                "KD104", Message("'{word}' is no answer here", word=text), cell, expected=shown
            )  # fmt: skip
        return found
