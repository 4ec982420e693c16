"""A message: a text about a problem that can be written in either language, at any time after the problem was found.

The English text is in the code, where the problem is found. It is the ``msgid`` of a gettext catalogue, which has the
text of each other language. Names in braces are filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from string import Formatter
from typing import Any, Final, TypeAlias

from kiemdinh.diagnostics.translations import load_translations

__all__ = ["ENGLISH", "LANGUAGES", "Message", "join_alternatives", "list_names", "shorten_message", "text_in"]

LANGUAGES: Final = ("vi", "en")
"""The languages of texts for people."""

ENGLISH: Final = "en"
"""The language of messages in the code."""

_CATALOGUES: Final = "kiemdinh.diagnostics"

_IN_EACH: Final = "{en}"
_MAX_LISTED: Final = 12

Value: TypeAlias = "str | int"


class Message(str):
    """A text that keeps its template and the values that are filled in.

    As a ``str`` it is the English text, and equals it. :meth:`text_in` returns the text in another language.

    Attributes
    ----------
    template
        The English text, as a literal: it is the key of the translations. Names in braces are filled in. Where the text
        depends on a number, it is the text for 1.
    plural
        The English text for any number except 1; None where the text depends on no number.
    values
        The values that are filled in, by name. A value that is a message itself is written in the same language. A
        whole number can be written with separators, as ``{limit:,}``. Everything else is filled in as its text.

    Examples
    --------
    >>> message = Message("'{key}' is missing", key="date")
    >>> message
    "'date' is missing"
    >>> message.text_in("vi")
    "thiếu 'date'"
    """

    __slots__ = ("plural", "template", "values")

    template: str
    plural: str | None
    values: Mapping[str, Value]

    def __new__(cls, template: str, /, **values: object) -> Message:  # noqa: PYI034 - there are no subclasses
        """Return the message of *template* with *values* filled in."""
        return _build(template, None, {name: _keep(value) for name, value in values.items()})

    @staticmethod
    def for_count(singular: str, plural: str, /, n: int, **values: object) -> Message:
        """Return a message whose text depends on the number *n*; both texts can contain ``{n}``.

        Each language has its own plural rule. In English the *singular* is for 1.

        >>> Message.for_count("{n} way", "{n} ways", 2)
        '2 ways'
        """
        return _build(singular, plural, {"n": n, **{name: _keep(value) for name, value in values.items()}})

    @staticmethod
    def join(texts: Iterable[str], separator: str = ", ") -> Message:
        """Return several texts in one message, with *separator* between them, which is the same in every language.

        >>> Message.join([Message("text"), Message("a list")])
        'text, a list'
        """
        values = {f"text_{i}": _keep(text) for i, text in enumerate(texts)}
        return _build(separator.join(f"{{{name}}}" for name in values), None, values)

    @staticmethod
    def in_each(*, en: str, vi: str) -> Message:
        """Return a text that is given in each language, such as a word of a definition, as a message.

        >>> Message("the {subject}", subject=Message.in_each(en="programme", vi="chương trình"))
        'the programme'
        """
        return _build(_IN_EACH, None, {"en": en, "vi": vi})

    @staticmethod
    def verbatim(text: str) -> Message:
        """Return a text that is the same in every language, such as a name or a text to type, as a message."""
        return Message.join([text])

    def text_in(self, lang: str) -> str:
        """Return the text in a language, ``vi`` or ``en``; in English where there is no translation."""
        return str(self) if lang == ENGLISH else _fill(_translate(self, lang), self.values, lang)

    def to_data(self) -> dict[str, Any]:
        """Return the message as data for JSON, from which :meth:`from_data` makes it again.

        >>> Message("'{key}' is missing", key="date").to_data()
        {'template': "'{key}' is missing", 'plural': None, 'values': {'key': 'date'}}
        """
        values = {n: value.to_data() if isinstance(value, Message) else value for n, value in self.values.items()}
        return {"template": self.template, "plural": self.plural, "values": values}

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> Message:
        """Return the message from the data that :meth:`to_data` returned.

        Raises
        ------
        KeyError, TypeError, ValueError, AttributeError
            *data* is not such data.
        """
        values = {n: Message.from_data(v) if isinstance(v, dict) else _keep(v) for n, v in data["values"].items()}
        return _build(data["template"], data["plural"], values)

    # Without this method pickle would call the class with the filled-in text, which is not a template.
    def __reduce__(self) -> tuple[Any, ...]:
        return _build, (self.template, self.plural, dict(self.values))


def join_alternatives(texts: Sequence[str]) -> Message:
    """Return texts, one or more, as alternatives.

    >>> join_alternatives(["a", "b", "c"])
    'a, b or c'
    """
    *first, last = texts
    return Message("{first} or {last}", first=Message.join(first), last=last) if first else Message.verbatim(last)


def list_names(names: Sequence[str]) -> Message:
    """Return "one of" with the names, the first twelve of them; there is at least one.

    Twelve fit on a line or two, and a framework can have hundreds of nodes.

    >>> list_names(["a", "b"])
    'one of a, b'
    """
    shown = Message("one of {names}", names=Message.join(names[:_MAX_LISTED]))
    rest = len(names) - _MAX_LISTED
    return shown if rest <= 0 else Message("{names}, and {n} more", names=shown, n=rest)


def shorten_message(text: Message | str, most: int) -> Message:
    """Return a message; if it is longer than *most* characters, its longest values are cut.

    A message is too long only because of a value that quotes an input. Short values stay whole.
    """
    if not isinstance(text, Message):  # callers outside kiemdinh may hand over plain text
        return Message.verbatim(text if len(text) <= most else f"{text[: most - 1]}…")
    if len(text) <= most:
        return text
    fixed = len(text) - sum(_measure(value) for value in text.values.values())
    room = _find_room([_measure(value) for value in text.values.values()], most - fixed - 1)
    return _build(text.template, text.plural, {name: _shorten(value, room) for name, value in text.values.items()})


def text_in(text: str, lang: str) -> str:
    """Return a text in a language where it is a :class:`Message`; any other text, such as a quotation, as it is."""
    return text.text_in(lang) if isinstance(text, Message) else text


def _build(template: str, plural: str | None, values: dict[str, Value]) -> Message:
    chosen = template if plural is None or values["n"] == 1 else plural
    message = str.__new__(Message, _fill(chosen, values, ENGLISH))
    message.template, message.plural, message.values = template, plural, values
    return message


def _keep(value: object) -> Value:
    """Return a value in the form that a message keeps: it cannot change, and refers to no large object."""
    return value if isinstance(value, Message) or type(value) is int else str(value)


def _measure(value: Value) -> int:
    return len(str(value))


def _find_room(lengths: list[int], most: int) -> int:
    """Return the length that each text may have, so that all together have *most* characters; long texts are cut."""
    left = max(most, len(lengths))
    for done, length in enumerate(sorted(lengths)):
        share = left // (len(lengths) - done)
        if length > share:
            return share
        left -= length
    return left


def _shorten(value: Value, most: int) -> Value:
    if isinstance(value, Message):
        return shorten_message(value, most)
    return value if isinstance(value, int) or len(value) <= most else f"{value[: most - 1]}…"


def _translate(message: Message, lang: str) -> str:
    """Return the template of a message in another language."""
    if message.template == _IN_EACH:
        return f"{{{lang}}}"
    catalogue = load_translations(_CATALOGUES, lang)
    try:
        if message.plural is None:
            return catalogue.gettext(message.template)
        n = message.values["n"]
        return catalogue.ngettext(message.template, message.plural, n if isinstance(n, int) else 2)
    except KeyError:  # a list of messages; a test holds that every text of the code has a translation
        return message.template


class _Writer(Formatter):
    """Fills in a template in one language: messages and numbers among the values are written in that language."""

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return the text of one value."""
        if isinstance(value, str):
            return text_in(value, self._lang)
        text = format(value, format_spec)
        return text.replace(",", ".") if self._lang == "vi" else text


_WRITERS: Final = {lang: _Writer(lang) for lang in LANGUAGES}


def _fill(template: str, values: Mapping[str, Value], lang: str) -> str:
    # Most templates have no braces, and Formatter is slower than this test.
    return _WRITERS[lang].vformat(template, (), values)
