"""What outcomes, awards and records must be in every result (semantics 1 to 3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from kiemdinh.analysis.space import expanded
from kiemdinh.evidence.dossier import EvidenceItem
from kiemdinh.rules import MET, UNKNOWN, UNMET, Truth, directions
from kiemdinh.standards.durations import add_duration
from kiemdinh.standards.framework import Framework
from kiemdinh.standards.model import LadderAward, LadderOutcome
from kiemdinh.testing.laws.cases import Claimed, Holes, Swap, school
from kiemdinh.testing.laws.law import broken
from kiemdinh.testing.laws.outcome_spans import Span, Standing, assessed, place_of, standing, within
from kiemdinh.testing.oracle import OpenError, read_plainly
from kiemdinh.testing.strategies.places import day_of, stages_of
from kiemdinh.testing.strategies.records import Papers, Record

__all__ = [
    "awards_ordered",
    "claims_and_parts",
    "completions",
    "improvement",
    "informing",
    "interval",
    "ladder",
    "order_of_records",
    "plainly",
    "records_of_one",
    "stages_lowest",
    "unknown_never_helps",
]


def ladder(framework: Framework, case: Papers) -> None:
    """Judge that a level holds with all below it: no change is needed for these, and some for the next."""
    result = assessed(framework, case.dossier())
    main = framework.main_ladder
    if main is None:
        return
    place = place_of(framework, main.ladder, result.level)
    for i, step in enumerate(framework.definition.steps_of(main.ladder), 1):
        truth = _truth_of(result.what_if({}).result, step)
        if (truth is MET) != (i <= place):
            broken(f"'{step}' certain just where it is at or below the guaranteed level", truth.name, case.dossier())


def _truth_of(result: Any, step: str) -> Truth:
    """Whether a step is certain, by what blocks it."""
    target = result.explain(step).target
    return MET if target is None or target.truth is MET else UNMET


def interval(framework: Framework, case: Papers) -> None:
    """Judge that what is guaranteed is attainable, and determined what is both."""
    result = assessed(framework, case.dossier())
    stands = standing(result)
    for found in result.outcomes:
        span = stands[f"outcome {found.id}"]
        if isinstance(span, Span):
            if span.low > span.high:
                broken("the guaranteed level at or below the attainable one", span, case.dossier())
            determined = span.low == span.high
        else:
            if not span:
                broken("a label at least", "none", case.dossier())
            determined = len(span) == 1
        if found.determined is not determined or (found.outcome is None and determined and found.guaranteed):
            broken("an outcome determined just where one is possible", found, case.dossier())
    for node in result.nodes:
        low, high = (None, None) if node.value is None else (node.value.low, node.value.high)
        if low is not None and high is not None and low > high:
            broken("a low end at or below the high one", node.value, case.dossier())


def awards_ordered(framework: Framework, case: Papers) -> None:
    """Judge that of a series the highest certain and the highest possible grade are named, lower ones covered."""
    result = assessed(framework, case.dossier())
    for award in result.awards:
        certain = [grade for grade in award.grades if grade.eligible.certain]
        possible = [grade for grade in award.grades if grade.eligible.possible]
        for named, those in ((award.certain, certain), (award.possible, possible)):
            wanted = (those[-1].grade or award.title).id if those else None
            if (named.id if named else None) != wanted:
                broken(f"'{wanted}' named of '{award.id}'", named and named.id, case.dossier())
        if any(grade.covered for grade in certain[-1:]):
            broken(f"the highest grade of '{award.id}' not covered", "covered", case.dossier())


def stages_lowest(framework: Framework, case: Papers) -> None:
    """Judge that a school stands where the lowest of its stages does."""
    result = assessed(framework, case.dossier())
    for i, found in enumerate(result.outcomes):
        outcome = framework.outcomes[i]
        if not isinstance(outcome, LadderOutcome) or not result.parts:
            continue
        for end in ("guaranteed", "attainable"):
            parts = [place_of(framework, outcome.ladder, getattr(p.outcomes[i], end)) for p in result.parts]
            whole = place_of(framework, outcome.ladder, getattr(found, end))
            if whole != min(parts):
                broken(f"the {end} level of the school to be place {min(parts)}", whole, case.dossier())


# -- what is unknown -------------------------------------------------------------------------------------------


def completions(framework: Framework, case: Holes) -> None:
    """Judge that an open dossier contains every way in which it can turn out, and no more where it says so."""
    result = assessed(framework, case.dossier())
    stands = standing(result)
    ways = [standing(assessed(framework, way.dossier())) for way in case.ways]
    for way, said in zip(case.ways, ways, strict=True):
        name = within(said, stands)
        if name is not None:
            broken(
                f"{name} within {_shown(stands, name)}",
                f"{_shown(said, name)} where {_told(case, way)}",
                case.dossier(),
            )
    if case.all_ways:
        for found in result.outcomes:
            name = f"outcome {found.id}"
            joined = _joined([way[name] for way in ways])
            if found.exact and joined != stands[name]:
                broken(f"{name} exactly {joined}", _shown(stands, name), case.dossier())


def _joined(several: Sequence[Any]) -> Any:
    if isinstance(several[0], Span):
        return Span(min(one.low for one in several), max(one.high for one in several))
    return frozenset().union(*several)


def _shown(stands: Standing, name: str) -> str:
    said = stands[name]
    return f"{said.low} to {said.high}" if isinstance(said, Span) else ", ".join(sorted(said))


def _told(case: Holes, way: Papers) -> str:
    known = {record.place: record.says for record in case.papers.records}
    return ", ".join(f"{r.about} is {r.says}" for r in way.records if known.get(r.place) != r.says)


def unknown_never_helps(framework: Framework, case: Swap) -> None:
    """Judge that a record replaced by unknown raises nothing certain and takes nothing possible away."""
    before, after = (standing(assessed(framework, one.dossier())) for one in (case.papers, case.other))
    name = within(before, after)
    if name is not None:
        broken(f"{name} at least as wide as {_shown(before, name)}", _shown(after, name), case.other.dossier())


def improvement(framework: Framework, case: Papers) -> None:
    """Judge that a requirement that only ever helps, once met, lowers nothing."""
    main = framework.main_ladder
    if main is None:
        return
    before = assessed(framework, case.dossier())
    senses = _senses(framework, case)
    worse = [
        r for r in case.records if not r.is_input and r.says in ("unmet", "unknown") and senses.get(r.about) == "up"
    ]
    for record in worse[:2]:
        better = [replace(r, says="met") if r is record else r for r in case.records]
        after = assessed(framework, case.with_records(better).dossier())
        one, other = (place_of(framework, main.ladder, result.level) for result in (before, after))
        if other < one:
            broken(f"place {one} or higher once {record.about} is met", other, case.dossier())


def _senses(framework: Framework, case: Papers) -> dict[str, Any]:
    main = framework.main_ladder
    stages = case.rest.get("school", {}).get("stages")
    rules = framework.rules(None if stages is None else tuple(stages), day_of(framework))
    top = framework.definition.steps_of(main.ladder)[-1] if main else ""
    return dict(directions(expanded(rules)[f"outcome:{main.id}/{top}"])) if main else {}


# -- records ---------------------------------------------------------------------------------------------------


def order_of_records(framework: Framework, case: Swap) -> None:
    """Judge that the order of records says nothing."""
    before, after = (standing(assessed(framework, one.dossier())) for one in (case.papers, case.other))
    if before != after:
        broken(before, after, case.other.dossier())


def informing(framework: Framework, case: Papers) -> None:
    """Judge that inputs which no rule reads change nothing."""
    read = {name for kind, name in framework.rules(stages_of(framework)[-1], day_of(framework)).used if kind == "input"}
    left = case.with_records(r for r in case.records if not r.is_input or r.about in read)
    before, after = (standing(assessed(framework, one.dossier())) for one in (case, left))
    if before != after:
        broken(f"{after}, as without figures that no rule reads", before, case.dossier())


def claims_and_parts(framework: Framework, case: Claimed) -> None:
    """Judge a claim against a part: a side above prevails, the claim's own side disputes that step alone."""
    result = assessed(framework, case.dossier())
    name = f"{case.stage}/{case.node}" if case.stage else case.node
    found = result.node(name)
    steps = framework.nodes[case.node].steps
    low, high = (steps.index(e.id) + 1 if e and e.id in steps else 0 for e in (found.guaranteed, found.attainable))
    wanted = (case.denied - 1, case.denied - 1 if case.side == "external" else case.reached)
    if low != wanted[0] or (case.side == "external" and high != wanted[1]) or high < wanted[1]:
        broken(f"{name} from place {wanted[0]} to {wanted[1]}", f"{low} to {high}", case.dossier())


_TRUTHS: Final = {"met": MET, "unmet": UNMET}


def records_of_one(framework: Framework, case: Papers) -> None:
    """Judge which record of one requirement speaks, and what it must rest on, by the plainest reading."""
    record = case.records[0]
    name = f"{record.stage}/{record.about}" if record.stage else record.about
    found = assessed(framework, case.dossier()).node(name)
    wanted = _spoken(framework, case)
    if found.truth is not wanted:
        broken(f"{name} {wanted.name.lower()}", found.truth and found.truth.name.lower(), case.dossier())


def _spoken(framework: Framework, case: Papers) -> Truth:
    outside, inside = (_latest(case, side) for side in ("external", "self"))
    if not outside:
        return _of_school(framework, case, inside)
    if _disputed(outside):
        return UNKNOWN
    says = outside[0].says
    later = inside and _day(case, inside[0]) > _day(case, outside[0])
    if later and (_disputed(inside) or inside[0].says != says):
        return UNKNOWN
    return _TRUTHS.get(says, UNKNOWN)


def _latest(case: Papers, side: str) -> list[Record]:
    mine = [record for record in case.records if record.side == side]
    last = max((_day(case, record) for record in mine), default="")
    return [record for record in mine if _day(case, record) == last]


def _day(case: Papers, record: Record) -> str:
    return record.on or str(case.rest["date"])


def _disputed(records: Sequence[Record]) -> bool:
    return len({record.says for record in records}) > 1


def _of_school(framework: Framework, case: Papers, said: Sequence[Record]) -> Truth:
    if _disputed(said) or said[0].says != "met":
        return UNKNOWN if _disputed(said) else _TRUTHS.get(said[0].says, UNKNOWN)
    cited = {code for record in said for code in record.by}
    return MET if _is_supported(framework, case, cited) else UNKNOWN


def _is_supported(framework: Framework, case: Papers, cited: set[str]) -> bool:
    policy, index = framework.definition.evidence, case.rest.get("evidence")
    if policy is None or index is None:
        return True
    wait = policy.in_place_for
    day = dt.date.fromisoformat(case.rest["date"])
    issued_by = day if wait is None else add_duration(day, wait, back=True)
    items = [_item(code, index[code]) for code in cited if code in index]
    valid = [i for i in items if (i.issued is None or i.issued <= day) and (i.until is None or i.until >= day)]
    if wait is not None:
        valid = [i for i in valid if i.issued is not None and i.issued <= issued_by]
    needed = policy.items if policy.items is not None else int(wait is not None)
    return len(valid) >= needed


def _item(code: str, said: Any) -> EvidenceItem:
    issued, until = (dt.date.fromisoformat(said[key]) if key in said else None for key in ("issued", "until"))
    return EvidenceItem(code, issued=issued, until=until)


# -- the plain reading -------------------------------------------------------------------------------------------


def plainly(framework: Framework, case: Papers) -> None:
    """Judge that where everything is known the definition, read as it is written, says the same."""
    source = framework.source
    if source is None:
        return
    try:
        wanted = read_plainly(source.data, school(case))
    except OpenError:
        return
    stands = standing(assessed(framework, case.dossier()))
    for outcome in framework.outcomes:
        _as_read(framework, outcome, wanted[outcome.id], stands[f"outcome {outcome.id}"], case)
    for award in framework.awards:
        _award_as_read(framework, award, wanted[f"award:{award.id}"], stands, case)


def _as_read(framework: Framework, outcome: Any, wanted: str | None, found: Any, case: Papers) -> None:
    if isinstance(found, frozenset):
        if found != {wanted}:
            broken(f"{outcome.id} '{wanted}', as the definition reads", ", ".join(sorted(found)), case.dossier())
        return
    steps = (None, *framework.definition.steps_of(outcome.ladder))
    place = steps.index(wanted)
    if found != Span(place, place):
        got = f"from {steps[found.low]} to {steps[found.high]}"
        broken(f"{outcome.id} at {wanted}, as the definition reads", got, case.dossier())


def _award_as_read(framework: Framework, award: Any, wanted: str | None, stands: Standing, case: Papers) -> None:
    grades = framework.definition.steps_of(award.ladder) if isinstance(award, LadderAward) else (award.id,)
    for i, grade in enumerate(grades):
        name = f"award {award.id}" + (f" at {grade}" if isinstance(award, LadderAward) else "")
        holds = int(wanted is not None and i <= grades.index(wanted))
        if stands[name] != Span(holds, holds):
            broken(f"{name} {'yes' if holds else 'no'}, as the definition reads", _shown(stands, name), case.dossier())
