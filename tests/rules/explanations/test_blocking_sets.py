import pytest

from kiemdinh.rules import UNMET, All, Any, Budget, ExhaustedError, Fact, Not, blocking_sets
from repair_problems import A, B, C, action, circular_57, covering, problem


class TestBlockingSets:
    """5.7 A **blocking set**: a minimal set of possible changes that, none being made, keeps the target."""

    def test_say_why_a_school_is_not_at_level_2(self):
        assert [[change.id for change in some] for some in blocking_sets(circular_57())] == [
            [f"{C}/1"],
            [f"{A}/2", f"{B}/2", f"{C}/2"],
        ]

    def test_say_when_the_budget_runs_out(self):
        with pytest.raises(ExhaustedError):
            list(blocking_sets(covering(6), budget=Budget(0)))

    def test_of_changes_that_can_help_and_harm_meet_every_repair(self):
        """One of two, but not both: either change alone is a repair, so both must be left undone."""
        a, b = Fact("a"), Fact("b")
        one_of_two = Any((All((a, Not(b))), All((b, Not(a)))))
        asked = problem(one_of_two, {"a": UNMET, "b": UNMET}, actions=[action("a"), action("b")])
        assert [[change.id for change in some] for some in blocking_sets(asked)] == [["a", "b"]]
