"""Suppositions about others: members of registers, and outcomes under other frameworks (semantics 6.2, 6.4, 6.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.evidence.dossier import Dossier, RecordedResult, RegisterMember
from kiemdinh.explanation.suppositions.records import level_of_truths, nest_value, read_truth, report_clash
from kiemdinh.parsing.durations import Duration, latest_start
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.standards.names import FactKind, FactName, MemberName, ReferenceName, ShownName, ValueKind, ValueName

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import Dates
    from kiemdinh.standards.loading import Framework

__all__ = ["BELOW_STEPS", "is_of_others", "replace_records", "write_records"]

_Place = tuple[str, MemberName | None, str | None]
"""What an outcome is supposed of: the reference, the member as a whole, the stage."""
BELOW_STEPS: Final = "none"
"""The word of a dossier for what lies below the lowest step."""


def is_of_others(framework: Framework, name: ShownName) -> bool:
    """Return whether an id of results is about a register, a member of one, or what is held under another framework."""
    about = name.name
    if isinstance(about, FactName):
        is_award = about.kind is FactKind.HELD and about.framework is not None
        return is_award or about.kind in (FactKind.REACHES, FactKind.KNOWN)
    return about.kind is ValueKind.INPUT and _kind_of_input(framework, about.name) is not None


def _kind_of_input(framework: Framework, name: str) -> str | None:
    """Return the population for each member of which an input is given; None where it is given for none."""
    found = framework.inputs.get(name)
    kinds = framework.definition.populations
    return None if found is None else next((kind for kind in found.each if kind in kinds), None)


def write_records(
    framework: Framework, dossier: Dossier, dates: Dates, supposed: Mapping[str, tuple[ShownName, Any]]
) -> dict[str, Any]:
    """Return what is supposed as a dossier records it, under ``register``, ``results``, ``held`` and ``complete``.

    Steps that are met or unmet are the level that this makes of the outcome, as those of a node are.

    Parameters
    ----------
    supposed
        By the key that its author wrote, the name that it is of, and what is supposed of it.

    Raises
    ------
    InputError
        For a member or register that there is not, for an outcome that no rule reads, and for what two keys say.
    """
    writer = _OthersWriter(framework, dossier, dates)
    for key, (name, value) in supposed.items():
        writer.add(key, name, value)
    return writer.finish()


class _OthersWriter:
    """Collects suppositions about others, each checked against the registers of a dossier."""

    def __init__(self, framework: Framework, dossier: Dossier, dates: Dates) -> None:
        self._framework = framework
        self._dossier = dossier
        self._dates = dates
        self._rows: dict[str, dict[str, dict[str, Any]]] = {}
        self._truths: dict[_Place, dict[str, bool]] = {}
        self._levels: dict[_Place, Any] = {}
        self._authors: dict[_Place, str] = {}
        self._held: list[dict[str, Any]] = []
        self._complete: list[str] = []

    def add(self, key: str, name: ShownName, value: Any) -> None:
        """Add what is supposed under *key*."""
        if isinstance(name.name, ValueName):
            self._add_value(key, name.name, value)
        elif name.name.kind is FactKind.KNOWN:
            self._add_register(key, name.name.subject, value)
        elif name.name.kind is FactKind.HELD:
            self._add_award(key, name.name, value)
        else:
            self._add_result(key, name.name, name.stage, value)

    def finish(self) -> dict[str, Any]:
        """Return what was added, as a dossier nests it."""
        for place, truths in self._truths.items():
            level = level_of_truths((BELOW_STEPS, *self._steps_of(place[0])), truths)
            if level is None or place in self._levels:
                raise report_clash(self._authors[place], place[0])
            self._levels[place] = level
        register = {kind: list(rows.values()) for kind, rows in self._rows.items()}
        results = [self._write_result(place, level) for place, level in self._levels.items()]
        found = {"register": register, "results": results, "held": self._held, "complete": self._complete}
        return {key: value for key, value in found.items() if value}

    # -- inputs of members -------------------------------------------------------------------------------

    def _add_value(self, key: str, name: ValueName, value: Any) -> None:
        kind = _kind_of_input(self._framework, name.name) or ""
        if not name.members:
            raise _refuse_without_member(key, name.name, kind)
        rows = self._rows_of(key, kind)
        member = next((one for one in name.at if one in rows), None)
        if member is None:
            raise self._refuse_member(key, kind, name.members[0], rows)
        row = self._rows.setdefault(kind, {}).setdefault(member, {"id": member})
        nest_value(row, name.name, tuple(at for at in name.at if at != member), value, key)

    # -- registers ---------------------------------------------------------------------------------------

    def _add_register(self, key: str, kind: str, value: Any) -> None:
        self._rows_of(key, kind)
        truth = False if value == "unknown" else read_truth(value)
        if truth is None:
            message = Message("that a register is complete is met or unmet")
            expected = Message("'met' or 'unmet'")
            raise InputError([Diagnostic("KD104", "error", message, path=key, expected=expected, found=str(value))])
        if truth:
            self._complete.append(kind)

    def _rows_of(self, key: str, kind: str) -> dict[str, RegisterMember]:
        """Return the members of a register on the date of the assessment, by their ids."""
        kinds = self._framework.definition.populations
        if kind not in kinds:
            subject = self._framework.definition.subject.word
            message = Message("the {subject} has no register of '{kind}'", subject=subject, kind=kind)
            raise _refuse(message, "KD325", key, kind, kinds)
        rows = self._dossier.register.get(kind, ())
        return {row.id: row for row in rows if row.belongs_on(self._dates.evidence)}

    def _refuse_member(self, key: str, kind: str, member: str, rows: Iterable[str]) -> InputError:
        message = Message(
            "the register of '{kind}' has no '{member}' on {date}",
            kind=kind,
            member=member,
            date=self._dates.evidence.isoformat(),
        )
        return _refuse(message, "KD325", key, member, tuple(rows))

    # -- outcomes under other frameworks -------------------------------------------------------------------

    def _add_award(self, key: str, fact: FactName, value: Any) -> None:
        """Add a decision by which an award stands on the evidence date; that none stands is not supposed."""
        reference = self._check_reference(key, fact)
        if read_truth(value) is not True:
            message = Message("an award of another framework is supposed to be held")
            expected = Message.verbatim("'met'")
            raise InputError([Diagnostic("KD104", "error", message, path=key, expected=expected, found=str(value))])
        on = self._dates.evidence
        signed = latest_start(on, Duration.read(fact.held_for)) if fact.held_for else min(on, self._dates.knowledge)
        steps = self._steps_of(reference)
        about = {} if fact.member is None else {"member": fact.member.id, "kind": fact.member.kind}
        grade = {"grade": fact.step or steps[0]} if steps else {}
        days = {"signed": signed.isoformat(), "until": on.isoformat()}
        self._held.append({**about, "award": reference, **grade, **days})

    def _add_result(self, key: str, fact: FactName, stage: str | None, value: Any) -> None:
        reference = self._check_reference(key, fact)
        member = fact.member
        stage = stage if member is None else member.stage
        place = (reference, None if member is None else member.whole, stage)
        truth = read_truth(value)
        if fact.step is not None and truth is not None:
            self._truths.setdefault(place, {})[fact.step] = truth
        elif place in self._levels:
            raise report_clash(key, reference)
        else:
            self._levels[place] = value
        self._authors[place] = key

    def _check_reference(self, key: str, fact: FactName) -> str:
        """Return the outcome or award that a fact is about, which some rule reads, of a member that there is."""
        reference, references = str(fact.reference), self._framework.definition.references
        if reference not in references:
            message = Message("no rule reads '{reference}'", reference=reference)
            raise _refuse(message, "KD326", key, reference, tuple(references))
        if fact.step is not None and fact.step not in references[reference].words:
            message = Message("'{text}' is no step of this outcome", text=fact.step)
            raise _refuse(message, "KD331", key, fact.step, tuple(references[reference].words))
        if fact.member is not None:
            self._check_member(key, fact.member)
        return reference

    def _check_member(self, key: str, member: MemberName) -> None:
        rows = self._rows_of(key, member.kind)
        if member.id not in rows:
            raise self._refuse_member(key, member.kind, member.id, rows)
        stages = rows[member.id].stages or ()
        if member.stage is not None and member.stage not in stages:
            message = Message("'{member}' has no stage '{stage}'", member=member.id, stage=member.stage)
            raise _refuse(message, "KD304", key, member.stage, stages)

    def _steps_of(self, reference: str) -> tuple[str, ...]:
        return self._framework.definition.references[reference].steps

    def _write_result(self, place: _Place, level: Any) -> dict[str, Any]:
        reference, member, stage = place
        # A result later than the date of the assessment, or than what is known, would count for nothing.
        on = min(self._dates.evidence, self._dates.knowledge)
        about = {} if member is None else {"member": member.id, "kind": member.kind}
        found = {**about, "stage": stage, "outcome": reference, "is": level, "side": "external", "on": on.isoformat()}
        return {key: value for key, value in found.items() if value is not None}


def _refuse(message: Message, code: str, key: str, word: str, known: tuple[str, ...]) -> InputError:
    """Return the error of a word that is none of those known, with the nearest of them as a hint."""
    near = suggest(word, known)
    return InputError(
        [
            Diagnostic(
                code,
                "error",
                message,
                path=key,
                expected=list_names(known) if known else None,
                found=word,
                hint=None if near is None else Message("did you mean '{near}'?", near=near),
            )
        ]
    )


def _refuse_without_member(key: str, name: str, kind: str) -> InputError:
    """Return the error of an input that is given for each member, and of which no member is named."""
    message = Message("'{name}' is given for each {what}: say which {what}", name=name, what=kind)
    hint = Message("write input:{name}@ID, with the id that the {kind} has in the register", name=name, kind=kind)
    return InputError([Diagnostic("KD312", "error", message, path=key, found=key, hint=hint)])


# -- records that are set aside ------------------------------------------------------------------------------


def replace_records(
    framework: Framework, dossier: Dossier, assumed: Dossier, supposed: Iterable[ShownName], on: dt.date
) -> Dossier:
    """Return a dossier with what is *assumed* of others in the place of what was recorded of the same.

    Costs one look-up for each row of a register and each result.

    Parameters
    ----------
    dossier, assumed
        The records, and a dossier that records what is supposed and nothing else.
    supposed
        The names of what is supposed.
    on
        The date on which the members of registers are meant.
    """
    asked = {one.name.subject for one in supposed if isinstance(one.name, FactName) and one.name.kind is FactKind.KNOWN}
    register = {
        kind: tuple(_replace_values(row, assumed.register.get(kind, ()), on) for row in rows)
        for kind, rows in dossier.register.items()
    }
    kept = _ResultsKept(framework, dossier, assumed.results, on)
    return replace(
        dossier,
        complete=(dossier.complete - asked) | assumed.complete,
        register=FrozenMap(register),
        results=(*(one for result in dossier.results for one in kept.list_parts(result)), *assumed.results),
        held=(*dossier.held, *assumed.held),
    )


def _replace_values(row: RegisterMember, assumed: Iterable[RegisterMember], on: dt.date) -> RegisterMember:
    """Return a row of a register with the values that are assumed of its member on a date."""
    new = [value for one in assumed if one.id == row.id for value in one.values] if row.belongs_on(on) else []
    if not new:
        return row
    places = {(value.name, value.at) for value in new}
    return replace(row, values=(*(old for old in row.values if (old.name, old.at) not in places), *new))


class _ResultsKept:
    """Tells which recorded results stand beside those that are assumed.

    A result of a whole with stages, one of which is assumed, stands for the stages that are not.
    """

    def __init__(self, framework: Framework, dossier: Dossier, assumed: Iterable[RecordedResult], on: dt.date) -> None:
        self._school = dossier.school.stages or ()
        self._stages = {
            MemberName(kind, row.id): row.stages or ()
            for kind, rows in dossier.register.items()
            for row in rows
            if row.belongs_on(on)
        }
        self._assumed: dict[tuple[str, MemberName | None], set[str | None]] = {}
        for new in assumed:
            whole, stage = _split(new)
            for of in _names_of(framework, new.of):
                self._assumed.setdefault((of, whole), set()).add(stage)

    def list_parts(self, result: RecordedResult) -> Iterator[RecordedResult]:
        """Yield what is left of a recorded result."""
        whole, stage = _split(result)
        assumed = self._assumed.get((result.of, whole))
        if not assumed:
            yield result
        elif None in assumed or stage in assumed:
            return
        elif stage is not None:
            yield result
        else:
            stages = self._school if whole is None else self._stages.get(whole, ())
            yield from (_of_stage(result, other) for other in stages if other not in assumed)


def _split(result: RecordedResult) -> tuple[MemberName | None, str | None]:
    """Return of whom a result is, as a whole, and the stage; None for the subject, and for no stage."""
    member = result.member
    return (None, result.stage) if member is None else (member.whole, member.stage)


def _of_stage(result: RecordedResult, stage: str) -> RecordedResult:
    if result.member is None:
        return replace(result, stage=stage)
    return replace(result, member=replace(result.member, stage=stage))


def _names_of(framework: Framework, of: str) -> tuple[str, ...]:
    """Return the names under which an outcome can be recorded: of a family also those of its frameworks."""
    reference, found = ReferenceName.read(of), framework.definition.references[of]
    id_ = "" if reference is None else reference.id
    return (of, *(str(ReferenceName(one, id_)) for one in found.frameworks_of(None)))
