"""Which figures are missing where a fact is unknown for want of one (semantics 3.4, 3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiemdinh.evidence.dossier import Reason
from kiemdinh.evidence.resolution.resolved_fact import Rank
from kiemdinh.rules import UNKNOWN
from kiemdinh.standards.names import ValueKind, read_value_name

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution.stage_facts import StageFacts

__all__ = ["missing_figures"]

_MISSING: Final = frozenset((Reason.MISSING_FIGURE, Reason.CONTEXT_UNKNOWN, Reason.NOT_SET))


def missing_figures(facts: StageFacts, name: str) -> tuple[str, ...]:
    """Return the names of the figures and answers that a fact lacks, each with its school year, sorted.

    Empty where the fact is known, or unknown for another reason. The cost is linear in the rules below the fact.

    Parameters
    ----------
    facts
        The facts of the stage.
    name
        The name of the fact, such as ``1.3/muc-1``.
    """
    found: set[str] = set()
    seen, waiting = {name}, [name]
    while waiting:
        resolved = facts.resolved(one := waiting.pop())
        # A fact that only joins others has no reasons of its own.
        joins = resolved.rank is Rank.CONDITION
        if resolved.truth is not UNKNOWN or not (joins or resolved.reasons & _MISSING):
            continue
        found.update(_missing_values(facts, one))
        below = facts.rules.facts.get(one, frozenset()) - seen
        seen |= below
        waiting.extend(below)
    return tuple(sorted(found))


def _missing_values(facts: StageFacts, name: str) -> set[str]:
    found = set()
    for text in facts.rules.values.get(name, ()):
        value = read_value_name(text)
        if value.kind in (ValueKind.INPUT, ValueKind.PER) and facts.known(text).reasons & _MISSING:
            found.add(str(value.denominator if value.kind is ValueKind.PER else value))
    return found
