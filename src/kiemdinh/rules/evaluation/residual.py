"""The residual of a term: the rest of it after all that is known has been put in (semantics 1.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from kiemdinh.rules.evaluation.reference import TruthAlgebra
from kiemdinh.rules.terms import MET, UNKNOWN, Branch, Condition, Constant, Known, Quantity, Select, fold_all, transform

if TYPE_CHECKING:
    from kiemdinh.rules.evaluation.reference import Facts
    from kiemdinh.rules.terms import Term

__all__ = ["residual_of"]

N = TypeVar("N", bound="Term")


def residual_of(node: N, facts: Facts) -> N:
    """Return the residual of a term: each part whose reading is known is replaced by that reading.

    A choice whose test is known is replaced by the arm that it takes. For every completion of the facts, the residual
    and the term have the same value. The time is linear in the size of the term.

    Examples
    --------
    >>> from kiemdinh.rules import All, Any, Assignment, Fact
    >>> residual_of(All((Fact("a"), Any((Fact("b"), Fact("c"))))), Assignment({"a": MET}))
    All((Known(MET), Any((Fact('b'), Fact('c')))))
    """
    truths, intervals = fold_all(node, algebra=TruthAlgebra(facts))

    def replace_known(part: Term) -> Term:
        if isinstance(part, Condition):
            if truths[part] is not UNKNOWN:
                return Known(truths[part])
        elif isinstance(part, Quantity):
            low = intervals[part].low
            if low is not None and intervals[part].known:
                return Constant(low)
        if isinstance(part, Branch | Select) and truths[part.test] is not UNKNOWN:
            arm = part.then if truths[part.test] is MET else part.otherwise
            return transform(arm, replace_known)
        return part

    return transform(node, replace_known)
