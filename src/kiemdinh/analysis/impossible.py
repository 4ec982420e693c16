"""What no dossier can show of a rule, by proof: steps that always or never hold, requirements that decide nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.analysis.decisive import never_decisive
from kiemdinh.analysis.study import Study

if TYPE_CHECKING:
    from kiemdinh.standards.framework import Framework

__all__ = ["FALSE", "PIVOTAL_FALSE", "PIVOTAL_TRUE", "TRUE", "UNCERTAIN", "Shown", "impossible"]

TRUE: Final = "true"
FALSE: Final = "false"
UNCERTAIN: Final = "unknown"
PIVOTAL_TRUE: Final = "pivotal while true"
PIVOTAL_FALSE: Final = "pivotal while false"

Shown = tuple[str, str]
"""The name of a fact, and as what it is shown: one of the words above."""

_NEVER_TRUE: Final = (TRUE, UNCERTAIN, PIVOTAL_TRUE)
_NEVER_FALSE: Final = (FALSE, UNCERTAIN, PIVOTAL_FALSE)


def impossible(framework: Framework, among: Collection[Shown] | None = None) -> frozenset[Shown]:
    """Return what no dossier can show of the rules of *framework*.

    A fact is named as everywhere: ``1.1/muc-1/a``, ``1.1/muc-1``, ``outcome:muc/muc-1``, ``award:plaque``. A
    requirement with figures that never decides is only said not to be *pivotal while false*: recorded figures that
    fail it fail another rule too.

    Parameters
    ----------
    framework
        A loaded framework.
    among
        Only these are asked about; None asks about everything. The cost is that of two proofs for each step and each
        requirement asked about, so that a caller does well to ask about what it misses alone.

    Returns
    -------
    frozenset of Shown
        Only what is proved; what a proof does not decide within its budget is left out.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> framework = kd.load('''
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
    >>> sorted(impossible(framework))
    [('2', 'pivotal while false'), ('2', 'pivotal while true')]
    """
    study = Study(framework)
    names = None if among is None else frozenset(name for name, _ in among)
    found = frozenset((*_settled(study, names), *_idle(study, names)))
    return found if among is None else found & frozenset(among)


def _settled(study: Study, names: frozenset[str] | None) -> Iterator[Shown]:
    """What always holds is never seen false, and what never does never true."""
    for name, condition in study.whole.items():
        if not name.startswith(("applies:", "guard:")) and (names is None or name in names):
            if study.is_never_met(condition):
                yield from ((name, what) for what in _NEVER_TRUE)
            elif study.is_always_met(condition):
                yield from ((name, what) for what in _NEVER_FALSE)


def _idle(study: Study, names: frozenset[str] | None) -> Iterator[Shown]:
    for name, proved in never_decisive(study, names).items():
        if proved:
            yield name, PIVOTAL_FALSE
            if name not in study.rules.measured:
                yield name, PIVOTAL_TRUE
