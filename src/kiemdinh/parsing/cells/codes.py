"""Codes of evidence (mã minh chứng): how they are compared, and the patterns of frameworks for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from kiemdinh.diagnostics.wording import drop_marks

__all__ = ["CodePattern", "code_skeleton", "fold_code", "normalise_code", "split_codes"]

_BRACKETS: Final = {"[": "]", "(": ")", "【": "】", "〔": "〕"}
_DASHES: Final = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212"), "-")
_SEPARATOR: Final = re.compile(r"[;\r\n]|(?<=\])\s*+(?:,\s*+)?(?=\[)")
_PLACEHOLDER: Final = re.compile(r"\{([^{}:]+)(?::(\d{1,2}))?\}")
_NUMBER_OR_LETTERS: Final = re.compile(r"\d+|[^\W\d_]+")
_AND: Final = frozenset({"và", "and", "&", "+"})
_MAX_LENGTH: Final = 200
"""The most characters that a code can have to follow a pattern."""


def normalise_code(text: str) -> str:
    r"""Return a code without what is not part of it: brackets and spaces around it, and invisible characters.

    Every kind of dash becomes a hyphen, every run of spaces one space, and characters that only look different (full
    width) the plain ones. Letter case is kept. The cost is linear in the text.

    >>> normalise_code("[H1\u20131.1\u201301]\u00a0"), normalise_code("(qđ  15)")
    ('H1-1.1-01', 'qđ 15')
    """
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    seen = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    return _strip_brackets(" ".join(seen.split()))


def _strip_brackets(text: str) -> str:
    """Return *text* without the brackets around it: pairs, and single ones that a split of a list leaves behind."""
    depth = _bracket_depths(text)
    start, end = 0, len(text)
    while start < end:
        if text[start] == " ":
            start += 1
        elif text[end - 1] == " ":
            end -= 1
        elif depth.get(start) == end - 1:
            start, end = start + 1, end - 1
        elif text[start] in _BRACKETS and start not in depth:
            start += 1
        elif text[end - 1] in _BRACKETS.values() and end - 1 not in depth:
            end -= 1
        else:
            break
    return text[start:end]


def _bracket_depths(text: str) -> dict[int, int]:
    """Return the position of the partner of each bracket that has one."""
    partners: dict[int, int] = {}
    open_: list[int] = []
    for at, char in enumerate(text):
        if char in _BRACKETS:
            open_.append(at)
        elif open_ and char == _BRACKETS[text[open_[-1]]]:
            begin = open_.pop()
            partners[begin], partners[at] = at, begin
    return partners


def fold_code(code: str) -> str:
    """Return the form in which two spellings of one normalised code are equal: letter case and spaces do not count.

    >>> fold_code("Mc. 1.1.01") == fold_code("MC.1.1.01")
    True
    """
    return code.casefold().replace(" ", "")


def code_skeleton(code: str) -> str:
    """Return the words and numbers of a code, in their order: codes are compared by these to find slips of typing.

    The signs between them, leading zeros, letter case and Vietnamese marks do not count. No digit is ever taken for
    another one, since another number is another item.

    >>> code_skeleton("H1-1.1-1"), code_skeleton("[h1.1.1.01]")
    ('h 1 1 1 1', 'h 1 1 1 1')
    """
    parts = _NUMBER_OR_LETTERS.findall(drop_marks(code.casefold()))
    return " ".join(part.lstrip("0") or "0" if part.isdecimal() else part for part in parts)


def split_codes(text: str, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the normalised codes that one text names, in their order.

    A text that is a known code itself is that code. Else codes are separated by semicolons, by line breaks or by
    brackets: ``[A][B]``. A comma separates where a code beside it is known, a space or "and" where all codes beside it
    are known: elsewhere they may belong to a code.

    Parameters
    ----------
    text
        The text of a cell.
    is_known
        Whether a normalised code is in the evidence index, or follows the pattern of the framework.

    Examples
    --------
    >>> split_codes("[A 1; A 2]", {"A 1", "A 2"}.__contains__)
    ('A 1', 'A 2')
    >>> split_codes("QĐ 12, khóa 3", {"A 1"}.__contains__)
    ('QĐ 12, khóa 3',)
    """
    whole = normalise_code(text)
    if is_known(whole):
        return (whole,)
    return tuple(code for part in _SEPARATOR.split(text) for code in _split_part(part, is_known) if code)


def _split_part(part: str, is_known: Callable[[str], bool]) -> Sequence[str]:
    whole = normalise_code(part)
    if is_known(whole):
        return (whole,)
    pieces = [code for piece in part.split(",") for code in _split_at_spaces(piece, is_known)]
    return pieces if any(map(is_known, pieces)) else (whole,)


def _split_at_spaces(part: str, is_known: Callable[[str], bool]) -> Sequence[str]:
    whole = normalise_code(part)
    pieces = [normalise_code(piece) for piece in part.split() if piece.casefold() not in _AND]
    return pieces if not is_known(whole) and all(map(is_known, pieces)) else (whole,)


class _Reached(NamedTuple):
    """How a position in a code is reached: from an earlier one, by a part of the code as the pattern spells it."""

    start: int
    text: str


class _FixedText(NamedTuple):
    """A text of a pattern that stands in every code."""

    text: str

    def make_code(self, _ids: Collection[str], _serial: int) -> str:
        """Return the text."""
        return self.text

    def steps(self, code: str, reached: Sequence[int], *, fold: bool) -> Iterator[tuple[int, _Reached]]:
        """Yield each place of *code* at which the part can end, with how it is reached."""
        text = fold_code(self.text) if fold else self.text
        for start in reached:
            if code.startswith(text, start):
                yield start + len(text), _Reached(start, self.text)


class _LayerIds(NamedTuple):
    """The ids of a layer: as they are written, and folded where they differ after folding, too."""

    exact: Mapping[str, str]
    folded: Mapping[str, str]

    def make_code(self, ids: Collection[str], _serial: int) -> str:
        """Return the id that is among *ids*, else the first."""
        return next((one for one in self.exact if one in ids), next(iter(self.exact)))

    def steps(self, code: str, reached: Sequence[int], *, fold: bool) -> Iterator[tuple[int, _Reached]]:
        """Yield each place of *code* at which the part can end, with how it is reached."""
        ids = self.folded if fold else self.exact
        lengths = sorted({len(one) for one in ids})
        for start in reached:
            for length in lengths:
                found = ids.get(code[start : start + length])
                # A slice at the end of the code is shorter than asked for, and is found by its own length.
                if found is not None and start + length <= len(code):
                    yield start + length, _Reached(start, found)


class _Digits(NamedTuple):
    """A number with a least number of digits."""

    least: int

    def make_code(self, _ids: Collection[str], serial: int) -> str:
        """Return the serial with at least as many digits."""
        return str(serial).zfill(self.least)

    def steps(self, code: str, reached: Sequence[int], *, fold: bool) -> Iterator[tuple[int, _Reached]]:
        """Yield each place of *code* at which the part can end, with how it is reached.

        For each end one beginning is enough, since digits match whatever they are. So the cost is linear.
        """
        starts = set(reached)
        run, latest = 0, -1
        for end in range(len(code) + 1):
            if end and not (code[end - 1].isascii() and code[end - 1].isdigit()):
                run, latest = end, -1
            begin = end - self.least
            if begin >= run and begin in starts:
                latest = begin
            if latest >= 0 and end > latest:
                yield end, _Reached(latest, code[latest:end])


@dataclass(frozen=True, slots=True)
class CodePattern:
    """A pattern such as ``MC.{criterion}.{serial:2}``: a layer stands for its ids, ``:2`` for 2 digits or more.

    Build one with :meth:`read`.
    """

    parts: tuple[_FixedText | _LayerIds | _Digits, ...]

    @classmethod
    def read(cls, pattern: str, ids_of_layer: Mapping[str, Sequence[str]]) -> CodePattern:
        """Return a pattern, as a definition writes it; a placeholder that names no layer is a number."""
        parts: list[_FixedText | _LayerIds | _Digits] = []
        pattern, at = normalise_code(pattern), 0
        for match in _PLACEHOLDER.finditer(pattern):
            parts.append(_FixedText(pattern[at : match.start()]))
            ids = ids_of_layer.get(match[1])
            parts.append(_ids_part(ids) if ids else _Digits(max(1, int(match[2] or 1))))
            at = match.end()
        return cls((*parts, _FixedText(pattern[at:])))

    def make_example(self, ids: Collection[str]) -> str:
        """Return a code with number 1 that follows the pattern; for a layer, its id among *ids*, else its first id.

        >>> CodePattern.read("MC.{criterion}.{serial:2}", {"criterion": ["1.1", "1.10"]}).make_example({"1.10"})
        'MC.1.10.01'
        """
        return self.make_code(ids, 1)

    def make_code(self, ids: Collection[str], serial: int) -> str:
        """Return the code with the number *serial*; for a layer, its id among *ids*, else its first id.

        >>> CodePattern.read("MC.{criterion}.{serial:2}", {"criterion": ["1.1", "1.10"]}).make_code({"1.10"}, 7)
        'MC.1.10.07'
        """
        return "".join(part.make_code(ids, serial) for part in self.parts)

    def spell(self, code: str) -> str | None:
        """Return a normalised code as the pattern spells it; None where it does not follow the pattern.

        Letter case and spaces do not count, and come from the pattern and the ids. The cost is linear in the length of
        the code, whatever the pattern: each place of the code is looked at once for each part of the pattern.

        >>> CodePattern.read("MC.{criterion}.{serial:2}", {"criterion": ["1.1", "1.10"]}).spell("mc.1.10.07")
        'MC.1.10.07'
        """
        if len(code) > _MAX_LENGTH:
            return None
        # The exact spelling first: two ids can differ in letter case alone.
        return self._match(code, fold=False) or self._match(fold_code(code), fold=True)

    def _match(self, code: str, *, fold: bool) -> str | None:
        ways: list[dict[int, _Reached]] = []
        reached: Sequence[int] = (0,)
        for part in self.parts:
            ways.append(dict(part.steps(code, reached, fold=fold)))
            reached = sorted(ways[-1])
        at, spelled = len(code), []
        for way in reversed(ways):
            step = way.get(at)
            if step is None:
                return None
            spelled.append(step.text)
            at = step.start
        return "".join(reversed(spelled))


def _ids_part(ids: Sequence[str]) -> _LayerIds:
    """Return the ids of a layer as a part; ids that differ in letter case alone are found only as they are written."""
    by_fold: dict[str, list[str]] = {}
    for one in ids:
        by_fold.setdefault(fold_code(one), []).append(one)
    return _LayerIds({one: one for one in ids}, {folded: same[0] for folded, same in by_fold.items() if len(same) == 1})
