"""Renewals: facts that wait for the same expired evidence are settled by one change (semantics 5.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from kiemdinh.assessment.records import find_failing_evidence
from kiemdinh.evidence.dossier import Reason
from kiemdinh.rules import Fee

if TYPE_CHECKING:
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.explanation.repairs.prices import PriceFinder
    from kiemdinh.explanation.repairs.subjects import FactSubject

__all__ = ["find_renewals"]

_PREFIX: Final = "renewal"
"""With what the key of such a fee begins; no key of efforts does, since these name a price behind it."""


def find_renewals(school: SchoolFacts, prices: PriceFinder, subjects: Mapping[str, FactSubject]) -> Mapping[str, str]:
    """Return the key of the fee that facts share which wait for the same expired items, by the name of the fact.

    The fee is 1 and is added to those of *prices*. A fact whose change has a price of its own shares none. The cost is
    linear in the facts and in what their records cite.
    """
    waiting: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, subject in subjects.items():
        codes = _codes_awaited(school, subject)
        if codes and not prices.find_effort(subject).is_given:
            waiting[codes].append(key)
    found: dict[str, str] = {}
    for codes, keys in waiting.items():
        if len(keys) > 1:
            fee = "\n".join((_PREFIX, *codes))
            prices.fees[fee] = Fee(1)
            found.update(dict.fromkeys(keys, fee))
    return found


def _codes_awaited(school: SchoolFacts, subject: FactSubject) -> tuple[str, ...]:
    """Return the codes of the expired items that a fact waits for; none where it is unknown for another reason too."""
    facts = school.stages[subject.stage]
    if facts.resolved(subject.name).reasons != {Reason.EXPIRED}:
        return ()
    items = find_failing_evidence(facts, subject.name)
    return tuple(sorted(item.code for item in items if item.state == "expired"))
