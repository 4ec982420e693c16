"""The words of rules in cells, in English and Vietnamese: rules are written in one language and read in both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["COMPARATORS", "COUNTED", "ITS", "NOTES", "SIDES", "SIGNS", "WORDS", "word_in"]

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "all": ("all of", "tất cả"),
    "any": ("any of", "một trong"),
    "not": ("not", "không phải"),
    "every": ("every", "mọi"),
    "at_least": ("at least", "ít nhất"),
    "at_most": ("at most", "nhiều nhất"),
    "above": ("more than", "nhiều hơn"),
    "below": ("fewer than", "ít hơn"),
    "is": ("exactly", "đúng"),
    "in": ("of", "trong"),
    "met": ("met", "đạt"),
    "unmet": ("unmet", "không đạt"),
    "verdict": ("verdict", "kết quả đánh giá"),
    "level": ("level", "mức"),
    "rating": ("rating", "xếp loại"),
    "points": ("points", "điểm"),
    "finding": ("gravest finding", "sai sót nặng nhất"),
    "weight": ("weight", "trọng số"),
    "outcome": ("outcome", "kết quả"),
    "award": ("award", "danh hiệu"),
    "external": ("by external review", "theo đánh giá ngoài"),
    "self": ("by self-assessment", "theo tự đánh giá"),
    "count": ("number of", "số"),
    "share": ("share of", "tỷ lệ"),
    "change": ("change of", "thay đổi của"),
    "sum": ("sum of", "tổng"),
    "mean": ("mean of", "trung bình"),
    "lowest": ("lowest of", "thấp nhất của"),
    "highest": ("highest of", "cao nhất của"),
    "over": ("over", "theo"),
    "true": ("yes", "có"),
    "false": ("no", "không"),
    "if": ("if", "nếu"),
    "else": ("else", "còn lại"),
    "or": ("or", "hoặc"),
}
"""Each word in English and in Vietnamese."""

ITS: Final = ("verdict", "level", "rating", "points", "finding", "weight")
"""The words for what the current member has."""
SIDES: Final = ("external", "self")
"""The words for the side whose findings an outcome uses."""
NOTES: Final = frozenset({"vi", "en", "text", "cite", "certainty"})
"""The keys of a rule that do not affect when it holds; they are written in brackets at the end of a line."""
COUNTED: Final = ("at_least", "at_most", "above", "below", "is")
"""The comparators of a number of members, as words before the number."""
SIGNS: Final[Mapping[str, str]] = {"at_least": "≥", "at_most": "≤", "above": ">", "below": "<", "is": "="}
"""The comparators as signs behind a quantity."""
COMPARATORS: Final[Mapping[str, str]] = {
    "≥": "at_least", ">=": "at_least", "≤": "at_most", "<=": "at_most", ">": "above", "<": "below", "=": "is",
}  # fmt: skip
"""The comparator of each sign; a longer sign comes before the signs with which it begins."""


def word_in(lang: str, key: str) -> str:
    """Return a word in a language.

    >>> word_in("vi", "every")
    'mọi'
    """
    return WORDS[key][lang == "vi"]
