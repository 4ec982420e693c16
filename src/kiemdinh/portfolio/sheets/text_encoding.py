"""The encoding of a text file: found from its bytes, or named in the error where it cannot be read."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message

__all__ = ["FoundEncoding", "find_encoding"]

_BLOCK: Final = 1 << 20
_MAX_SAMPLE: Final = 1 << 16
"""Bytes of lines with marks that are looked at to tell one encoding from another."""
_LEAST_SHARE: Final = 0.9
"""Of the words with marks, the share that must be syllables of Vietnamese in the encoding that is told."""

_LEAST_WORDS: Final = 3
"""Words with marks without which no encoding can be told."""

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WORD: Final = re.compile(r"[^\W\d_]+")
_SYLLABLE: Final = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[cmnpt])?", re.IGNORECASE
)
_TONES: Final = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))

_TCVN3_BYTES: Final = (
    "A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ "
    "BEắ C6ặ C7ầ C8ẩ C9ẫ CAấ CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị "
    "DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở ECỡ EDớ EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử "
    "F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ"
)
"""The letters of TCVN 5712:1993 (TCVN3, fonts .VnTime), each behind its byte."""
_TCVN3: Final = {int(pair[:2], 16): pair[2] for pair in _TCVN3_BYTES.split()}


class FoundEncoding(NamedTuple):
    """The name of an encoding as Python knows it, and warnings about how it was found."""

    name: str
    warning: Diagnostic | None = None


def find_encoding(path: Path, name: str) -> FoundEncoding:
    """Return the encoding of a text file: UTF-8, UTF-16 or Windows-1258.

    UTF-8 and UTF-16 are certain. Other bytes are read as Windows-1258 where nearly all words with marks are then
    syllables of Vietnamese, with a warning. The cost is one pass over the bytes.

    Raises
    ------
    InputError
        It is TCVN3, or no encoding that can be told (KD715).
    """
    with path.open("rb") as file:
        head = file.read(4)
        for mark, encoding in _MARKS:
            if head.startswith(mark):
                return FoundEncoding(encoding)
        if len(head) >= 2 and 0 in head[:2]:
            return FoundEncoding("utf-16-be" if head[0] == 0 else "utf-16-le")
        file.seek(0)
        sample = _sample_other_bytes(iter(lambda: file.read(_BLOCK), b""))
    return FoundEncoding("utf-8") if sample is None else _tell_encoding(sample, name)


def _sample_other_bytes(blocks: Iterator[bytes]) -> bytes | None:
    """Return lines with bytes beyond ASCII, where the blocks are not UTF-8; else None."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for block in blocks:
        try:
            decoder.decode(block)
        except UnicodeDecodeError:
            lines = (line for line in re.split(rb"[\r\n]+", block) if not line.isascii())
            return b"\n".join(lines)[:_MAX_SAMPLE] or block[:_MAX_SAMPLE]
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return b"\xff"
    return None


def _tell_encoding(sample: bytes, name: str) -> FoundEncoding:
    as_windows = _share_of_syllables(sample.decode("cp1258", errors="replace"))
    as_tcvn3 = _share_of_syllables("".join(chr(b) if b < 0x80 else _TCVN3.get(b, "\ufffd") for b in sample))
    if as_windows >= _LEAST_SHARE and as_windows > as_tcvn3:
        message = Message("read as Windows-1258: the bytes are not UTF-8, and are words of Vietnamese so")
        hint = Message("say encoding='windows-1258', or save it as UTF-8")
        return FoundEncoding("cp1258", Diagnostic("KD715", "warning", message, name, hint=hint))
    if as_tcvn3 >= _LEAST_SHARE:
        message = Message("the text is in TCVN3 (fonts such as .VnTime), which is not read")
        hint = Message("change it to Unicode (UTF-8) with a converter such as UniKey, and save it again")
    else:
        message = Message("the text is neither UTF-8 nor UTF-16, and its encoding is not known")
        hint = Message("save it as UTF-8, or say encoding=…")
    raise InputError([Diagnostic("KD715", "error", message, name, hint=hint)])


def _share_of_syllables(text: str) -> float:
    """Return the share of the words with marks that are syllables of Vietnamese."""
    words = [word for word in _WORD.findall(unicodedata.normalize("NFC", text)) if not word.isascii()]
    if "\ufffd" in text or len(words) < _LEAST_WORDS:
        return 0.0
    return sum(_is_syllable(word) for word in words) / len(words)


def _is_syllable(word: str) -> bool:
    """Whether a word is a syllable of Vietnamese: its letters in their order, with at most one tone."""
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    apart = unicodedata.normalize("NFD", word)
    tones = sum(ord(char) in _TONES for char in apart)
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", apart.translate(_TONES))) is not None
