import pytest

from kiemdinh.rules import (
    MET,
    UNKNOWN,
    UNMET,
    All,
    Any,
    Assignment,
    AtLeast,
    Branch,
    Compare,
    Constant,
    Fact,
    Interval,
    Known,
    Not,
    Value,
    blocking_facts,
    build_blocking_tree,
)

A, B, C, D = map(Fact, "abcd")
FACTS = Assignment({"a": MET, "b": UNMET, "c": UNKNOWN, "d": UNKNOWN}, {"x": Interval.point(52)})


def shape(block):
    """A block as nested tuples, short enough to read."""
    if block.kind in ("all", "any", "at_least"):
        return (block.kind, block.need, block.have, block.of, *map(shape, block.parts))
    if block.kind == "fact":
        return block.id if block.positive else f"-{block.id}"
    return (block.kind, *([block.id] if block.id else []), *map(shape, block.parts))


def shape_of(condition, **more):
    block = build_blocking_tree(condition, FACTS, **more)
    return block and shape(block)


class TestChoices:
    """5.2 The blocking tree keeps choices as choices: "all of these", "any 2 of these 4", with what is
    already satisfied in each; never the first two in file order.
    """

    @pytest.mark.parametrize(
        ("condition", "tree"),
        [
            (A, None),
            (B, "b"),
            (All((A, B, C)), ("all", 3, 1, 3, "b", "c")),
            (Any((B, C, D)), ("any", 1, 0, 3, "b", "c", "d")),
            (Any((A, B)), None),
            (AtLeast(3, (A, B, C, D)), ("at_least", 3, 1, 4, "b", "c", "d")),
            (AtLeast(4, (A, B, C, D)), ("all", 4, 1, 4, "b", "c", "d")),
            (AtLeast(0, (B,)), None),
            (AtLeast(2, (B,)), ("at_least", 2, 0, 1, "b")),
            (All((All((Any((B,)),)),)), "b"),
            (All((A, Any((B, All((C, A)))))), ("all", 2, 1, 2, ("any", 1, 0, 2, "b", ("all", 2, 1, 2, "c")))),
            (Known(UNKNOWN), ("known",)),
            (Any((Known(UNMET), C)), ("any", 1, 0, 2, ("known",), "c")),
        ],
    )
    def test_only_what_is_not_certain_appears(self, condition, tree):
        assert shape_of(condition) == tree

    def test_the_truth_of_each_part_is_told(self):
        block = build_blocking_tree(All((B, C)), FACTS)
        assert block.truth is UNMET
        assert [part.truth for part in block.parts] == [UNMET, UNKNOWN]


class TestPolarity:
    """5.8 Polarity is carried: under a negation "what must change" means what must cease to hold."""

    @pytest.mark.parametrize(
        ("condition", "tree"),
        [
            (Not(A), "-a"),
            (Not(B), None),
            (Not(Any((A, B, C))), ("all", 3, 1, 3, "-a", "-c")),
            (Not(All((A, C))), ("any", 1, 0, 2, "-a", "-c")),
            (Not(AtLeast(2, (A, B, C, D))), ("at_least", 3, 1, 4, "-a", "-c", "-d")),
            (Not(All((A, Not(B)))), ("any", 1, 0, 2, "-a", "b")),
        ],
    )
    def test_negation_reaches_the_facts(self, condition, tree):
        assert shape_of(condition) == tree

    def test_the_truth_is_that_of_what_must_hold(self):
        assert build_blocking_tree(Not(A), FACTS).truth is UNMET

    def test_a_comparison_is_turned_round(self):
        block = build_blocking_tree(Not(Compare(Value("x"), ">", Constant(45))), FACTS)
        assert block.condition == Compare(Value("x"), "<=", Constant(45))
        assert block.positive
        assert block.measured == (Interval.point(52), Interval.point(45))

    def test_an_equality_must_cease_to_hold(self):
        block = build_blocking_tree(Not(Compare(Value("x"), "==", Constant(52))), FACTS)
        assert (block.kind, block.positive, block.truth) == ("compare", False, UNMET)


class TestBranches:
    @pytest.mark.parametrize(
        ("condition", "tree"),
        [
            (Branch(A, B, A), "b"),
            (Branch(B, B, C), "c"),
            (Branch(A, A, B), None),
            (Branch(C, D, A), ("branch", "c", "d")),
            (Branch(C, A, A), None),
            (Not(Branch(C, A, B)), ("branch", "c", "-a")),
        ],
    )
    def test_an_unknown_test_is_named_beside_its_arms(self, condition, tree):
        assert shape_of(condition) == tree


class TestDefinitions:
    definitions = {"c": All((A, B)), "b": Any((D, Not(A)))}  # noqa: RUF012 - read only

    def test_names_are_opened(self):
        tree = ("named", "c", ("all", 2, 1, 2, ("named", "b", ("any", 1, 0, 2, "d", "-a"))))
        assert shape_of(C, definitions=self.definitions) == tree
        assert blocking_facts(build_blocking_tree(C, FACTS, self.definitions)) == ("d", "a")

    def test_polarity_passes_through_a_name(self):
        assert shape_of(Not(C), definitions={"c": Any((A, B))}) == ("named", "c", ("all", 2, 1, 2, "-a"))

    def test_what_was_settled_as_a_whole_stays_closed(self):
        tree = shape_of(C, definitions=self.definitions, expand=lambda name: name != "c")
        assert tree == "c"

    def test_a_definition_that_explains_nothing_is_not_shown(self):
        assert shape_of(C, definitions={"c": A}) == "c"

    def test_a_circle_is_refused(self):
        with pytest.raises(ValueError, match="refers to itself"):
            build_blocking_tree(C, FACTS, {"c": All((A, D)), "d": Any((B, C))})

    def test_a_long_chain_of_names_is_no_trouble(self):
        chain = {f"n{i}": All((A, Fact(f"n{i + 1}"))) for i in range(2000)}
        assert blocking_facts(build_blocking_tree(Fact("n0"), Assignment({"a": MET}), chain)) == ("n2000",)


def test_facts_are_given_once_in_order():
    assert blocking_facts(build_blocking_tree(All((C, Any((B, C)), Not(A), D)), FACTS)) == ("c", "b", "a", "d")
