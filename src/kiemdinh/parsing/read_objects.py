"""Plain Python objects as the same tree that a text gives: text keys, NFC, bounded size and depth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, format_path
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import quote_text
from kiemdinh.parsing.placed_tree import MAX_DEPTH, MAX_NODES, MAX_PROBLEMS, find_forbidden_text, to_nfc

if TYPE_CHECKING:
    from kiemdinh.diagnostics.diagnostic import DataPath

__all__ = ["MISSING_TYPES", "copy_plain_tree"]

_SCALARS: Final = (bool, int, float, Decimal, Fraction, Real, dt.date)
_EXPECTED: Final = Message("text, a number, true or false, a date, a list or a mapping")
MISSING_TYPES: Final = frozenset({"NAType", "NaTType"})  # what pandas has for an empty cell
_MAX_BITS: Final = 10_000  # Python writes no whole number of more than 4,300 digits


class _Stop(Exception):  # noqa: N818 - not an error but the end of reading
    """The objects are beyond the bounds of size or depth."""


def copy_plain_tree(obj: object, name: str | None) -> tuple[Any, list[Diagnostic]]:
    """Return a copy of plain data, and its problems; every scalar but text stays the object that it is.

    A cycle is refused because it is too deep; a shared value counts each time it is met. The cost is linear in the
    number of values, of which 200,000 are read at most.

    Parameters
    ----------
    obj
        Mappings, lists, tuples and scalars. Keys become text, text becomes NFC, members of an ``Enum`` their values.
    name
        What the diagnostics call it; None for no name.
    """
    copier = _Copier(name)
    try:
        return copier.copy_value(obj, ()), copier.problems
    except _Stop:
        return {}, copier.problems


class _Copier:
    def __init__(self, name: str | None) -> None:
        self.name = name
        self.problems: list[Diagnostic] = []
        self.seen = 0

    def copy_value(self, obj: Any, path: DataPath) -> Any:
        """Return a copy of a value, its texts in NFC; an object that is no data becomes None and is reported."""
        # A member of a StrEnum is text too, so its value is taken first.
        if isinstance(obj, Enum):
            obj = obj.value
        self.seen += 1
        if self.seen > MAX_NODES:
            self.stop_reading("KD007", Message("more than {max_nodes:,} values", max_nodes=MAX_NODES), path)
        if isinstance(obj, str):
            return self.copy_text(obj, path)
        # This also ends a cycle, and keeps the recursion within Python's limit.
        if isinstance(obj, (Mapping, list, tuple)) and len(path) >= MAX_DEPTH:
            self.stop_reading("KD008", Message("nested more than {max_depth} deep", max_depth=MAX_DEPTH), path)
        if isinstance(obj, Mapping):
            return self.copy_mapping(obj, path)
        if isinstance(obj, (list, tuple)):
            return [self.copy_value(item, (*path, index)) for index, item in enumerate(obj)]
        return obj if obj is None else self.check_scalar(obj, path)

    def check_scalar(self, obj: Any, path: DataPath) -> Any:
        """Return a scalar that a dossier or definition can hold; any other object is reported by its type alone."""
        if isinstance(obj, (int, Fraction)) and not _is_small(obj):
            self.report_problem("KD106", Message("the number is too large"), path)
        elif isinstance(obj, _SCALARS) or type(obj).__name__ in MISSING_TYPES or _is_array_scalar(obj):
            return obj
        else:
            self.report_problem(
                "KD103",
                Message("a Python object of type {type} is not data", type=type(obj).__name__),
                path,
                expected=_EXPECTED,
            )
        return None

    def copy_mapping(self, obj: Mapping[Any, Any], path: DataPath) -> dict[str, Any]:
        """Return a copy of a mapping with text keys; of two keys that become one text the first is kept (KD006)."""
        copied: dict[str, Any] = {}
        for key, value in obj.items():
            name = self.copy_key(key, path)
            if name is None:
                continue
            if name in copied:
                self.report_problem(
                    "KD006", Message("duplicate key {name}", name=quote_text(name)), (*path, name), found=name
                )
            else:
                copied[name] = self.copy_value(value, (*path, name))
        return copied

    def copy_key(self, key: object, path: DataPath) -> str | None:
        """Return a key as text, a whole number as its digits; None for any other key, which is reported (KD016)."""
        if isinstance(key, Enum):
            key = key.value
        if isinstance(key, str) and key:
            return self.copy_text(key, path)
        if not isinstance(key, bool) and isinstance(key, Integral) and _is_small(int(key)):
            return str(int(key))  # a year; nothing is lost, as it would be with 1.10
        found = type(key).__name__
        if isinstance(key, str | float | bool | Decimal | dt.date):
            found += f" {quote_text(str(key))}"
        hint = Message("put it in quotes: '{key}'", key=key) if isinstance(key, float | Decimal) else None
        self.report_problem("KD016", Message("a key must be text and not empty"), path, found=found, hint=hint)
        return None

    def copy_text(self, text: str, path: DataPath) -> str:
        """Return a text in NFC; an empty one where it holds a control character, which is reported (KD014)."""
        bad = find_forbidden_text(text)
        if bad:
            self.report_problem("KD014", bad[1], path)
            return ""
        return to_nfc(str.__str__(text))  # of a subclass, the text that it holds and not the one that it prints

    def report_problem(
        self,
        code: str,
        message: Message,
        path: DataPath,
        *,
        expected: Message | None = None,
        found: str | None = None,
        hint: Message | None = None,
    ) -> None:
        """Keep a problem at *path*; reading ends where there are too many."""
        place = format_path(path)
        self.problems.append(
            Diagnostic(code, "error", message, file=self.name, path=place, expected=expected, found=found, hint=hint)
        )
        if len(self.problems) >= MAX_PROBLEMS:
            raise _Stop

    def stop_reading(self, code: str, message: Message, path: DataPath) -> None:
        """Keep a problem after which nothing more is read, and end reading."""
        self.report_problem(code, message, path)
        raise _Stop


def _is_small(number: int | Fraction) -> bool:
    return max(number.numerator.bit_length(), number.denominator.bit_length()) < _MAX_BITS


def _is_array_scalar(obj: object) -> bool:
    """A single value of an array library, such as ``numpy.bool_``, that the reader of a dossier unwraps."""
    return type(obj).__module__ == "numpy" and getattr(obj, "ndim", None) == 0
