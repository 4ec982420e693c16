"""The keys of a part that are only words: names, wordings, citations. All others may affect what it asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

__all__ = ["TITLE_KEYS", "WORD_KEYS", "differ_only_in", "find_differing_keys"]

TITLE_KEYS: Final = frozenset({"vi", "en", "text"})
"""The keys of names and wordings."""

WORD_KEYS: Final = TITLE_KEYS | {"cite", "law", "guards", "document", "part"}
"""The keys of all texts that decide nothing."""


def find_differing_keys(before: Any, after: Any) -> tuple[str, ...]:
    """Return the keys in which two parts differ, in the order of the first part; none where they are no maps."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return ()
    return tuple(key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key))


def differ_only_in(keys: frozenset[str], before: Any, after: Any) -> bool:
    """Return whether two parts are equal except for these keys, at any depth.

    >>> differ_only_in(TITLE_KEYS, {"value": "books", "en": "Books"}, {"value": "books", "vi": "Sách"})
    True
    """
    return bool(_strip(before, keys) == _strip(after, keys))


def _strip(value: Any, keys: frozenset[str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _strip(inner, keys) for key, inner in value.items() if key not in keys}
    return [_strip(one, keys) for one in value] if isinstance(value, list) else value
