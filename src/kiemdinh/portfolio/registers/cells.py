"""Reading the cells of a register: ids, days, lists of ids, stages, whether a school is public, states of awards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.cells import ReadingError, Vocabulary, clean_text, fold_word
from kiemdinh.parsing.fields import read_id as check_id
from kiemdinh.portfolio.columns import ColumnMeaning, ColumnRule
from kiemdinh.portfolio.tables import as_percentage, read_cell_text, read_day, read_id, split_stages

__all__ = ["PLACES", "cell_reader", "is_day"]

PLACES: Final = ("commune", "district", "province")
_DAYS: Final = frozenset({"from", "until", "signed", "ends"})
_TEXTS: Final = frozenset({"name", "award", "grade"})
_STAGES: Final = Vocabulary(
    {
        "mam-non": ("mầm non", "MN", "preschool", "kindergarten"),
        "tieu-hoc": ("tiểu học", "TH", "primary"),
        "thcs": ("THCS", "trung học cơ sở", "lower secondary"),
        "thpt": ("THPT", "trung học phổ thông", "upper secondary"),
        "gdtx": ("GDTX", "giáo dục thường xuyên", "continuing education"),
    }
)
_PUBLIC: Final = Vocabulary(
    {
        "true": ("có", "yes", "x", "1", "public", "công lập", "trường công lập", "CL"),
        "false": (
            "không", "no", "0", "private", "ngoài công lập", "tư thục", "dân lập", "bán công", "NCL", "TT",
        ),
    }
)  # fmt: skip
_STATES: Final = Vocabulary(
    {
        "held": ("còn hiệu lực", "đang giữ", "còn hạn", "có hiệu lực", "valid"),
        "expired": ("hết hạn", "hết hiệu lực"),
        "withdrawn": ("thu hồi", "bị thu hồi", "đã thu hồi", "revoked"),
        "unknown": ("chưa rõ", "không rõ"),
    }
)


def cell_reader(column: str, rule: ColumnRule, epoch: dt.datetime | None) -> Callable[[Any], Any]:
    """Return the reader of the cells of a column of a register, by its id; cells of an input are kept unchanged.

    The reader raises ReadingError where a cell cannot be read.

    Parameters
    ----------
    column
        The id of the column, or the name of an input.
    rule
        How a mapping says that its cells are to be taken.
    epoch
        The day 0 from which numbers count days; None where a number is no date.

    Examples
    --------
    >>> cell_reader("stages", ColumnRule(), None)("Tiểu học, THCS")
    ('tieu-hoc', 'thcs')
    """
    read = _find_reader(column, epoch)
    if rule.percent == "fraction":
        return lambda content: read(as_percentage(_translate(content, rule.words)))
    return (lambda content: read(_translate(content, rule.words))) if rule.words else read


def is_day(meaning: ColumnMeaning) -> bool:
    """Whether the cells of a column of a register are days."""
    return meaning.kind == "member" and meaning.id in _DAYS


def _find_reader(column: str, epoch: dt.datetime | None) -> Callable[[Any], Any]:
    if column == "id" or column in PLACES:
        return _read_one_id
    if column in _TEXTS:
        return read_id
    if column in _DAYS:
        return lambda content: read_day(content, epoch)
    readers: Mapping[str, Callable[[Any], Any]] = {
        "stages": _read_stages, "succeeds": _read_ids, "public": _read_public, "state": _read_state,
    }  # fmt: skip
    return readers.get(column, _read_input)


def _translate(content: Any, words: Mapping[str, str]) -> Any:
    return words.get(fold_word(str(content)), content)


def _read_one_id(content: Any) -> str | None:
    text = read_id(content)
    return None if text is None else check_id(text)


def _read_ids(content: Any) -> tuple[str, ...]:
    text = read_id(content)
    return () if text is None else tuple(dict.fromkeys(split_stages(text)))


def _read_stages(content: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_STAGES.find(word) or word for word in _read_ids(content)))


def _read_public(content: Any) -> Any:
    """Return True or False; any other word unchanged, since a framework may know it."""
    if isinstance(content, bool):
        return content
    word = _PUBLIC.find(read_cell_text(content))
    return word == "true" if word is not None else content


def _read_state(content: Any) -> str:
    state = _STATES.find(read_cell_text(content))
    if state is None:
        message = Message("'{word}' is no state of an award", word=read_cell_text(content))
        raise ReadingError(code="KD104", message=message, expected=Message.join(_STATES.titles))
    return state


def _read_input(content: Any) -> Any:
    return clean_text(content) if isinstance(content, str) else content
