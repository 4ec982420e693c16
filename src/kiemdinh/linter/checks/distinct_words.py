"""The words by which a text tells one declaration from another: *nitrate* of *Deviation of nitrate*."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

__all__ = ["words_of"]

_WORD: Final = re.compile(r"[^\W\d_]+")
_FUNCTION_WORDS: Final = frozenset(
    _WORD.findall(
        "a an the of in on at to for from and or with within without by is are was were be been it its there their has"
        " have had all each every any per that which who as than not no do does did until since last more most less"
        " least number numbers total mean average share percentage rate count year years month months week weeks day"
        " days hour hours minute minutes"
        " số lượng tỷ tỉ lệ tổng của các có được bị là trong và hoặc cho với theo từ đến mỗi những một năm tháng tuần"
        " ngày giờ phút không ít nhất tối thiểu đa hơn trên dưới ở tại khi nếu cần đã đang về để trung bình phần trăm"
    )
)
"""Words that occur in texts about anything, and words of measures, in English and Vietnamese."""

_STEM: Final = 6
"""How many letters of a word are compared, so that *trained* and *training* are one."""

_MAX_WORDS: Final = 200
"""How many words of one text are read."""


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """Return the beginnings of the words that say what a text is about, without plural endings.

    Examples
    --------
    >>> sorted(words_of("Minutes until the alarms sound"))
    ['alarm', 'sound']
    """
    words = _WORD.findall(text.casefold())[:_MAX_WORDS]
    return frozenset(_stem(word) for word in words if word not in _FUNCTION_WORDS)


def _stem(word: str) -> str:
    single = word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
    return single[:_STEM]
