"""The base of all explanations: each is data under one schema, and is narrated in two languages (semantics 5.10)."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self, cast

from kiemdinh.api.kept_result import KeptResult
from kiemdinh.api.origin import ResultOrigin, describe_difference, origin_of
from kiemdinh.data.as_json import ExplanationKind, encode_value, explanation_header
from kiemdinh.diagnostics.arguments import check_count, check_flag, refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.typed_data import TypedData

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData

_MAX_INDENT: Final = 100
"""Spaces for each depth of JSON; many more would fill the memory."""

__all__ = ["Narrated", "check_indent"]


class Narrated(TypedData):
    """Something that is worked out from a result and can be given as data, text or Markdown.

    ``kind`` names it in its data; ``result`` is the result that it was worked out from.
    """

    # Empty, so that the dataclasses with slots that inherit from it have no ``__dict__`` either.
    __slots__ = ()
    kind: ClassVar[ExplanationKind]
    """What its data has under the key ``kind``."""
    result: AssessmentData

    @classmethod
    def describe_data(cls) -> dict[str, Any]:
        """Return the JSON Schema of its data."""
        from kiemdinh.data.explanation_schema import schema_of_kind  # noqa: PLC0415 - only when a schema is asked for

        return schema_of_kind(cls.kind)

    def attach(self, result: AssessmentData) -> Self:
        """Return the same explanation with its result, so that it can be narrated again.

        Raises
        ------
        InputError
            *result* is another one: its digests, dates or version of kiemdinh differ (KD340). Or it is no result.
        """
        if not isinstance(result, KeptResult | ResultOrigin):
            refuse_argument("result", result, Message("the result of an assessment"))
        wanted, found = origin_of(self.result), origin_of(result)
        if wanted != found:
            message = Message("this is not the result that the explanation was worked out from")
            expected, other = (Message.verbatim(text) for text in describe_difference(wanted, found))
            raise InputError([Diagnostic("KD340", "error", message, expected=expected, found=other)])
        # Each kind is a dataclass; this class alone is none.
        kept: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(cast("Any", self))}
        return type(self)(**kept | {"result": result})

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _memo: object) -> Self:
        return self

    def to_data(self) -> dict[str, Any]:
        """Return the data of :meth:`to_dict` without its header.

        Raises
        ------
        NotImplementedError
            Always; each kind of explanation has a method of its own.
        """
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data under the schema named in its key ``schema``.

        The schema is ``docs/schema/explanation-1.1.json``; a later minor version only adds keys. The first keys are a
        header: the schema, the kind, the framework, the digests, the version of kiemdinh and the dates. The last,
        ``words``, has the words of all codes in both languages.
        """
        from kiemdinh.narration.glossary import words_of_codes  # noqa: PLC0415 - only when data is asked for

        words = encode_value(words_of_codes())
        return {**explanation_header(self.result, self.kind), **self.to_data(), "words": words}

    def to_json(self, *, indent: int | None = 2) -> str:
        """Return it as JSON text, the same for the same inputs on any machine (4.4).

        The data is that of :meth:`to_dict`.

        Parameters
        ----------
        indent
            The number of spaces for each depth; None gives one line.
        """
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=check_indent(indent))

    def to_text(self, lang: str | None = None, *, width: int = 80, full: bool = False) -> str:
        """Return it as plain text in Vietnamese (``vi``) or English (``en``).

        Without *lang* it is Vietnamese where the definition has it, else English, on every machine.

        *width* is the number of columns that a line may take; with *full*, no list is shortened.

        Raises
        ------
        InputError
            There is no such language.
        """
        from kiemdinh.narration.layout import render_text  # noqa: PLC0415 - only when text is asked for
        from kiemdinh.narration.pages import explanation_page  # noqa: PLC0415 - only when text is asked for

        return render_text(
            explanation_page(self.result, self, lang, full=check_flag("full", full)), check_count("width", width)
        )

    def to_markdown(self, lang: str | None = None, *, full: bool = False) -> str:
        """Return it as Markdown in Vietnamese (``vi``) or English (``en``).

        Without *lang* it is Vietnamese where the definition has it, else English, on every machine.

        Lines are not broken, since a reader of Markdown breaks them. With *full*, no list is shortened.

        Raises
        ------
        InputError
            There is no such language.
        """
        from kiemdinh.narration.layout import render_markdown  # noqa: PLC0415 - only when text is asked for
        from kiemdinh.narration.pages import explanation_page  # noqa: PLC0415 - only when text is asked for

        return render_markdown(explanation_page(self.result, self, lang, full=check_flag("full", full)))

    def to_html(self, lang: str | None = None, *, full: bool = False, style: bool = True) -> str:
        """Return it as a part of an HTML page in Vietnamese (``vi``) or English (``en``).

        It is one element of the class ``kiemdinh``; every text in it is escaped. With *style* it has a small stylesheet
        in it; without it, a page has ``kiemdinh.results.STYLESHEET`` in a file of its own, or a better one. With
        *full*, no list is shortened.

        Raises
        ------
        InputError
            There is no such language.
        """
        from kiemdinh.narration.layout import render_fragment  # noqa: PLC0415 - only when a page is asked for
        from kiemdinh.narration.pages import explanation_page  # noqa: PLC0415 - only when a page is asked for

        page = explanation_page(self.result, self, lang, full=check_flag("full", full))
        return render_fragment(page, lang or self.result.framework.language, style=check_flag("style", style))

    def _repr_html_(self) -> str:
        """Return it as a notebook shows it."""
        return self.to_html()


def check_indent(indent: int | None) -> int | None:
    """Return the number of spaces for each depth of a JSON text; None for one line.

    Raises
    ------
    InputError
        It is neither None nor a whole number from 0 to 100.
    """
    return None if indent is None else check_count("indent", indent, least=0, most=_MAX_INDENT)
