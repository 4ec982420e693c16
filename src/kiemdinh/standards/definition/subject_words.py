"""The words for what is assessed, by its kind, where a definition does not give its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kiemdinh.diagnostics.message import Message

__all__ = ["usual_word"]

# They are here and not in the catalogue of diagnostics: every page of a result names what is assessed, and would have
# to wait until that large catalogue is read.
_VIETNAMESE: Final[Mapping[str, str]] = {
    "building": "công trình",
    "centre": "trung tâm",
    "college": "trường cao đẳng",
    "commune": "xã",
    "course": "học phần",
    "department": "khoa",
    "district": "huyện",
    "faculty": "khoa",
    "hospital": "bệnh viện",
    "institution": "cơ sở",
    "kindergarten": "trường mầm non",
    "laboratory": "phòng thí nghiệm",
    "library": "thư viện",
    "organisation": "tổ chức",
    "program": "chương trình",
    "programme": "chương trình",
    "provider": "cơ sở",
    "school": "trường",
    "university": "trường đại học",
}
_UNIT: Final = "đơn vị được đánh giá"


def usual_word(kind: str) -> Message:
    """Return the word for a kind of what is assessed, in each language.

    The English word for an unknown kind is the kind itself; the Vietnamese word means "a unit that is assessed".

    >>> usual_word("school").text_in("vi"), usual_word("fire-station")
    ('trường', 'fire station')
    """
    return Message.in_each(en=kind.replace("-", " "), vi=_VIETNAMESE.get(kind, _UNIT))
