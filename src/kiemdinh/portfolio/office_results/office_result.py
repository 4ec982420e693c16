"""A result for an office: its tables, and the data, frames, texts, pictures and files that are made from them."""

from __future__ import annotations

import datetime as dt
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import StringIO
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from kiemdinh.api.narrated import check_indent
from kiemdinh.data.as_json import encode_value
from kiemdinh.data.office import OFFICE_SCHEMA_ID, OFFICE_TABLES, OfficeKind, TableColumns
from kiemdinh.diagnostics.arguments import check_choice, check_count, check_path, refuse_argument
from kiemdinh.diagnostics.message import LANGUAGES, list_names
from kiemdinh.diagnostics.typed_output import TypedOutput
from kiemdinh.portfolio.batch import fill_csv, write_csv, write_parquet, write_whole, write_workbook
from kiemdinh.version import __version__

if TYPE_CHECKING:
    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.narration.layout import Page
    from kiemdinh.portfolio.frames import Columns, FrameMaker
    from kiemdinh.standards.loading import Framework

__all__ = ["OfficeResult", "list_rows"]

_ENDINGS: Final = (".csv", ".docx", ".html", ".json", ".md", ".parquet", ".svg", ".txt", ".xlsx")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OfficeResult(TypedOutput, ABC):
    """A result about many schools, for an office.

    See the example of :func:`kiemdinh.compare`.

    Attributes
    ----------
    frameworks
        The frameworks by which the schools were assessed, each once.
    days
        The days on which they were assessed, each once, in order.
    warnings
        What a reader should know.
    """

    frameworks: tuple[Framework, ...]
    days: tuple[dt.date, ...]
    warnings: tuple[Diagnostic, ...] = ()
    _make_frame: FrameMaker
    kind: ClassVar[OfficeKind]
    """What its data has under the key ``kind``."""

    def __repr__(self) -> str:
        """Return its kind and how many rows its main table has: ``Comparison(rows=30)``."""
        return f"{type(self).__name__}(rows={len(self.frame_rows())})"

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self) or not isinstance(other, OfficeResult):
            return NotImplemented
        return self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash((self.kind, self.days, tuple(one.digest for one in self.frameworks)))

    # -- what each kind gives ------------------------------------------------------------------------------

    @property
    @abstractmethod
    def tables(self) -> Mapping[str, Columns]:
        """The columns of each table by its name; the first is the main one."""

    @abstractmethod
    def page(self, lang: str | None = None) -> Page:
        """Return it as a page in a language; None takes that of the first framework."""

    @abstractmethod
    def draw(self, lang: str | None = None) -> str:
        """Return its picture as an SVG document."""

    def own_data(self) -> Mapping[str, Any]:
        """Return the data that is not in the tables."""
        return {}

    def sheets(self, _lang: str) -> Mapping[str, Columns]:
        """Return the sheets of its workbook, by their names: its tables."""
        return self.tables

    def own_forms(self) -> Mapping[str, Callable[[str], str]]:
        """Return the further texts that it can be saved as: by the ending, what writes it in a language."""
        return {}

    # -- tables --------------------------------------------------------------------------------------------

    def frame(self, table: str | None = None) -> Any:
        """Return a table as a frame of the kind that the caller gave; None takes the main table.

        For a file it is a frame of polars, pandas or pyarrow, whichever is installed, else a list of dictionaries.
        Exact numbers are there the nearest that a frame can hold; :meth:`to_dict` has them exactly.

        Raises
        ------
        InputError
            There is no such table.
        """
        name = self._choose(table)
        return self._make_frame(self._columns_of(name), self.tables[name])

    def frame_rows(self, table: str | None = None) -> list[dict[str, Any]]:
        """Return a table as a list of rows, each with its exact cells by column; None takes the main one."""
        return list_rows(self.tables[self._choose(table)])

    def _choose(self, table: str | None) -> str:
        return next(iter(self.tables)) if table is None else check_choice("table", table, self.tables)

    def _columns_of(self, table: str) -> TableColumns:
        return OFFICE_TABLES[self.kind][table]

    # -- data ----------------------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data under the schema named in its key ``schema``: ``docs/schema/office-1.0.json``.

        Exact numbers are whole numbers, or decimals and fractions as texts.
        """
        return {
            "schema": OFFICE_SCHEMA_ID,
            "kind": self.kind,
            "frameworks": [{"id": one.id, "digest": one.digest} for one in self.frameworks],
            "engine": __version__,
            "days": encode_value(self.days),
            "warnings": [one.to_dict() for one in self.warnings],
            **encode_value(dict(self.own_data())),
            "tables": {name: encode_value(self.frame_rows(name)) for name in self.tables},
        }

    @classmethod
    def describe_data(cls) -> dict[str, Any]:
        """Return the JSON Schema of its data."""
        from kiemdinh.data.office import schema_of_office  # noqa: PLC0415 - only when a schema is asked for

        return schema_of_office()

    def to_json(self, *, indent: int | None = 2) -> str:
        """Return it as JSON text; *indent* is the number of spaces for each depth, None gives one line."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=check_indent(indent))

    # -- words and a picture -------------------------------------------------------------------------------

    def to_text(self, lang: str | None = None, *, width: int = 80) -> str:
        """Return it as plain text in Vietnamese (``vi``) or English (``en``), in lines of *width* columns."""
        from kiemdinh.narration.layout import render_text  # noqa: PLC0415 - only when text is asked for

        return render_text(self.page(lang), check_count("width", width))

    def to_markdown(self, lang: str | None = None) -> str:
        """Return it as Markdown in Vietnamese (``vi``) or English (``en``)."""
        from kiemdinh.narration.layout import render_markdown  # noqa: PLC0415 - only when text is asked for

        return render_markdown(self.page(lang))

    def to_html(self, lang: str | None = None) -> str:
        """Return it as one HTML page with its picture, in Vietnamese (``vi``) or English (``en``); it loads nothing."""
        from kiemdinh.narration.layout import render_html  # noqa: PLC0415 - only when text is asked for

        return render_html(self.page(lang), self._speech(lang), picture=self.draw(lang))

    def to_docx(self, lang: str | None = None) -> bytes:
        """Return it as an office document (DOCX) on A4 with its picture, in Vietnamese (``vi``) or English (``en``).

        Raises
        ------
        InputError
            The extra ``documents`` is not installed (KD717), or there is no such language.
        """
        from kiemdinh.documents import Paper, write_docx  # noqa: PLC0415 - only when a document is asked for
        from kiemdinh.narration.layout import Page, Picture  # noqa: PLC0415 - only when a document is asked for

        page, made = self.page(lang), self.days[-1] if self.days else None
        picture = Picture(self.draw(lang), page.title)
        return write_docx(Page(page.title, (picture, *page.blocks)), Paper(self._speech(lang), made=made))

    def to_svg(self, lang: str | None = None) -> str:
        """Return its picture as an SVG document in Vietnamese (``vi``) or English (``en``)."""
        return self.draw(self._speech(lang))

    def _speech(self, lang: str | None) -> str:
        if lang is not None:
            return check_choice("lang", lang, LANGUAGES)
        return self.frameworks[0].language if self.frameworks else LANGUAGES[0]

    # -- files ---------------------------------------------------------------------------------------------

    def to_csv(self, table: str | None = None) -> str:
        """Return a table as text with commas; None takes the main one. Exact numbers are decimals there."""
        file = StringIO()
        fill_csv(file, self.tables[self._choose(table)])
        return file.getvalue()

    def save(self, path: str | PathLike[str], lang: str | None = None) -> None:
        """Write it to a file in the form that the ending of the name says; one that is there is replaced when whole.

        ``.csv`` and ``.parquet`` have the main table, ``.xlsx`` a sheet for each table and one that says what each
        column is. ``.docx`` is the page with its picture, on A4. ``.json``, ``.txt``, ``.md``, ``.html`` and ``.svg``
        are the other forms.

        Parameters
        ----------
        path
            The file.
        lang
            The language, ``vi`` or ``en``; None takes that of the first framework.

        Raises
        ------
        InputError
            The ending is none of these, there is no such language, or a package is not installed (KD717).
        OSError
            The file cannot be written.
        """
        file, speech = check_path("path", path), self._speech(lang)
        ending = file.suffix.lower()
        endings = sorted({*_ENDINGS, *self.own_forms()})
        if ending not in endings:
            refuse_argument("path", str(file), list_names(endings))
        main = self._choose(None)
        if ending == ".csv":
            write_csv(file, self.tables[main])
        elif ending == ".parquet":
            write_parquet(file, self._columns_of(main), self.tables[main])
        elif ending == ".xlsx":
            write_workbook(file, self.sheets(speech), self._legend(speech))
        elif ending == ".docx":
            content = self.to_docx(speech)
            write_whole(file, lambda name: Path(name).write_bytes(content))
        else:
            _write_text(file, self._text_of(ending, speech))

    def _text_of(self, ending: str, lang: str) -> str:
        if ending == ".json":
            return self.to_json() + "\n"
        forms = {
            ".txt": self.to_text, ".md": self.to_markdown, ".html": self.to_html, ".svg": self.to_svg,
            **self.own_forms(),
        }  # fmt: skip
        return forms[ending](lang)

    def _legend(self, lang: str) -> Columns:
        """Return a table that says of each column what it is, and by what the schools were assessed."""
        from kiemdinh.narration.office import describe_column  # noqa: PLC0415 - only when a workbook is asked for

        rows = [
            (table, name, describe_column(name, lang, self.kind))
            for table, columns in self.tables.items()
            for name in columns
        ]
        rows += [("", one.id, f"{one.title(lang)}, {one.digest}") for one in self.frameworks]
        rows.append(("", "kiemdinh", __version__))
        return {name: [row[i] for row in rows] for i, name in enumerate(("table", "name", "meaning"))}


def list_rows(columns: Columns) -> list[dict[str, Any]]:
    """Return the rows of a table, each with its cells by column."""
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _write_text(path: Path, text: str) -> None:
    def write(name: str) -> None:
        with open(name, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)

    write_whole(path, write)
