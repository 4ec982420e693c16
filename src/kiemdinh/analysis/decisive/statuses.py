"""The joint status of several proofs."""

from __future__ import annotations

from collections.abc import Iterable

from kiemdinh.rules import Satisfiability

__all__ = ["status_of_all", "status_of_any"]


def status_of_any(statuses: Iterable[Satisfiability]) -> Satisfiability:
    """Return SATISFIABLE as soon as one is, UNSATISFIABLE where all are."""
    joined = Satisfiability.UNSATISFIABLE
    for status in statuses:
        if status is Satisfiability.SATISFIABLE:
            return status
        joined = status if status is Satisfiability.UNDECIDED else joined
    return joined


def status_of_all(one: Satisfiability, two: Satisfiability) -> Satisfiability:
    """Return UNSATISFIABLE where either is, SATISFIABLE where both are; they must not depend on one another."""
    order = (Satisfiability.UNSATISFIABLE, Satisfiability.UNDECIDED, Satisfiability.SATISFIABLE)
    return min(one, two, key=order.index)
