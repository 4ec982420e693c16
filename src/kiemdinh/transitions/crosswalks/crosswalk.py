"""A loaded crosswalk: two frameworks and the relations between them, immutable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.transitions.crosswalks.crosswalk_file import Confidence, RelationKind
from kiemdinh.transitions.crosswalks.ends import list_due_ends

if TYPE_CHECKING:
    from kiemdinh.standards.definition import Localised
    from kiemdinh.standards.loading import Framework

__all__ = ["Crosswalk", "Relation"]


@dataclass(frozen=True, slots=True)
class Relation:
    """How a node, level or figure of the source relates to one of the target; read from the source to the target.

    See the example of :func:`kiemdinh.load_crosswalk`.

    Attributes
    ----------
    source, target
        The two ends: each a node (``1.5``), a level (``1.5/muc-2``) or a figure (``inputs/ID``). One of them is None
        where the other has no counterpart.
    kind
        The relation: ``equivalent-to``, ``subset-of``, ``superset-of``, ``intersects-with`` or ``none``.
    why
        The reason, in each language.
    confidence
        How sure its author is: ``high``, ``medium`` or ``low``.
    editorial
        Whether the relation is stated by its author, and not by the law.
    """

    source: str | None
    target: str | None
    kind: RelationKind
    why: Localised
    confidence: Confidence
    editorial: bool = False

    def to_data(self) -> dict[str, Any]:
        """Return it as data in the form of a crosswalk file."""
        ends = {"from": self.source, "to": self.target}
        why = self.why.model_dump(mode="json", by_alias=True, exclude_none=True)
        said = {"is": self.kind, "why": why, "confidence": self.confidence, "editorial": self.editorial}
        return {**{key: end for key, end in ends.items() if end is not None}, **said}


@dataclass(frozen=True, repr=False)
class Crosswalk:
    """How the nodes of one framework relate to those of another, as :func:`kiemdinh.load_crosswalk` returns it.

    Two are equal where they relate the same editions by the same relations, whatever file they were read from.

    Attributes
    ----------
    source, target
        The framework from which records come and the one to which they go, each in the edition that is related.
    relations
        The relations in the order of the file.
    warnings
        Problems that the loader found and that do not hinder loading, such as nodes that no relation names.
    """

    source: Framework
    target: Framework
    relations: tuple[Relation, ...]
    warnings: tuple[Diagnostic, ...] = field(default=(), compare=False)

    def __repr__(self) -> str:
        return f"<Crosswalk {self.source.edition} to {self.target.edition}, {len(self.relations)} relations>"

    def to_data(self) -> dict[str, Any]:
        """Return the data of a file that loads as this crosswalk, to be written as YAML or JSON.

        Examples
        --------
        >>> import kiemdinh as kd
        >>> found = kd.load_crosswalk({"kiemdinh": 1, "crosswalk": {"from": "vn.tt18-2018", "to": "vn.tt57-2026.gdtx"}})
        >>> found.to_data()["crosswalk"], kd.load_crosswalk(found.to_data()) == found
        ({'from': 'vn.tt18-2018@2025-01-25', 'to': 'vn.tt57-2026.gdtx@2026-07-07'}, True)
        """
        ends = {"from": self.source.edition, "to": self.target.edition}
        return {"kiemdinh": 1, "crosswalk": ends, "relations": [one.to_data() for one in self.relations]}

    def from_source(self, end: str) -> tuple[Relation, ...]:
        """Return the relations of an end of the source, such as ``1.5`` or ``inputs/teachers``; perhaps none."""
        return self._by_source.get(end, ())

    def to_target(self, end: str) -> tuple[Relation, ...]:
        """Return the relations of an end of the target; perhaps none."""
        return self._by_target.get(end, ())

    @cached_property
    def unmapped_source(self) -> tuple[str, ...]:
        """The judged nodes and levels of the source that no relation names, in declared order."""
        return _list_unmapped(self.source, self._by_source)

    @cached_property
    def unmapped_target(self) -> tuple[str, ...]:
        """The judged nodes and levels of the target that no relation names, in declared order."""
        return _list_unmapped(self.target, self._by_target)

    @cached_property
    def _by_source(self) -> Mapping[str, tuple[Relation, ...]]:
        return _group((one.source, one) for one in self.relations)

    @cached_property
    def _by_target(self) -> Mapping[str, tuple[Relation, ...]]:
        return _group((one.target, one) for one in self.relations)


def _group(ends: Iterable[tuple[str | None, Relation]]) -> Mapping[str, tuple[Relation, ...]]:
    found: defaultdict[str, list[Relation]] = defaultdict(list)
    for end, relation in ends:
        if end is not None:
            found[end].append(relation)
    return {end: tuple(relations) for end, relations in found.items()}


def _list_unmapped(framework: Framework, by_end: Mapping[str, tuple[Relation, ...]]) -> tuple[str, ...]:
    without = {end for end, relations in by_end.items() if any(one.kind == "none" for one in relations)}
    due = list_due_ends(framework)
    # A node that is said to have no counterpart counts for all nodes below it.
    return tuple(end for end, above in due.items() if end not in by_end and without.isdisjoint(above))
