"""The forms of cells of a framework's workbook: how a part of a definition is written in a cell, and read again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from kiemdinh.diagnostics.message import Message
from kiemdinh.exchange.flow import begins_as_data, read_flow, write_flow
from kiemdinh.exchange.workbooks.rule_reader import read_rule
from kiemdinh.exchange.workbooks.rule_words import WORDS, word_in
from kiemdinh.exchange.workbooks.rule_writer import write_rule
from kiemdinh.parsing.cells import ReadingError, write_number
from kiemdinh.parsing.placed_tree import Scalar
from kiemdinh.portfolio.sheets import NOT_CALCULATED, is_nothing
from kiemdinh.rules import exact_number

__all__ = ["CellForm", "read_cell", "write_cell"]

CellForm: TypeAlias = Literal["text", "id", "ids", "value", "data", "yes_no", "rule", "texts", "pair", "choices"]
"""How a cell is written: a text; an id, or several with commas between; a number, date or word; any of these or data
in braces; yes or no; a rule; texts in two languages, a line each; one such text; choices, an id and its texts a line.
"""

_AS_TEXT: Final = Message("format the cell as text, and type it again")
_PARTS: Final = " | "


def write_cell(form: CellForm, data: Any, lang: str) -> str:
    """Return a part of a definition, its scalars as texts, as the text of a cell; in the form if that can express it.

    The text reads back as exactly this part.
    """
    write = _FORMS[form].write
    try:
        text = write(data, lang)
        if read_cell(form, text) == data:
            return text
    except (ReadingError, TypeError, AttributeError, ValueError, KeyError):
        pass  # the form cannot express it
    return write_flow(data)


def read_cell(form: CellForm, content: Any) -> Any:
    """Return the data in a cell of a form, each scalar as a text.

    Raises
    ------
    ReadingError
        The cell cannot be read in this form, or a spreadsheet has changed its content (KD750).

    >>> read_cell("ids", "core, extra"), read_cell("pair", "Sở | The department")
    (['core', 'extra'], {'vi': 'Sở', 'en': 'The department'})
    """
    text = _text_of(content, form)
    is_data = begins_as_data(text.lstrip()) and form not in ("text", "id", "value")
    return read_flow(text) if is_data else _FORMS[form].read(text)


def _text_of(content: Any, form: CellForm) -> str:
    """Return the content of a cell as text; refuse content that a spreadsheet has converted."""
    if content == NOT_CALCULATED:
        message = Message("this cell is a formula, and the file has no value for it")
        hint = Message("type the text; one that begins with = needs a cell of text")
        raise ReadingError(code="KD750", message=message, hint=hint)
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, dt.datetime | dt.date | dt.time | dt.timedelta):
        if form in ("value", "data") and isinstance(content, dt.date) and not isinstance(content, dt.datetime):
            return content.isoformat()
        message = Message("this cell is a date or time: a spreadsheet has changed what was typed")
        raise ReadingError(code="KD750", message=message, hint=_AS_TEXT)
    if isinstance(content, int):
        return str(content)
    if isinstance(content, float):
        if form in ("id", "ids"):
            message = Message("this cell is a number: zeros at the end of an id are lost")
            expected = Message("an id as text, such as 5.10")
            raise ReadingError(code="KD750", message=message, expected=expected, hint=_AS_TEXT)
        return write_number(exact_number(content))
    return str(content)


def _write_text(data: Any, _lang: str) -> str:
    """Return a text, in quotation marks if a spreadsheet or the reader of cells would lose a part of it."""
    if not isinstance(data, str):
        raise TypeError
    is_quoted = data.startswith('"') and data.endswith('"')
    return json.dumps(data, ensure_ascii=False) if is_nothing(data) or is_quoted or data != data.strip() else data


def _read_text(text: str) -> Any:
    text = text.strip()
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        try:
            return Scalar(json.loads(text))
        except ValueError:
            pass  # the text contains quotation marks, but is not enclosed in them
    return Scalar(text)


def _write_ids(data: Any, _lang: str) -> str:
    return ", ".join(data) if isinstance(data, list) else str(data)


def _read_ids(text: str) -> Any:
    found = [Scalar(part.strip()) for part in text.replace(";", ",").replace("\n", ",").split(",")]
    return [part for part in found if part]


def _write_yes_no(data: Any, lang: str) -> str:
    return word_in(lang, data)


def _read_yes_no(text: str) -> Any:
    word = text.strip().casefold()
    found = next((key for key in ("true", "false") if word in (key, *WORDS[key])), None)
    return Scalar(text.strip() if found is None else found)


def _write_pair(data: Any, _lang: str) -> str:
    if not isinstance(data, Mapping) or not data or set(data) - {"vi", "en"}:
        raise TypeError
    vi: str = data.get("vi", "")
    return vi + (f"{_PARTS}{data['en']}" if "en" in data else "")


def _read_pair(text: str) -> Any:
    vi, _, en = text.partition("|")
    return {key: Scalar(part.strip()) for key, part in (("vi", vi), ("en", en)) if part.strip()}


def _write_texts(data: Any, lang: str) -> str:
    return "\n".join(_write_pair(one, lang) for one in data)


def _read_texts(text: str) -> Any:
    return [_read_pair(line) for line in text.splitlines() if line.strip()]


def _write_choices(data: Any, lang: str) -> str:
    return "\n".join(_write_choice(one, lang) for one in data)


def _write_choice(data: Any, lang: str) -> str:
    if isinstance(data, str):
        return data
    texts = {key: data[key] for key in data if key != "id"}
    return f"{data['id']}{_PARTS}{_write_pair(texts, lang)}"


def _read_choices(text: str) -> Any:
    return [_read_choice(line) for line in text.splitlines() if line.strip()]


def _read_choice(line: str) -> Any:
    name, parted, texts = line.partition("|")
    return {"id": Scalar(name.strip()), **_read_pair(texts)} if parted else Scalar(name.strip())


class _Form(NamedTuple):
    write: Callable[[Any, str], str]
    read: Callable[[str], Any]


_TEXT: Final = _Form(_write_text, _read_text)
_FORMS: Final[Mapping[CellForm, _Form]] = {
    "text": _TEXT,
    "id": _TEXT,
    "value": _TEXT,
    "data": _TEXT,
    "ids": _Form(_write_ids, _read_ids),
    "yes_no": _Form(_write_yes_no, _read_yes_no),
    "rule": _Form(write_rule, read_rule),
    "pair": _Form(_write_pair, _read_pair),
    "texts": _Form(_write_texts, _read_texts),
    "choices": _Form(_write_choices, _read_choices),
}
