import copy
import pickle
from fractions import Fraction

import pytest
from hypothesis import given

from kiemdinh.rules import (
    MAX_DEPTH,
    UNBOUNDED,
    All,
    Any,
    Assignment,
    AtLeast,
    Branch,
    Compare,
    Constant,
    Count,
    Fact,
    Maximum,
    Mean,
    Minimum,
    NestingError,
    Not,
    Round,
    Select,
    Sum,
    Value,
    build_blocking_tree,
    evaluate,
    facts_of,
    mixed_polarity_names,
    negate_condition,
    rename_ids,
    replace_members,
    values_of,
    walk,
)
from strategies import conditions, quantities

A, B = Fact("a"), Fact("b")
X = Value("x")


def nested(depth):
    condition = A
    for level in range(depth - 1):
        condition = (All if level % 2 else Any)((condition, B))
    return condition


class TestTerms:
    @given(conditions())
    def test_equal_terms_are_one_term(self, condition):
        again = replace_members(condition, condition.members)
        assert again == condition
        assert hash(again) == hash(condition)
        assert {condition: 1}[pickle.loads(pickle.dumps(condition))] == 1  # noqa: S301 - made here
        assert copy.copy(condition) is condition
        assert copy.deepcopy([condition]) == [condition]

    def test_terms_of_different_build_differ(self):
        terms = [
            A, B, Not(A), All((A,)), Any((A,)), All((A, B)), All((B, A)), AtLeast(1, (A,)), AtLeast(2, (A,)),
            Count((A,)), Value("a"), Compare(X, ">", X), Compare(X, ">=", X), Sum((X,)), Sum((X,), (1,)),
            Sum((X,), (2,)), Mean((X,)), Round(X, 1, "up"), Round(X, 0, "up"), Round(X, 1, "down"),
            Branch(A, B, A), Branch(A, A, B), Select(A, X, X), Constant(1), Constant(2),
        ]  # fmt: skip
        assert len(set(terms)) == len(terms)
        assert A != "a"

    def test_text_is_the_code_that_makes_it(self):
        condition = All((Not(A), Compare(Sum((X, Constant("0.5")), (1, -2)), ">=", Count((A, B)))))
        names = {cls.__name__: cls for cls in (All, Not, Fact, Compare, Sum, Value, Constant, Count, Fraction)}
        assert eval(repr(condition), names) == condition  # noqa: S307 - our own text

    def test_terms_cannot_be_changed(self):
        with pytest.raises(AttributeError):
            A.id = "b"

    def test_terms_that_share_much_stay_cheap(self):
        def doubled():
            condition = A
            for _ in range(100):
                condition = All((condition, condition))
            return condition

        assert doubled() == doubled()
        assert len(list(walk(doubled()))) == 101
        assert len(repr(doubled())) < 10_000
        assert evaluate(doubled(), Assignment()) is evaluate(A, Assignment())
        assert build_blocking_tree(doubled(), Assignment()) is not None

    @given(conditions(), quantities())
    def test_walk_gives_members_first_and_each_once(self, condition, quantity):
        for term in (condition, quantity):
            seen = list(walk(term))
            assert len(set(seen)) == len(seen)
            assert seen[-1] == term
            place = {part: i for i, part in enumerate(seen)}
            assert all(place[member] < place[part] for part in seen for member in part.members)

    def test_names(self):
        condition = Branch(A, Compare(X, ">", Constant(1)), Any((B, Compare(Count((Fact("c"),)), "<", Value("y")))))
        assert facts_of(condition) == {"a", "b", "c"}
        assert values_of(condition) == {"x", "y"}
        renamed = rename_ids(condition, str.upper, lambda name: f"thcs/{name}")
        assert facts_of(renamed) == {"A", "B", "C"}
        assert values_of(renamed) == {"thcs/x", "thcs/y"}

    @given(conditions())
    def test_renaming_back_gives_the_same(self, condition):
        there = rename_ids(condition, lambda name: f"s/{name}", lambda name: f"s/{name}")
        assert rename_ids(there, lambda name: name[2:], lambda name: name[2:]) == condition

    def test_rebuild_needs_as_many_members(self):
        assert replace_members(AtLeast(1, (A, B)), (B, A)) == AtLeast(1, (B, A))
        with pytest.raises(ValueError, match="2 members, not 1"):
            replace_members(All((A, B)), (A,))


class TestEmptyGroups:
    """1.8 A group without members by definition is rejected."""

    @pytest.mark.parametrize("group", [All, Any, Count, Sum, Mean, Minimum, Maximum, lambda parts: AtLeast(0, parts)])
    def test_are_refused(self, group):
        with pytest.raises(ValueError, match="at least one member"):
            group(())


class TestRefusals:
    @pytest.mark.parametrize(
        "make",
        [
            lambda: All((X,)),
            lambda: All(("a",)),
            lambda: Not(X),
            lambda: Sum((A,)),
            lambda: Compare(A, ">", X),
            lambda: Select(X, X, X),
            lambda: Branch(A, B, X),
            lambda: Round(A, 1, "up"),
        ],
    )
    def test_conditions_and_quantities_are_told_apart(self, make):
        with pytest.raises(TypeError, match=r"needs a (condition|quantity) here"):
            make()

    @pytest.mark.parametrize(
        "make",
        [
            lambda: Compare(X, "=>", X),
            lambda: Round(X, 1, "bankers"),
            lambda: Sum((X,), (1, 2)),
            lambda: Constant(True),
            lambda: Constant(float("nan")),
            lambda: Sum((X,), (float("inf"),)),
        ],
    )
    def test_arguments_without_meaning_are_refused(self, make):
        with pytest.raises(ValueError, match=r"use one of|weights|number"):
            make()


class TestNesting:
    def test_ten_thousand_deep_is_refused_and_says_so(self):
        with pytest.raises(NestingError, match=f"nested more than {MAX_DEPTH} deep"):
            nested(10_000)

    def test_the_deepest_term_can_be_read_in_every_way(self):
        deepest = nested(MAX_DEPTH)
        assert deepest == nested(MAX_DEPTH)
        assert pickle.loads(pickle.dumps(deepest)) == deepest  # noqa: S301 - made here
        assert negate_condition(negate_condition(deepest)) == deepest
        assert repr(deepest).startswith("Any((All((")
        assert evaluate(deepest, Assignment(values={"x": UNBOUNDED})) is evaluate(A, Assignment())
        assert not mixed_polarity_names(deepest)
        assert repr(build_blocking_tree(deepest, Assignment())) != ""
