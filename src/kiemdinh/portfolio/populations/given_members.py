"""Registers and results that a caller gives, added to dossiers: to one, or to those of many communes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from os import PathLike
from typing import Any, Final

from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.attempts import Attempts
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.diagnostics.wording import near_words
from kiemdinh.evidence.dossier import Dossier, RecordedResult, RegisterMember
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.portfolio.populations.computed_results import ComputedResult, HasLevels, find_latest, list_computed
from kiemdinh.portfolio.populations.member_rows import MemberRows
from kiemdinh.portfolio.populations.result_tables import ResultRow, ResultTable, read_result_table
from kiemdinh.portfolio.registers import Register, RegisterEntry, read_register
from kiemdinh.portfolio.sheets import is_frame
from kiemdinh.standards.catalogue import load_bundled
from kiemdinh.standards.loading import Framework

__all__ = ["GivenMembers", "open_members"]

_PLACE_KINDS: Final = ("commune", "district", "province")
_MAX_NAMED: Final = 10
_LOST_ZEROS: Final = "KD725"
"""Of what the reader of a register tells, this bears on who is a member."""


def open_members(
    framework: Framework, register: Any, results: Iterable[Any], references: Iterable[Framework] = ()
) -> GivenMembers:
    """Return the registers and results that a caller gives, read once.

    Parameters
    ----------
    framework
        The framework whose populations they are.
    register
        What :func:`kiemdinh.read_register` gives, or a table that it reads; by the kind of members where there are
        several. None where dossiers have their own.
    results
        Batches, tables of results, and files that a batch wrote.
    references
        The frameworks that results are compared with.

    Raises
    ------
    InputError
        With every problem: a kind that the framework does not have, no register, no table.
    """
    attempts = Attempts()
    kinds = framework.definition.populations
    registers = attempts.run(_read_registers, register, kinds)
    read = attempts.run(_read_results, results)
    return GivenMembers(framework, attempts.require(registers), attempts.require(read), tuple(references))


@dataclass(eq=False)
class GivenMembers:
    """Registers and results of members, ready to be added to dossiers.

    Attributes
    ----------
    framework
        The framework whose populations they are.
    registers
        The register of each kind.
    results
        Results that were computed, and rows of tables of results.
    references
        The frameworks that results are compared with.
    """

    framework: Framework
    registers: Mapping[str, Register]
    results: ResultTable
    references: Sequence[Framework] = ()
    _latest: dict[dt.date, Mapping[str, Sequence[ComputedResult]]] = field(default_factory=dict)

    def add_to(self, dossier: Dossier, day: dt.date) -> Dossier:
        """Return a dossier with the members of its place, and what is recorded of them.

        Parameters
        ----------
        dossier
            The dossier, whose ``subject.id`` picks the members of a register that has a column for such a place.
        day
            The evidence date; results of later days are left out, and rows without a day have it.

        Raises
        ------
        InputError
            With every problem of the rows that are of this place, each at its cell; or where the dossier has a register
            of its own (KD105), or no id and the register has several places (KD726).
        """
        parts = {kind: self._choose_part(kind, register, dossier) for kind, register in self.registers.items()}
        for kind in parts:
            if kind in dossier.register:
                message = Message("the dossier has a register of '{kind}' of its own", kind=kind)
                raise InputError([Diagnostic("KD105", "error", message, path=f"register.{kind}",
                                             expected=Message("a register in one place"))])  # fmt: skip
        read = self._read_rows(parts, dossier, day)
        computed = [
            one for kind, members in read.register.items() for one in self._list_computed(kind, members, day)
        ]  # fmt: skip
        return replace(
            dossier,
            register=FrozenMap({**dossier.register, **{kind: read.register[kind] for kind in parts}}),
            results=(*dossier.results, *read.results, *computed),
            held=(*dossier.held, *read.held),
            complete=self._complete_lists(dossier, parts),
            warnings=(*dossier.warnings, *self.results.warnings, *self._list_warnings(dossier, parts, read, day)),
        )

    # -- members -----------------------------------------------------------------------------------------

    def _choose_part(self, kind: str, register: Register, dossier: Dossier) -> Register:
        """Return the part of a register that is of the place that a dossier is about."""
        place = self.framework.definition.subject.kind
        if place not in _PLACE_KINDS or not _has_places(register, place):
            return register
        subject = dossier.school.id
        if subject is not None:
            return register.of(**{place: subject})
        ids = {getattr(entry, place) for entry in register}
        if len(ids) == 1:
            return register
        message = Message(
            "the register of '{kind}' has several places, and the dossier does not say its own", kind=kind
        )
        expected = Message("subject: {{id: ID}}, an id of the column '{place}'", place=place)
        raise InputError([Diagnostic("KD726", "error", message, expected=expected)])

    @cached_property
    def _writers(self) -> Mapping[str, MemberRows]:
        return {kind: MemberRows(self.framework, kind, register) for kind, register in self.registers.items()}

    def _read_rows(self, parts: Mapping[str, Register], dossier: Dossier, day: dt.date) -> Dossier:
        """Return a dossier of the rows of members and results alone, read as any dossier; errors are at their cells."""
        entries = {kind: list(part) for kind, part in parts.items()}
        members = {kind: [self._writers[kind].write_member(one) for one in some] for kind, some in entries.items()}
        awards = [
            (kind, entry, row) for kind, some in entries.items() for entry in some
            for row in self._writers[kind].write_awards(entry)
        ]  # fmt: skip
        kinds = {entry.id: kind for kind, some in entries.items() for entry in some}
        kinds |= {member.id: kind for kind, some in dossier.register.items() for member in some}
        results = [
            row for id_ in sorted(kinds) for row in self._rows_by_member.get(id_, ()) if _is_before(row, day)
        ]  # fmt: skip
        raw = {
            "date": day, "register": members, "held": [row for _, _, row in awards],
            "results": [{"kind": kinds[row.member], **row.written} for row in results],
        }  # fmt: skip
        try:
            return read_dossier({key: value for key, value in raw.items() if value}, self.framework, default_date=day)
        except InputError as error:
            origins = _RowOrigins(entries, [entry for _, entry, _ in awards], results, self._writers)
            raise InputError([origins.move(problem) for problem in error.diagnostics]) from None

    @cached_property
    def _rows_by_member(self) -> Mapping[str, Sequence[ResultRow]]:
        found: dict[str, list[ResultRow]] = defaultdict(list)
        for row in self.results.rows:
            found[row.member].append(row)
        return found

    # -- results -----------------------------------------------------------------------------------------

    def _list_computed(self, kind: str, members: Sequence[RegisterMember], day: dt.date) -> Iterator[RecordedResult]:
        if not self.results.computed:
            return
        if day not in self._latest:
            self._latest[day] = find_latest(self.results.computed, day)
        for member in {one.id: one for one in members if one.belongs_on(day)}.values():
            for result in self._latest[day].get(member.id, ()):
                yield result.to_record(kind, has_stages=bool(member.stages))

    # -- completeness and warnings -----------------------------------------------------------------------

    def _complete_lists(self, dossier: Dossier, parts: Mapping[str, Register]) -> frozenset[str]:
        """Return the lists that are complete: a register is not where rows of this place may have been set aside."""
        whole = {kind for kind, part in parts.items() if part.complete or kind in dossier.complete}
        gaps = {kind for kind, part in parts.items() if part.gaps or kind in self._half_placed}
        return (dossier.complete | whole) - gaps

    @cached_property
    def _half_placed(self) -> frozenset[str]:
        """The kinds for which some entries name their place, and others do not."""
        place = self.framework.definition.subject.kind
        if place not in _PLACE_KINDS:
            return frozenset()
        places = {kind: {getattr(one, place) is None for one in register} for kind, register in self.registers.items()}
        return frozenset(kind for kind, found in places.items() if len(found) == 2)

    def _list_warnings(
        self, dossier: Dossier, parts: Mapping[str, Register], read: Dossier, day: dt.date
    ) -> Iterator[Diagnostic]:
        yield from read.warnings
        place = self.framework.definition.subject.kind
        for kind, part in parts.items():
            yield from (one for one in part.warnings if one.code == _LOST_ZEROS)
            if part.gaps:
                message = Message("rows of the register of '{kind}' were set aside, so that members may be missing",
                                  kind=kind)  # fmt: skip
                cells = Message.join([cell.cell for cell in part.rejected[:_MAX_NAMED]])
                yield Diagnostic("KD727", "warning", message, part.rejected[0].file if part.rejected else None,
                                 found=cells)  # fmt: skip
            if kind in self._half_placed:
                message = Message(
                    "some rows of the register of '{kind}' have no {place}, so that members may be missing",
                    kind=kind, place=place,
                )  # fmt: skip
                yield Diagnostic("KD727", "warning", message)
            if not part and dossier.school.id is not None and len(self.registers[kind]):
                yield _tell_no_member(kind, place, dossier.school.id, self.registers[kind])
        yield from self._tell_outside(dossier)
        yield from self._tell_other_editions(day)

    def _tell_outside(self, dossier: Dossier) -> Iterator[Diagnostic]:
        """Yield a warning of results whose member is in no register: they count for nothing (6.2)."""
        known = {member.id for members in dossier.register.values() for member in members}
        outside = [id_ for id_ in self._outside if id_ not in known]
        if outside:
            names = [*outside[:_MAX_NAMED], *(["…"] if len(outside) > _MAX_NAMED else [])]
            message = Message("results of members that no register has count for nothing: {names}",
                              names=Message.join(names))  # fmt: skip
            yield Diagnostic("KD728", "warning", message)

    @cached_property
    def _outside(self) -> Sequence[str]:
        """The members of results that none of the registers has."""
        known = {id_ for register in self.registers.values() for id_ in register.ids}
        given = dict.fromkeys(row.member for row in self.results.rows)
        given |= dict.fromkeys(one.member for one in self.results.computed)
        return [id_ for id_ in given if id_ not in known]

    def _tell_other_editions(self, day: dt.date) -> Iterator[Diagnostic]:
        """Yield a warning of results that another edition computed than the one that is loaded."""
        loaded = {one.id: one for one in self.references}
        for name, digest in sorted(self._digests):
            framework = loaded.get(name) or load_bundled(name, on=day)
            if framework is not None and framework.digest != digest:
                message = Message("results under {id} were computed by another edition than the one that is loaded",
                                  id=name)  # fmt: skip
                yield Diagnostic("KD729", "warning", message, expected=Message.verbatim(framework.digest),
                                 found=str(digest))  # fmt: skip

    @cached_property
    def _digests(self) -> frozenset[tuple[str, str]]:
        return frozenset((one.framework, one.digest) for one in self.results.computed)


def _read_registers(register: Any, kinds: Sequence[str]) -> dict[str, Register]:
    if register is None:
        return {}
    if not kinds:
        refuse_argument("register", register, Message("None: the framework has no members"))
    if not isinstance(register, Mapping):
        if len(kinds) > 1:
            expected = Message("a map from a kind of members to its register: {kinds}", kinds=list_names(kinds))
            refuse_argument("register", register, expected)
        register = {kinds[0]: register}
    unknown = [kind for kind in register if kind not in kinds]
    if unknown:
        refuse_argument("register", unknown[0], Message("one of {names}", names=Message.join(kinds)))
    return {kind: one if isinstance(one, Register) else read_register(one) for kind, one in register.items()}


def _read_results(results: Any) -> ResultTable:
    """Return the results of batches, tables and files as one; all problems at once."""
    expected = Message("a list of batches, of tables of results, or of files that a batch wrote")
    if isinstance(results, str | bytes | Mapping | PathLike) or is_frame(results) or not isinstance(results, Iterable):
        refuse_argument("results", results, expected)
    listed = list(results)
    if listed and all(isinstance(one, Mapping) for one in listed):
        listed = [listed]  # one table, as rows
    attempts, found = Attempts(), ResultTable()
    for one in listed:
        if isinstance(one, HasLevels):
            found.computed += list_computed(one)
            continue
        read = attempts.run(read_result_table, one) or ResultTable()
        found.rows += read.rows
        found.computed += read.computed
        found.warnings += read.warnings
    return attempts.require(found)


def _has_places(register: Register, place: str) -> bool:
    return any(getattr(entry, place) is not None for entry in register)


def _is_before(row: ResultRow, day: dt.date) -> bool:
    on = row.written.get("on")
    return not isinstance(on, dt.date) or on <= day


def _tell_no_member(kind: str, place: str, subject: str, register: Register) -> Diagnostic:
    """Return a warning that a register has no member of a place, with ids of similar places: the id may be misspelt."""
    known = list(dict.fromkeys(getattr(entry, place) for entry in register if getattr(entry, place) is not None))
    bare = subject.lstrip("0")
    near = [one for one in known if one.lstrip("0") == bare] or near_words(subject, known)[:_MAX_NAMED]
    hint = Message("did you mean {names}?", names=Message.join([f"'{one}'" for one in near])) if near else None
    message = Message("the register of '{kind}' has no row of the {place} '{id}'", kind=kind, place=place, id=subject)
    return Diagnostic("KD727", "warning", message, hint=hint)


@dataclass(frozen=True)
class _RowOrigins:
    """Where the rows of a dossier that was put together come from."""

    entries: Mapping[str, Sequence[RegisterEntry]]
    awards: Sequence[RegisterEntry]
    results: Sequence[ResultRow]
    writers: Mapping[str, MemberRows]

    def move(self, problem: Diagnostic) -> Diagnostic:
        """Return a problem at the cell of the table that its record comes from."""
        head, _, rest = problem.path.partition("[")
        number, _, key = rest.partition("]")
        if not number.isdigit():
            return problem
        if head == "results":
            row = self.results[int(number)]
            return replace(problem, file=row.file, path=row.cell)
        kind = head.removeprefix("register.")
        if kind in self.entries or head == "held":
            entry = (self.awards if head == "held" else self.entries[kind])[int(number)]
            own = key.removeprefix(".").partition(".")[0]
            column = own if head == "held" else self.writers[kind].column_of(own)
            return replace(problem, file=entry.file, path=entry.cell_of(column))
        return problem
