"""A sufficient reason of a level."""

from schools import ANY_TWO, MANDATORY, C, assessed, gap, small


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
