"""Plans: what is done where and when, against every plan that there is (semantics 6.10)."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import combinations, product
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd

DAY = "2027-06-30"
CLUB = {
    "kiemdinh": 1,
    "framework": "own.clubs",
    "source": {"document": "x"},
    "subject": {"kind": "club"},
    "scales": {"rank": {"steps": [{"id": "good"}, {"id": "fine"}]}},
    "layers": [{"id": "criterion", "verdict": "met"}],
    "tags": {"must": {}, "either": {}, "top": {}},
    "sets": {tag: {"among": "criterion", "tagged": tag} for tag in ("must", "either", "top")},
    "tree": [
        {"id": "1", "tags": ["must"]},
        {"id": "2", "tags": ["either"]},
        {"id": "3", "tags": ["either", "top"]},
        {"id": "4", "tags": ["top"]},
        {"id": "5", "tags": ["top"]},
    ],
    "outcomes": [
        {
            "id": "rank",
            "ladder": "rank",
            "needs": {
                "good": {"all": [{"every": "must", "that": "met"}, {"count": "either", "that": "met", "at_least": 1}]},
                "fine": {"count": "top", "that": "met", "at_least": 2},
            },
        }
    ],
}
LEVELS = ("good", "fine")
CRITERIA = "12345"


@cache
def club():
    return kd.load(CLUB)


def batch_of(*states):
    """Schools A, B, … each with what is recorded of the criteria: ``+-?++`` is met, unmet, unknown, met, met."""
    words = {"+": "met", "-": "unmet", "?": None}
    rows = [
        {"school": "ABCDEFGH"[i], **{c: words[sign] for c, sign in zip(CRITERIA, state, strict=True)}}
        for i, state in enumerate(states)
    ]
    return kd.assess_many(club(), rows, on=DAY)


def rank_of(met):
    """The level of a club whose criteria in *met* are met: read off the definition by hand."""
    if "1" not in met or not {"2", "3"} & met:
        return 0
    return 2 if len({"3", "4", "5"} & met) >= 2 else 1


# -- every plan there is -----------------------------------------------------------------------------------


def minimal_repairs(state, rank):
    held = {c for c, sign in zip(CRITERIA, state, strict=True) if sign == "+"}
    left = [c for c in CRITERIA if c not in held]
    sets = [frozenset(one) for n in range(len(left) + 1) for one in combinations(left, n)]
    enough = [one for one in sets if rank_of(held | one) >= rank]
    return [one for one in enough if not any(other < one for other in enough)]


def works_of(state, years, ranks):
    """Everything that a school can do: None, or works (criteria, year, years taken, rank)."""
    held = rank_of({c for c, sign in zip(CRITERIA, state, strict=True) if sign == "+"})
    found = [()]
    ways = {rank: minimal_repairs(state, rank) for rank in ranks if rank > held}
    for rank, several in ways.items():
        for way in several:
            found += [((way, year, rank),) for year in years]
            for lower in (one for one in ways if one < rank):
                for first in (one for one in ways[lower] if not one >= way):
                    pairs = [(a, b) for a in years for b in years if a <= b]
                    found += [((first, a, lower), (way - first, b, rank)) for a, b in pairs]
    return [(held, works) for works in found]


def length_of(way, state, efforts, unknowns):
    improved = [c for c in way if unknowns == "worst" or state[CRITERIA.index(c)] != "?"]
    return max(1, ceil(max((efforts[c].get("months", 0) for c in improved), default=0) / 12))


def price_of(way, state, efforts, unknowns, settle):
    unknown = [c for c in way if state[CRITERIA.index(c)] == "?"]
    improved = [c for c in way if unknowns == "worst" or c not in unknown]
    return sum(efforts[c]["cost"] for c in improved) + settle * len(unknown)


def posts_of(way, state, efforts, unknowns):
    return sum(efforts[c].get("posts", 0) for c in way if unknowns == "worst" or state[CRITERIA.index(c)] != "?")


def all_plans(states, efforts, targets, budgets, unknowns="worst", settle=1, years=None):
    """Every plan that keeps targets and budgets: what it costs, and what is done at each school."""
    years = years or range(2027, max(by for _, _, by in targets) + 1)
    ranks = sorted({LEVELS.index(level) + 1 for level, _, _ in targets})
    choices = [works_of(state, years, ranks) for state in states]
    for plan in product(*choices):
        spent, posts, reached = dict.fromkeys(years, 0), dict.fromkeys(years, 0), [0] * len(targets)
        for state, (held, works) in zip(states, plan, strict=True):
            ends, level_by = 0, []
            for way, year, rank in works:
                spent[year] += price_of(way, state, efforts, unknowns, settle)
                for later in years:
                    posts[later] += posts_of(way, state, efforts, unknowns) if later >= year else 0
                ends = max(ends, year + length_of(way, state, efforts, unknowns) - 1)
                level_by.append((rank, ends))
            for i, (level, _, by) in enumerate(targets):
                wanted = LEVELS.index(level) + 1
                reached[i] += held >= wanted or any(rank >= wanted and end <= by for rank, end in level_by)
        if any(n < ceil(share * len(states)) for n, (_, share, _) in zip(reached, targets, strict=True)):
            continue
        if "money" in budgets and any(spent[year] > budgets["money"].get(year, 0) for year in years):
            continue
        stock = budgets.get("posts", {})
        if "posts" in budgets and any(
            posts[year] > next((stock[y] for y in sorted(stock, reverse=True) if y <= year), 0) for year in years
        ):
            continue
        done = tuple(frozenset().union(*(way for way, _, _ in works)) for _, works in plan)
        yield sum(spent.values()), done


def planned(states, efforts, targets, budgets, **more):
    kinds = {"money": "flow", "posts": "stock"}
    return kd.plan(
        batch_of(*states),
        on=DAY,
        targets=[{"share": level, "at_least": share, "by": by} for level, share, by in targets],
        budgets={name: {"kind": kinds[name], **amounts} for name, amounts in budgets.items()},
        efforts=efforts,
        **more,
    )


EFFORTS = st.fixed_dictionaries(
    {
        c: st.fixed_dictionaries(
            {"cost": st.integers(1, 4)}, optional={"months": st.sampled_from([6, 18]), "posts": st.integers(1, 2)}
        )
        for c in CRITERIA
    }
)
STATES = st.lists(st.text("+-?", min_size=5, max_size=5), min_size=1, max_size=2)
TARGETS = st.lists(
    st.tuples(
        st.sampled_from(LEVELS), st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(1)]), st.integers(2027, 2029)
    ),
    min_size=1, max_size=2,
)  # fmt: skip
AMOUNTS = st.dictionaries(st.integers(2027, 2029), st.integers(0, 8), max_size=3)
BUDGETS = st.fixed_dictionaries({}, optional={"money": AMOUNTS, "posts": AMOUNTS})


def keep_known(budgets, efforts):
    """Posts are short only where some effort takes some."""
    return {n: one for n, one in budgets.items() if n != "posts" or any("posts" in e for e in efforts.values())}


def check_cheapest(found, every):
    """Compare a plan with all plans, each with its cost and with what is done: it is the cheapest, and says so."""
    if not every:
        assert (found.status, found.cost, found.actions) == ("infeasible", None, ())
        return
    least = min(cost for cost, _ in every)
    assert (found.status, found.cost, found.gap) == ("optimal", least, 0)
    assert found.unique is (len({done for cost, done in every if cost == least}) == 1)
    assert set(found.confirmed.values()) <= {True}
    assert all(row["used"] <= row["limit"] for row in found.frame_rows("budgets"))
    assert all(row["reached"] >= row["needed"] for row in found.frame_rows("targets"))


class TestEveryPlan:
    """6.10 A *plan* says which schools do what in which year, so that targets are met within budgets."""

    @settings(max_examples=60, deadline=None)
    @given(STATES, EFFORTS, TARGETS, BUDGETS, st.sampled_from(["worst", "best"]))
    def test_the_cheapest_of_all(self, states, efforts, targets, budgets, unknowns):
        budgets = keep_known(budgets, efforts)
        every = list(all_plans(states, efforts, targets, budgets, unknowns))
        found = planned(states, efforts, targets, budgets, unknowns=unknowns)
        check_cheapest(found, every)

    @settings(max_examples=40, deadline=None)
    @given(STATES, EFFORTS, TARGETS, BUDGETS)
    def test_what_binds_and_what_is_in_conflict(self, states, efforts, targets, budgets):
        budgets = keep_known(budgets, efforts)
        found = planned(states, efforts, targets, budgets)
        years = range(2027, max(by for _, _, by in targets) + 1)

        def least_without(*names):
            kept = [one for i, one in enumerate(targets) if ("target", str(i + 1)) not in {n[:2] for n in names}]
            kept = kept or [(targets[0][0], Fraction(0), targets[0][2])]
            free = {name: {year: limit_in(name, amounts, year) for year in years} for name, amounts in budgets.items()}
            for kind, name, year in names:
                if kind == "budget":
                    free[name][year] = 10**6
            return min((cost for cost, _ in all_plans(states, efforts, kept, free, years=years)), default=None)

        def limit_in(name, amounts, year):
            if name == "money":
                return amounts.get(year, 0)
            return next((amounts[y] for y in sorted(amounts, reverse=True) if y <= year), 0)

        if found.status == "optimal":
            for one in found.binding:
                without = least_without(tuple(one.name))
                assert one.binds is (without < found.cost)
                assert one.saved == found.cost - without
        else:
            conflict = [tuple(one) for one in found.conflict]
            every = [("target", str(i + 1), by) for i, (_, _, by) in enumerate(targets)]
            every += [("budget", name, year) for name in budgets for year in years]
            others = [one for one in every if one not in conflict]
            assert least_without(*others) is None
            assert all(least_without(*others, one) is not None for one in conflict)


class TestLaws:
    """6.10 More money never reaches less, and what is required or excluded holds."""

    @settings(max_examples=30, deadline=None)
    @given(STATES, EFFORTS, TARGETS, AMOUNTS, st.integers(2027, 2028), st.integers(1, 5))
    def test_more_money_never_reaches_less(self, states, efforts, targets, money, year, more):
        richer = {**money, year: money.get(year, 0) + more}
        before, after = (
            sum(planned(states, efforts, targets, {"money": one}, objective="most").reached) for one in (money, richer)
        )
        assert after >= before

    def test_who_is_required_and_who_is_excluded(self):
        states, efforts = ["---++", "+--++", "+--++"], {c: {"cost": 1} for c in CRITERIA}
        targets = [("good", Fraction(1, 3), 2027)]
        assert planned(states, efforts, targets, {}).cost == 1
        assert {one.school for one in planned(states, efforts, targets, {}, require=["A"]).options} == {"A"}
        assert {one.school for one in planned(states, efforts, targets, {}, exclude=["A", "B"]).options} == {"C"}
        assert planned(states, efforts, targets, {}, exclude=["A", "B", "C"]).status == "infeasible"
