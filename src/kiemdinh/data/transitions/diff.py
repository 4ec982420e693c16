"""What differs between two editions of a framework, as data: an entry for each part that is another one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, get_args

from kiemdinh.data.outcomes import NO_TITLES, Titles

__all__ = ["DIFF_KINDS", "DIFF_SCHEMA_ID", "DiffEntry", "DiffKind", "DiffWitness", "EditionRef", "PartText"]

DiffKind: TypeAlias = Literal[
    "added",
    "removed",
    "renumbered",
    "retitled",
    "reworded",
    "tightened",
    "loosened",
    "changed",
    "moved",
    "undecided",
]
"""How a part differs: *tightened* asks more, *loosened* less, *changed* neither; *undecided* is not known."""

DIFF_KINDS: Final[tuple[DiffKind, ...]] = get_args(DiffKind)

DIFF_SCHEMA_ID = "https://kiemdinh.dev/schema/diff/1.0.json"
"""The id of the JSON schema of a diff; a published name, not an address to fetch."""


@dataclass(frozen=True, slots=True)
class EditionRef:
    """One of two editions that are compared: its id and digest, its document, and when it is in force.

    See the example of :func:`kiemdinh.diff`.

    Attributes
    ----------
    id
        The id of the framework.
    edition
        The id with its first day, by which it is loaded again.
    digest
        The digest of its rules.
    document
        The document of law.
    in_force, until
        Its first day, and the day on which it is replaced; None where it does not say.
    """

    id: str
    edition: str
    digest: str
    document: str
    in_force: dt.date | None
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class PartText:
    """What one edition says of a part.

    See the example of :func:`kiemdinh.diff`.

    Attributes
    ----------
    at
        Its address in that edition: a node, ``outcomes/ID``, ``awards/ID``, ``inputs/ID`` and so on.
    titles
        Its name or wording.
    cite
        Where it stands in the law; None where that is not said.
    says
        The content of the keys that differ, as in the definition file.
    is_node
        Whether it is a node of the tree, or what one of its levels asks.
    """

    at: str
    titles: Titles = NO_TITLES
    cite: str | None = None
    says: Any = None
    is_node: bool = False


@dataclass(frozen=True, slots=True)
class DiffWitness:
    """A school that the two editions tell apart at one place.

    See the example of :func:`kiemdinh.diff`.

    Attributes
    ----------
    dossier
        What is recorded of the school, by the ids of the old edition. Both editions accept it where there is no other.
    new_dossier
        The same school by the ids of the new edition, with what only this one asks; None where it is the same dossier.
    old, new
        Where that place stands by each edition.
    old_level, new_level
        The guaranteed level of the school by each edition; None where there is none.
    old_attainable, new_attainable
        The attainable level of the school by each edition; None where there is none.
    old_lacks, new_lacks
        The requirements that are unmet under that edition only, by its own ids: they make the difference.
    """

    dossier: Mapping[str, Any]
    new_dossier: Mapping[str, Any] | None
    old: str
    new: str
    old_level: str | None
    new_level: str | None
    old_attainable: str | None = None
    new_attainable: str | None = None
    old_lacks: tuple[str, ...] = ()
    new_lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DiffEntry:
    """One part that differs between two editions.

    See the example of :func:`kiemdinh.diff`.

    Attributes
    ----------
    kind
        How it differs.
    at
        Its address in the old edition; of what was added, in the new one.
    keys
        What of it differs, by the keys of the definition file.
    before, after
        What each edition says; None where it has no such part.
    act
        The act that changed it, with its article where that is known; else the document of the new edition.
    witness
        An example of a school that stands differently because of it; None where there is none, or none was found. Where
        it asks more of some schools and less of others, or where this is undecided, the school meets it only by the old
        edition.
    counter_witness
        In that case, a school that meets it only by the new edition.
    proved
        Whether ``kind`` was proved for all possible facts and values. False where only texts are compared, and where
        ``kind`` comes from the author of a crosswalk.
    """

    kind: DiffKind
    at: str
    keys: tuple[str, ...]
    before: PartText | None
    after: PartText | None
    act: str
    witness: DiffWitness | None = None
    counter_witness: DiffWitness | None = None
    proved: bool = False
