"""A school's dossier (hồ sơ): the evidence index and everything that has been recorded, nothing derived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.evidence.dossier.digest import dossier_digest
from kiemdinh.evidence.dossier.records import EvidenceItem, FindingRecord, Held, School, ValueRecord
from kiemdinh.parsing.frozen import FrozenMap

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier.packed import PackedDossier
    from kiemdinh.evidence.dossier.populations import RecordedResult, RegisterMember

__all__ = ["TEXT_KEYS", "Dossier", "keep_packed", "pack"]

TEXT_KEYS: Final = ("situation", "strengths", "limits", "causes", "directions")
"""What a report can say of a node: how things stand, strengths, limits, the causes of these, and what is to be done."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything recorded about a school, as :func:`kiemdinh.read_dossier` returns it.

    Attributes
    ----------
    school
        Who is assessed.
    date
        The day of the assessment; records without a date of their own were made on it.
    evidence
        The evidence index by code. None where there is no index at all: then findings are taken as stated (3.3). An
        index that is there but empty supports nothing.
    findings, values, held
        The findings, the values of inputs, and the awards by recorded decision.
    complete
        The lists that are known to be complete: ``held``, ``findings``, ``decisions`` (1.10, 2.9), and populations,
        such as ``school`` (6.2).
    warnings
        Problems that the reader found and that do not prevent an assessment.
    notes
        Texts that have no effect on a result, by their place, such as ``notes.author``.
    register
        The members of each population, by the word of ``subject.has`` (6.2); a population that nothing is said of is
        missing.
    results
        The outcomes of members, or of the subject itself, under other frameworks (6.5).
    texts
        What a report says of nodes in words of the school, by their ids: the situation, strengths and so on, each under
        a key of :data:`TEXT_KEYS`. They change no result.
    framework
        The framework that it names; where it names none, the one that it was read by. None where it was not read.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> dossier = kd.read_dossier({"date": "2027-06-30", "findings": {"1.1": "muc-1"}}, "vn.tt57-2026.gdtx")
    >>> dossier.date.year, len(dossier.findings)
    (2027, 1)
    """

    school: School = field(default_factory=School)
    date: dt.date | None = None
    # None and {} differ: an index that is present but empty supports nothing (3.3).
    evidence: Mapping[str, EvidenceItem] | None = None
    findings: tuple[FindingRecord, ...] = ()
    values: tuple[ValueRecord, ...] = ()
    held: tuple[Held, ...] = ()
    complete: frozenset[str] = frozenset()
    warnings: tuple[Diagnostic, ...] = ()
    notes: Mapping[str, str] = field(default_factory=lambda: FrozenMap({}))
    framework: str | None = None
    register: Mapping[str, tuple[RegisterMember, ...]] = field(default_factory=lambda: FrozenMap({}))
    results: tuple[RecordedResult, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: FrozenMap({}))
    _digest: str | None = field(default=None, init=False, repr=False, compare=False)
    _packed: PackedDossier[Dossier] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def digest(self) -> str:
        """The digest of the content (7.1), worked out when it is first asked for."""
        if self._digest is None:
            object.__setattr__(self, "_digest", dossier_digest(self))
        return self._digest or ""

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how it is pickled: by its fields, without what is kept with it."""
        return type(self), tuple(getattr(self, one.name) for one in fields(self) if one.init)


def pack(dossier: Dossier) -> PackedDossier[Dossier]:
    """Return the dossier in packed form: the kept one, else a new one; see :func:`pack_dossier`."""
    from kiemdinh.evidence.dossier.packed import pack_dossier  # noqa: PLC0415 - one dossier by itself is not packed

    return dossier._packed or pack_dossier(dossier)  # noqa: SLF001 - users are handed dossiers, and not what is kept


def keep_packed(dossier: Dossier, packed: PackedDossier[Dossier]) -> None:
    """Keep the packed form of a dossier with the dossier, for when it is packed again."""
    object.__setattr__(dossier, "_packed", packed)
