"""Declared words, however they are typed: with spaces around them, in any case, by their id or by a title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from kiemdinh.diagnostics.wording import near_words, strip_hidden, without_marks

__all__ = ["Vocabulary", "clean_text", "fold_word"]

_WHOLE_NUMBER: Final = re.compile(r"([0-9]{1,9})(?:[.,]0{1,2})?")
_MAX_NUMBER: Final = 10**9
_MAX_KEPT: Final = 1 << 10
"""How many texts are kept with their ids, and how many characters the longest of them may have."""
_MAX_KEPT_TEXT: Final = 200
_DIGITS: Final = re.compile(r"[0-9]+")


def clean_text(text: str) -> str:
    r"""Return *text* in NFC, without what cannot be seen: spaces around it and runs of them, hidden characters.

    A no-break space and a line break count as a space.

    >>> clean_text("\ufeff Mu\u031b\u0301c\u00a0 2\n")
    'Mức 2'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", strip_hidden(text))
    return " ".join(text.split())


def fold_word(text: str) -> str:
    """Return the form in which two ways to type one word are equal: cleaned, and without a difference of case.

    >>> fold_word(" ĐẠT mức 2 ") == fold_word("Đạt Mức 2")
    True
    """
    return clean_text(text).casefold()


class Vocabulary:
    """The words that are declared in one place, each an id with its titles in either language.

    Parameters
    ----------
    titles
        The titles of each id, in the order of the ids.
    numbered
        Whether a bare number means the word whose name has that number, as 2 means ``muc-2``.

    Examples
    --------
    >>> levels = Vocabulary({"muc-1": ["Đạt Mức 1", "Level 1"], "muc-2": ["Đạt Mức 2", "Level 2"]}, numbered=True)
    >>> levels.find(" đạt mức 2"), levels.find("LEVEL 1"), levels.find(2.0), levels.find("Mức 3")
    ('muc-2', 'muc-1', 'muc-2', None)
    """

    def __init__(self, titles: Mapping[str, Iterable[str | None]], *, numbered: bool = False) -> None:
        self.titles: Mapping[str, tuple[str, ...]] = {
            word: tuple(title for title in named if title) for word, named in titles.items()
        }
        self._numbered = numbered
        self._found: dict[str, tuple[str, ...]] = {}

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and word in self.titles

    def find(self, value: object) -> str | None:
        """Return the id that *value* means; None where it means no id, or can mean two. The cost is a look-up.

        An id exactly as it is declared comes first. Then ids and titles count alike, whatever their case and the spaces
        around them. An id is also found by the word that it was made of: ``muc-2`` by "Mức 2".
        """
        if isinstance(value, str) and value in self.titles:
            return str(value)
        found = self.meanings(value)
        return found[0] if len(found) == 1 else None

    def meanings(self, value: object) -> tuple[str, ...]:
        """Return every id that *value* can mean, where it is not written exactly as one of them is declared."""
        if isinstance(value, str):
            return self._find_kept(value)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _MAX_NUMBER or value % 1:
            return ()
        return self._find_number(str(int(value)))

    def suggest(self, word: str) -> str | None:
        """Return the id of which *word* is a slip, for "did you mean"; None where no id is near, or two are."""
        near = near_words(clean_text(word), self._ids_by_name)
        ids = {one for name in near for one in self._ids_by_name[name]}
        return ids.pop() if len(ids) == 1 else None

    def _find_kept(self, text: str) -> tuple[str, ...]:
        """Return the ids for a text. The results for the latest texts are kept, because tables repeat texts."""
        found = self._found.get(text)
        if found is None:
            found = self._find_text(clean_text(text))
            if len(text) <= _MAX_KEPT_TEXT:
                if len(self._found) >= _MAX_KEPT:
                    self._found.clear()
                self._found[text] = found
        return found

    def _find_text(self, text: str) -> tuple[str, ...]:
        found = self._ids_by_fold.get(text.casefold(), ())
        if found:
            return found
        number = _WHOLE_NUMBER.fullmatch(text)
        return self._find_number(str(int(number[1]))) if number else self._find_slug(text)

    def _find_number(self, digits: str) -> tuple[str, ...]:
        """Return the id that is the number itself, else, on a numbered scale, the ids that have it in their names."""
        if digits in self.titles:
            return (digits,)
        return self._ids_by_number.get(digits, ()) if self._numbered else ()

    def _find_slug(self, text: str) -> tuple[str, ...]:
        """Return the ids that are made of *text*; where it has marks, a title must have its words with these marks."""
        found = self._ids_by_slug.get(without_marks(text), ())
        folded = text.casefold()
        if folded.isascii():
            return found
        return tuple(word for word in found if any(_has_words(fold_word(title), folded) for title in self.titles[word]))

    @cached_property
    def _ids_by_fold(self) -> Mapping[str, tuple[str, ...]]:
        return _group((fold_word(name), word) for word, named in self.titles.items() for name in (word, *named))

    @cached_property
    def _ids_by_slug(self) -> Mapping[str, tuple[str, ...]]:
        return _group((without_marks(word), word) for word in self.titles)

    @cached_property
    def _ids_by_name(self) -> Mapping[str, tuple[str, ...]]:
        return _group((name, word) for word, named in self.titles.items() for name in (word, *named))

    @cached_property
    def _ids_by_number(self) -> Mapping[str, tuple[str, ...]]:
        """Return the ids by their number: the only one in their names, and the same in each name that has one."""
        numbers: list[tuple[str, str]] = []
        for word, named in self.titles.items():
            found = [_DIGITS.findall(name) for name in (word, *named)]
            ends = {tuple(digits) for digits in found if digits}
            if len(ends) == 1 and len(only := ends.pop()) == 1:
                numbers.append((str(int(only[0])), word))
        return _group(numbers)


def _group(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, tuple[str, ...]] = {}
    for key, word in pairs:
        before = grouped.get(key, ())
        if word not in before:
            grouped[key] = (*before, word)
    return grouped


def _has_words(title: str, words: str) -> bool:
    return f" {words} " in f" {title} "
