from itertools import combinations

import pytest

from kiemdinh.rules import (
    MET,
    All,
    Any,
    Assignment,
    AtLeast,
    Bound,
    Budget,
    ChosenLoss,
    Compare,
    Constant,
    Fact,
    Interval,
    Loss,
    LossSet,
    Sum,
    Value,
    ValueAction,
    find_margin,
)


class TestMargin:
    """5.6 An expiring item that carries several facts is one loss, shown as such."""

    def test_one_item_under_two_criteria(self):
        condition = AtLeast(2, (Fact("a"), Fact("b"), Fact("c")))
        held = Assignment({"a": MET, "b": MET, "c": MET})
        items = (Loss(id="H1", facts=("a", "b")), Loss(id="H2", facts=("b",)), Loss(id="H3", facts=("c",)))
        found = find_margin(condition, (held,), items)
        assert found.cost == 1
        assert [[name for name, _ in drop.losses] for drop in found] == [["H1"], ["H2", "H3"]]
        assert [drop.losses[0][0] for drop in found.alone] == ["H1"]

    def test_what_no_loss_drops(self):
        found = find_margin(
            Any((Fact("a"), Fact("b"))), (Assignment({"a": MET, "b": MET}),), (Loss(id="H1", facts=("a",)),)
        )
        assert (found.cost, list(found), found.alone) == (None, [], ())

    def test_evidence_of_a_figure_beside_its_slack(self):
        total = Compare(Sum((Value("x"), Value("y"))), ">=", Constant(10))
        held = Assignment({}, {"x": Interval.point(6), "y": Interval.point(7)})
        slack = ValueAction(id="y", value="y", direction="down", cost=1, rate=1)
        found = find_margin(total, (held,), (Loss(id="book", values=("x",)), slack))
        below_4 = ChosenLoss("y", Bound(4, "down", strict=True))
        assert list(found) == [LossSet(1, (ChosenLoss("book", None),)), LossSet(4, (below_4,))]
        assert found.alone == tuple(found)

    def test_steps_of_ratings_that_a_total_can_spare(self):
        """Three ratings of 4 where 10 is needed: any three steps down, of one rating or of several, are too many."""
        names = ("p", "q", "r")
        total = Compare(Sum(tuple(map(Value, names))), ">=", Constant(10))
        held = Assignment({}, {name: Interval.point(4) for name in names})
        down = [
            ValueAction(id=name, value=name, direction="down", choices=(1, 2, 3), prices=(3, 2, 1)) for name in names
        ]
        found = find_margin(total, (held,), down)
        steps = [{name: 4 - bound.number for name, bound in lost.losses} for lost in found]
        assert (found.cost, len(steps)) == (3, 10)
        assert all(sum(taken.values()) == 3 for taken in steps)
        assert [lost.losses for lost in found.alone] == [(ChosenLoss(name, Bound(1, "down")),) for name in names]

    def test_is_not_proved_when_the_budget_runs_out(self):
        names = "abcdef"
        pairs = All(tuple(Any((Fact(one), Fact(other))) for one, other in combinations(names, 2)))
        held = Assignment(dict.fromkeys(names, MET))
        items = [Loss(id=name, facts=(name,), cost=4 + place % 2) for place, name in enumerate(names)]
        assert (find_margin(pairs, (held,), items).cost, find_margin(pairs, (held,), items).proved) == (8, True)
        found = find_margin(pairs, (held,), items, budget=Budget(0))
        assert (found.proved, found.alone) == (False, ())
        assert found.cost - found.gap <= 8 <= found.cost

    def test_a_loss_that_costs_nothing_is_refused(self):
        with pytest.raises(ValueError, match="H1: a cost is positive, not 0"):
            Loss(id="H1", cost=0)
