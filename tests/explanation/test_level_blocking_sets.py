"""Blocking sets of a level, and their duality with its repairs."""

from itertools import product

import pytest
from schools import ALL, EVERY, FIGURE, A, B, C, assessed, at_level_2, gap, school, small, ways

import kiemdinh as kd
from kiemdinh.rules import MET, Bound


class TestBlockingSets:
    """5.7 ... A **blocking set**: a minimal set of possible changes that, none being made, keeps the target from
    certain. Over the same changes minimal repairs are the minimal hitting sets of the minimal blocking sets, and
    conversely..."""

    def sets(self, result, **more):
        return [{change.id for change in one} for one in result.blocking_sets("muc-2", **more)]

    def hitting(self, sets):
        """The minimal sets with something of each."""
        every = {frozenset(one) for one in product(*sets)}
        return {one for one in every if not any(other < one for other in every)}

    def test_of_the_school_between_levels(self):
        assert self.sets(gap()) == [{f"{C}/muc-1"}, {f"{A}/muc-2", f"{B}/muc-2", f"{C}/muc-2"}]

    @pytest.mark.parametrize("changed", [{}, {"4.1": "khong-dat"}, {"1.2": "muc-1", "4.2": "muc-1"}])
    def test_repairs_are_their_minimal_hitting_sets_and_conversely(self, changed):
        result = school(at_level_2() | {A: "muc-1", B: "muc-1", C: "khong-dat"} | changed)
        sets, repairs = self.sets(result), ways(result.repairs("muc-2"))
        assert self.hitting(sets) == {frozenset(way) for way in repairs}
        assert self.hitting(repairs) == {frozenset(one) for one in sets}

    def test_are_limited_and_lazy(self):
        result = school(dict.fromkeys(ALL, "khong-dat"))
        assert len(list(result.blocking_sets("muc-2", limit=3))) == 3
        assert next(result.blocking_sets("muc-2"))

    def test_a_figure_by_its_bound(self):
        needs = {"l1": EVERY["l1"], "l2": {"all": [{"value": "figure", "at_least": 3}, EVERY["l2"]]}}
        found = {"c1": "l2", "c2": "l2", "c3": "l1"}
        result = assessed(small(needs, inputs=FIGURE), findings=found, inputs={"figure": 1})
        assert [[(c.id, c.to) for c in one] for one in result.blocking_sets("l2")] == [
            [("c3/l2", MET)],
            [("input:figure", Bound(3, "up"))],
        ]

    def test_none_where_it_is_certain_and_the_empty_one_where_it_is_out_of_reach(self):
        assert list(gap().blocking_sets("muc-1")) == []
        assert list(school(at_level_2()).blocking_sets()) == []
        blocked = school(at_level_2(**{"1_3": "muc-1"})).blocking_sets(costs={"1.3": {"actionable": False}})
        assert list(blocked) == [()]

    def test_no_such_level(self):
        with pytest.raises(kd.InputError):
            gap().blocking_sets("muc-9")
