"""A sufficient reason of a level."""

from schools import ANY_TWO, FIGURE, MANDATORY, C, assessed, gap, small, summed


class TestWhy:
    """5.7 A **sufficient reason** for a level held: a minimal set of facts that keeps it whatever the others are."""

    def test_as_few_as_keep_it(self):
        why = assessed(small(ANY_TWO), findings=dict.fromkeys(("c1", "c2", "c3"), "l2") | {"c3": "l1"}).why()
        assert (why.level.id, why.proved) == ("l1", True)
        assert set(why.reason) == {"c1/l1", "c2/l1"}

    def test_a_mandatory_criterion_is_in_every_reason(self):
        why = gap().why()
        assert {f"{c}/muc-1" for c in MANDATORY} <= set(why.reason)
        assert f"{C}/muc-1" not in why.reason

    def test_points_that_are_enough_by_themselves(self):
        """Of 9 and 5 points 8 are needed: b may have none at all."""
        why = summed(
            "points", {"sum": "c", "of": {"its": "points"}, "at_least": 8}, of=10, found={"a": 9, "b": 5}
        ).why()
        assert (why.reason, why.proved) == (("a",), True)

    def test_ratings_of_which_fewer_suffice(self):
        """A mean of 3.5 takes 28: six ratings of 4 and two of 1 are 26, seven and one are 29."""
        need = {"mean": "c", "of": {"its": "rating"}, "at_least": 3.5}
        found = {f"c{n}": 4 for n in range(8)}
        assert len(summed("rating", need, scale={"from": 1, "to": 5}, found=found).why().reason) == 7
        assert len(summed("rating", need, scale={"from": 1, "to": 5, "step": 1}, found=found).why().reason) == 7

    def test_a_figure_that_is_met_anywhere_in_its_range_is_no_reason(self):
        needs = {"l1": {"value": "figure", "at_least": 0}, "l2": {"value": "figure", "at_least": 3}}
        assert assessed(small(needs, inputs=FIGURE), inputs={"figure": 2}).why().reason == ()
        assert assessed(small(needs, inputs=FIGURE), inputs={"figure": 4}).why().reason == ("input:figure",)
