"""What a column stands for, and which column a record belongs in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from kiemdinh.evidence.dossier import FindingRecord, ValueRecord
from kiemdinh.standards.names import split_child

if TYPE_CHECKING:
    from kiemdinh.evidence.entries import AllowedEntries

__all__ = ["ColumnKind", "ColumnMeaning", "meaning_of_input", "meaning_of_record"]

ColumnKind: TypeAlias = Literal[
    "school", "name", "year", "date", "stage", "id", "value", "until", "side", "evidence", "reason", "node", "step",
    "input", "member",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What a column stands for.

    See the example of :func:`kiemdinh.portfolio.read_table`.

    Attributes
    ----------
    kind
        ``node``, ``step`` or ``input`` where it records something; ``member`` where registers have such a column; else
        what it says of its row: ``school``, ``name``, ``year``, ``date`` or ``stage``.
    id
        The id of the node or input; of a step that of its criterion with the step (``1.1/muc-1``); the name of a
        column of a register; the kind of any other.
    stage
        The stage that it is about; None for the school.
    members
        The members of layers that an input is given for, in the order of its definition.
    year
        The school year that an input is given for; None where the row names it, or none is asked.
    """

    kind: ColumnKind
    id: str
    stage: str | None = None
    members: tuple[str, ...] = ()
    year: str | None = None

    @property
    def records(self) -> bool:
        """Whether it records something of a node or an input, or of a member of a register."""
        return self.kind in ("node", "step", "input", "member")

    @property
    def step(self) -> str:
        """The step of its scale that a column of a step is about."""
        return split_child(self.id)[1]

    @property
    def criterion(self) -> ColumnMeaning:
        """What a column about the whole criterion of a step stands for."""
        return ColumnMeaning("node", split_child(self.id)[0], self.stage)

    @property
    def at(self) -> tuple[str, ...]:
        """The members, then the year, that an input is given for."""
        return self.members if self.year is None else (*self.members, self.year)

    def place(self, parts: dict[str, Any], written: Any) -> None:
        """Put what is written in a cell into the part of a dossier for its stage, or for the school."""
        if self.kind == "node":
            parts.setdefault("findings", {})[self.id] = written
            return
        *above, last = (self.id, *self.at)
        inner = parts.setdefault("inputs", {})
        for key in above:
            inner = inner.setdefault(key, {})
        inner[last] = written

    def __str__(self) -> str:
        """Return it as a heading says it: ``1.1``, ``thcs/1.1``, ``pupils@thcs/2025-2026``."""
        if self.kind in ("node", "step"):
            return self.id if self.stage is None else f"{self.stage}/{self.id}"
        stage = () if self.stage is None else (self.stage,)
        places = "/".join((*self.members, *stage, *(() if self.year is None else (self.year,))))
        return f"{self.id}@{places}" if places else self.id


def meaning_of_record(record: FindingRecord | ValueRecord, allowed: AllowedEntries) -> ColumnMeaning:
    """Return what the column of a record stands for, its year included."""
    if isinstance(record, FindingRecord):
        return ColumnMeaning("node", record.node, record.stage)
    return meaning_of_input(record.name, record.stage, record.at or (), allowed)


def meaning_of_input(name: str, stage: str | None, at: Sequence[str], allowed: AllowedEntries) -> ColumnMeaning:
    """Return what the column of an input stands for, at the members, then the year, that it is given for."""
    if at and "year" in allowed.inputs[name].kinds:
        return ColumnMeaning("input", name, stage, tuple(at[:-1]), at[-1])
    return ColumnMeaning("input", name, stage, tuple(at))
