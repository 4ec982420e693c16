"""The evidence policy at each place of a definition: each term is that of the nearest policy at or above the place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.parsing.durations import add_duration
from kiemdinh.standards.definition import (
    Definition,
    EvidencePolicyOfNode,
    EvidenceTerms,
    NodeInfo,
    Outline,
    StepScale,
)

__all__ = [
    "PlacedTerms",
    "check_evidence_policies",
    "describe_excluding_ages",
    "evidence_terms_at",
    "list_evidence_policies",
    "list_terms_above",
]

_SOME_DAY: Final = dt.date(2000, 1, 1)
_TERMS: Final = ("items", "kinds", "issuers", "no_older_than", "in_place_for")


class PlacedTerms(NamedTuple):
    """Terms of evidence with the node that states them, None for the framework, and their place in the definition."""

    node: str | None
    terms: EvidenceTerms
    path: Path

    def list_stated(self) -> tuple[str, ...]:
        """Return the keys that it states, without those that it lifts, in the order of the language."""
        return tuple(key for key in _TERMS if getattr(self.terms, key) is not None)


def evidence_terms_at(definition: Definition, outline: Outline, node: str | None, step: str | None) -> EvidenceTerms:
    """Return the terms that evidence for a *met* of a node, or of one of its steps, must satisfy (semantics 3.3).

    Each term is that of the nearest policy that states it: of the step, the node, the level and node above, and so on,
    last of the framework; without a node only the policy of the framework counts. A term that the nearest policy lifts
    is not asked for. One item is asked for where some policy states a term and none says how many. The cost grows with
    the depth of the tree.

    Examples
    --------
    >>> from kiemdinh.standards.catalogue import load
    >>> general = load("vn.tt57-2026.pho-thong")
    >>> evidence_terms_at(general.definition, general.outline, "1.1", "muc-1").items
    1
    """
    found: dict[str, Any] = {}
    is_asked = False
    for placed in list_terms_above(definition, outline, node, step):
        is_asked = is_asked or bool(placed.list_stated())
        for key in placed.list_stated():
            found.setdefault(key, getattr(placed.terms, key))
        for key in placed.terms.lifts:
            found.setdefault(key, None)
    if is_asked:
        found.setdefault("items", 1)
    return EvidenceTerms(**found)


def list_terms_above(
    definition: Definition, outline: Outline, node: str | None, step: str | None
) -> Iterator[PlacedTerms]:
    """Yield the policies that apply to evidence for a node, or for one of its steps, nearest first."""
    for one in () if node is None else (node, *outline.ancestors_of(node)):
        info = outline.nodes[one]
        if info.node.evidence_policy is not None:
            path = (*info.path, "evidence_policy")
            yield from _list_by_level(one, info.node.evidence_policy, path, step or info.level)
        # The node above is asked at the step to which this node belongs, if it is a requirement of one.
        step = info.level or step
    if definition.evidence is not None:
        yield from _list_by_level(None, definition.evidence, ("evidence",), step)


def list_evidence_policies(definition: Definition, outline: Outline) -> Iterator[PlacedTerms]:
    """Yield every policy of a definition, those of single levels included: the framework's, then by node."""
    for node, policy, path in _list_placed(definition, outline):
        yield PlacedTerms(node, policy, path)
        for level, terms in (policy.levels or {}).items():
            yield PlacedTerms(node, terms, (*path, "levels", level))


def check_evidence_policies(definition: Definition, outline: Outline, problems: Problems) -> None:
    """Add to *problems* terms for levels that do not exist, and ages that no item can have.

    The levels of a node are the steps of its scale and of that of the criterion above it; the levels of the framework
    are the steps of all scales.
    """
    every_step = [
        step.id for scale in definition.scales.values() if isinstance(scale, StepScale) for step in scale.steps
    ]
    for node, policy, path in _list_placed(definition, outline):
        known = every_step if node is None else _steps_around(outline, outline.nodes[node])
        for level in policy.levels or {}:
            if level not in known:
                problems.add_unknown("KD205", Message("level"), level, known, (*path, "levels", level), key=True)
    for placed in list_evidence_policies(definition, outline):
        _check_ages(placed.terms, placed.path, problems)
        for key in placed.terms.lifts:
            if key in placed.list_stated():
                message = Message("'{key}' is stated here and lifted here", key=key)
                problems.add("KD105", message, (*placed.path, "lifts"), found=key)


def describe_excluding_ages(terms: EvidenceTerms) -> Message | None:
    """Return why no item can have both ages that are asked for; None where one can, or where only one age is asked."""
    age, wait = terms.no_older_than, terms.in_place_for
    if age is None or wait is None or add_duration(_SOME_DAY, age) >= add_duration(_SOME_DAY, wait):
        return None
    return Message("no item is both no older than {age} and in place for {wait}", age=age, wait=wait)


def _check_ages(terms: EvidenceTerms, path: Path, problems: Problems) -> None:
    message = describe_excluding_ages(terms)
    if message is not None:
        expected = Message("a time that is not shorter than in_place_for")
        problems.add("KD105", message, (*path, "no_older_than"), expected=expected)


def _list_placed(definition: Definition, outline: Outline) -> Iterator[tuple[str | None, EvidencePolicyOfNode, Path]]:
    if definition.evidence is not None:
        yield None, definition.evidence, ("evidence",)
    for node, info in outline.nodes.items():
        if info.node.evidence_policy is not None:
            yield node, info.node.evidence_policy, (*info.path, "evidence_policy")


def _list_by_level(
    node: str | None, policy: EvidencePolicyOfNode, path: Path, step: str | None
) -> Iterator[PlacedTerms]:
    levels: Mapping[str, EvidenceTerms] = policy.levels or {}
    if step is not None and step in levels:
        yield PlacedTerms(node, levels[step], (*path, "levels", step))
    yield PlacedTerms(node, policy, path)


def _steps_around(outline: Outline, info: NodeInfo) -> tuple[str, ...]:
    above = (outline.nodes[one].steps for one in outline.ancestors_of(info.id))
    return tuple(dict.fromkeys((*info.steps, *(step for steps in above for step in steps))))
