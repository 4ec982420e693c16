"""Own terms: what a fact changes in a condition, it changes in a part that reads nothing but its own criterion."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from kiemdinh.analysis.decisive.own_terms import OwnTerms
from kiemdinh.rules import MET, UNMET, All, Any, Assignment, AtLeast, Fact, Not, evaluate, facts_of

_NAMES = ("1/a", "1/b", "2/a", "2/b")


def _groups(parts):
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return several.map(All) | several.map(Any) | several.map(lambda some: AtLeast(len(some), some)) | parts.map(Not)


conditions = st.recursive(st.sampled_from(_NAMES).map(Fact), _groups, max_leaves=8)


def _worlds(but):
    others = [name for name in _NAMES if name != but]
    return [dict(zip(others, truths, strict=True)) for truths in product((UNMET, MET), repeat=len(others))]


def _turns_on(condition, name, world):
    met, unmet = (evaluate(condition, Assignment({**world, name: truth})) for truth in (MET, UNMET))
    return met is not unmet


class TestOwnTerms:
    @given(conditions, st.sampled_from(_NAMES))
    def test_a_condition_turns_on_a_fact_only_where_one_of_its_own_terms_does(self, condition, name):
        own = [*OwnTerms().find(condition, name)]
        for world in _worlds(name):
            if _turns_on(condition, name, world):
                assert any(_turns_on(part, name, world) for part in own)

    @given(conditions, st.sampled_from(_NAMES))
    def test_an_own_term_reads_one_criterion(self, condition, name):
        for part in OwnTerms().find(condition, name):
            assert {fact.partition("/")[0] for fact in facts_of(part)} == {name.partition("/")[0]}

    def test_the_greatest_part_is_found_and_none_inside_it(self):
        own = Any((Fact("1/a"), All((Fact("1/a"), Fact("1/b")))))
        condition = AtLeast(2, (own, Fact("2/a"), Not(own)))
        assert {*OwnTerms().find(condition, "1/a")} == {own, Not(own)}
