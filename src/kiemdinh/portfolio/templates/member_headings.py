"""The headings of columns with inputs in a sheet of members: written in one language, read in both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiemdinh.parsing.cells import clean_text
from kiemdinh.portfolio.templates.labels import REGISTER_COLUMNS, make_vocabulary
from kiemdinh.standards.names import split_place, words_of_place

if TYPE_CHECKING:
    from kiemdinh.evidence.entries import AllowedEntries, InputForm

__all__ = ["MemberHeadings"]

_OWN: Final = make_vocabulary(REGISTER_COLUMNS)


@dataclass(frozen=True, slots=True)
class MemberHeadings:
    """Writes and reads the headings of the inputs of members under one framework."""

    allowed: AllowedEntries

    def read(self, heading: str) -> tuple[str, ...] | None:
        """Return the name of an input and the places that a heading gives it for; None where it names no input."""
        text = clean_text(heading)
        for name, place in ((text, None), split_place(text)):
            found = self.allowed.input_names.find(name)
            if found is not None:
                return (found, *(words_of_place(place) if place else ()))
        return None

    def write(self, form: InputForm, places: tuple[str, ...], lang: str) -> str:
        """Return a heading that is read as an input at some places: with the title of the input, else with its name."""
        behind = f"@{'/'.join(places)}" if places else ""
        titles = filter(None, (form.definition.text_in(lang), form.name))
        headings = [f"{clean_text(title)}{behind}" for title in titles]
        return next(self._find_read(headings, (form.name, *places)), headings[-1])

    def _find_read(self, headings: list[str], wanted: tuple[str, ...]) -> Iterator[str]:
        for heading in headings:
            if _OWN.find(heading) in (None, wanted[0]) and self.read(heading) == wanted:
                yield heading
