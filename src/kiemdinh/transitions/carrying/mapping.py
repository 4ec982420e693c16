"""Finds what a node or figure of the old dossier has become under the new framework, in any editions of the two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kiemdinh.data.outcomes import NO_TITLES, Titles
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import Level
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.standards.names import split_top
from kiemdinh.transitions.crosswalks import (
    Crosswalk,
    bundled_crosswalks,
    find_bundled_crosswalk,
    list_differences,
    load_crosswalk_between,
    node_of_end,
)
from kiemdinh.transitions.diffs import match_nodes, match_steps

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import FindingRecord
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.crosswalks import AnyCrosswalk, Relation

__all__ = ["RecordMapping", "find_mapping"]


@dataclass(frozen=True, slots=True)
class RecordMapping:
    """A crosswalk, with the matching of the editions of the two dossiers to the editions that it relates.

    Attributes
    ----------
    crosswalk
        The crosswalk.
    source, target
        The edition of the old dossier, and that of the new one.
    from_old, to_new
        For each node of the old edition its node in the source edition of the crosswalk; for each node of the target
        edition of the crosswalk its node in the new edition.
    """

    crosswalk: Crosswalk
    source: Framework
    target: Framework
    from_old: Mapping[str, str]
    to_new: Mapping[str, str]

    def relations_of_finding(self, record: FindingRecord) -> tuple[Relation, ...]:
        """Return the relations for a finding: those of the node and of each level that it claims, else those above.

        For a node below a level these are the relations of that level, or else those of its criterion.
        """
        found = [relation for end in self._ends_of(record) for relation in self.crosswalk.from_source(end)]
        if not found:
            found = [relation for end in self._ends_above(record.node) for relation in self.crosswalk.from_source(end)]
        return tuple({id(relation): relation for relation in found}.values())

    def _ends_of(self, record: FindingRecord) -> Iterator[str]:
        node = self.from_old.get(record.node)
        if node is None:
            return
        yield node
        if isinstance(record.verdict, Level):
            steps = self.source.nodes[record.node].steps
            # A finding below the lowest level is about the lowest level.
            ids = self._related_steps(record.node)
            yield from (f"{node}/{ids[step]}" for step in steps[: max(1, record.verdict.reached)] if step in ids)

    def _related_steps(self, node: str) -> Mapping[str, str]:
        """Return the id in the related edition of each step of a node of the old edition that it has too."""
        related = self.crosswalk.source.nodes[self.from_old[node]]
        return match_steps(self.source.nodes[node].steps, related.steps)

    def _ends_above(self, node: str) -> Iterator[str]:
        """Yield the nearest level or node above a node that has relations, by its id in the related edition."""
        here: str | None = node
        while here is not None:
            info = self.source.nodes[here]
            above = None if info.parent is None else self.from_old.get(info.parent)
            level = (
                None if above is None or info.level is None else self._related_steps(str(info.parent)).get(info.level)
            )
            ends = () if above is None else (f"{above}/{level}", above) if level else (above,)
            for end in ends:
                if self.crosswalk.from_source(end):
                    yield end
                    return
            here = info.parent

    def explain_gone(self, end: str) -> Titles:
        """Return which act removed a node or figure before the edition that is related; empty for none."""
        acts = (change for change in self.crosswalk.source.acts if change.at == end or end in change.gone)
        act = next((change.act for change in acts), None)
        if act is None:
            return NO_TITLES
        message = Message("removed by {act}", act=act)
        return Titles(message.text_in("vi"), message.text_in("en"))

    def node_of(self, relation: Relation) -> str | None:
        """Return the node of the new edition to which a finding is carried: a judged node of a layer, if any."""
        end = None if relation.target is None else node_of_end(self.crosswalk.target, relation.target)
        node = None if end is None else self.to_new.get(end)
        if node is None:
            return None
        forms = allowed_entries(self.target).nodes
        chain = (node, *self.target.outline.ancestors_of(node))
        judged = [one for one in chain if forms[one].words or forms[one].measure]
        return next((one for one in judged if self.target.nodes[one].layer is not None), next(iter(judged), None))

    def relations_of_input(self, name: str) -> tuple[Relation, ...]:
        """Return the relations of a figure of the old dossier; none where the related edition has another measure."""
        related = self.crosswalk.source
        return self.crosswalk.from_source(f"inputs/{name}") if _is_same_input(self.source, related, name, name) else ()

    def input_of(self, relation: Relation) -> str | None:
        """Return the figure of the new edition that is the same measure; None where the crosswalk does not name one."""
        if relation.kind != "equivalent-to" or relation.source is None or relation.target is None:
            return None
        name = split_top(relation.target)[1]
        return name if _is_same_input(self.crosswalk.target, self.target, name, name) else None


def find_mapping(source: Framework, target: Framework, crosswalk: AnyCrosswalk | None) -> RecordMapping:
    """Return the mapping from one framework to another by a crosswalk: the one given, else the bundled one.

    Raises
    ------
    InputError
        The crosswalk cannot be loaded; or it relates other frameworks, or there is none (KD260).
    """
    if crosswalk is None:
        found = find_bundled_crosswalk(source.id, target.id)
        if found is None:
            raise InputError([_describe_none(source, target)])
    else:
        found = load_crosswalk_between(source, target, crosswalk)
        _check_direction(found, source, target)
    return _join_editions(found, source, target)


@lru_cache(maxsize=64)
def _join_editions(crosswalk: Crosswalk, source: Framework, target: Framework) -> RecordMapping:
    return RecordMapping(crosswalk, source, target, _match(source, crosswalk.source), _match(crosswalk.target, target))


def _match(old: Framework, new: Framework) -> Mapping[str, str]:
    return {node: node for node in new.nodes} if old == new else match_nodes(old, new).new_of


def _is_same_input(old: Framework, new: Framework, name: str, other: str) -> bool:
    mine, theirs = allowed_entries(old).inputs.get(name), allowed_entries(new).inputs.get(other)
    return mine is not None and theirs is not None and not list_differences(mine, theirs)


def _check_direction(crosswalk: Crosswalk, source: Framework, target: Framework) -> None:
    wanted, found = (source.id, target.id), (crosswalk.source.id, crosswalk.target.id)
    if wanted == found:
        return
    message = Message("this crosswalk goes from {a} to {b}", a=found[0], b=found[1])
    backwards = Message("relations are read from the source; another crosswalk is needed for the way back")
    raise InputError(
        [
            Diagnostic(
                "KD260",
                "error",
                message,
                expected=Message("one from {a} to {b}", a=wanted[0], b=wanted[1]),
                hint=backwards if wanted == found[::-1] else None,
            )
        ]
    )


def _describe_none(source: Framework, target: Framework) -> Diagnostic:
    if source.id == target.id:
        message = Message("the dossier is under {id} already", id=source.id)
        hint = Message("to begin a new round with its records, give a crosswalk from {id} to itself", id=source.id)
        return Diagnostic("KD260", "error", message, found=source.id, hint=hint)
    pairs = ", ".join(f"{a} → {b}" for a, b in bundled_crosswalks())
    message = Message("no crosswalk from {a} to {b} comes with kiemdinh", a=source.id, b=target.id)
    expected = Message("a crosswalk of your own, or one of {names}", names=Message.verbatim(pairs))
    return Diagnostic("KD260", "error", message, expected=expected)
