"""The blocking tree against the evaluator."""

from hypothesis import assume, given

from kiemdinh.rules import MET, UNMET, Assignment, Not, build_blocking_tree, evaluate, mixed_polarity_names
from strategies import assignments, conditions, fact_conditions


def blocks(block):
    yield block
    for part in block.parts:
        yield from blocks(part)


class TestBlockingTree:
    """5.2 The blocking tree keeps choices as choices: "all of these", "any 2 of these 4", with what is
    already satisfied in each.
    """

    @given(conditions(), assignments(unbounded=True))
    def test_is_there_exactly_while_the_condition_is_not_certain(self, condition, assignment):
        for asked in (condition, Not(condition)):
            block = build_blocking_tree(asked, assignment)
            assert (block is None) == evaluate(asked, assignment).certain
            assert block is None or block.truth is evaluate(asked, assignment)

    @given(conditions(), assignments(unbounded=True))
    def test_counts_add_up(self, condition, assignment):
        block = build_blocking_tree(condition, assignment)
        assume(block is not None)
        for part in blocks(block):
            assert part.truth is not MET
            if part.kind in ("all", "any", "at_least"):
                assert part.have + len(part.parts) == part.of
                assert part.have < part.need

    @given(fact_conditions(), assignments())
    def test_doing_all_that_it_says_makes_the_condition_certain(self, condition, assignment):
        assume(not mixed_polarity_names(condition))
        block = build_blocking_tree(condition, assignment)
        assume(block is not None)
        leaves = [part for part in blocks(block) if part.kind == "fact"]
        done = {leaf.id: MET if leaf.positive else UNMET for leaf in leaves}
        after = evaluate(condition, Assignment({**assignment.truths, **done}))
        # "at least 5 of 3" can never hold, whatever is done.
        possible_at_all = evaluate(condition, Assignment())
        assert after is (MET if possible_at_all is not UNMET else UNMET)

    @given(fact_conditions(), assignments())
    def test_facts_outside_the_tree_do_not_help(self, condition, assignment):
        assume(not mixed_polarity_names(condition))
        block = build_blocking_tree(condition, assignment)
        assume(block is not None)
        inside = {part.id for part in blocks(block) if part.kind == "fact"}
        for helped in (MET, UNMET):
            others = {name: truth if name in inside else helped for name, truth in assignment.truths.items()}
            assert not evaluate(condition, Assignment(others)).certain
