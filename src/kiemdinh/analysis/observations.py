"""Observations: what a dossier can show of a fact of the rules, and which of them are proved impossible.

A suite of scenarios covers a rule when it shows each observation of it that is possible
(:func:`kiemdinh.testing.rule_coverage`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final, TypeAlias

from kiemdinh.analysis.decisive import DecisiveRequirements
from kiemdinh.analysis.study import Study
from kiemdinh.standards.names import FactKind, read_fact_name

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = [
    "APPLIES",
    "BEYOND",
    "DOES_NOT_APPLY",
    "FALSE",
    "JUST_REACHED",
    "JUST_SHORT",
    "PIVOTAL_FALSE",
    "PIVOTAL_TRUE",
    "TRUE",
    "UNCERTAIN",
    "Observation",
    "find_impossible",
]

TRUE: Final = "true"
"""The fact is certain."""

FALSE: Final = "false"
"""The fact is impossible."""

UNCERTAIN: Final = "unknown"
"""The fact is possible and not certain."""

PIVOTAL_TRUE: Final = "pivotal while true"
"""The fact is certain, and were it unmet instead, an outcome or award would be another."""

PIVOTAL_FALSE: Final = "pivotal while false"
"""The fact is impossible, and were it met instead, an outcome or award would be another."""

JUST_REACHED: Final = "just reached"
"""A bound is reached, and would not be were it one step further off."""

JUST_SHORT: Final = "just short"
"""A bound is not reached, and would be were it one step nearer."""

BEYOND: Final = "well beyond"
"""A bound is reached, and still would be were it one step further off."""

APPLIES: Final = "applying"
"""A node applies."""

DOES_NOT_APPLY: Final = "left out"
"""A node does not apply."""

Observation: TypeAlias = tuple[str, str]
"""The name of a fact, and what is seen of it: one of the words above."""

_NEEDS_MET: Final = (TRUE, UNCERTAIN, PIVOTAL_TRUE)
_NEEDS_UNMET: Final = (FALSE, UNCERTAIN, PIVOTAL_FALSE)


def find_impossible(framework: Framework, among: Collection[Observation] | None = None) -> frozenset[Observation]:
    """Return the observations that no dossier can show of the rules of a framework.

    Facts have their usual names: ``1.1/muc-1/a``, ``1.1/muc-1``, ``outcome:muc/muc-1``, ``award:plaque``. Of a
    requirement with figures that is never decisive only *pivotal while false* is impossible: figures that fail it
    fail another rule too.

    Parameters
    ----------
    framework
        A loaded framework.
    among
        The observations to look at; None for all. Each fact and each requirement takes a few proofs, so it is best to
        name only what a suite has missed.

    Returns
    -------
    frozenset of Observation
        Those that are proved impossible. One whose proof is left undecided is not among them.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> framework = kd.load(text='''
    ... kiemdinh: 1
    ... framework: org.example.tiny
    ... source: {document: By-law 1}
    ... subject: {kind: school}
    ... layers: [{id: criterion, verdict: met}]
    ... tags: {core: {en: core}}
    ... sets: {core: {among: criterion, tagged: core}}
    ... tree: [{id: "1", tags: [core]}, {id: "2"}]
    ... outcomes: [{id: result, cases: [{id: good, if: {every: core, that: met}}], otherwise: {id: poor}}]
    ... ''')
    >>> sorted(find_impossible(framework))
    [('2', 'pivotal while false'), ('2', 'pivotal while true')]
    """
    study = Study(framework)
    names = None if among is None else frozenset(name for name, _ in among)
    found = frozenset((*_find_constant(study, names), *_find_never_pivotal(study, names)))
    return found if among is None else found & frozenset(among)


def _find_constant(study: Study, names: frozenset[str] | None) -> Iterator[Observation]:
    for name, condition in study.inlined.items():
        kind = read_fact_name(name).kind
        if kind not in (FactKind.APPLIES, FactKind.GUARD) and (names is None or name in names):
            if study.is_never_met(condition):
                yield from ((name, what) for what in _NEEDS_MET)
            elif study.is_always_met(condition):
                yield from ((name, what) for what in _NEEDS_UNMET)


def _find_never_pivotal(study: Study, names: frozenset[str] | None) -> Iterator[Observation]:
    for name, is_proved in DecisiveRequirements(study).find_never_decisive(names).items():
        if is_proved:
            yield name, PIVOTAL_FALSE
            if name not in study.rules.deciding_figures:
                yield name, PIVOTAL_TRUE
