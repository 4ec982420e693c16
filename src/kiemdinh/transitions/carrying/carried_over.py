"""The result of a carry-over: the draft, and what became of every record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from kiemdinh.api.from_json import check_schema, decode_fields
from kiemdinh.api.narrated import check_indent
from kiemdinh.data.as_json import encode_value
from kiemdinh.data.schema import version_pattern
from kiemdinh.data.transitions import CARRY_OVER_KEYS, CARRY_OVER_SCHEMA_ID, CarriedOverData
from kiemdinh.diagnostics.arguments import check_count, check_flag
from kiemdinh.diagnostics.typed_data import TypedData

__all__ = ["CarriedOver"]

_KIND: Final = "carry-over"


@dataclass(frozen=True, slots=True)
class CarriedOver(CarriedOverData, TypedData):
    """The result of :func:`kiemdinh.carry_over`: the draft of a dossier, and what became of each record.

    See the example of :func:`kiemdinh.carry_over`.

    Attributes
    ----------
    source, target
        The edition of the old framework and that of the new one, each as ``ID@DAY``.
    on
        The day of the new dossier.
    dossier
        The draft as YAML text, to save and complete. It begins with the points to look at first.
    carried
        The records of the draft that were made of old ones.
    raised
        The levels that carried items, figures, awards and context lift; carried findings never lift one.
    unmapped
        Old records about nodes and figures without a counterpart.
    without_source
        The criteria of the new framework about which the draft records nothing.
    several_sources
        The criteria and figures whose records were made of records about several criteria or figures of the old
        framework.
    unused
        Old records that have a counterpart and were not carried, each with the reason.
    language
        The language of comments in the draft, and of texts unless another is asked for.
    in_force, until
        The first day of the new edition, and the day on which it is replaced; None where there is none. On a day before
        or after these the draft can be assessed only if the edition is named.
    """

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data under the schema named in its key ``schema``.

        The schema is ``docs/schema/carry-over-1.0.json``; the key ``kind`` is ``carry-over``.
        """
        said = {key: encode_value(getattr(self, key)) for key in CARRY_OVER_KEYS}
        return {"schema": CARRY_OVER_SCHEMA_ID, "kind": _KIND, **said}

    @classmethod
    def describe_data(cls) -> dict[str, Any]:
        """Return the JSON Schema of its data."""
        from kiemdinh.data.transitions import schema_of_carry_over  # noqa: PLC0415 - when it is asked for

        return schema_of_carry_over()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return what :meth:`to_dict` wrote as *data*.

        Raises
        ------
        InputError
            *data* is not the data of a carry-over (KD341).
        """
        check_schema(data, version_pattern(CARRY_OVER_SCHEMA_ID))
        return cls(**decode_fields(CARRY_OVER_KEYS, data))

    def to_json(self, *, indent: int | None = 2) -> str:
        """Return it as JSON text; *indent* is the number of spaces for each depth, None for one line."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=check_indent(indent))

    def to_text(self, lang: str | None = None, *, width: int = 80, full: bool = False) -> str:
        """Return a text in Vietnamese (``vi``) or English (``en``): what was carried, and what the school should check.

        *width* is the number of columns that a line may take; with *full*, no list is shortened.

        Raises
        ------
        InputError
            There is no such language.
        """
        from kiemdinh.narration.layout import render_text  # noqa: PLC0415 - only when text is asked for
        from kiemdinh.narration.pages import carry_over_page  # noqa: PLC0415 - only when text is asked for

        page = carry_over_page(self, self.language if lang is None else lang, full=check_flag("full", full))
        return render_text(page, check_count("width", width))

    def to_markdown(self, lang: str | None = None, *, full: bool = False) -> str:
        """Return the same as Markdown.

        Raises
        ------
        InputError
            There is no such language.
        """
        from kiemdinh.narration.layout import render_markdown  # noqa: PLC0415 - only when text is asked for
        from kiemdinh.narration.pages import carry_over_page  # noqa: PLC0415 - only when text is asked for

        return render_markdown(
            carry_over_page(self, self.language if lang is None else lang, full=check_flag("full", full))
        )
