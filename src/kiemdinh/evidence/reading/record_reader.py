"""Reading single records, such as the cell of a table about a node or an input, with the readers of dossiers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.evidence.dossier import FindingRecord, Side, ValueRecord
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.source import Source

if TYPE_CHECKING:
    from kiemdinh.evidence.entries import AllowedEntries
    from kiemdinh.evidence.reading.reader import Reader
    from kiemdinh.standards.loading import Framework

__all__ = ["RECORD_DAY", "AnyRecord", "ReadRecords", "RecordReader"]

RECORD_DAY: Final = dt.date.min
"""The date of a record that names none itself: it is that of the dossier which the record will stand in."""

_LONGEST_WORD: Final = 40
"""Characters of the longest word that is kept."""
_MAX_WORDS: Final = 4_096
"""Words about nodes that are kept with what they record: those of the columns of some tables."""

AnyRecord: TypeAlias = "FindingRecord | ValueRecord"


class ReadRecords(NamedTuple):
    """The records that were read, with errors and warnings.

    Attributes
    ----------
    records
        The findings or values, without a ``path``. Those without a date of their own have :data:`RECORD_DAY`.
    problems
        The errors and warnings. Where there is an error the records are not to be used.
    """

    records: tuple[AnyRecord, ...]
    problems: tuple[Diagnostic, ...]

    @property
    def error(self) -> Diagnostic | None:
        """The first error; None where the records can be used."""
        return next((one for one in self.problems if one.severity == "error"), None)


class RecordReader:
    """Reads what is written about one node or one input, exactly as :func:`read_dossier` reads it in a dossier.

    Parameters
    ----------
    framework
        The framework that the nodes and inputs are of.

    Examples
    --------
    >>> from kiemdinh.standards.catalogue import load
    >>> reader = RecordReader(load("vn.tt57-2026.pho-thong"))
    >>> reader.read_finding("1.1", " Mức 1").records[0].verdict
    Level(reached=1)
    >>> reader.read_finding("1.1", "muc-9").error.code
    'KD104'
    """

    def __init__(self, framework: Framework) -> None:
        self.framework = framework

    def read_finding(self, node: str, written: Any, *, side: Side = "self", stage: str | None = None) -> ReadRecords:
        """Return what is written about a node: a word, a number, a map with details, or a list of these.

        The cost does not depend on the size of the framework. Words that were read last are kept.
        """
        if _is_word(written):
            return _read_word(self.framework, node, written, written.__class__, side, stage)
        return _read_finding(self._open(), node, written, side, stage)

    def read_figure(
        self, name: str, at: Sequence[str], written: Any, *, side: Side = "self", stage: str | None = None
    ) -> ReadRecords:
        """Return what is written about an input; *at* has the members and the school year that it is given for."""
        from kiemdinh.evidence.reading.figures import FigureReader  # noqa: PLC0415 - loaded when it is needed

        for key in reversed(at):
            written = {key: written}
        reader = self._open()
        figures = FigureReader(reader)
        with reader.problems.collect_errors():
            figures.read({name: written}, (), side, stage)
        return ReadRecords(_without_paths(figures.found.values()), tuple(reader.problems.found))

    def find_excess(self, values: Sequence[ValueRecord]) -> tuple[Diagnostic, ...]:
        """Return a problem for each figure that is more than the whole that its input is a part of (KD329).

        The cost is linear in the number of figures.
        """
        from kiemdinh.evidence.reading.parts_of_wholes import check_parts  # noqa: PLC0415 - loaded when it is needed

        reader = self._open()
        try:
            check_parts(reader, values)
        except InputError as error:  # more problems than anybody reads
            return error.diagnostics
        return tuple(reader.problems.found)

    def read_stages(self, written: Sequence[str]) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
        """Return the stages of a school, and what is wrong with them."""
        from kiemdinh.evidence.reading.school import read_school  # noqa: PLC0415 - loaded when it is needed

        reader = self._open()
        school, _ = read_school(reader, {"stages": list(written)}, {})
        return school.stages or (), tuple(reader.problems.found)

    @cached_property
    def allowed(self) -> AllowedEntries:
        """What can be recorded under the framework."""
        from kiemdinh.evidence.entries import allowed_entries  # noqa: PLC0415 - loaded when it is needed

        return allowed_entries(self.framework)

    def _open(self) -> Reader:
        return _open_reader(self.framework)


def _open_reader(framework: Framework) -> Reader:
    from kiemdinh.evidence.entries import allowed_entries  # noqa: PLC0415 - loaded when it is needed
    from kiemdinh.evidence.reading.reader import Reader  # noqa: PLC0415 - loaded when it is needed

    data: Mapping[str, Any] = {}
    source = Source(None, dict(data))
    return Reader(Problems(source), source, allowed_entries(framework), RECORD_DAY)


def _read_finding(reader: Reader, node: str, written: Any, side: Side, stage: str | None) -> ReadRecords:
    from kiemdinh.evidence.reading.findings import FindingReader  # noqa: PLC0415 - loaded when it is needed

    findings = FindingReader(reader)
    with reader.problems.collect_errors():
        findings.read({node: written}, (), side, stage)
    return ReadRecords(_without_paths(findings.found.values()), tuple(reader.problems.found))


def _without_paths(records: Iterable[AnyRecord]) -> tuple[AnyRecord, ...]:
    return tuple(replace(record, path=()) for record in records)


def _is_word(written: Any) -> bool:
    """Whether a value is a short verdict, as tables have it thousands of times."""
    return written.__class__ is bool or (written.__class__ is str and len(written) <= _LONGEST_WORD)


@lru_cache(maxsize=_MAX_WORDS)
def _read_word(
    framework: Framework, node: str, written: Any, _kind: type, side: Side, stage: str | None
) -> ReadRecords:  # the type distinguishes true from 1
    return _read_finding(_open_reader(framework), node, written, side, stage)
