"""A diagnostic: one thing that is wrong with an input, in words that let its author mend it.

A :class:`Diagnostic` is one problem with a stable code and a place; an :class:`InputError` carries all
that were found.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypeAlias

from kiemdinh.diagnostics.wording import MAX_QUOTED, count_columns, mark_hidden, shorten_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiemdinh.diagnostics.codes import Severity

__all__ = [
    "DataPath",
    "Diagnostic",
    "InputError",
    "format_path",
    "raise_if_errors",
]

DataPath: TypeAlias = "tuple[str | int, ...]"

_MAX_RENDERED = 50


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: what it is, where it stands, what was expected there and what was found.

    Parameters
    ----------
    code
        A key of :data:`~kiemdinh.diagnostics.codes.CODES`; stable across versions.
    severity
        ``"error"`` (the input is refused), ``"warning"`` or ``"note"``.
    message
        One sentence without a full stop.
    file
        Name of the file or text as its reader was given it; None for plain Python objects.
    line, column
        1-based, counted in characters; None where the place is not in a text.
    path
        The place in the data, as ``tree[0].parts[1].levels['muc-1'][0]``; empty for the whole.
    expected, found, hint
        What was expected, what stands there, and how to mend it; each is None where there is nothing to add.
    source
        The source line, or the part of it around `column` where it is long.
    caret
        Offset and length, in characters, of the marked text in `source`.
    """

    code: str
    severity: Severity
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    path: str = ""
    expected: str | None = None
    found: str | None = None
    hint: str | None = None
    source: str | None = None
    caret: tuple[int, int] = (0, 1)

    def to_dict(self) -> dict[str, str | int | None]:
        """Return all of it but the caret as a flat mapping that JSON can carry; what is not known is None.

        >>> Diagnostic("KD101", "error", "'date' is missing", path="held[0]").to_dict()["path"]
        'held[0]'
        """
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "caret"}

    def __str__(self) -> str:
        lines = [f"{self._place_text()}{self.severity} {self.code}: {self.message}"]
        if self.source is not None:
            lines += self._excerpt_lines(self.source)
        for word, text in (("expected", self.expected), ("found", self.found), ("hint", self.hint)):
            if text is not None:
                lines.append(f"   {word}: {text}")
        # What is quoted of an input must not change how the rest of a message is read.
        return mark_hidden("\n".join(lines))

    def _place_text(self) -> str:
        if self.line is not None:
            return f"{self.file}:{self.line}:{self.column}: "
        return "".join(f"{part}: " for part in (self.file, self.path) if part)

    def _excerpt_lines(self, source: str) -> list[str]:
        shown = source.replace("\t", " ")
        start, length = self.caret
        gutter = f"{'' if self.line is None else self.line:>4} | "
        # In columns and not in characters, so that the caret stands right under combining and wide ones.
        marks = " " * count_columns(shown[:start]) + "^" * max(1, count_columns(shown[start : start + length]))
        return [gutter + shown, f"{'| ':>{len(gutter)}}{marks}"]


class InputError(ValueError):
    """An input is refused. The message is every diagnostic rendered, in the order of the text.

    Parameters
    ----------
    diagnostics
        What was found, one or more; kept sorted by place as *diagnostics*.

    Raises
    ------
    ValueError
        There is no diagnostic: nothing was wrong.
    """

    diagnostics: tuple[Diagnostic, ...]

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics, key=_place_in_order))
        if not self.diagnostics:
            message = "an InputError needs at least one diagnostic"
            raise ValueError(message)
        super().__init__(_render_all(self.diagnostics))

    def to_dict(self) -> dict[str, list[dict[str, str | int | None]]]:
        """Return the diagnostics as data that JSON can carry, in their order, under the key ``diagnostics``."""
        return {"diagnostics": [diagnostic.to_dict() for diagnostic in self.diagnostics]}

    # Without it pickle would call the class with the message, which is no diagnostic.
    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Diagnostic, ...]]]:
        return type(self), (self.diagnostics,)


def raise_if_errors(diagnostics: Iterable[Diagnostic]) -> None:
    """Raise :class:`InputError` with all of *diagnostics* if one of them is an error; else do nothing.

    Warnings and notes alone raise nothing; beside an error they are raised with it, so that none is lost.

    Raises
    ------
    InputError
        At least one of *diagnostics* is an error.
    """
    found = tuple(diagnostics)
    if any(diagnostic.severity == "error" for diagnostic in found):
        raise InputError(found)


def format_path(path: DataPath) -> str:
    """Return a path in the data as an author reads it.

    A step of the path is a key or the index of a list, from 0. A key that is no plain word stands in quotes, and a long
    one is shortened. The path of the whole is empty.

    >>> format_path(("tree", 0, "levels", "muc-1", 2))
    "tree[0].levels['muc-1'][2]"
    """
    return "".join(map(_path_step, path)).removeprefix(".")


def _path_step(step: str | int) -> str:
    if isinstance(step, str):
        step = step if len(step) <= MAX_QUOTED else shorten_text(step)
        return f".{step}" if step.isidentifier() else f"[{str.__repr__(step)}]"
    return f"[{step}]"


def _place_in_order(diagnostic: Diagnostic) -> tuple[str, int, int]:
    return diagnostic.file or "", diagnostic.line or 0, diagnostic.column or 0


def _render_all(diagnostics: tuple[Diagnostic, ...]) -> str:
    shown = [str(diagnostic) for diagnostic in diagnostics[:_MAX_RENDERED]]
    if len(diagnostics) > _MAX_RENDERED:
        shown.append(f"and {len(diagnostics) - _MAX_RENDERED} more")
    return "\n".join(shown)
