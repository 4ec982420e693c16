"""Both readings against every completion of small conditions."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

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
    Select,
    Sum,
    Value,
    at_most_k,
    evaluate,
    evaluate_cases,
    evaluate_quantity,
    join_truths,
    mixed_polarity_names,
    negate_condition,
    walk,
)
from oracle import amount, completions, holds, outcomes, true_reading, unknowns
from strategies import FACTS, VALUES, assignments, conditions, fact_conditions, intervals, quantities


def without_known_unknown(condition):
    return not any(isinstance(part, Known) and part.truth is UNKNOWN for part in walk(condition))


class TestCompletions:
    """1.6 Both readings are exact (certain = true in every completion, possible = true in some) if nothing
    enters both ways. Otherwise the readings are sound (never narrower than the truth).
    """

    @given(conditions(), assignments())
    @settings(max_examples=300)
    def test_sound_always(self, condition, assignment):
        assume(without_known_unknown(condition))
        truth = evaluate(condition, assignment)
        found = outcomes(condition, assignment)
        assert not truth.certain or found == {True}
        assert truth.possible or found == {False}

    @given(conditions(), assignments())
    @settings(max_examples=300)
    def test_exact_where_nothing_enters_both_ways(self, condition, assignment):
        assume(without_known_unknown(condition))
        assume(not mixed_polarity_names(condition) & unknowns(assignment))
        assert evaluate(condition, assignment) is true_reading(condition, assignment)

    @given(fact_conditions(negation=False), assignments())
    def test_conditions_without_negation_are_always_exact(self, condition, assignment):
        assert not mixed_polarity_names(condition)
        assert evaluate(condition, assignment) is true_reading(condition, assignment)

    @given(quantities(), assignments())
    @settings(max_examples=200)
    def test_an_interval_holds_every_value_that_can_come_out(self, quantity, assignment):
        span = evaluate_quantity(quantity, assignment)
        for facts, values in completions(quantity, assignment):
            assert span.low <= amount(quantity, facts, values) <= span.high

    @given(conditions(), assignments())
    def test_what_is_known_entirely_is_never_unknown(self, condition, assignment):
        assume(without_known_unknown(condition))
        assume(not unknowns(assignment))
        ((facts, values),) = completions(condition, assignment)
        assert evaluate(condition, assignment) is (MET if holds(condition, facts, values) else UNMET)


class TestGroups:
    """1.3 `all`: both readings are conjunctions. `any`: disjunctions. `at least k of n`: the members certain
    number k or more; the members possible number k or more. `not` negates and swaps the readings. `at most m`
    of a predicate is `not at least m+1` of it.
    """

    groups = st.lists(conditions(max_leaves=2), min_size=1, max_size=4).map(tuple)

    @given(groups, assignments())
    def test_all_and_any_read_as_at_least_k(self, parts, assignment):
        assert evaluate(All(parts), assignment) is evaluate(AtLeast(len(parts), parts), assignment)
        assert evaluate(Any(parts), assignment) is evaluate(AtLeast(1, parts), assignment)

    @given(groups, assignments(), st.integers(-1, 5))
    def test_at_least_counts_each_reading(self, parts, assignment, k):
        truths = [evaluate(part, assignment) for part in parts]
        truth = evaluate(AtLeast(k, parts), assignment)
        assert truth.certain == (sum(part.certain for part in truths) >= k)
        assert truth.possible == (sum(part.possible for part in truths) >= k)

    @given(groups, assignments(), st.integers(-1, 5))
    def test_at_most_is_not_at_least_one_more(self, parts, assignment, m):
        assert evaluate(at_most_k(m, parts), assignment) is evaluate(Not(AtLeast(m + 1, parts)), assignment)

    @given(groups, assignments(), st.integers(-1, 5), st.randoms())
    def test_the_order_of_members_does_not_matter(self, parts, assignment, k, random):
        shuffled = list(parts)
        random.shuffle(shuffled)
        for group in (All, Any, lambda members: AtLeast(k, members)):
            assert evaluate(group(parts), assignment) is evaluate(group(tuple(shuffled)), assignment)

    @given(conditions(), assignments(unbounded=True))
    def test_a_pushed_negation_reads_as_the_negation(self, condition, assignment):
        pushed = negate_condition(condition)
        assert evaluate(pushed, assignment) is evaluate(condition, assignment).negated()
        assert evaluate(negate_condition(pushed), assignment) is evaluate(condition, assignment)

    @given(fact_conditions())
    def test_a_pushed_negation_stands_before_facts_only(self, condition):
        inner = [part.part for part in walk(negate_condition(condition)) if isinstance(part, Not)]
        assert all(isinstance(part, Fact) for part in inner)


class TestNotLooking:
    """1.9 Not looking never helps: replacing a fact by unknown never raises a certain reading, a score's low
    end or a guaranteed level, and never lowers a possible one.
    """

    @given(conditions(), assignments(unbounded=True), st.sampled_from(FACTS))
    def test_a_fact_forgotten(self, condition, assignment, name):
        before = evaluate(condition, assignment)
        after = evaluate(condition, Assignment({**assignment.truths, name: UNKNOWN}, assignment.values))
        assert after in (before, UNKNOWN)

    @given(conditions(), assignments(unbounded=True), st.sampled_from(VALUES), intervals())
    def test_a_value_known_less_well(self, condition, assignment, name, other):
        wider = assignment.value(name).hull(other)
        before = evaluate(condition, assignment)
        after = evaluate(condition, Assignment(assignment.truths, {**assignment.values, name: wider}))
        assert after in (before, UNKNOWN)

    @given(quantities(), assignments(unbounded=True), st.sampled_from(FACTS))
    def test_a_score_never_rises_at_its_low_end(self, quantity, assignment, name):
        before = evaluate_quantity(quantity, assignment)
        after = evaluate_quantity(quantity, Assignment({**assignment.truths, name: UNKNOWN}, assignment.values))
        assert after.hull(before) == after


class TestApplicability:
    """1.7 Where it is unknown whether a member applies, the certain reading takes the worst of what is left
    open (verdict or absence), the possible reading the best. Shares and means are judged member by member
    against the threshold (met adds 100-p, unmet takes p, absent adds 0).
    """

    members = st.lists(
        st.tuples(st.sampled_from([UNMET, UNKNOWN, MET]), st.sampled_from([UNMET, UNKNOWN, MET])),
        min_size=1,
        max_size=4,
    )

    @staticmethod
    def assignment(members):
        applies = {f"applies{i}": applies for i, (applies, _) in enumerate(members)}
        return Assignment(applies | {f"met{i}": verdict for i, (_, verdict) in enumerate(members)})

    @given(members, st.integers(0, 5))
    def test_a_group_whose_members_may_leave_is_exact(self, members, k):
        parts = tuple(Branch(Fact(f"applies{i}"), Fact(f"met{i}"), Known(UNMET)) for i in range(len(members)))
        condition = AtLeast(k, parts)
        assert not mixed_polarity_names(condition)
        assert evaluate(condition, self.assignment(members)) is true_reading(condition, self.assignment(members))

    @given(members, st.integers(0, 100))
    def test_a_share_of_those_that_apply_is_exact(self, members, percent):
        size = range(len(members))
        shares = tuple(
            Select(
                Fact(f"applies{i}"),
                Select(Fact(f"met{i}"), Constant(100 - percent), Constant(-percent)),
                Constant(0),
            )
            for i in size
        )
        condition = Compare(Sum(shares), ">=", Constant(0))
        verdicts = set()
        for facts, _ in completions(condition, self.assignment(members)):
            present = [facts[f"met{i}"] for i in size if facts[f"applies{i}"]]
            verdicts.add(100 * sum(present) >= percent * len(present))
        truth = evaluate(condition, self.assignment(members))
        assert (truth.certain, truth.possible) == (verdicts == {True}, True in verdicts)


class TestCases:
    """1.7 An unknown context value that bears on several members or thresholds is settled by cases, joined:
    least certain, greatest possible.
    """

    rows = st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4))

    @given(rows, rows, intervals(unbounded=False), intervals(unbounded=False))
    def test_a_table_by_an_unknown_choice(self, lows, highs, x, y):
        condition = All(
            (
                Compare(Value("x"), ">=", table(lows)),
                Compare(Value("y"), "<=", table(highs)),
            )
        )
        facts = {"x": x, "y": y}
        kinds = [Interval.point(kind) for kind in range(3)]
        truths, exact = evaluate_cases(
            lambda case: evaluate(condition, Assignment({}, facts | dict(case))), {"kind": kinds}
        )
        true = {
            holds(condition, {}, values)
            for kind in kinds
            for _, values in completions(condition, Assignment({}, facts | {"kind": kind}))
        }
        assert exact
        assert join_truths(truths) is {(True,): MET, (False,): UNMET}.get(tuple(true), UNKNOWN)


def table(row):
    first, second, third = map(Constant, row)
    return Select(
        Compare(Value("kind"), "==", Constant(0)),
        first,
        Select(Compare(Value("kind"), "==", Constant(1)), second, third),
    )
