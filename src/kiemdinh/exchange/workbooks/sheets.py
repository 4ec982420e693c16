"""The sheets of a framework's workbook and their columns, each with the part of a definition that it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.exchange.workbooks.cell_forms import CellForm
from kiemdinh.parsing.cells import Vocabulary

__all__ = [
    "AWARD_ROWS",
    "COLUMNS_NEEDED",
    "COLUMN_NOTES",
    "HEAD_FORMS",
    "HEAD_KEYS",
    "IDS_LISTED",
    "KIND",
    "LEVEL",
    "OF",
    "OUTCOME_ROWS",
    "RULE",
    "SCALE_ROWS",
    "SHEETS",
    "SHEET_TITLES",
    "SheetColumnSpec",
    "column_vocabulary",
    "find_row_kind",
    "find_sheet",
    "keys_of_path",
]


class SheetColumnSpec(NamedTuple):
    """A column: the path of its data, with ``/`` between keys, its heading, its form and its width."""

    path: str
    heading: Message
    form: CellForm = "text"
    width: float = 14


OF: Final = "?of"
LEVEL: Final = "?level"
KIND: Final = "?kind"
RULE: Final = "?rule"
"""Columns that are not keys of a record: its owner, its level, the kind of its row, and a rule that is all of it."""

_ID = SheetColumnSpec("id", Message("Id"), "id", 12)
_VI = SheetColumnSpec("vi", Message("Vietnamese text"), "text", 44)
_EN = SheetColumnSpec("en", Message("English text"), "text", 44)
_CITE = SheetColumnSpec("cite", Message("Article of the law"), "text", 20)
_CERTAINTY = SheetColumnSpec("certainty", Message("Certainty"), "value", 14)
_LAW = (_CITE, _CERTAINTY)
_SCALE = SheetColumnSpec("scale", Message("Scale"), "id", 12)
_UNIT = SheetColumnSpec("unit", Message("Unit"), "value", 10)
_WHEN = SheetColumnSpec("when", Message("Applies when"), "rule", 30)
_MAY_NOT_APPLY = SheetColumnSpec("may_not_apply", Message("May be recorded as not applicable"), "yes_no", 12)
_MET_IF = SheetColumnSpec("met_if", Message("Met if"), "rule", 40)
_WARN_UNLESS = SheetColumnSpec("warn_unless", Message("Warn unless"), "rule", 30)
_EVIDENCE = SheetColumnSpec("evidence", Message("Evidence (a line each: Vietnamese | English)"), "texts", 50)
_GUARDS = SheetColumnSpec("guards", Message("What the text warns of (Vietnamese | English)"), "texts", 40)
_INDICATORS = SheetColumnSpec("indicators", Message("Indicators"), "ids", 24)
_CHOICES = SheetColumnSpec("choices", Message("Choices (a line each: id | Vietnamese | English)"), "choices", 36)
_ROW = SheetColumnSpec(KIND, Message("Row"), "value", 14)
_RANGE = (
    SheetColumnSpec("range/from", Message("From"), "value", 9),
    SheetColumnSpec("range/to", Message("To"), "value", 9),
)
_TYPE = SheetColumnSpec("type", Message("Type"), "value", 10)
_NOT_APPLICABLE = SheetColumnSpec("not_applicable", Message("Not applicable counts as"), "value", 12)
_IF_EMPTY = SheetColumnSpec("if_empty", Message("Without members"), "value", 12)

SHEET_TITLES: Final[Mapping[str, Message]] = {
    "head": Message("Framework"),
    "scales": Message("Scales and levels"),
    "layers": Message("Layers"),
    "tags": Message("Tags"),
    "tree": Message("Outline"),
    "requirements": Message("Requirements"),
    "inputs": Message("Figures and questions"),
    "parameters": Message("Values left open"),
    "sets": Message("Sets"),
    "define": Message("Named rules"),
    "outcomes": Message("Outcomes"),
    "awards": Message("Awards"),
    "references": Message("Other frameworks"),
    "help": Message("How to write a framework"),
}
"""The sheets in their order; the last one is not read."""

HEAD_KEYS: Final[Mapping[str, Message]] = {
    "framework": Message("Id of the framework, by which dossiers name it"),
    "vi": Message("Title in Vietnamese"),
    "en": Message("Title in English"),
    "source/document": Message("The document of law"),
    "source/part": Message("The part of the document"),
    "source/in_force": Message("First day in force, such as 2026-07-07"),
    "source/until": Message("The day it is replaced"),
    "cite": Message("Article of the law, where nothing below has its own"),
    "certainty": Message("How sure we are: confirmed, single_source, inferred or unverified"),
    "subject/kind": Message("What is assessed, such as school"),
    "subject/has": Message("What it consists of, such as stage"),
    "subject/stages": Message("The stages it can have (a line each: id | Vietnamese | English)"),
    "subject/assessed_by": Message("stage, where each stage has findings of its own"),
    "school_year/begins": Message("First day of a school year, such as 09-01"),
    "evidence/code": Message("Pattern of evidence codes"),
    "evidence/items": Message("How many items of evidence a finding must cite"),
    "expect": Message("How many criteria and so on there are to be, such as {{criteria: 15, requirements: 139}}"),
}
"""The entries of the first sheet that always have a row, each with its meaning."""

HEAD_FORMS: Final[Mapping[str, CellForm]] = {
    "framework": "id", "vi": "text", "en": "text", "cite": "text", "source/document": "text", "source/part": "text",
    "subject/vi": "text", "subject/en": "text", "subject/cite": "text", "subject/has": "ids",
    "subject/stages": "choices", "shows": "ids", "evidence/code": "text", "source/cite": "text",
    "evidence/cite": "text", "school_year/cite": "text",
}  # fmt: skip
"""The forms of entries of the first sheet; others are data."""

SHEETS: Final[Mapping[str, Sequence[SheetColumnSpec]]] = {
    "head": (
        SheetColumnSpec("key", Message("Entry"), "text", 24),
        SheetColumnSpec("value", Message("Value"), "data", 70),
        SheetColumnSpec("meaning", Message("Meaning"), "text", 70),
    ),
    "scales": (
        SheetColumnSpec("scale", Message("Scale"), "id", 16), _ROW, _ID, _VI, _EN,
        SheetColumnSpec("from", Message("From"), "value", 9), SheetColumnSpec("to", Message("To"), "value", 9),
        SheetColumnSpec("step", Message("Step"), "value", 9), *_LAW,
    ),
    "layers": (
        _ID, _VI, _EN, SheetColumnSpec("in", Message("Stands in"), "id"),
        SheetColumnSpec("verdict", Message("Judged by"), "value"), _SCALE,
        SheetColumnSpec("no_text", Message("A level without text"), "value", 12), _MET_IF,
        SheetColumnSpec("derive", Message("Follows from"), "rule", 30), _NOT_APPLICABLE, *_LAW,
    ),
    "tags": (_ID, _VI, _EN, *_LAW),
    "tree": (
        SheetColumnSpec(OF, Message("Part of"), "id", 10), _ID, _VI, _EN,
        SheetColumnSpec("layer", Message("Layer"), "id", 12), SheetColumnSpec("tags", Message("Tags"), "ids", 14),
        SheetColumnSpec("points", Message("Points"), "value", 9),
        SheetColumnSpec("weight", Message("Weight"), "data", 9), _WHEN, _MAY_NOT_APPLY, _MET_IF, _INDICATORS,
        _EVIDENCE, _GUARDS, *_LAW,
    ),
    "requirements": (
        SheetColumnSpec(OF, Message("Criterion"), "id", 12), SheetColumnSpec(LEVEL, Message("Level"), "id", 10), _ID,
        _VI, _EN, _WHEN, _MAY_NOT_APPLY, _MET_IF, *_LAW,
    ),
    "inputs": (
        _ID, _VI, _EN, _TYPE, _UNIT, *_RANGE, _CHOICES, _SCALE, SheetColumnSpec("each", Message("One for each"), "ids"),
        SheetColumnSpec("given", Message("Context"), "yes_no", 9),
        SheetColumnSpec("better", Message("Better when"), "value", 10), *_LAW,
    ),
    "parameters": (
        _ID, _VI, _EN, _TYPE, _UNIT, *_RANGE, _CHOICES, _SCALE,
        SheetColumnSpec("default", Message("Value until another is set"), "data", 20), *_LAW,
    ),
    "sets": (
        _ID, SheetColumnSpec("among", Message("Among"), "id"), SheetColumnSpec("tagged", Message("Tagged"), "ids"),
        SheetColumnSpec("untagged", Message("Not tagged"), "ids"), SheetColumnSpec("ids", Message("These"), "ids", 24),
        SheetColumnSpec("except", Message("Except"), "ids", 16), SheetColumnSpec("last", Message("Last"), "value", 8),
        SheetColumnSpec("where", Message("Where"), "rule", 30), _IF_EMPTY, _NOT_APPLICABLE, _VI, _EN, *_LAW,
    ),
    "define": (_ID, SheetColumnSpec(RULE, Message("Rule"), "rule", 60), _VI, _EN, *_LAW),
    "outcomes": (
        SheetColumnSpec(OF, Message("Outcome"), "id"), _ROW, _ID, _VI, _EN,
        SheetColumnSpec("ladder", Message("Scale"), "id", 12), SheetColumnSpec(RULE, Message("Rule"), "rule", 60),
        SheetColumnSpec("bands", Message("Bands"), "data", 30), _WARN_UNLESS, *_LAW,
    ),
    "awards": (
        SheetColumnSpec(OF, Message("Award"), "id"), _ROW, _ID, _VI, _EN,
        SheetColumnSpec("ladder", Message("Scale"), "id", 12), SheetColumnSpec(RULE, Message("Rule"), "rule", 60),
        SheetColumnSpec("authority", Message("Authority (Vietnamese | English)"), "pair", 30),
        SheetColumnSpec("valid", Message("Valid for"), "data", 12),
        SheetColumnSpec("renew_before", Message("Renew before"), "value", 12),
        SheetColumnSpec("wait_for_higher", Message("Wait for a higher grade"), "value", 12),
        SheetColumnSpec("lost_if", Message("Lost if"), "rule", 30),
        SheetColumnSpec("discretion", Message("Discretion (Vietnamese | English)"), "pair", 30),
        SheetColumnSpec("continues", Message("Continues"), "ids", 20),
        SheetColumnSpec("law", Message("Law of single entries"), "data", 30), *_LAW,
    ),
    "references": (_ID, _VI, _EN, SheetColumnSpec("scale", Message("Steps"), "choices", 40), *_LAW),
}  # fmt: skip
"""The columns that each sheet always has; the heading of another column is the key of the record."""

COLUMN_NOTES: Final[Mapping[tuple[str, str], Message]] = {
    ("layers", "in"): Message("The layer above; empty for the first one"),
    ("layers", "verdict"): Message("How what stands in this layer is judged; empty where it only groups others"),
    ("layers", "no_text"): Message(
        "Where a criterion has no requirement at a level: carries takes the level below, fails is not reached"
    ),
    ("tree", OF): Message("The id of the row that this one is a part of; that row stands above"),
    ("tree", "tags"): Message("Ids of the sheet of tags, with commas between"),
    ("requirements", OF): Message(
        "The id of the criterion; of a part of a requirement its address, such as 1.1/muc-1/a"
    ),
    ("requirements", LEVEL): Message("The id of a step of the scale of the criterion"),
    ("requirements", "met_if"): Message("A rule by which figures decide; empty where people judge"),
    ("inputs", "given"): Message("Yes where it is a fact about the school that no one can change, such as its area"),
    ("sets", "among"): Message("The id of a layer, or of another set"),
    ("sets", "if_empty"): Message("What a rule over the set says where it has no member: met, unmet or unknown"),
    ("outcomes", OF): Message("The id of the outcome; rows of its levels have the same one"),
    ("outcomes", RULE): Message("What the level needs, as a sentence; the last sheet lists the sentences"),
    ("awards", RULE): Message("What the award needs, as a sentence; the last sheet lists the sentences"),
}
"""Notes at the headings of columns that need an explanation, by sheet and path."""

COLUMNS_NEEDED: Final[Mapping[str, Sequence[str]]] = {
    "head": ("key", "value"),
    "scales": ("scale", KIND, "id"),
    "layers": ("id", "in", "verdict", "scale"),
    "tree": (OF, "id"),
    "requirements": (OF, LEVEL, "id"),
    "inputs": ("id", "type"),
    "parameters": ("id", "type"),
    "sets": ("id", "among"),
    "define": ("id", RULE),
    "outcomes": (OF, KIND, "id", "ladder", RULE),
    "awards": (OF, KIND, "id", "ladder", RULE),
    **dict.fromkeys(("tags", "references"), ("id",)),
}
"""The columns of each sheet without which its rows cannot be understood; cells below them may be empty."""

IDS_LISTED: Final[Mapping[tuple[str, str], tuple[str, str, str]]] = {
    ("layers", "in"): ("layers", "id", "id"),
    ("tree", OF): ("tree", "id", "id"),
    ("tree", "layer"): ("layers", "id", "id"),
    ("requirements", OF): ("tree", "id", "id"),
    ("requirements", LEVEL): ("scales", "id", "scale"),
    ("sets", "among"): ("layers", "id", "id"),
}
"""The columns, by sheet and path, whose cells are picked from ids of the file: the sheet and column that have them, and
a column of it that is filled in every row, by which the rows are counted."""

SCALE_ROWS: Final[Mapping[str, Message]] = {
    "scale": Message("scale"),
    "below": Message("below the first step"),
    "step": Message("step"),
}
OUTCOME_ROWS: Final[Mapping[str, Message]] = {
    "head": Message("outcome"),
    "level": Message("level"),
    "case": Message("case"),
    "otherwise": Message("otherwise"),
}
AWARD_ROWS: Final[Mapping[str, Message]] = {"head": Message("award"), "level": Message("level")}
"""The kinds of rows on the sheets that describe one thing in several rows."""


def keys_of_path(path: str) -> tuple[str, ...]:
    """Return the keys of the path of a column, or of an entry of the first sheet.

    >>> keys_of_path("range/from")
    ('range', 'from')
    """
    return PurePosixPath(path).parts or (path,)  # "." has no parts


@cache
def find_sheet(title: str) -> str | None:
    """Return the sheet that has a title, in either language, or a key; None for any other title.

    >>> find_sheet("Outline"), find_sheet("Notes of mine")
    ('tree', None)
    """
    return _make_vocabulary(SHEET_TITLES).find(title)


@cache
def column_vocabulary(sheet: str) -> Vocabulary:
    """Return the words for the columns of a sheet: headings in each language, and paths."""
    return _make_vocabulary({column.path: column.heading for column in SHEETS[sheet]})


def find_row_kind(kinds: Mapping[str, Message], word: str) -> str | None:
    """Return the kind of a row, by the word in its cell, in either language."""
    return _make_vocabulary(kinds).find(word)


def _make_vocabulary(labels: Mapping[str, Message]) -> Vocabulary:
    return Vocabulary({key: tuple(map(label.text_in, LANGUAGES)) for key, label in labels.items()})
