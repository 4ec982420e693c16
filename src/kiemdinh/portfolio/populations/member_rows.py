"""Entries of a register as the rows of a dossier: what a framework asks of a member, under the ids of its inputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.parsing.cells import Vocabulary
from kiemdinh.portfolio.registers import COLUMNS, Register, RegisterEntry
from kiemdinh.standards.loading import Framework

__all__ = ["MemberRows"]


class MemberRows:
    """Writes the entries of one register for one kind of members of a framework.

    Parameters
    ----------
    framework, kind
        The framework, and the word of ``subject.has`` that the entries are of.
    register
        The register; which of its columns are inputs of the framework is found out once.
    """

    def __init__(self, framework: Framework, kind: str, register: Register) -> None:
        self.kind = kind
        self._columns = dict(_match_columns(framework, kind, register.inputs))

    def write_member(self, entry: RegisterEntry) -> dict[str, Any]:
        """Return the row of a dossier's register that says the same; inputs that are not recorded are left out."""
        about = {
            "id": entry.id, "name": entry.name, "stages": list(entry.stages), "from": entry.first_day,
            "until": entry.last_day, "succeeds": list(entry.succeeds), "commune": entry.commune,
            "district": entry.district, "province": entry.province,
        }  # fmt: skip
        inputs = {name: self._read(entry, column) for name, column in self._columns.items()}
        return {key: value for key, value in {**about, **inputs}.items() if value is not None and value != []}

    def column_of(self, key: str) -> str:
        """Return the column of the register that a key of such a row comes from."""
        return self._columns.get(key, key)

    def write_awards(self, entry: RegisterEntry) -> Iterable[dict[str, Any]]:
        """Yield what a dossier has under ``held`` for the awards of an entry that were given on a known day.

        An award is named by its framework, ``FRAMEWORK/AWARD``; one that was withdrawn on an unknown day, or of which
        it is unknown whether it holds, is left out.
        """
        for award in entry.awards:
            if "/" in award.award and award.signed is not None and award.state not in ("withdrawn", "unknown"):
                row = {
                    "member": entry.id, "kind": self.kind, "award": award.award, "grade": award.grade,
                    "signed": award.signed, "until": award.ends,
                }  # fmt: skip
                yield {key: value for key, value in row.items() if value is not None}

    @staticmethod
    def _read(entry: RegisterEntry, column: str) -> Any:
        value = getattr(entry, column) if column in _OWN else entry.inputs.get(column)
        return list(value) if isinstance(value, tuple) else value


_OWN = ("public", "name", "commune", "district", "province")
"""Columns of every register that a framework can ask as an input."""


def _match_columns(framework: Framework, kind: str, headings: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Yield each input that is given for each member, with the column that has it: by its id, or by its title."""
    inputs: Mapping[str, Any] = allowed_entries(framework).inputs
    asked = {name: form for name, form in inputs.items() if kind in form.definition.each}
    words = Vocabulary({name: form.definition.texts for name, form in asked.items()})
    found: dict[str, str] = {}
    for heading in headings:
        name = words.find(heading)
        if name is not None:
            found.setdefault(name, heading)
    for column in _OWN:
        names = (words.find(title) for title in (column, *COLUMNS.titles[column]))
        for name in names:
            if name is not None:
                found.setdefault(name, column)
    return found.items()
