"""Read the workbook of one school: its cells become a dossier, whose readers say what is wrong with each cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.arguments import check_flag, check_path
from kiemdinh.evidence.reading import OpenDossier, RecordReader, framework_of, open_dossier
from kiemdinh.parsing.read import Input
from kiemdinh.portfolio.templates.reading.cell_source import CellSource
from kiemdinh.portfolio.templates.reading.dossier_builder import DossierBuilder
from kiemdinh.portfolio.templates.reading.form_sheets import FormTable, read_form
from kiemdinh.portfolio.templates.reading.head_reader import HeadReader
from kiemdinh.portfolio.templates.reading.list_reader import ListReader
from kiemdinh.portfolio.templates.reading.record_rows import RecordRows
from kiemdinh.standards.catalogue import load

if TYPE_CHECKING:
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.loading import Framework

__all__ = ["SchoolWorkbook", "open_school_workbook", "read_school_workbook"]


def open_school_workbook(
    path: Path | str,
    framework: AnyFramework | None = None,
    *,
    allow_files: bool = False,
    unofficial: bool = False,
) -> OpenDossier:
    """Open the workbook (XLSX or ODS) of one school, as ``kiemdinh new --format xlsx`` makes it, as a dossier.

    The result can be used wherever a dossier can: by :func:`kiemdinh.assess` and :func:`kiemdinh.read_dossier`, which
    report what is wrong with its cells, each named as the spreadsheet names it.

    Parameters
    ----------
    path
        The file.
    framework
        A bundled id, a ``Path`` of a definition, a mapping, or a loaded framework; None takes the one that the
        workbook names. Of an id the date of the workbook picks the edition.
    allow_files
        Whether the workbook may name its framework by a file, from its own folder.
    unofficial
        Whether that file may have the id of a bundled framework and differ from it.

    Returns
    -------
    OpenDossier
        The dossier, not yet checked. An empty cell records nothing. The cost is that of the cells.

    Raises
    ------
    InputError
        It is no workbook of one school (KD720) or cannot be read, or there is no such framework.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import kiemdinh as kd
    >>> from kiemdinh.portfolio import make_school_workbook
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "school.xlsx")
    ...     _ = file.write_bytes(make_school_workbook("vn.tt57-2026.gdtx"))
    ...     result = kd.assess(None, open_school_workbook(file), on="2027-06-30")
    >>> result.framework.id, result.level, result.determined
    ('vn.tt57-2026.gdtx', None, False)
    """
    check_flag("allow_files", allow_files)
    check_flag("unofficial", unofficial)
    book = read_school_workbook(path)
    if framework is None:
        found = framework_of(book.named, allow_files=allow_files, unofficial=unofficial)
    else:
        found = load(framework, on=book.named.date)
    return book.read(found)


@dataclass(frozen=True, slots=True)
class SchoolWorkbook:
    """The workbook of one school, of which only the framework and the date are read so far.

    Attributes
    ----------
    file
        The file.
    named
        The dossier with the framework and the date that the workbook names, and nothing else: both are needed to read
        the rest.
    """

    file: Path
    named: OpenDossier
    _form: Mapping[str, FormTable]
    _builder: DossierBuilder
    _head: HeadReader

    @property
    def year(self) -> str | None:
        """The school year of figures whose row names none; None before it is read, and where there is none."""
        return self._head.year

    def read(self, framework: Framework) -> OpenDossier:
        """Return the dossier by a framework, not yet checked; the workbook is read once."""
        form, builder, records = self._form, self._builder, RecordReader(framework)
        self._head.read(records)
        RecordRows(form["records"], builder, records, self._head.year, self._head.side).read()
        lists = ListReader(builder, records)
        lists.read_evidence(form["evidence"])
        lists.read_register(form["register"])
        lists.read_results(form["results"])
        lists.read_held(form["held"])
        lists.read_texts(form["texts"])
        opened = _open(builder, self.file)
        return replace(opened, problems=(*builder.problems, *opened.problems))


def read_school_workbook(path: Path | str) -> SchoolWorkbook:
    """Return the workbook of one school, so that its date can pick the edition by which it is read.

    Raises
    ------
    InputError
        It is no workbook of one school (KD720), or cannot be read.
    """
    file = check_path("path", path)
    form, noticed = read_form(file)
    builder = DossierBuilder(str(file), list(noticed))
    head = HeadReader(form["head"], builder)
    head.read_framework()
    # Where the framework cannot be found, the other problems are reported with that one.
    named = replace(_open(builder, file), problems=tuple(builder.problems))
    return SchoolWorkbook(file, named, form, builder, head)


def _open(builder: DossierBuilder, file: Path) -> OpenDossier:
    source = CellSource(str(file), builder.data, cells=builder.cells, cells_of_keys=builder.cells_of_keys)
    return open_dossier(Input(source, str(file), file.parent))
