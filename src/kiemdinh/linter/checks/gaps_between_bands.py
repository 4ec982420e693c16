"""A label of ``otherwise`` that is given both between the bands of a quantity and beyond them (KD529).

Bands such as *at least 4* and *from 2 to 3* leave the numbers between 3 and 4 to ``otherwise``, together with those
below 2. One of the two is rarely meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.bands import COMPARATORS, Band, BandEnd, read_bands
from kiemdinh.linter.checks.value_steps import Steps, find_steps
from kiemdinh.linter.report import find_line, make_finding
from kiemdinh.rules import All, Condition, Number, Proof, Satisfiability
from kiemdinh.standards.definition import LabelOutcome
from kiemdinh.standards.lowering import EVERYWHERE
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding

__all__ = ["check_gaps_between_bands"]


def check_gaps_between_bands(study: Study) -> Iterator[LintFinding]:
    """Find decision lists whose last label is given between two bands and beyond them; a few proofs for each gap."""
    for i, outcome in enumerate(study.framework.outcomes):
        if isinstance(outcome, LabelOutcome):
            alike: dict[tuple[str, ...], list[Band]] = {}
            for j, case in enumerate(outcome.cases):
                for band in read_bands(study, case.if_, ("outcomes", i, "cases", j, "if")):
                    alike.setdefault(band.key, []).append(band)
            for bands in alike.values():
                yield from _check_bands(study, outcome, bands)


# -- gaps ------------------------------------------------------------------------------------------------------


def _check_bands(study: Study, outcome: LabelOutcome, bands: list[Band]) -> Iterator[LintFinding]:
    lows = [band for band in bands if band.low is not None]
    if len(bands) < 2 or len(bands) - len(lows) > 1:
        return
    steps = find_steps(study.framework.definition, bands[0].cond, EVERYWHERE)
    ordered = [*(band for band in bands if band.low is None), *sorted(lows, key=_low_number)]
    rest = study.inlined[str(FactName(FactKind.LABEL, outcome.id, outcome.otherwise.id))]
    others = bands[0].others
    if not any(_is_possible(study, rest, (beyond, *others)) for beyond in _list_beyond(ordered)):
        return
    for lower, upper in pairwise(ordered):
        if _leaves_gap(lower, upper, steps):
            between = _limit(lower.cond, above=lower.high, below=upper.low)
            proof = _prove_with(study, rest, (between, *others))
            if proof.world is not None:
                yield _report_gap(study, outcome, lower, upper, proof)


def _low_number(band: Band) -> Number:
    return 0 if band.low is None else band.low.number


def _leaves_gap(lower: Band, upper: Band, steps: Steps | None) -> bool:
    """Return whether the quantity can lie above one band and below the next."""
    end, begin = lower.high, upper.low
    if end is None or begin is None or end.number > begin.number:
        return False
    if steps is None:
        return end.number < begin.number or not (end.is_in or begin.is_in)
    first = steps.next_above(end.number)
    first += steps.step if first == end.number and end.is_in else 0
    return first < begin.number or (first == begin.number and not begin.is_in)


def _list_beyond(ordered: list[Band]) -> Iterator[Any]:
    """Yield the conditions, as an author writes them, for numbers below the lowest band and above the highest."""
    first, last = ordered[0], ordered[-1]
    if first.low is not None:
        yield _limit(first.cond, below=first.low)
    if last.high is not None:
        yield _limit(last.cond, above=last.high)


def _limit(cond: Any, *, above: BandEnd | None = None, below: BandEnd | None = None) -> Any:
    """Return the comparison of the same quantity that holds above one end of a band and below another."""
    bounds: dict[str, str | None] = dict.fromkeys(COMPARATORS)
    if above is not None:
        bounds["above" if above.is_in else "at_least"] = above.text
    if below is not None:
        bounds["below" if below.is_in else "at_most"] = below.text
    return cond.model_copy(update=bounds)


def _prove_with(study: Study, rest: Condition, conds: Sequence[Any]) -> Proof:
    lowered = (study.lowering.lower_condition(cond, EVERYWHERE, ("outcomes",)).absent_as_met() for cond in conds)
    return study.prove(All((rest, *map(study.inline, lowered))))


def _is_possible(study: Study, rest: Condition, conds: Sequence[Any]) -> bool:
    return _prove_with(study, rest, conds).status is Satisfiability.SATISFIABLE


def _report_gap(study: Study, outcome: LabelOutcome, lower: Band, upper: Band, proof: Proof) -> LintFinding:
    end = "" if lower.high is None else lower.high.text
    begin = "" if upper.low is None else upper.low.text
    line = find_line(study, lower.path)
    return make_finding(
        study,
        "KD529",
        Message(
            "between {end} and {begin} the label is '{label}', as it is beyond all bands",
            end=end,
            begin=begin,
            label=outcome.otherwise.id,
        ),
        upper.path,
        hint=Message("let this band begin where the one below ends")
        if line is None
        else Message("let this band begin where the one below ends, in line {n}", n=line),
        witness=study.write_dossier(proof.world),
    )
