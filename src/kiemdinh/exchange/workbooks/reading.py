"""Reading a framework from a workbook: its cells become a definition, and the loader reports problems at cells."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.arguments import check_flag, check_path
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError, raise_if_errors
from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.exchange.workbooks.definition_builder import DefinitionBuilder
from kiemdinh.exchange.workbooks.definition_rows import read_rows_of
from kiemdinh.exchange.workbooks.gathered import gather_problems
from kiemdinh.exchange.workbooks.row_reader import read_sheet_rows
from kiemdinh.exchange.workbooks.sheets import SHEET_TITLES, SHEETS, column_vocabulary, find_sheet
from kiemdinh.parsing.read import Input
from kiemdinh.portfolio.sheets import Sheet, open_each_sheet
from kiemdinh.portfolio.templates import CellSource
from kiemdinh.standards.catalogue import load_opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.standards.loading import Framework

__all__ = ["is_framework_workbook", "open_framework_workbook", "read_framework_workbook"]

_REQUIRED: Final = ("head", "layers", "tree", "outcomes")
_COMMAND: Final = "kiemdinh export FRAMEWORK --format xlsx --out FILE.xlsx"
_LIKE: Final = 0.8
"""The share of the columns of a sheet that a sheet with another title must have to be taken for it."""
_MAX_UNPACKED: Final = 30_000_000
"""The most bytes that a workbook may have when it is unpacked; that of Circular 18 has 350,000."""


def read_framework_workbook(path: Path | str, *, unofficial: bool = False) -> Framework:
    """Read a framework from a workbook (XLSX or ODS) in the form that :func:`write_framework_workbook` makes.

    Parameters
    ----------
    path
        The file.
    unofficial
        Whether the framework may have the id of a bundled one and differ from it.

    Returns
    -------
    Framework
        The framework, loaded and checked like one from a file of YAML.

    Raises
    ------
    InputError
        The file is not a workbook of a framework (KD750), cannot be read, or is not a valid definition. All problems
        are reported, each at its cell, such as ``Outline!B12``.

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
    """Return the definition in a workbook, read but not yet checked; its problems name cells.

    Raises
    ------
    InputError
        The file is not a workbook of a framework (KD750) or is too large (KD007, KD718), or a cell cannot be read at
        all.
    """
    file = check_path("path", path)
    builder = DefinitionBuilder(str(file))
    _read_sheets(file, builder)
    noticed = gather_problems(builder.problems)
    raise_if_errors(noticed)
    source = CellSource(str(file), builder.finish(), cells=builder.cells, cells_of_keys=builder.cells_of_keys)
    return Input(source, str(file), file.parent, tuple(noticed))


def is_framework_workbook(path: Path | str) -> bool:
    """Return whether a file is a workbook with most sheets of a framework; false if it cannot be read.

    If a sheet was renamed or deleted, reading the file reports it.

    Raises
    ------
    InputError
        *path* is not a path.

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
        return len(_open_sheets(file, [])[0].keys() & set(_REQUIRED)) >= len(_REQUIRED) - 1
    except InputError:
        return False


def _open_sheets(path: Path, problems: list[Diagnostic]) -> tuple[dict[str, Sheet], list[Sheet]]:
    """Return the sheets of a framework, and the other sheets with their headings; two of one kind are reported."""
    found: dict[str, Sheet] = {}
    others: list[Sheet] = []
    for sheet in open_each_sheet(path, _count_known, most=_MAX_UNPACKED):
        title = sheet.name or ""
        key = find_sheet(title)
        if key is None:
            others.append(sheet)
        elif key in found:
            message = Message("the sheet '{title}' is the same one as '{other}'", title=title, other=found[key].name)
            hint = Message("delete one of them, or give it another title: then it is not read")
            problems.append(Diagnostic("KD750", "error", message, str(path), path=title, hint=hint))
        elif key in SHEETS:
            found[key] = sheet
    return found, others


def _read_sheets(path: Path, builder: DefinitionBuilder) -> None:
    """Put the content of the sheets into a definition, in the order of its keys."""
    problems = builder.problems
    sheets, others = _open_sheets(path, problems)
    renamed = _report_renamed(others, sheets, problems)
    missing = [key for key in SHEETS if key not in sheets and key not in renamed]
    problems += _report_missing(path, missing, [sheet.name or "" for sheet in sheets.values()])
    if renamed or not set(_REQUIRED).isdisjoint(missing):
        raise InputError(gather_problems(problems))
    for key in SHEETS:
        if key in sheets:
            _read_sheet(sheets[key], key, builder)


def _report_missing(path: Path, missing: Sequence[str], titles: Sequence[str]) -> list[Diagnostic]:
    """Return the problem of missing sheets: an error if every framework has them, else a warning."""
    required = Message.join([SHEET_TITLES[key] for key in missing if key in _REQUIRED])
    if required:
        message = Message("this is no workbook of a framework: it lacks {titles}", titles=required)
        hint = Message("kiemdinh export FRAMEWORK --format xlsx --out FILE.xlsx writes one")
        if titles:
            message = Message("sheets are missing: {titles}", titles=required)
            hint = Message("copy them from the workbook that this writes: {command}", command=_COMMAND)
        found = shorten_text(", ".join(titles)) or None
        return [Diagnostic("KD750", "error", message, str(path), found=found, hint=hint)]
    if not missing:
        return []
    names = Message.join([SHEET_TITLES[key] for key in missing])
    message = Message("sheets that are missing count as empty: {titles}", titles=names)
    return [Diagnostic("KD750", "warning", message, str(path))]


def _read_sheet(sheet: Sheet, key: str, builder: DefinitionBuilder) -> None:
    try:
        rows = read_sheet_rows(sheet, key, builder.problems)
    except InputError as error:
        builder.problems += error.diagnostics
        builder.is_blind = builder.is_blind or key == "tree"
    else:
        read_rows_of(key, rows, builder)


def _report_renamed(others: Sequence[Sheet], sheets: Mapping[str, Sheet], problems: list[Diagnostic]) -> set[str]:
    """Report sheets that have the headings of a missing sheet, and return the missing ones."""
    found: dict[str, Sheet] = {}
    for sheet in others:
        counts = {key: _count_of(key, sheet.headings) for key in SHEETS}
        key = max(SHEETS, key=lambda one: (counts[one], -len(SHEETS[one])))
        if key not in sheets and counts[key] >= _LIKE * len(SHEETS[key]):
            found.setdefault(key, sheet)
    for key, sheet in found.items():
        title = SHEET_TITLES[key]
        message = Message("the sheet '{title}' is missing, and this one has its headings", title=title)
        hint = Message("call it '{title}', or change its headings: then it is not read", title=title)
        name = sheet.name or ""
        problems.append(
            Diagnostic("KD750", "error", message, sheet.file, path=name, expected=title, found=name, hint=hint)
        )
    return set(found)


def _count_known(names: Sequence[str]) -> int:
    return max(_count_of(key, names) for key in SHEETS)


def _count_of(key: str, names: Sequence[str]) -> int:
    # Compared as headings, not as ids: a cell in a row of records can have a word that is a key too.
    written = _written_headings(key)
    known = sum(name.strip().casefold() in written and column_vocabulary(key).find(name) is not None for name in names)
    return known if known > 1 else 0


@cache
def _written_headings(key: str) -> frozenset[str]:
    return frozenset(column.heading.text_in(lang).casefold() for column in SHEETS[key] for lang in LANGUAGES)
