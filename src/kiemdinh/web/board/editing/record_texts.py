"""A record as texts in the fields of a form, and the entry of a dossier made from these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kiemdinh.web.board.views import split_share

if TYPE_CHECKING:
    from kiemdinh.web.board.views import RecordField

__all__ = ["RecordText"]

_NAMES: Final = ("is", "why", "by", "author")
"""The names of the fields of a form, before a colon and the id of the record."""
_SAYS: Final = ("is", "reaches", "value", "part", "of")
_UNKNOWN: Final = "unknown"
_UNKNOWN_TYPED: Final = {"vi": "chưa rõ"}
"""The word for "not known" that people write in each language and that readers of dossiers accept."""


class RecordText(NamedTuple):
    """A record as texts in the fields of a form: what it says, why, the codes of its evidence, and who decided."""

    says: str = ""
    why: str = ""
    by: str = ""
    author: str = ""

    @classmethod
    def of(cls, entry: Any, field: RecordField, lang: str) -> RecordText:
        """Return a record of a dossier as a form in a language shows it; the last of several dated records."""
        last = entry[-1] if isinstance(entry, list) and entry else entry
        if last is None:
            return cls()
        details = last if isinstance(last, Mapping) else {"is": last}
        by = details.get("by", ())
        codes = by if isinstance(by, str) else "; ".join(map(str, by))
        why, author = (str(details.get(key, "")) for key in ("why", "author"))
        return cls(_write_said(details, field, lang), why, codes, author)

    @classmethod
    def typed(cls, form: Mapping[str, str], field: RecordField, otherwise: RecordText) -> RecordText:
        """Return what was typed; parts for which the form has no field are taken from *otherwise*."""
        typed = (form.get(f"{name}:{field.id}") for name in _NAMES)
        return cls(*(was if one is None else one.strip() for one, was in zip(typed, otherwise, strict=True)))

    def to_entry(self, before: Any, field: RecordField, lang: str) -> Any:
        """Return the entry *before* as these texts change it; None where nothing remains.

        If the record says something else, its days are dropped, since it was not made on the day of the one before.
        """
        earlier = before[:-1] if isinstance(before, list) else []
        last = before[-1] if isinstance(before, list) and before else before
        made = self._to_record(last, field, lang)
        records = [*earlier, *([] if made is None else [made])]
        return None if not records else records[0] if len(records) == 1 else records

    def _to_record(self, before: Any, field: RecordField, lang: str) -> Any:
        if not self.says:
            return None
        kept: dict[str, Any] = {}
        says = self._read_said(field)
        if before is not None and RecordText.of(before, field, lang).says == self.says:
            kept = dict(before) if isinstance(before, Mapping) else {_key_of(field): before}
            says = {key: kept[key] for key in _SAYS if key in kept}
            kept = {key: value for key, value in kept.items() if key not in (*_SAYS, "why", "by", "author")}
        details = {key: value for key in ("why", "by", "author") if (value := getattr(self, key))}
        said = {**kept, **details}
        return {**says, **said} if said or len(says) > 1 else next(iter(says.values()))

    def _read_said(self, field: RecordField) -> dict[str, str]:
        """Return the keys of a dossier that say what was typed: ``is``, ``value``, or ``part`` and ``of``."""
        share = split_share(self.says) if field.takes_share else None
        return {_key_of(field): self.says} if share is None else share


def _key_of(field: RecordField) -> str:
    return "is" if field.kind == "finding" else "value"


def _write_said(details: Mapping[str, Any], field: RecordField, lang: str) -> str:
    if "part" in details:
        return "/".join(_write_number(details.get(key), lang) for key in ("part", "of"))
    said = next((details[key] for key in ("is", "reaches", "value") if key in details), None)
    return _write_number(said, lang) if field.form == "number" else _write_word(said)


def _write_word(word: Any) -> str:
    if isinstance(word, list):
        return ", ".join(map(_write_word, word))
    return "" if word is None else str(word).lower() if isinstance(word, bool) else str(word)


def _write_number(number: Any, lang: str) -> str:
    """Return a number as people type it in a language, in a form that readers of dossiers accept."""
    said = _write_word(number)
    if said == _UNKNOWN:
        return _UNKNOWN_TYPED.get(lang, said)
    return said.replace(".", ",") if lang == "vi" and _is_plain(said) else said


def _is_plain(text: str) -> bool:
    """Whether a text is a number with a decimal point, perhaps a percentage, and nothing else."""
    whole, _, decimals = text.removesuffix("%").removeprefix("-").partition(".")
    return whole.isdecimal() and decimals.isdecimal()
