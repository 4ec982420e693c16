"""The last sheet of a framework's workbook: how to write the others, and the sentences for rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.exchange.workbooks.rule_writer import write_rule
from kiemdinh.exchange.workbooks.sheets import SHEET_TITLES
from kiemdinh.version import __version__

if TYPE_CHECKING:
    from kiemdinh.portfolio.templates import Book

__all__ = ["write_help"]

_WIDTHS: Final = (64, 90)
_ADVICE: Final = (
    Message("Sheets are recognised by their titles and columns by their headings; their order does not matter"),
    Message("A column with another heading and a sheet with another title are not read: notes can stand there"),
    Message("A column whose heading is a key of the language, such as if_empty, is that key"),
    Message("An empty cell means that nothing is said"),
    Message("All cells are formatted as text, so that 5.10 and 09-01 stay what they are: paste as values"),
    Message("A part stands below the row that it is a part of; parts of one thing are in the order of their rows"),
    Message("A line is begun within a cell by Alt+Enter"),
    Message("What begins with a brace, a bracket or a quotation mark is read as YAML"),
    Message("kiemdinh check FILE.xlsx says what is wrong, and in which cell"),
)
_MET: Final = "met"
_STEP: Final = {"its": "level", "at_least": "muc-1"}
_SENTENCES: Final[tuple[tuple[Any, Message], ...]] = (
    (_MET, Message("The member at hand is met; the opposite is a word too")),
    ({"every": "criterion", "that": _MET}, Message("Every member of a set fulfils it")),
    ({"every": "mandatory", "that": _STEP}, Message("Every member reaches a level")),
    ({"count": "others", "that": _STEP, "at_least": "5"}, Message("At least so many members fulfil it")),
    ({"count": "criterion", "that": "unmet", "at_most": "2"}, Message("At most so many members fulfil it")),
    ({"share": "criterion", "that": _MET, "at_least": "80%"}, Message("At least such a share of the members")),
    ({"value": "books", "per": "pupils", "at_least": "5"}, Message("A figure, here divided by another one, compared")),
    ({"value": "area", "is": ["rural", "island"]}, Message("An answer is one of these")),
    ({"value": "survey", "is": "true"}, Message("A question is answered with yes")),
    (
        {"value": "classes", "at_least": {"by": "area", "values": {"difficult": "5"}, "otherwise": "9"}},
        Message("A bound that depends on an answer"),
    ),
    ({"sum": "criterion", "of": {"its": "points"}, "at_least": "80"}, Message("A total over the members of a set")),
    (
        {"mean": "criterion", "of": {"its": "rating"}, "weight": {"its": "weight"}, "at_least": "3.5"},
        Message("A weighted mean; the lowest and the highest are written alike"),
    ),
    ({"every": "three_years", "that": {"change": "loans", "at_least": "0"}}, Message("It does not fall in any year")),
    ({"outcome": "muc", "side": "external", "at_least": "muc-2"}, Message("The outcome by the external review")),
    ({"award": "vn.tt18-2018/chuan-quoc-gia", "is": "held"}, Message("An award is held")),
    ({"not": {"value": "boarding", "is": "true"}}, Message("The opposite")),
    (
        {"all": ["safe", {"any": [{"value": "closed", "is": "true"}, {"every": "core", "that": _MET}]}]},
        Message("A group: all of its parts, or one of them; a part can be a group again"),
    ),
    (
        {"every": "criterion", "that": _MET, "cite": "Điều 5", "certainty": "inferred"},
        Message("Article, certainty and text of a rule, in brackets at the end of its line"),
    ),
    (
        {"mean": "criterion", "of": {"its": "rating"}, "round": {"digits": "0", "half": "up"}, "at_least": "4"},
        Message("Every other rule is written in YAML"),
    ),
)
"""Examples of rules, each with its meaning; they are written in the language of the workbook."""


def write_help(book: Book, title: str) -> Mapping[tuple[str, ...], str]:
    """Write the sheet, and return the cells that have each list of words for drop-down lists."""
    lang = book.lang
    sheet = book.add_sheet(SHEET_TITLES["help"].text_in(lang))
    sheet.write_row([(SHEET_TITLES["help"].text_in(lang), "heading"), ("", "heading")])
    for advice in _ADVICE:
        sheet.write_row([(advice.text_in(lang), "text"), ("", "text")])
        sheet.sheet.merge_cells(start_row=sheet.row, end_row=sheet.row, start_column=1, end_column=2)
    sheet.write_row([(Message("What a rule can say").text_in(lang), "group"), ("", "group")])
    for rule, meaning in _SENTENCES:
        text = write_rule(rule, lang)
        row = sheet.write_row([(text, "text"), (meaning.text_in(lang), "text")])
        lines = max(text.count("\n") + 1, 1 + len(text) // _WIDTHS[0])
        sheet.sheet.row_dimensions[row].height = 3 + 13 * lines
    sheet.write_row([(Message("Lists").text_in(lang), "group"), (f"kiemdinh {__version__}", "small")])
    places: dict[tuple[str, ...], str] = {}
    quoted = sheet.sheet.title.replace("'", "''")
    for words in book.word_lists:
        rows = [sheet.write_row([(word, "small"), ("", "small")]) for word in words]
        places[words] = f"'{quoted}'!$A${rows[0]}:$A${rows[-1]}"
    sheet.finish(_WIDTHS, title=title, freeze="A2")
    return places
