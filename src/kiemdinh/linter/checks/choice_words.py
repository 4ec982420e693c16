"""Finding the choices of an input that a text names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kiemdinh.standards.definition import InputDef

__all__ = ["find_choices"]

_MIN_LETTERS: Final = 3
"""A shorter word, such as *A*, is part of too many texts."""

_IRREGULAR: Final = {"man": "men", "woman": "women", "child": "children", "person": "people"}
"""English words whose plural has no *s*."""


def find_choices(declared: InputDef | None, text: str) -> list[tuple[str, int]]:
    """Return the choices that a text names, in its order, each with where it stands.

    A choice is named by its text, by its id, or by the words that its text has and those of all others lack: *low* of
    *low building*. An English plural counts too.
    """
    found = []
    for choice, words in _list_words(declared).items():
        if words:
            pattern = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
            found += [(match.start(), choice) for match in pattern.finditer(text)]
    return [(choice, at) for at, choice in sorted(found)]


def _list_words(declared: InputDef | None) -> dict[str, list[str]]:
    """Return patterns of the names of each choice."""
    texts: dict[str, list[str]] = {}
    for choice in () if declared is None else declared.choices or ():
        texts[choice.id] = [*choice.texts, re.sub(r"[-_]", " ", choice.id)]
    return {
        name: [
            _write_pattern(words)
            for words in dict.fromkeys((*own, *_list_special(name, texts)))
            if len(words) >= _MIN_LETTERS
        ]
        for name, own in texts.items()
    }


def _list_special(name: str, texts: dict[str, list[str]]) -> list[str]:
    """Return the words of the texts of a choice that stand between words which the texts of all choices share."""
    special = []
    for words in (each.split() for each in texts[name]):
        ends = [
            other.split()[-1].casefold() for key, own in texts.items() for other in own[:1] if key != name and other
        ]
        starts = [
            other.split()[0].casefold() for key, own in texts.items() for other in own[:1] if key != name and other
        ]
        if len(words) > 1 and ends and set(ends) == {words[-1].casefold()}:
            special.append(" ".join(words[:-1]))
        if len(words) > 1 and starts and set(starts) == {words[0].casefold()}:
            special.append(" ".join(words[1:]))
    return special


def _write_pattern(words: str) -> str:
    """Return the pattern of some words, the last of which may stand in the plural."""
    *first, last = words.split()
    plural = _IRREGULAR.get(last.casefold(), f"{last}s")
    endings = f"(?:{re.escape(last)}|{re.escape(plural)}|{re.escape(last)}es)"
    return r"\s+".join((*map(re.escape, first), endings))
