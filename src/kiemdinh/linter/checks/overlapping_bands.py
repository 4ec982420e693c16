"""Bands of one quantity that share some of their numbers, so that a bound of the later one never decides (KD560).

If *at least 95* follows *from 85 to 98*, the first is given up to 98. Bands of a cascade, each inside the next, overlap
on purpose. So do two that share only one number: tables of the law often name a bound twice.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.bands import Band, BandEnd, read_bands
from kiemdinh.linter.report import find_line, make_finding
from kiemdinh.rules import All, Condition, Number, Satisfiability
from kiemdinh.standards.definition import Case, LabelOutcome
from kiemdinh.standards.lowering import EVERYWHERE
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path

__all__ = ["check_overlapping_bands"]


_MAX_CASES: Final = 100
_MAX_PROOFS: Final = 20
"""The most cases whose bands are compared, and the most pairs for which a proof is sought that both can hold."""


@dataclass(frozen=True, slots=True)
class _CaseBand:
    """A band of a case, with the case and its place."""

    band: Band
    case: Case
    path: Path


def check_overlapping_bands(study: Study) -> Iterator[LintFinding]:
    """Find cases whose band and that of an earlier case overlap, and neither is inside the other; a proof for each."""
    for i, outcome in enumerate(study.framework.outcomes):
        if not isinstance(outcome, LabelOutcome):
            continue
        alike: dict[tuple[str, ...], list[_CaseBand]] = defaultdict(list)
        for j, case in enumerate(outcome.cases):
            for band in read_bands(study, case.if_, ("outcomes", i, "cases", j, "if")):
                alike[band.key].append(_CaseBand(band, case, ("outcomes", i, "cases", j)))
        for cases in alike.values():
            yield from _find_overlaps(study, outcome, cases)


def _find_overlaps(study: Study, outcome: LabelOutcome, cases: list[_CaseBand]) -> Iterator[LintFinding]:
    for earlier, later, shared in islice(_list_shared(cases[:_MAX_CASES]), _MAX_PROOFS):
        is_given = study.inlined[str(FactName(FactKind.LABEL, outcome.id, earlier.case.id))]
        proof = study.prove(All((is_given, _lower(study, later))))
        if proof.status is Satisfiability.SATISFIABLE:
            yield _report(study, earlier, later, shared, study.write_dossier(proof.world))


def _list_shared(cases: list[_CaseBand]) -> Iterator[tuple[_CaseBand, _CaseBand, tuple[BandEnd, BandEnd]]]:
    """Yield each case with a later one whose band overlaps its own, and the ends of the overlap."""
    for earlier, later in combinations(cases, 2):
        shared = _find_shared(earlier.band, later.band)
        if shared is not None:
            yield earlier, later, shared


def _find_shared(one: Band, two: Band) -> tuple[BandEnd, BandEnd] | None:
    """Return the ends of the overlap of two bands; None if one is inside the other or they share at most one number."""
    (low_one, high_one), (low_two, high_two) = _read_ends(one), _read_ends(two)
    is_inside = (low_one <= low_two and high_two <= high_one) or (low_two <= low_one and high_one <= high_two)
    if is_inside or max(low_one, low_two) >= min(high_one, high_two):
        return None
    low = one.low if low_one > low_two else two.low
    high = one.high if high_one < high_two else two.high
    return None if low is None or high is None else (low, high)


def _read_ends(band: Band) -> tuple[Number | float, Number | float]:
    low = -math.inf if band.low is None else band.low.number
    high = math.inf if band.high is None else band.high.number
    return low, high


def _lower(study: Study, case: _CaseBand) -> Condition:
    lowered = study.lowering.lower_condition(case.case.if_, EVERYWHERE, (*case.path, "if"))
    return study.inline(lowered.absent_as_met())


def _report(
    study: Study, earlier: _CaseBand, later: _CaseBand, shared: tuple[BandEnd, BandEnd], witness: Any
) -> LintFinding:
    line = find_line(study, earlier.path)
    message = Message(
        "from {low} to {high} the earlier case '{earlier}' is given, and the band of '{later}' has these numbers too",
        low=shared[0].text,
        high=shared[1].text,
        earlier=earlier.case.id,
        later=later.case.id,
    )
    hint = None if line is None else Message("see line {n}", n=line)
    return make_finding(study, "KD560", message, later.band.path, hint=hint, witness=witness)
