"""The digest of a dossier: of its content, not of the file, its layout or the order of its records (7.1)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from fractions import Fraction
from functools import cache, lru_cache
from json import JSONEncoder
from typing import Any, Final

from kiemdinh.evidence.dossier.records import (
    FindingRecord,
    Level,
    MetOrUnmet,
    NotApplicable,
    Score,
    ToConfirm,
    Unknown,
    ValueRecord,
)
from kiemdinh.rules import Truth

__all__ = ["dossier_digest"]

# The place of a record in its file, and what the reader noted about it, is not its content.
_NOT_CONTENT: Final = frozenset({"where", "path", "_digest", "_packed", "warnings", "framework"})
_LEFT_OUT_EMPTY: Final = frozenset({"also"})
# The words of the canonical form. They stay as they are whatever the classes and fields are called here.
_KINDS: Final[Mapping[type, str]] = {
    MetOrUnmet: "verdict",
    Level: "level",
    Score: "score",
    Unknown: "unknown",
    ToConfirm: "to-confirm",
    NotApplicable: "not-applicable",
}
_RECORD_KEYS: Final = {"verdict": "said", "date": "on", "evidence_codes": "by"}
_KEYS: Final[Mapping[type, Mapping[str, str]]] = {FindingRecord: _RECORD_KEYS, ValueRecord: _RECORD_KEYS}
_EMPTY: Final = frozenset({"{}", "[]", '""'})
_quote: Final[Callable[[str], str]] = JSONEncoder(ensure_ascii=False).encode


def dossier_digest(dossier: Any) -> str:
    """Return ``sha256:…`` of a :class:`~kiemdinh.evidence.dossier.Dossier` in a canonical form (semantics 7.1).

    Two dossiers with the same content have the same digest, whatever the layout of their files and the order of their
    records. Fields without a value are left out, so that a field added later does not change the digests of old
    dossiers; an evidence index that is there but empty is kept (3.3). The cost is sorting the records.

    >>> from kiemdinh.evidence.dossier import Dossier
    >>> dossier_digest(Dossier()) == dossier_digest(Dossier(framework="vn.tt18-2018"))
    True
    >>> dossier_digest(Dossier()) == dossier_digest(Dossier(evidence={}))
    False
    """
    content = ((key, text) for key, text in _write_fields(dossier) if text not in _EMPTY or key == '"evidence"')
    return "sha256:" + hashlib.sha256(_join(content).encode()).hexdigest()


def _write(value: Any) -> str:
    """Return *value* as JSON without spaces: keys in order, and the items of lists sorted by their text."""
    return _WRITERS[type(value)](value)


def _write_fields(record: Any) -> Iterator[tuple[str, str]]:
    """Yield the key and the value of each field of a dataclass that has one, in the order of the keys."""
    cls: type = type(record)
    for name, key, may_be_empty in _list_fields(cls):
        value = getattr(record, name)
        # None is left out, so that a new field with the default None changes no digest.
        if value is not None and (value or may_be_empty):
            yield key, _write(value)


@cache
def _list_fields(cls: type) -> tuple[tuple[str, str, bool], ...]:
    """Return the fields of a dataclass that are content: name, key as JSON, and whether it is kept if empty."""
    keys = _KEYS.get(cls, {})
    names = [field.name for field in fields(cls) if field.name not in _NOT_CONTENT]
    found = ((name, _quote(keys.get(name, name)), name not in _LEFT_OUT_EMPTY) for name in names)
    return tuple(sorted(found, key=lambda field: field[1]))


def _write_record(record: Any) -> str:
    return _join(_write_fields(record))


def _write_mapping(mapping: Mapping[str, Any]) -> str:
    return _join((_quote(key), _write(mapping[key])) for key in sorted(mapping))


def _write_tuple(items: tuple[Any, ...]) -> str:
    texts = [_write(item) for item in items]
    # Texts keep their order, such as evidence codes and stages; records are sorted.
    if not all(isinstance(item, str) for item in items):
        texts.sort()
    return f"[{','.join(texts)}]"


def _join(pairs: Iterable[tuple[str, str]]) -> str:
    return f"{{{','.join(f'{key}:{text}' for key, text in pairs)}}}"


class _Writers(dict[type, Callable[[Any], str]]):
    """What writes each class, chosen when a value of the class is first met."""

    def __missing__(self, cls: type) -> Callable[[Any], str]:
        self[cls] = writer = _choose_writer(cls)
        return writer


_WRITERS: Final = _Writers()


def _choose_writer(cls: type) -> Callable[[Any], str]:
    # The order matters: a truth is a number too.
    kinds: tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...] = (
        (str, _quote),
        (Truth, lambda truth: _quote(truth.name)),
        ((int, Fraction), lambda number: _quote(str(number))),
        (dt.date, lambda date: _quote(date.isoformat())),
        (Mapping, _write_mapping),
        (frozenset, lambda words: f"[{','.join(map(_quote, sorted(words)))}]"),
        (tuple, _write_tuple),
    )
    for kind, writer in kinds:
        if issubclass(cls, kind):
            return writer
    # A dossier has few verdicts, each of many nodes.
    return _write_verdict if cls in _KINDS else _write_record


@lru_cache(maxsize=256)
def _write_verdict(verdict: Any) -> str:
    return _join([(_quote(_KINDS[type(verdict)]), _write_record(verdict))])
