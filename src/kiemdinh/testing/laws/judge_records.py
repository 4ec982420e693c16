"""Judgements of records: which of them prevails, and what it must rest on (semantics 3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from kiemdinh.api.assess import assess
from kiemdinh.evidence.dossier import EvidenceItem
from kiemdinh.parsing.durations import latest_start
from kiemdinh.rules import MET, UNKNOWN, UNMET, Truth
from kiemdinh.standards.loading import Framework
from kiemdinh.testing.laws.cases import ContestedClaim, RecordPair
from kiemdinh.testing.laws.law import fail_law
from kiemdinh.testing.laws.outcome_spans import collect_spans
from kiemdinh.testing.strategies import DossierRecords, Record

__all__ = ["judge_contested_claim", "judge_order_of_records", "judge_prevailing_record"]

_TRUTHS: Final = {"met": MET, "unmet": UNMET}


def judge_order_of_records(framework: Framework, case: RecordPair) -> None:
    """Judge that the order of records says nothing.

    3.9 "Resolution is total and does not depend on the order of records." Every outcome and award of the two dossiers
    is compared.
    """
    before, after = (collect_spans(assess(framework, one.dossier())) for one in (case.first, case.second))
    if before != after:
        fail_law(before, after, case.second.dossier())


def judge_contested_claim(framework: Framework, case: ContestedClaim) -> None:
    """Judge a claim against a requirement: a side above it prevails, the claim's own side disputes that step alone.

    3.7, 3.9: a claim stands for each step up to the one that it names. An external finding against it settles its step
    as unmet. A finding by the school itself disputes the step, which is then unknown, and with it what stands above.
    """
    result = assess(framework, case.dossier())
    name = f"{case.stage}/{case.node}" if case.stage else case.node
    found = result.node(name)
    steps = framework.nodes[case.node].steps
    low, high = (steps.index(e.id) + 1 if e and e.id in steps else 0 for e in (found.guaranteed, found.attainable))
    # What is certain ends below the denied step either way; what is possible only where the external side denied it.
    wanted = (case.denied - 1, case.denied - 1 if case.side == "external" else case.reached)
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
    """Return what the records of one requirement make of it.

    The latest external records prevail, unless they disagree or a later self-assessment says otherwise.
    """
    external, own = (_latest_records(case, side) for side in ("external", "self"))
    if not external:
        return _self_assessed_truth(framework, case, own)
    if _is_disputed(external):
        return UNKNOWN
    external_value = external[0].value
    own_is_later = own and _date_of(case, own[0]) > _date_of(case, external[0])
    if own_is_later and (_is_disputed(own) or own[0].value != external_value):
        return UNKNOWN
    return _TRUTHS.get(external_value, UNKNOWN)


def _self_assessed_truth(framework: Framework, case: DossierRecords, records: Sequence[Record]) -> Truth:
    """Return what the latest self-assessment makes of a requirement: *met* only where evidence supports it."""
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


def _date_of(case: DossierRecords, record: Record) -> str:
    return record.date or str(case.rest["date"])


def _is_disputed(records: Sequence[Record]) -> bool:
    return len({record.value for record in records}) > 1


def _is_supported(framework: Framework, case: DossierRecords, cited: set[str]) -> bool:
    """Return whether the cited evidence is as many valid items, in place for as long, as the framework asks for."""
    policy, index = framework.definition.evidence, case.rest.get("evidence")
    if policy is None or index is None:
        return True
    wait = policy.in_place_for  # evidence must have been in place for so long
    day = dt.date.fromisoformat(case.rest["date"])
    issued_by = day if wait is None else latest_start(day, wait)
    items = [_evidence_item(code, index[code]) for code in cited if code in index]
    valid = [i for i in items if (i.issued is None or i.issued <= day) and (i.until is None or i.until >= day)]
    if wait is not None:
        valid = [i for i in valid if i.issued is not None and i.issued <= issued_by]
    needed = policy.items if policy.items is not None else int(wait is not None)
    return len(valid) >= needed


def _evidence_item(code: str, entry: Any) -> EvidenceItem:
    issued, until = (dt.date.fromisoformat(entry[key]) if key in entry else None for key in ("issued", "until"))
    return EvidenceItem(code, issued=issued, until=until)
