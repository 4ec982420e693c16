"""A diagnostic: one problem with an input, in words that help its author to correct it.

A :class:`Diagnostic` is one problem with a stable code and a place; an :class:`InputError` carries all
that were found.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kiemdinh.diagnostics.message import ENGLISH, LANGUAGES, Message, list_names, text_in
from kiemdinh.diagnostics.typed_output import TypedOutput
from kiemdinh.diagnostics.wording import MAX_QUOTED, count_columns, mark_hidden, shorten_text
from kiemdinh.diagnostics.wrapping import crop_line, fit_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiemdinh.diagnostics.codes import Severity

__all__ = [
    "CellName",
    "DataPath",
    "Diagnostic",
    "InputError",
    "format_path",
    "raise_if_errors",
]

DataPath: TypeAlias = "tuple[str | int, ...]"


class CellName(str):
    """A cell of a workbook as a spreadsheet names it, ``Sheet!D17``; as a step of a path it stands for the whole path.

    >>> format_path((CellName("Sheet 1!D17"),))
    'Sheet 1!D17'
    """

    __slots__ = ()


_MAX_RENDERED = 50
_SEVERITIES: Final = {"error": Message("error"), "warning": Message("warning"), "note": Message("note")}
_MIN_EXCERPT: Final = 12
"""How many characters of a source line are shown at least, however narrow the terminal is."""
_DETAILS: Final = {"expected": Message("expected"), "found": Message("found"), "hint": Message("hint")}
_TEXTS: Final = ("message", *_DETAILS)


@dataclass(frozen=True, slots=True)
class Diagnostic(TypedOutput):
    """One problem: its message, its place, what was expected there and what was found.

    Attributes
    ----------
    code
        Its code, such as ``KD320``; stable across versions. ``docs/diagnostics.md`` has each.
    severity
        ``"error"`` (the input is refused), ``"warning"`` or ``"note"``.
    message
        One sentence without a full stop. As a ``str`` it is in English, as are the other texts.
    file
        Name of the file or text as its reader was given it; None for plain Python objects.
    line, column
        1-based, counted in characters; None where the place is not in a text.
    path
        The place in the data, as ``tree[0].parts[1].levels['muc-1'][0]``; empty for the whole.
    expected, found, hint
        What was expected, what was found there, and how to correct it; each is None where there is nothing to add.
    source
        The source line, or the part of it around ``column`` where it is long; None where the place is not in a text.
    caret
        Offset and length, in characters, of the marked text in ``source``.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> try:
    ...     kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-02-30")
    ... except kd.InputError as error:
    ...     problem = error.diagnostics[0]
    >>> problem.code, problem.severity, problem.path
    ('KD107', 'error', 'on')
    """

    code: str
    severity: Severity
    message: Message
    file: str | None = None
    line: int | None = None
    column: int | None = None
    path: str = ""
    expected: Message | None = None
    found: str | None = None
    hint: Message | None = None
    source: str | None = None
    caret: tuple[int, int] = (0, 1)

    def to_dict(self, lang: str = ENGLISH) -> dict[str, str | int | None]:
        """Return all fields except the caret as a flat mapping that JSON can carry; fields that are not known are None.

        *lang* is the language of its texts, "vi" or "en".

        Raises
        ------
        InputError
            There is no such language.

        Examples
        --------
        >>> Diagnostic("KD101", "error", Message("'{key}' is missing", key="date"), path="held[0]").to_dict()["path"]
        'held[0]'
        """
        _check_language(lang)
        said = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "caret"}
        return said | {name: text_in(said[name], lang) for name in _TEXTS if said[name] is not None}

    @classmethod
    def describe_data(cls) -> dict[str, Any]:
        """Return the JSON Schema of its data."""
        text, number = {"type": ["string", "null"]}, {"type": ["integer", "null"]}
        kinds = {"line": number, "column": number, "severity": {"enum": list(_SEVERITIES)}}
        own = [field.name for field in fields(Diagnostic) if field.name != "caret"]
        known = {key: {"type": "string"} for key in ("code", "message", "path")} | kinds
        properties = {name: known.get(name, text) for name in own}
        return {"title": "Diagnostic", "type": "object", "properties": properties, "required": own}

    def __str__(self) -> str:
        return self.to_text()

    def to_text(self, lang: str = ENGLISH, width: int | None = None) -> str:
        """Return the problem for a reader: its place, message, source line and details, in a language, "vi" or "en".

        Lines take at most *width* columns: texts are broken between words, and a source line is cut around the marked
        place. Without a width each text is on one line.

        Raises
        ------
        InputError
            There is no such language.
        """
        _check_language(lang)
        lines = fit_line(f"{self._place_text()}{self.head_in(lang)}", width, "", "   ")
        if self.source is not None:
            lines += self._excerpt_lines(self.source, width)
        for line in self.details_in(lang):
            lines += fit_line(line, width, "   ", "     ")
        # Quoted parts of an input must not change how the rest of a message is shown.
        return mark_hidden("\n".join(lines))

    def head_in(self, lang: str) -> str:
        """Return its severity, code and message in a language: ``error KD101: 'date' is missing``."""
        return f"{_SEVERITIES[self.severity].text_in(lang)} {self.code}: {text_in(self.message, lang)}"

    def details_in(self, lang: str) -> tuple[str, ...]:
        """Return those of the lines ``expected: …``, ``found: …`` and ``hint: …`` that it has, in a language."""
        texts = ((word, getattr(self, name)) for name, word in _DETAILS.items())
        return tuple(f"{word.text_in(lang)}: {text_in(text, lang)}" for word, text in texts if text is not None)

    def _place_text(self) -> str:
        if self.line is not None:
            return f"{self.file}:{self.line}:{self.column}: "
        return "".join(f"{part}: " for part in (self.file, self.path) if part)

    def _excerpt_lines(self, source: str, width: int | None) -> list[str]:
        shown = source.replace("\t", " ")
        start, length = self.caret
        gutter = f"{'' if self.line is None else self.line:>4} | "
        if width is not None and count_columns(shown) > width - len(gutter):
            room = max(width - len(gutter) - 2, _MIN_EXCERPT)  # there may be an ellipsis at each end
            shown, start = crop_line(shown, start, room, room // 3)
            length = min(length, len(shown) - start)
        # Counted in columns and not in characters, so that the caret is right under combining and wide characters.
        marks = " " * count_columns(shown[:start]) + "^" * max(1, count_columns(shown[start : start + length]))
        return [gutter + shown, f"{'| ':>{len(gutter)}}{marks}"]


class InputError(ValueError):
    """An input is refused. The message has all diagnostics as text, in the order of their places.

    Attributes
    ----------
    diagnostics
        The problems that were found, one or more, sorted by place.

    Raises
    ------
    ValueError
        It is made without a diagnostic.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> try:
    ...     kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-9"}}, on="2027-06-30")
    ... except kd.InputError as error:
    ...     print([problem.code for problem in error.diagnostics])
    ['KD104']
    """

    diagnostics: tuple[Diagnostic, ...]

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics, key=_place_in_order))
        if not self.diagnostics:
            message = "an InputError needs at least one diagnostic"
            raise ValueError(message)
        super().__init__(_render_all(self.diagnostics, ENGLISH))

    def to_dict(self, lang: str = ENGLISH) -> dict[str, list[dict[str, str | int | None]]]:
        """Return the diagnostics as data that JSON can carry, in their order, under the key ``diagnostics``.

        *lang* is the language of their texts, "vi" or "en".

        Raises
        ------
        InputError
            There is no such language.
        """
        return {"diagnostics": [diagnostic.to_dict(lang) for diagnostic in self.diagnostics]}

    def to_text(self, lang: str = ENGLISH, width: int | None = None) -> str:
        """Return every diagnostic for a reader, in a language, "vi" or "en"; in English it is the error's message.

        *width* is how many columns a line takes at most; without it each text stands on one line.

        Raises
        ------
        InputError
            There is no such language.
        """
        return _render_all(self.diagnostics, lang, width)

    # Without this method pickle would call the class with the message, which is not a diagnostic.
    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Diagnostic, ...]]]:
        return type(self), (self.diagnostics,)


def raise_if_errors(diagnostics: Iterable[Diagnostic]) -> None:
    """Raise :class:`InputError` with all of *diagnostics* if one of them is an error; else do nothing.

    Warnings and notes alone raise nothing. If there is an error, they are part of the exception, so that none is lost.

    Raises
    ------
    InputError
        At least one of *diagnostics* is an error.
    """
    found = tuple(diagnostics)
    if any(diagnostic.severity == "error" for diagnostic in found):
        raise InputError(found)


def format_path(path: DataPath) -> str:
    """Return a path in the data in a form for authors.

    A step of the path is a key or the index of a list, from 0. A key that is not a plain word is quoted, and a long key
    is shortened. The path of the whole is empty.

    >>> format_path(("tree", 0, "levels", "muc-1", 2))
    "tree[0].levels['muc-1'][2]"
    """
    return "".join(map(_path_step, path)).removeprefix(".")


def _path_step(step: str | int) -> str:
    if isinstance(step, CellName):
        return str(step)
    if isinstance(step, str):
        step = step if len(step) <= MAX_QUOTED else shorten_text(step)
        return f".{step}" if step.isidentifier() else f"[{str.__repr__(step)}]"
    return f"[{step}]"


def _place_in_order(diagnostic: Diagnostic) -> tuple[str, int, int]:
    return diagnostic.file or "", diagnostic.line or 0, diagnostic.column or 0


def _render_all(diagnostics: tuple[Diagnostic, ...], lang: str, width: int | None = None) -> str:
    shown = [diagnostic.to_text(lang, width) for diagnostic in diagnostics[:_MAX_RENDERED]]
    if len(diagnostics) > _MAX_RENDERED:
        shown.append(Message("and {n} more", n=len(diagnostics) - _MAX_RENDERED).text_in(lang))
    return "\n".join(shown)


def _check_language(lang: object) -> None:
    """Refuse a value that is not a language of kiemdinh; ``arguments`` cannot do it, since it imports this module."""
    if lang not in LANGUAGES:
        found = shorten_text(lang) if isinstance(lang, str) else type(lang).__name__
        message = Message("'{name}' cannot be {found}", name="lang", found=found)
        raise InputError([Diagnostic("KD334", "error", message, path="lang", expected=list_names(LANGUAGES))])
