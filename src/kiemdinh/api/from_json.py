"""Results read back from their JSON-ready data: the type of each field says what its value becomes (7.5)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Final, Literal, NoReturn, Union, get_args, get_origin, get_type_hints

from kiemdinh.data.as_json import json_keys
from kiemdinh.data.notes import ResultWarning
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.rules import Interval, Number, Truth

__all__ = ["check_schema", "decode_fields", "refuse_data"]

_TRUTHS: Final = {str(truth): truth for truth in Truth}
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER: Final = re.compile(r"-?[0-9]+([./][0-9]+)?")
_PLAIN: Final = (str, bool, int)


class _BadDataError(Exception):
    """Raised for data that does not fit the type of its field, with the path to it, the innermost key first."""

    def __init__(self, expected: Message, found: object) -> None:
        super().__init__(expected)
        self.expected, self.found = expected, found
        self.path: list[str] = []


def decode_fields(kinds: Mapping[str, Any], data: Any) -> dict[str, Any]:
    """Return the values of an object under the keys of *kinds*, each of the type that *kinds* gives for it.

    Other keys of *data* are ignored, since a later minor version may have added them.

    Raises
    ------
    InputError
        *data* is no such object (KD341), with the place of what is wrong.
    """
    try:
        if not isinstance(data, Mapping):
            _fail(Message("an object"), data)
        return {key: _decode_key(kind, data, key) for key, kind in kinds.items()}
    except _BadDataError as error:
        refuse_data(error.expected, error.found, ".".join(reversed(error.path)))
    except RecursionError:
        refuse_data(Message("data that is less deeply nested"), None, "")


def refuse_data(expected: Message, found: object, path: str) -> NoReturn:
    """Raise the error for data that is not what results are written as.

    Raises
    ------
    InputError
        Always (KD341).
    """
    text = None if found is None else f"{found!r:.60}"
    message = Message("this is not the data of a result of kiemdinh, or it has been changed")
    raise InputError([Diagnostic("KD341", "error", message, path=path, expected=expected, found=text)])


def check_schema(data: object, pattern: str) -> None:
    """Check that *data* names a schema whose id fits *pattern*.

    Raises
    ------
    InputError
        It is no object, or names another schema (KD341).
    """
    found = data.get("schema") if isinstance(data, Mapping) else None
    if not isinstance(found, str) or re.fullmatch(pattern.strip("^$"), found) is None:
        refuse_data(Message("an object with the id of a schema of version 1"), found, "schema")


def _decode_key(kind: Any, data: Mapping[Any, Any], key: str) -> Any:
    if key not in data:
        raise _located(_BadDataError(Message("the key '{key}'", key=key), None), key)
    try:
        return _decode(kind, data[key])
    except _BadDataError as error:
        raise _located(error, key) from None


def _located(error: _BadDataError, key: object) -> _BadDataError:
    error.path.append(str(key))
    return error


def _decode(kind: Any, data: Any) -> Any:
    """Return *data* as a value of *kind*; each kind of type is decoded in its own way."""
    if kind is Any:
        return _decode_untyped(data)
    if kind is NoneType:
        return None if data is None else _fail(Message("null"), data)
    if kind in _PLAIN:
        return data if type(data) is kind else _fail(kind.__name__, data)
    if kind is dt.date:
        return _decode_date(data)
    if kind is Truth:
        return (
            _TRUTHS[data]
            if isinstance(data, str) and data in _TRUTHS
            else _fail(Message("met, unmet or unknown"), data)
        )
    if kind is Interval:
        return _decode_interval(data)
    if is_dataclass(kind):
        return _decode_record(kind, data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        words = {member.value: member for member in kind}
        return (
            words[data]
            if isinstance(data, str) and data in words
            else _fail(Message("one of {names}", names=", ".join(words)), data)
        )
    return _decode_generic(kind, data)


def _fail(expected: Message, found: object) -> NoReturn:
    raise _BadDataError(expected, found)


def _decode_generic(kind: Any, data: Any) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if kind == Number:
        return _decode_number(data)
    if origin is Literal:
        return (
            data if data in arguments else _fail(Message("one of {names}", names=", ".join(map(str, arguments))), data)
        )
    if origin in (Union, UnionType):
        return _decode_union(arguments, data)
    if origin is tuple:
        items = data if isinstance(data, list | tuple) else _fail(Message("a list"), data)
        return tuple(_decode_item(arguments[0], item, i) for i, item in enumerate(items))
    mapping = data if isinstance(data, Mapping) else _fail(Message("an object"), data)
    return FrozenMap({str(key): _decode_item(arguments[1], item, key) for key, item in mapping.items()})


def _decode_item(kind: Any, item: Any, key: object) -> Any:
    try:
        return _decode(kind, item)
    except _BadDataError as error:
        raise _located(error, key) from None


def _decode_union(kinds: tuple[Any, ...], data: Any) -> Any:
    """Return *data* as the first of several types that it fits; null fits only where it is one of them."""
    if data is None:
        return None if NoneType in kinds else _fail(Message("a value"), None)
    rest = tuple(kind for kind in kinds if kind is not NoneType)
    # A number is itself a union of whole numbers and fractions, which are written in one way.
    if Fraction in rest and int in rest:
        return _decode_number(data)
    last: _BadDataError | None = None
    for kind in rest:
        try:
            return _decode(kind, data)
        except _BadDataError as error:
            last = error
    raise last or _BadDataError(Message("a value"), data)


def _decode_number(data: Any) -> Number:
    if isinstance(data, int) and not isinstance(data, bool):
        return data
    # A float has no exact form, so that results have none.
    if not isinstance(data, str) or _NUMBER.fullmatch(data) is None:
        _fail(Message("a number"), data)
    try:
        # A fraction also where it is whole, as it was when it was written.
        return Fraction(data)
    except (ValueError, ZeroDivisionError):
        _fail(Message("a number"), data)


def _decode_interval(data: Any) -> Interval:
    if not isinstance(data, Mapping) or not {"low", "high"} <= data.keys():
        _fail(Message("an object with low and high"), data)
    low, high = (_decode_item(Number | None, data[end], end) for end in ("low", "high"))
    try:
        return Interval(low, high)
    except ValueError:
        _fail(Message("a low end at or below the high one"), data)


def _decode_date(data: Any) -> dt.date:
    if not isinstance(data, str) or _DATE.fullmatch(data) is None:
        _fail(Message("a date"), data)
    try:
        return dt.date.fromisoformat(data)
    except ValueError:
        _fail(Message("a date"), data)


def _decode_record(cls: Any, data: Any) -> Any:
    if not isinstance(data, Mapping):
        _fail(Message("an object"), data)
    known: dict[str, Any] = {}
    for name, kind, is_optional in _fields_of(cls):
        # A key with a default may be one that an earlier minor version did not have yet.
        if name in data or not is_optional:
            known[name] = _decode_key(kind, data, name)
    if cls is ResultWarning:
        known["parameters"] = FrozenMap({key: _decode_parameter(one) for key, one in known["parameters"].items()})
    return cls(**known)


@lru_cache(maxsize=256)
def _fields_of(cls: Any) -> tuple[tuple[str, Any, bool], ...]:
    """Return the fields of a dataclass that are written: their names, their types, and whether each has a default."""
    types, written = get_type_hints(cls), json_keys(cls)
    return tuple(
        (one.name, types[one.name], one.default is not MISSING or one.default_factory is not MISSING)
        for one in fields(cls)
        if one.name in written
    )


def _decode_untyped(data: Any) -> Any:
    """Return a value of no certain type in a form that cannot change."""
    if isinstance(data, Mapping):
        return FrozenMap({str(key): _decode_untyped(inner) for key, inner in data.items()})
    return tuple(map(_decode_untyped, data)) if isinstance(data, list | tuple) else data


def _decode_parameter(value: Any) -> Any:
    """Return a parameter of a warning: dates and truths were written as texts."""
    if isinstance(value, str) and _DATE.fullmatch(value):
        return _decode_date(value)
    # "unknown" stands for a record that says so; it is no truth.
    return _TRUTHS[value] if value in ("met", "unmet") else value
