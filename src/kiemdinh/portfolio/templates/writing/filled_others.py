"""What a dossier records of others as cells: its members, results under other frameworks, and awards held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiemdinh.evidence.reading import find_result_step, means_unknown_result
from kiemdinh.portfolio.templates.labels import KIND_OF_MEMBER, RESULT_SIDES, write_kind
from kiemdinh.portfolio.templates.writing.filled_rows import FilledRows

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import RecordedResult, RegisterMember, ValueRecord
    from kiemdinh.standards.definition import ReferenceDef
    from kiemdinh.standards.names import MemberName

__all__ = ["FilledOthers"]


@dataclass(frozen=True, slots=True)
class FilledOthers:
    """The members, results and awards of a dossier as rows, each by the keys of columns.

    Attributes
    ----------
    filled
        The dossier with its records as rows.
    """

    filled: FilledRows

    def list_members(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of all registers; an input stands under its name and the places that it is given for."""
        for kind, rows in self.filled.dossier.register.items():
            for row in rows:
                yield {**self._name_kind(kind, KIND_OF_MEMBER), **self._write_member(row)}

    def list_results(self) -> Iterator[dict[str, Any]]:
        """Yield the results under other frameworks."""
        yield from map(self._write_result, self.filled.dossier.results)

    def list_awards(self) -> Iterator[dict[str, Any]]:
        """Yield the awards held."""
        for held in self.filled.dossier.held:
            said = {key: getattr(held, key) for key in ("award", "grade", "signed", "until", "ended", "why")}
            yield {**self._name_member(held.member), **said}

    def list_unsaid(self) -> Iterator[str]:
        """Yield the place of what no cell can say: a member's value that has details, or two values of one thing."""
        for rows in self.filled.dossier.register.values():
            for row in rows:
                keys = Counter(_key_of(value, row) for value in row.values)
                yield from (
                    f"register: {row.id}, {value.name}"
                    for value in row.values
                    if keys[_key_of(value, row)] > 1 or not self._is_plain(value)
                )
        for result in self.filled.dossier.results:
            if self._find_reference(result.of) is not None and None in (self._write_ends(result).values()):
                yield f"results: {result.of}"

    def _is_plain(self, value: ValueRecord) -> bool:
        has_details = value.evidence_codes or value.why or value.author or value.until or value.side != "self"
        is_part = value.part is not None and not self.filled.allowed.takes_shares(value.name)
        return not has_details and not is_part and value.date == self.filled.dossier.date

    def _write_member(self, row: RegisterMember) -> dict[str, Any]:
        return {
            "id": row.id, "name": row.name, "stages": ", ".join(row.stages or ()) or None, "from": row.first_day,
            "until": row.last_day, "succeeds": ", ".join(row.succeeds) or None, **row.places,
            **{_key_of(value, row): self.filled.write_value(value) for value in row.values},
        }  # fmt: skip

    def _write_result(self, result: RecordedResult) -> dict[str, Any]:
        whose = self._name_member(result.member)
        side = RESULT_SIDES[result.side].text_in(self.filled.lang)
        stage = result.stage if result.member is None else result.member.stage
        return {
            **whose, "stage": stage, "outcome": result.of, **self._write_ends(result), "side": side, "on": result.on,
            "until": result.until, "by": result.by, "digest": result.digest,
        }  # fmt: skip

    def _write_ends(self, result: RecordedResult) -> dict[str, Any]:
        """Return the cells that say the steps of a result: one word, or its lowest and highest step."""
        if result.low == result.high:
            return {"is": self._write_step(result.low, result.of)}
        low = {} if result.low is None else {"level": self._write_step(result.low, result.of)}
        return {**low, "attainable": self._write_step(result.high, result.of)}

    def _write_step(self, step: str | None, of: str) -> str | None:
        """Return the word for a step as a person would write it; None where no word is read as it."""
        found = self._find_reference(of)
        below = None if found is None or found.not_reached is None else found.not_reached.id
        word = step if step is not None else below or "none"
        if found is None:
            return word
        title = found.words[word].text_in(self.filled.lang) if word in found.words else None
        texts = (text for text in (title, word) if text and not means_unknown_result(text, found))
        return next((text for text in texts if find_result_step(text, found) == (step,)), None)

    def _find_reference(self, of: str) -> ReferenceDef | None:
        return self.filled.allowed.reference_of(of)

    def _name_member(self, member: MemberName | None) -> dict[str, Any]:
        return {} if member is None else {**self._name_kind(member.kind, "kind"), "member": member.id}

    def _name_kind(self, kind: str, key: str) -> dict[str, Any]:
        """Return the cell with the kind of a member, where there are several kinds."""
        kinds = self.filled.allowed.populations
        return {key: write_kind(kind, kinds, self.filled.lang)} if len(kinds) > 1 else {}


def _key_of(value: ValueRecord, row: RegisterMember) -> str:
    """Return the key of the column that has a value of a member."""
    places = [place for place in value.at if place != row.id]
    return f"{value.name}@{'/'.join(places)}" if places else value.name
