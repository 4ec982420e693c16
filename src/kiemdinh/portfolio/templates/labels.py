"""What sheets, columns and rows of workbooks to fill in are called: written in one language, read in both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.parsing.cells import Vocabulary
from kiemdinh.portfolio.columns import ABOUT_ROWS, FORM_HEAD, OF_LONG_ROWS
from kiemdinh.standards.definition import usual_word

__all__ = [
    "EVIDENCE_COLUMNS",
    "HEAD_COLUMNS",
    "HEAD_ROWS",
    "HELD_COLUMNS",
    "KIND_OF_MEMBER",
    "RECORD_COLUMNS",
    "REGISTER_COLUMNS",
    "RESULT_COLUMNS",
    "RESULT_SIDES",
    "SHEET_TITLES",
    "SIDES",
    "TEXT_COLUMNS",
    "WORDS",
    "make_vocabulary",
    "name_kinds",
    "write_kind",
]

SHEET_TITLES: Final[Mapping[str, Message]] = {
    "head": Message("School"),
    "records": Message("Findings and figures"),
    "evidence": Message("Evidence"),
    "held": Message("Awards held"),
    "register": Message("Members"),
    "results": Message("Results of others"),
    "texts": Message("Texts of the report"),
    "table": Message("Schools"),
    "legend": Message("How to fill in"),
}
"""The sheets, by what they have."""

HEAD_COLUMNS: Final = FORM_HEAD

HEAD_ROWS: Final[Mapping[str, Message]] = {
    "framework": Message("Framework"),
    "school": Message("School id"),
    "name": Message("School name"),
    "stage": Message("Stages"),
    "founded": Message("Founded on"),
    "date": Message("Assessment date"),
    "year": Message("School year"),
    "side": Message("Side"),
    "complete": Message("All awards are listed"),
    "members": Message("All members are listed"),
}
"""The rows of the first sheet."""

RECORD_COLUMNS: Final[Mapping[str, Message]] = {
    "id": Message("Id"),
    "title": Message("What is asked"),
    "stage": Message("Stage"),
    "year": Message("School year"),
    "value": Message("Result"),
    "unit": Message("Unit"),
    "evidence": Message("Evidence"),
    "reason": Message("Reason"),
    "date": Message("Date"),
    "author": Message("Decided by"),
    "until": Message("Valid until"),
    "side": Message("Side"),
    "origin": Message("Carried over from"),
}
"""The columns of the sheet that has a record in each row."""

EVIDENCE_COLUMNS: Final[Mapping[str, Message]] = {
    "code": Message("Evidence code"),
    "title": Message("Title of the item"),
    "kind": Message("Kind"),
    "place": Message("Where it is kept"),
    "keeper": Message("Keeper"),
    "issuer": Message("Issuer"),
    "issued": Message("Issued on"),
    "until": Message("Valid until"),
    "also": Message("Other codes"),
}
"""The columns of the index of evidence, by the keys that a dossier has for them."""

_KIND: Final = Message("Kind of member")
_MEMBER: Final = Message("Member id")

HELD_COLUMNS: Final[Mapping[str, Message]] = {
    "kind": _KIND,
    "member": _MEMBER,
    "award": Message("Award"),
    "grade": Message("Grade"),
    "signed": Message("Signed on"),
    "until": Message("Valid until"),
    "ended": Message("Ended on"),
    "why": Message("Reason"),
}
"""The columns of the awards held, by the keys that a dossier has for them."""

KIND_OF_MEMBER: Final = "kind of member"
"""The key of the column of registers that has the kind; no input can have this id."""

REGISTER_COLUMNS: Final[Mapping[str, Message]] = {
    KIND_OF_MEMBER: _KIND,
    "id": _MEMBER,
    "name": Message("Member name"),
    "stages": Message("Stages"),
    "from": Message("Belongs from"),
    "until": Message("Belongs until"),
    "succeeds": Message("Succeeds"),
    "commune": Message("Commune"),
    "district": Message("District"),
    "province": Message("Province"),
}
"""The columns of registers, by the keys that a dossier has for them; each other column is an input."""

RESULT_COLUMNS: Final[Mapping[str, Message]] = {
    "kind": _KIND,
    "member": _MEMBER,
    "stage": Message("Stage"),
    "outcome": Message("Outcome"),
    "is": Message("Level reached"),
    "level": Message("Guaranteed level"),
    "attainable": Message("Attainable level"),
    "side": Message("Found by"),
    "on": Message("Date"),
    "until": Message("Valid until"),
    "by": Message("Decided by"),
    "digest": Message("Digest of the rules"),
}
"""The columns of results under other frameworks, by the keys that a dossier has for them."""

TEXT_COLUMNS: Final[Mapping[str, Message]] = {
    "id": RECORD_COLUMNS["id"],
    "title": RECORD_COLUMNS["title"],
    "situation": Message("How things stand"),
    "strengths": Message("Strengths"),
    "limits": Message("Limits"),
    "causes": Message("Causes"),
    "directions": Message("Directions of improvement"),
}
"""The columns of the texts of a report, by the keys that a dossier has for them."""

SIDES: Final[Mapping[str, Message]] = {"self": Message("Self-assessment"), "external": Message("External review")}

RESULT_SIDES: Final[Mapping[str, Message]] = {**SIDES, "computed": Message("Computed")}

WORDS: Final[Mapping[str, Message]] = {
    "met": Message("Met"),
    "unmet": Message("Not met"),
    "unknown": Message("Unknown"),
    "not-applicable": Message("Not applicable"),
    "to-confirm": Message("To confirm"),
    "true": Message("Yes"),
    "false": Message("No"),
}
"""Words that no definition has titles for."""

_FURTHER: Final = {**ABOUT_ROWS.titles, **OF_LONG_ROWS.titles}
"""What tables call some of these too."""


def make_vocabulary(labels: Mapping[str, Message]) -> Vocabulary:
    """Return the words that people and programs write for some labels: each in every language, and its id.

    >>> make_vocabulary(RECORD_COLUMNS).find("Kết quả"), make_vocabulary(HEAD_ROWS).find("school name")
    ('value', 'name')
    """
    return Vocabulary(
        {key: (*map(label.text_in, LANGUAGES), *_FURTHER.get(key, ())) for key, label in labels.items()}
    )  # fmt: skip


def name_kinds(kinds: Iterable[str]) -> Vocabulary:
    """Return the words for the kinds of members, in every language; a word that could mean two kinds is left out.

    >>> name_kinds(["commune", "school"]).find("trường")
    'school'
    """
    return Vocabulary({kind: tuple(map(usual_word(kind).text_in, LANGUAGES)) for kind in kinds})


def write_kind(kind: str, kinds: Iterable[str], lang: str) -> str:
    """Return the word for a kind of members in a language, where it is read as the kind; else the kind."""
    word = usual_word(kind).text_in(lang)
    return word if name_kinds(kinds).find(word) == kind else kind
