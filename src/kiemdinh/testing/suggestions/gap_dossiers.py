"""Dossiers for gaps that no condition over facts describes: unknowns, evidence, and days of awards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.parsing.durations import Duration, add_duration
from kiemdinh.standards.definition import LadderAward, ValidityTable
from kiemdinh.standards.evidence_policies import evidence_terms_at, list_terms_above

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.standards.definition import Award, EvidenceTerms
    from kiemdinh.standards.loading import Framework

__all__ = ["list_gap_dossiers"]

_ONE_DAY: Final = Duration((1, "day"))
_PARTS: Final = 20
"""How many steps there are from the lowest rating or points to the highest."""
_Dossier: TypeAlias = dict[str, Any]


def list_gap_dossiers(study: Study, kind: str, name: str) -> Iterator[tuple[_Dossier, dt.date]]:
    """Yield dossiers that may show a gap of a kind, each with the date of its assessment.

    Coverage says whether a dossier does show it.
    """
    school: _Dossier = {} if study.stages is None else {"school": {"stages": list(study.stages)}}
    framework, on = study.framework, study.on
    if kind == "evidence":
        yield from ((school | one, on) for one in _with_evidence(framework, on))
    elif kind == "award term":
        award = next(award for award in framework.awards if award.id == name.partition(":")[0])
        yield from ((school | one, day) for one, day in _with_award(award, framework, on))
    elif kind == "score":
        yield from ((school | {"findings": scores}, on) for scores in _with_scores(framework))
    yield school | {"findings": {}}, on


def _with_evidence(framework: Framework, on: dt.date) -> Iterator[_Dossier]:
    """Yield dossiers in which the school itself finds a node met, with as many codes as asked for, and one fewer."""
    seen = set()
    for node, form in allowed_entries(framework).nodes.items():
        above = tuple(one.path for one in list_terms_above(framework.definition, framework.outline, node, None))
        terms = evidence_terms_at(framework.definition, framework.outline, node, None)
        if form.kind == "met" and terms.asks_for_evidence and above not in seen:
            seen.add(above)
            index = _make_index(terms, on)
            for number in (len(index), len(index) - 1):
                cited = [item["code"] for item in index[:number]]
                yield {"findings": {node: {"is": "met", "by": cited}}, "evidence": index}


def _make_index(terms: EvidenceTerms, on: dt.date) -> list[dict[str, str]]:
    """Return as many items as are asked for, each of which counts."""
    needed = 1 if terms.items is None else terms.items
    issued = on if terms.in_place_for is None else add_duration(on, terms.in_place_for, back=True)
    words = {"kind": terms.kinds, "issuer": terms.issuers}
    named = {key: choices[0].id for key, choices in words.items() if choices}
    return [{"code": f"E{number + 1}", "issued": issued.isoformat(), **named} for number in range(needed)]


def _with_award(award: Award, framework: Framework, on: dt.date) -> Iterator[tuple[_Dossier, dt.date]]:
    """Yield dossiers that hold an award, on the last day of each of its lengths of time and on the day after."""
    grade = {"grade": framework.definition.steps_of(award.ladder)[0]} if isinstance(award, LadderAward) else {}
    record = {"award": award.id, **grade, "signed": on.isoformat()}
    dossier: _Dossier = {"held": [record], "complete": ["held"]}
    valid = () if award.valid is None or isinstance(award.valid, ValidityTable) else (award.valid,)
    for duration in (*valid, *((award.wait_for_higher,) if award.wait_for_higher else ())):
        end = add_duration(on, duration)
        for day in (end, add_duration(end, _ONE_DAY, back=True), add_duration(end, _ONE_DAY)):
            yield dossier, day
    yield dossier, on


def _with_scores(framework: Framework) -> Iterator[Mapping[str, Any]]:
    """Yield findings with every rating and all points at one value, from the lowest to the highest; then none."""
    forms = {name: form.measure for name, form in allowed_entries(framework).nodes.items() if form.measure is not None}
    yield {}
    for part in range(_PARTS + 1):
        yield {name: _value_at(measure, part) for name, measure in forms.items()}


def _value_at(measure: Any, part: int) -> Any:
    """Return the value of a measure at *part* of twenty parts of its range."""
    if measure.kind == "words":
        return measure.words[(len(measure.words) - 1) * part // _PARTS]
    low, high = measure.low or 0, measure.high or _PARTS
    return int(low + (high - low) * part / _PARTS)
