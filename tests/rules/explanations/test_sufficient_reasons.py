from kiemdinh.rules import MET, All, Any, Compare, Constant, Fact, Interval, Value, sufficient_reasons
from repair_problems import problem


class TestReasons:
    """5.7 A **sufficient reason** for a level held: a minimal set of facts that keeps it whatever the others are."""

    def test_a_fact_or_a_figure_is_enough(self):
        condition = All((Fact("a"), Any((Fact("b"), Compare(Value("x"), ">=", Constant(3))))))
        held = problem(condition, {"a": MET, "b": MET}, {"x": Interval.point(5)})
        assert [{one.id for one in some} for some in sufficient_reasons(held)] == [{"a", "b"}, {"a", "x"}]
