"""Judgements of records: which of them prevails, and which evidence it needs (semantics 3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from kiemdinh.api.assess import assess
from kiemdinh.parsing.durations import add_duration
from kiemdinh.rules import MET, UNKNOWN, UNMET, Truth
from kiemdinh.standards.definition import EvidencePolicyOfNode
from kiemdinh.standards.loading import Framework
from kiemdinh.testing.laws.cases import ContestedClaim, RecordPair
from kiemdinh.testing.laws.law import fail_law
from kiemdinh.testing.laws.outcome_spans import Assessor, assess_by_reference
from kiemdinh.testing.strategies import DossierRecords, Record

__all__ = ["judge_contested_claim", "judge_ends_to_come", "judge_order_of_records", "judge_prevailing_record"]

_TERMS: Final = ("items", "kinds", "issuers", "no_older_than", "in_place_for")
_TRUTHS: Final = {"met": MET, "unmet": UNMET}


def judge_order_of_records(framework: Framework, case: RecordPair, assessor: Assessor = assess_by_reference) -> None:
    """Judge that the order of records does not matter.

    3.9 "Resolution is total and does not depend on the order of records." Every outcome and award of the two dossiers
    is compared.
    """
    before, after = (assessor(framework, one.dossier()) for one in (case.first, case.second))
    if before != after:
        fail_law(before, after, case.second.dossier())


def judge_ends_to_come(framework: Framework, case: RecordPair, assessor: Assessor = assess_by_reference) -> None:
    """Judge that a last day which is not over changes nothing (3.5); records of the second dossier have such days."""
    judge_order_of_records(framework, case, assessor)


def judge_contested_claim(framework: Framework, case: ContestedClaim) -> None:
    """Judge a claim against a requirement: a side above it prevails, the claim's own side disputes that step alone.

    3.7, 3.9: a claim stands for each step up to the one that it names. An external finding against it settles its step
    as unmet. A finding by the school itself disputes the step, which is then unknown, as are the steps above it.
    """
    result = assess(framework, case.dossier())
    name = f"{case.stage}/{case.node}" if case.stage else case.node
    found = result.node(name)
    info = framework.nodes[case.node]
    steps = info.steps
    low, high = (steps.index(e.id) + 1 if e and e.id in steps else 0 for e in (found.guaranteed, found.attainable))
    # What is certain ends below the denied step either way; what is possible only where the external side denied it.
    # A step that asks nothing is not given by itself (2.3).
    below = case.denied - 1 if any(step in info.levels for step in steps[: case.denied - 1]) else 0
    wanted = (below, below if case.side == "external" else case.reached)
    if low != wanted[0] or (case.side == "external" and high != wanted[1]) or high < wanted[1]:
        fail_law(f"{name} from place {wanted[0]} to {wanted[1]}", f"{low} to {high}", case.dossier())


def judge_prevailing_record(framework: Framework, case: DossierRecords) -> None:
    """Judge which record of one requirement prevails, and whether evidence supports it, by the plainest reading.

    3.3, 3.5: see :func:`_prevailing_truth`. All records of the case are about one requirement, which no figure decides
    and which always applies.
    """
    record = case.records[0]
    name = f"{record.stage}/{record.about}" if record.stage else record.about
    found = assess(framework, case.dossier()).node(name)
    wanted = _prevailing_truth(framework, case)
    if found.truth is not wanted:
        fail_law(f"{name} {wanted.name.lower()}", found.truth and found.truth.name.lower(), case.dossier())


# -- the plainest reading of 3.3 and 3.5 ---------------------------------------------------------------------------


def _prevailing_truth(framework: Framework, case: DossierRecords) -> Truth:
    """Return the truth of one requirement by its records.

    The latest external records prevail, unless they disagree or a later self-assessment says otherwise.
    """
    external, own = (_latest_records(case, side) for side in ("external", "self"))
    own_is_later = own and (not external or _date_of(case, own[0]) > _date_of(case, external[0]))
    standing_external, standing_own = (_list_standing(case, records) for records in (external, own))
    if external and not standing_external and not own_is_later:
        return UNKNOWN  # it has ended, and the record that it replaced does not come back
    external, own = standing_external, standing_own
    if not external:
        return _self_assessed_truth(framework, case, own) if own else UNKNOWN
    if _is_disputed(external):
        return UNKNOWN
    external_value = external[0].value
    if own and own_is_later and (_is_disputed(own) or own[0].value != external_value):
        return UNKNOWN
    return _TRUTHS.get(external_value, UNKNOWN)


def _self_assessed_truth(framework: Framework, case: DossierRecords, records: Sequence[Record]) -> Truth:
    """Return the truth of a requirement by the latest self-assessment: *met* only where evidence supports it."""
    if _is_disputed(records):
        return UNKNOWN
    if records[0].value != "met":
        return _TRUTHS.get(records[0].value, UNKNOWN)
    cited = {code for record in records for code in record.evidence_codes}
    return MET if _is_supported(framework, case, cited) else UNKNOWN


def _latest_records(case: DossierRecords, side: str) -> list[Record]:
    """Return the records of a side on its latest date; a record without a date is of the day of the dossier."""
    of_side = [record for record in case.records if record.side == side]
    latest = max((_date_of(case, record) for record in of_side), default="")
    return [record for record in of_side if _date_of(case, record) == latest]


def _list_standing(case: DossierRecords, records: Sequence[Record]) -> list[Record]:
    """Return the records whose last day is not over: records that have ended contradict nothing."""
    return [record for record in records if record.until is None or record.until >= str(case.rest["date"])]


def _date_of(case: DossierRecords, record: Record) -> str:
    return record.date or str(case.rest["date"])


def _is_disputed(records: Sequence[Record]) -> bool:
    return len({record.value for record in records}) > 1


def _is_supported(framework: Framework, case: DossierRecords, cited: set[str]) -> bool:
    """Return whether the cited evidence has as many items that count as the policy at the requirement demands."""
    index, terms = case.rest.get("evidence"), _terms_at(framework, case.records[0].about)
    if index is None:
        return True
    day = dt.date.fromisoformat(case.rest["date"])
    found = [index[code] for code in cited if code in index]
    needed: int = terms.get("items", 0)
    return sum(_counts(entry, terms, day) for entry in found) >= needed


def _terms_at(framework: Framework, requirement: str) -> dict[str, Any]:
    """Return each term of the policies above a requirement; they are read from the top, and nearer ones replace it."""
    info = framework.nodes[requirement]
    policies: list[EvidencePolicyOfNode | None] = [info.node.evidence_policy]
    step = info.level
    while info.parent is not None:
        info = framework.nodes[info.parent]
        step = step or info.level
        policies.append(info.node.evidence_policy)
    terms: dict[str, Any] = {}
    for policy in (framework.definition.evidence, *reversed(policies)):
        for stated in () if policy is None else (policy, (policy.levels or {}).get(step or "")):
            given = {} if stated is None else {key: getattr(stated, key) for key in _TERMS}
            terms |= {key: value for key, value in given.items() if value is not None}
            if terms:
                terms.setdefault("items", 1)
            for key in () if stated is None else stated.lifts:
                terms.pop(key, None)
    return terms


def _counts(entry: Any, terms: dict[str, Any], day: dt.date) -> bool:
    """Return whether an item counts on a day; an item without a date satisfies no age."""
    issued, until = (dt.date.fromisoformat(entry[key]) if key in entry else None for key in ("issued", "until"))
    if (issued is not None and issued > day) or (until is not None and until < day):
        return False
    words = {"kinds": entry.get("kind"), "issuers": entry.get("issuer")}
    if any(key in terms and word not in {choice.id for choice in terms[key]} for key, word in words.items()):
        return False
    wait, age = terms.get("in_place_for"), terms.get("no_older_than")
    if wait is not None and (issued is None or add_duration(issued, wait) > day):
        return False
    return age is None or (issued is not None and add_duration(issued, age) >= day)
