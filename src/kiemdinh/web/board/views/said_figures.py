"""A recorded figure in words, as people read it in a form, beside it and in the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kiemdinh.evidence.writing import write_entry
from kiemdinh.parsing.cells import ReadingError, read_number
from kiemdinh.web.board.views.said_findings import SaidFinding

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Dossier, Side, ValueRecord
    from kiemdinh.evidence.entries import InputForm
    from kiemdinh.web.board.views.said_findings import FindingWords

__all__ = ["FigureWords"]

_UNKNOWN = "unknown"


class FigureWords:
    """The figures of one framework in words.

    Parameters
    ----------
    words
        The words of its findings.
    """

    def __init__(self, words: FindingWords) -> None:
        self.allowed, self.names, self.messages = words.allowed, words.names, words.messages

    def list_options(self, form: InputForm) -> tuple[tuple[str, str], ...]:
        """Return the words that can be recorded, each with its name for people; none where a number or a day is typed.

        Yes comes before no; other words keep their order.
        """
        words = form.measure.words
        if words == ("false", "true"):
            words = words[::-1]
        shown = tuple((word, self._name_word(form, word)) for word in words)
        return (*shown, (_UNKNOWN, self.messages.text("unknown"))) if shown and _UNKNOWN not in words else shown

    def _name_word(self, form: InputForm, word: str) -> str:
        if word in ("true", "false"):
            return self.messages.text("yes" if word == "true" else "no")
        titles = form.definition.choices or ()
        found = next((one.text_in(self.messages.lang) for one in titles if one.id == word), None)
        return found or self.names.name_scale_step(form.definition.scale, word)

    def list_bounds(self, form: InputForm) -> Iterator[str]:
        """Yield the unit of a figure and the range that it lies in."""
        unit, measure = form.definition.unit, form.measure
        if measure.kind != "number":
            return
        low, high = (None if end is None else self.messages.format_number(end) for end in (measure.low, measure.high))
        said = self.messages.with_unit("", unit).strip()
        if low is not None and high is not None:
            yield f"{low}–{high} {said}".strip()
        elif low is not None or high is not None:
            yield " ".join(part for part in ("≥" if high is None else "≤", low or high, said) if part)
        elif said:
            yield said

    def describe_leaf(self, name: str, leaf: Any) -> str:
        """Return what is recorded of a figure at one place: its value, why, and by which evidence."""
        if isinstance(leaf, list):
            return "; ".join(self.describe_leaf(name, one) for one in leaf)
        details = leaf if isinstance(leaf, Mapping) else {"value": leaf}
        said = self._describe_value(self.allowed.inputs.get(name), details)
        by = details.get("by", ())
        cited = [", ".join([by] if isinstance(by, str) else map(str, by))] if by else []
        author = [str(details["author"])] if details.get("author") else []
        more = "; ".join((*([str(details["why"])] if details.get("why") else []), *author, *cited))
        return self.messages.text("tree.why", text=said, why=more) if more else said

    def _describe_value(self, form: InputForm | None, details: Mapping[str, Any]) -> str:
        if "part" in details:
            return f"{self._format_number(details['part'])}/{self._format_number(details.get('of'))}"
        value = details.get("value")
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if text == _UNKNOWN:
            return self.messages.text("unknown")
        if form is not None and form.measure.kind == "words" and text in form.measure.words:
            return self._name_word(form, text)
        number = self._format_number(value)
        if form is None or form.measure.kind != "number":
            return number
        return self.messages.with_unit(number.removesuffix("%"), form.definition.unit)

    def _format_number(self, value: Any) -> str:
        """Return a number as the language writes it, with its per cent sign; other texts stay as they are."""
        text = str(value)
        try:
            number = read_number(text.removesuffix("%"))
        except ReadingError:
            return text
        return self.messages.format_number(number) + ("%" if text.endswith("%") else "")

    def say_side(self, dossier: Dossier, side: Side, name: str, stage: str | None, at: tuple[str, ...]) -> SaidFinding:
        """Return what one side has recorded of a figure at one place: its latest record."""
        found = list(_records_at(dossier, side, name, stage, at))
        if not found:
            return SaidFinding()
        last = max(found, key=lambda one: one.date)
        said = self._describe_value(self.allowed.inputs[name], write_entry(last, self.allowed.inputs[name]))
        return SaidFinding(said, last.why or "", last.evidence_codes)


def _records_at(
    dossier: Dossier, side: Side, name: str, stage: str | None, at: tuple[str, ...]
) -> Iterator[ValueRecord]:
    return (one for one in dossier.values if (one.side, one.name, one.stage, one.at) == (side, name, stage, at))
