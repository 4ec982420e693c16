"""Reading a framework from a workbook: its cells become a definition, whose loader says what is wrong with each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.arguments import check_flag, check_path
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError, raise_if_errors
from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.exchange.workbooks.definition_builder import DefinitionBuilder
from kiemdinh.exchange.workbooks.definition_rows import read_rows_of
from kiemdinh.exchange.workbooks.row_reader import ReadRow, read_sheet_rows
from kiemdinh.exchange.workbooks.sheets import SHEET_TITLES, SHEETS, column_vocabulary, find_sheet
from kiemdinh.parsing.read import Input
from kiemdinh.portfolio.sheets import Sheet, open_each_sheet
from kiemdinh.portfolio.templates import CellSource
from kiemdinh.standards.catalogue import load_opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.standards.loading import Framework

__all__ = ["is_framework_workbook", "open_framework_workbook", "read_framework_workbook"]

_REQUIRED = ("head", "tree", "outcomes")


def read_framework_workbook(path: Path | str, *, unofficial: bool = False) -> Framework:
    """Read a framework from a workbook (XLSX or ODS) as :func:`write_framework_workbook` makes it.

    Parameters
    ----------
    path
        The file.
    unofficial
        Whether it may have the id of a bundled framework and differ from it.

    Returns
    -------
    Framework
        The framework, loaded and checked as from a file of YAML.

    Raises
    ------
    InputError
        It is no workbook of a framework (KD750), cannot be read, or is no definition: with every problem, each at its
        cell, such as ``Outline!B12``.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import kiemdinh as kd
    >>> from kiemdinh.exchange import read_framework_workbook, write_framework_workbook
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "standard.xlsx")
    ...     _ = file.write_bytes(write_framework_workbook("org.abet"))
    ...     read_framework_workbook(file) == kd.load("org.abet")
    True
    """
    check_flag("unofficial", unofficial)
    return load_opened(open_framework_workbook(path), unofficial=unofficial)


def open_framework_workbook(path: Path | str) -> Input:
    """Return the definition that a workbook holds, read and not yet checked; its problems name cells.

    Raises
    ------
    InputError
        It is no workbook of a framework (KD750), or a cell cannot be read at all.
    """
    file = check_path("path", path)
    problems: list[Diagnostic] = []
    builder = DefinitionBuilder(str(file), problems)
    for key, rows in _read_sheets(file, problems).items():
        read_rows_of(key, rows, builder)
    raise_if_errors(problems)
    source = CellSource(str(file), builder.finish(), cells=builder.cells, cells_of_keys=builder.cells_of_keys)
    return Input(source, str(file), file.parent)


def is_framework_workbook(path: Path | str) -> bool:
    """Return whether a file is a workbook with most sheets of a framework; one that cannot be read is none.

    Reading it names the sheet that was renamed or deleted.

    Raises
    ------
    InputError
        It is no path at all.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from kiemdinh.exchange import write_framework_workbook
    >>> from kiemdinh.standards.catalogue import load
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "framework.xlsx"
    ...     _ = path.write_bytes(write_framework_workbook(load("vn.tt57-2026.gdtx")))
    ...     print(is_framework_workbook(path), is_framework_workbook(path.with_name("none.xlsx")))
    True False
    """
    file = check_path("path", path)
    try:
        return len(_open_sheets(file).keys() & set(_REQUIRED)) >= len(_REQUIRED) - 1
    except InputError:
        return False


def _open_sheets(path: Path) -> dict[str, Sheet]:
    found: dict[str, Sheet] = {}
    for sheet in open_each_sheet(path, _count_known):
        key = find_sheet(sheet.name or "")
        if key is not None and key in SHEETS:
            found.setdefault(key, sheet)
    return found


def _read_sheets(path: Path, problems: list[Diagnostic]) -> Mapping[str, Sequence[ReadRow]]:
    """Return the rows of each sheet, in the order in which a definition has what stands there."""
    sheets = _open_sheets(path)
    missing = [key for key in _REQUIRED if key not in sheets]
    if missing:
        titles = Message.join([SHEET_TITLES[key] for key in missing])
        message = Message("this is no workbook of a framework: it lacks {titles}", titles=titles)
        hint = Message("kiemdinh export FRAMEWORK --format xlsx --out FILE.xlsx writes one")
        raise InputError([Diagnostic("KD750", "error", message, str(path), hint=hint)])
    return {key: read_sheet_rows(sheets[key], key, problems) for key in SHEETS if key in sheets}


def _count_known(names: Sequence[str]) -> int:
    return max(_count_of(key, names) for key in SHEETS)


def _count_of(key: str, names: Sequence[str]) -> int:
    # By headings as they are written, not by ids: what stands in a row of records can be a word that is a key too.
    written = {column.heading.text_in(lang).casefold() for column in SHEETS[key] for lang in LANGUAGES}
    known = sum(name.strip().casefold() in written for name in names if column_vocabulary(key).find(name))
    return known if known > 1 else 0
