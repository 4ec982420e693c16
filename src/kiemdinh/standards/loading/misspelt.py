"""Names that are misspelt where they are declared: one problem there, in place of one at each use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kiemdinh.parsing.collector import Path, Problems, UnknownName

__all__ = ["blame_declarations"]

_MIN_USES: Final = 3
"""With fewer uses it is as likely that a misspelling was copied from one use to the other."""

_DECLARED_IN: Final[Mapping[str, tuple[str, ...]]] = {
    "KD206": ("tags",),
    "KD207": ("sets",),
    "KD209": ("inputs", "define"),
    "KD214": ("scales",),
}
"""For the codes of unknown names the keys of a definition that declare such names."""


def blame_declarations(data: Mapping[str, Any], problems: Problems) -> None:
    """Report a name at its declaration where several places spell it otherwise and none as it is declared.

    With one or two such places it is not known which is misspelt: the problem stays at the use. Linear in the size of
    the definition for each unknown name.

    Parameters
    ----------
    data
        The definition as it was read.
    problems
        The problems found in it.
    """
    for name in problems.unknown_names.values():
        declared = _find_declaration(name, data)
        if declared is not None and len(name.places) >= _MIN_USES and not _is_said(name.near, data):
            problems.report_declaration(name, declared)


def _find_declaration(name: UnknownName, data: Mapping[str, Any]) -> Path | None:
    """Return the place of the declaration of the name that is nearest to an unknown one."""
    for key in _DECLARED_IN.get(name.code, ()):
        declared = data.get(key)
        if name.near is not None and isinstance(declared, Mapping) and name.near in declared:
            return (key, name.near)
    return None


def _is_said(word: str | None, data: Mapping[str, Any]) -> bool:
    """Return whether a word occurs anywhere but as a key that declares it."""
    declaring = {id(data.get(key)) for keys in _DECLARED_IN.values() for key in keys}
    return any(said == word for said in _list_words(data, declaring))


def _list_words(data: Any, declaring: set[int]) -> Iterator[Any]:
    """Yield every scalar and every key in some data, but the keys of the mappings in *declaring*."""
    waiting = [data]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Mapping):
            waiting.extend(here.values())
            if id(here) not in declaring:
                yield from here
        elif isinstance(here, list):
            waiting.extend(here)
        else:
            yield here
