"""``kd.report``: a result as a document."""

from __future__ import annotations

import datetime as dt
import io
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiemdinh.api.assessment import Assessment
from kiemdinh.diagnostics.arguments import check_choice, refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.documents import (
    Paper,
    fill_template,
    list_missing_letters,
    write_docx,
    write_pdf,
    write_xlsx,
)
from kiemdinh.evidence.reading import read_date_argument
from kiemdinh.narration.layout import Page, PageTable, list_tables, render_html
from kiemdinh.parsing.cells import clean_text
from kiemdinh.portfolio.batch import fill_csv
from kiemdinh.reports.content import ReportContent
from kiemdinh.reports.fields import report_fields
from kiemdinh.reports.forms import lies_across, make_page
from kiemdinh.reports.kinds import FORMS_OF_CIRCULAR_57, REPORT_FORMATS, REPORT_FORMS

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Costs

__all__ = ["report"]

_CIRCULAR_57 = "vn.tt57-2026."
_BYTE_ORDER_MARK = "\ufeff"
"""With this mark spreadsheets recognise that a text is UTF-8."""


def report(
    result: Assessment,
    form: str,
    *,
    format: str = "docx",  # noqa: A002 - the name that the command has too
    template: PathLike[str] | None = None,
    date: dt.date | str | None = None,
    costs: Costs = None,
    lang: str = "vi",
) -> bytes:
    """Return a report of a result as a file.

    What is not recorded is printed as dots and listed at the end; nothing is invented. The same arguments give the same
    bytes on any machine.

    Parameters
    ----------
    result
        The result, with its dossier.
    form
        ``mau-1``, the self-assessment report, and ``mau-2``, the improvement plan, of Circular 57/2026, as far as they
        are known; ``criteria``, the table of criteria; ``evidence``, the list of evidence by code; ``gap``, the picture
        of what is missing for the next level.
    format
        ``docx``, ``xlsx``, ``html``, ``pdf``, or ``csv`` for the first table alone.
    template
        A document (DOCX) of the user's own, as a ``Path``, whose fields are filled in instead. A template is a small
        program: never take it from a request.
    date
        The day that is printed; None leaves it blank.
    costs
        Efforts, as :meth:`~kiemdinh.Assessment.repairs` takes them: for each change in the plan, who is responsible,
        how long it takes, and what it costs.
    lang
        The language, ``vi`` or ``en``.

    Returns
    -------
    bytes
        The file; ``kiemdinh.reports.MEDIA_TYPES`` has its media type. The time needed is that of the result, and for
        the plan also that of the cheapest repair.

    Raises
    ------
    InputError
        There is no such form, format or language; the form belongs to another framework (KD802); the template cannot be
        filled in (KD801) or is given with another format than ``docx``; the date is not a date, or an effort is not
        valid; the result was read back without its dossier (KD340); or the extra ``documents`` is not installed
        (KD717).

    Examples
    --------
    >>> import kiemdinh as kd
    >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
    >>> kd.report(result, "criteria", format="html", lang="en").decode().count("<tr>")
    16
    """
    if not isinstance(result, Assessment):
        refuse_argument("result", result, Message("the result of an assessment"))
    check_choice("form", form, REPORT_FORMS)
    check_choice("format", format, REPORT_FORMATS)
    check_choice("lang", lang, LANGUAGES)
    day = read_date_argument(date, "date")
    _check_form(result, form)
    content = ReportContent(result, lang, day, costs, None if template is not None else format)
    page = make_page(content, form)
    if template is not None:
        path = _check_template(template, format)
        return fill_template(path, report_fields(content, form, page.title), day)
    paper = Paper(lang, across=lies_across(content, form), made=day)
    if format == "html":
        return render_html(page, lang, across=paper.across).encode()
    if format == "csv":
        return _write_first_table(page)
    if format == "pdf":
        return write_pdf(_tell_missing_letters(page, content), paper)
    return {"docx": write_docx, "xlsx": write_xlsx}[format](page, paper)


def _check_form(result: Assessment, form: str) -> None:
    """Refuse a form of Circular 57 for a result under another framework."""
    if form in FORMS_OF_CIRCULAR_57 and not result.framework.id.startswith(_CIRCULAR_57):
        message = Message(
            "the form '{form}' is one of Circular 57/2026, and not of {id}", form=form, id=result.framework.id
        )
        expected = Message(
            "one of {names}", names=", ".join(one for one in REPORT_FORMS if one not in FORMS_OF_CIRCULAR_57)
        )
        raise InputError([Diagnostic("KD802", "error", message, path="form", expected=expected, found=form)])


def _check_template(template: Any, form: str) -> Path:
    """Return the path of a template. Text and bytes are refused: they may come from a request."""
    if not isinstance(template, PathLike) or isinstance(template, str | bytes):
        refuse_argument("template", template, Message("the Path of a document"))
    if form != "docx":
        message = Message("a template is a document of the format docx")
        raise InputError(
            [Diagnostic("KD334", "error", message, path="format", expected=Message.verbatim("docx"), found=form)]
        )
    return Path(template)


def _tell_missing_letters(page: Page, content: ReportContent) -> Page:
    """Return a page; if a PDF cannot print some of its letters, its last sheet lists them."""
    letters = list_missing_letters(page)
    return Page(page.title, content.add_letters(page.blocks, letters)) if letters else page


def _write_first_table(page: Page) -> bytes:
    table = next((table for _, table in list_tables(page.blocks, page.title)), PageTable((), ()))
    file = io.StringIO()
    fill_csv(file, {name: [clean_text(row[i]) for row in table.rows] for i, name in enumerate(table.header)})
    return (_BYTE_ORDER_MARK + file.getvalue()).encode()
