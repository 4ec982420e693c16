"""The margin (*mức dự phòng*): how much a certain target can lose before it is no longer certain (semantics 5.6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiemdinh.rules.explanations.loss_model import LossModel
from kiemdinh.rules.repairs import RepairProblem
from kiemdinh.rules.search import Budget, ExhaustedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kiemdinh.rules.evaluation import Facts
    from kiemdinh.rules.explanations.losses import Loss, LossSet
    from kiemdinh.rules.repairs import ValueAction
    from kiemdinh.rules.terms import Condition, Number

__all__ = ["CertaintyMargin", "find_margin", "find_single_losses"]


@dataclass(frozen=True, slots=True)
class CertaintyMargin:
    """The margin of a target: the cheapest losses after which it is no longer certain.

    Iterating yields the minimal sets of losses, cheapest first, each found when it is asked for; a target that is not
    certain has one set, which is empty.

    See the example of :func:`kiemdinh.rules.find_margin`.

    Attributes
    ----------
    cost
        The cost of the cheapest set; ``None`` if no losses drop the target. Where it is not proved, the cost of a set
        that was chosen greedily; ``None`` if none was found.
    proved
        Whether ``cost`` is proved to be the least; false if the budget ran out.
    gap
        How far ``cost`` may lie above the least; 0 if it is proved.
    alone
        The losses that drop the target alone; for a value, with the bound where it does.
    """

    cost: Number | None
    proved: bool
    gap: Number
    alone: tuple[LossSet, ...]
    _model: LossModel = field(repr=False)

    def __iter__(self) -> Iterator[LossSet]:
        """Yield the sets one by one.

        Raises
        ------
        ExhaustedError
            If the budget ran out before the next set was proved.
        """
        return self._model.iterate_loss_sets()


def find_margin(
    condition: Condition,
    cases: tuple[Facts, ...],
    losses: Sequence[Loss | ValueAction],
    definitions: Mapping[str, Condition] | None = None,
    *,
    budget: Budget | None = None,
) -> CertaintyMargin:
    """Return the margin of a target against the losses given; what is unknown is taken at its worst.

    The search is that of repairs, at the same cost, for "the target is not certain" instead of the target.

    Parameters
    ----------
    condition, cases, definitions
        The target, what is known in each case, and the conditions that facts stand for, as in a repair problem.
    losses
        What can be lost. An action on a value stands for the loss of its slack: the value moves just past a bound that
        is kept now.
    budget
        The steps that the search may take, now and while sets are asked for; None takes the default.

    Examples
    --------
    >>> from kiemdinh.rules import MET, Any, Assignment, Fact, Loss
    >>> held = Assignment({"a": MET, "b": MET})
    >>> items = [Loss(id="report", facts=("a", "b")), Loss(id="photo", facts=("b",))]
    >>> margin = find_margin(Any((Fact("a"), Fact("b"))), (held,), items)
    >>> margin.cost, [[loss.id for loss in lost.losses] for lost in margin]
    (1, [['report']])
    """
    problem = RepairProblem(condition=condition, cases=cases, actions=(), definitions=definitions or {})
    model = LossModel(problem, losses, budget or Budget())
    try:
        return CertaintyMargin(model.least_cost(), True, 0, model.single_losses(), model)
    except ExhaustedError:
        # Bounds, and what drops the target alone, are still known: they take no search.
        cost, gap = model.bound_cost()
        return CertaintyMargin(cost, False, gap, model.single_losses(), model)


def find_single_losses(
    condition: Condition,
    cases: tuple[Facts, ...],
    losses: Sequence[Loss | ValueAction],
    definitions: Mapping[str, Condition] | None = None,
) -> tuple[LossSet, ...]:
    """Return the losses that drop a target alone; a value goes no further than it must.

    The parameters are those of :func:`find_margin`. Takes time about linear in the size of the condition: nothing is
    searched for.

    Examples
    --------
    >>> from kiemdinh.rules import MET, All, Assignment, Fact, Loss
    >>> held = Assignment({"a": MET, "b": MET})
    >>> items = [Loss(id="report", facts=("a", "b")), Loss(id="photo")]
    >>> [lost.losses[0].id for lost in find_single_losses(All((Fact("a"), Fact("b"))), (held,), items)]
    ['report']
    """
    problem = RepairProblem(condition=condition, cases=cases, actions=(), definitions=definitions or {})
    return LossModel(problem, losses, Budget()).single_losses()
