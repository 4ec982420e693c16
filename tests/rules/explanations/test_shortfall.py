import pytest

from kiemdinh.rules import (
    Fact,
    measure_shortfall,
)
from repair_problems import points, problem


class TestShortfall:
    """5.5 A missing total is stated as the shortfall, the room of each criterion, and one cheapest split."""

    def test_shortfall_room_and_split(self):
        lacks = measure_shortfall(points(3, 2, 2))
        assert lacks.missing == 3
        assert [(one.id, one.gain) for one in lacks.contributions] == [("p0", 1), ("p1", 2), ("p2", 2)]
        split = [(change.id, change.to.number) for change in lacks.cheapest.changes]
        gains = sum(to - {"p0": 3, "p1": 2, "p2": 2}[name] for name, to in split)
        assert gains == 3

    def test_a_total_out_of_reach(self):
        lacks = measure_shortfall(points(1, 1, bound=9))
        assert (lacks.missing, lacks.cheapest) == (7, None)

    def test_only_a_comparison_with_an_order_has_one(self):
        with pytest.raises(ValueError, match="one comparison"):
            measure_shortfall(problem(Fact("a")))
