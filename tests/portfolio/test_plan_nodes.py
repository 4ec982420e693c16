"""Plans for nodes of subjects: towns whose clubs do what they need, against every plan there is (semantics 6.10)."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_plan import AMOUNTS, DAY, EFFORTS, LEVELS, batch_of, check_cheapest, club, length_of, price_of, works_of

import kiemdinh as kd

TOWN = {
    "kiemdinh": 1,
    "framework": "own.towns",
    "source": {"document": "x"},
    "subject": {"kind": "commune", "has": ["club"]},
    "inputs": {
        "open": {"type": "yes_no", "each": "club"},
        "place": {"type": "choice", "choices": ["north", "south"]},
    },
    "references": {"own.clubs/rank": {"scale": [{"id": "good"}, {"id": "fine"}]}},
    "scales": {"mark": {"steps": [{"id": "pass"}, {"id": "star"}]}},
    "sets": {
        "clubs": {"among": "club", "where": {"value": "open", "is": True}, "if_empty": "met"},
        "first": {"among": "criterion", "tagged": "first"},
        "second": {"among": "criterion", "tagged": "second"},
    },
    "tags": {"first": {}, "second": {}},
    "layers": [{"id": "criterion", "verdict": "met"}],
    "tree": [
        {
            "id": "1",
            "tags": ["first"],
            "met_if": {
                "share": "clubs",
                "that": {"outcome": "own.clubs/rank", "at_least": "fine"},
                "at_least": {"by": "place", "values": {"north": "50%", "south": "100%"}},
            },
        },
        {
            "id": "2",
            "tags": ["second"],
            "met_if": {
                "any": [
                    {"every": "clubs", "that": {"outcome": "own.clubs/rank", "at_least": "good"}},
                    {"count": "clubs", "that": {"outcome": "own.clubs/rank", "at_least": "fine"}, "at_least": 2},
                ]
            },
        },
        {"id": "3", "tags": ["first"]},
        {
            "id": "4",
            "met_if": {"count": "clubs", "that": {"outcome": "own.clubs/rank", "at_least": "fine"}, "at_most": 1},
        },
    ],
    "outcomes": [
        {
            "id": "mark",
            "ladder": "mark",
            "needs": {
                "pass": {"every": "first", "that": "met"},
                "star": {"every": "second", "that": "met"},
            },
        }
    ],
}
NODES = {"1": {2}, "2": {1, 2}, "3": set(), "outcome:mark/pass": {2}, "outcome:mark/star": {1, 2}}
"""What can be asked, with the levels of clubs that it names."""


@cache
def town():
    return kd.load(TOWN)


def town_dossier(opened, place, third, ranks=None):
    """A town with clubs A, B, …; *ranks* are their levels, as found by others; None records none."""
    register = [{"id": "ABCDEFGH"[i], "open": "unknown" if one is None else one} for i, one in enumerate(opened)]
    found = {
        "subject": {"id": "T"}, "complete": ["club"], "inputs": {"place": place or "unknown"},
        "findings": {"3": {None: "unknown", True: "met", False: "unmet"}[third]}, "register": {"club": register},
    }  # fmt: skip
    if ranks is not None:
        words = ("none", *LEVELS)
        found["results"] = [
            {"member": "ABCDEFGH"[i], "outcome": "own.clubs/rank", "is": words[rank], "side": "external", "on": DAY}
            for i, rank in enumerate(ranks)
        ]
    return found


@cache
def is_met(opened, place, third, ranks, node):
    """Whether a town of which everything is known meets a node: asked of ``kd.assess``."""
    result = kd.assess(town(), town_dossier(opened, place, third, ranks), on=DAY)
    if node.startswith("outcome:"):
        level = None if result.level is None else result.level.id
        return level == "star" or node.endswith(f"/{level}")
    return next(one.truth.name == "MET" for one in result.nodes if one.id == node)


def completions(opened, place, third):
    yield from product(
        product(*([True, False] if one is None else [one] for one in opened)),
        ["north", "south"] if place is None else [place],
        [True, False] if third is None else [third],
    )


def meets(about, ranks, node, unknowns):
    found = (is_met(*one, ranks, node) for one in completions(*about))
    return all(found) if unknowns == "worst" else any(found)


def ranks_named(shares, nodes):
    return {LEVELS.index(level) + 1 for level, *_ in shares}.union(*(NODES[node] for node, _ in nodes))


def affordable(states, efforts, shares, nodes, budgets, unknowns="worst", ranks=None):
    """Every plan within budgets: its cost, what is done at each club, and the level of each by the end of a year."""
    years = range(2027, max(by for *_, by in (*shares, *nodes)) + 1)
    ranks = ranks_named(shares, nodes) if ranks is None else ranks
    for plan in product(*(works_of(state, years, sorted(ranks)) for state in states)):
        spent, levels = dict.fromkeys(years, 0), []
        for state, (held, works) in zip(states, plan, strict=True):
            ends, own = 0, [(held, 0)]
            for way, year, rank in works:
                spent[year] += price_of(way, state, efforts, unknowns, 1)
                ends = max(ends, year + length_of(way, state, efforts, unknowns) - 1)
                own.append((rank, ends))
            levels.append(own)
        if "money" not in budgets or all(spent[year] <= budgets["money"].get(year, 0) for year in years):
            ranks = {by: tuple(max(rank for rank, end in own if end <= by) for own in levels) for by in years}
            yield (
                sum(spent.values()),
                tuple(frozenset().union(*(way for way, _, _ in works)) for _, works in plan),
                ranks,
            )


def count_share(level, ranks):
    return sum(rank >= LEVELS.index(level) + 1 for rank in ranks)


def every_plan(states, efforts, shares, nodes, budgets, about, unknowns="worst"):
    """Every plan that keeps targets and budgets: its cost, and what is done at each club."""
    for cost, done, ranks in affordable(states, efforts, shares, nodes, budgets, unknowns):
        needed = [(count_share(level, ranks[by]), ceil(share * len(states))) for level, share, by in shares]
        if all(n >= least for n, least in needed) and all(
            meets(about, ranks[by], node, unknowns) for node, by in nodes
        ):
            yield cost, done


def planned(states, efforts, shares, nodes, budgets, about, **more):
    batch = batch_of(*states)
    subject = kd.assess(town(), town_dossier(*about), on=DAY)
    targets = [{"share": level, "at_least": share, "by": by} for level, share, by in shares]
    targets += [{"framework": "own.towns", "subject": "T", "node": node, "by": by} for node, by in nodes]
    money = {name: {"kind": "flow", **amounts} for name, amounts in budgets.items()}
    return kd.plan(batch, on=DAY, targets=targets, budgets=money, efforts=efforts, references=[subject], **more)


STATES = st.builds(
    lambda drawn, more: [*drawn, *more],
    st.lists(st.text("+-?", min_size=5, max_size=5), min_size=1, max_size=2),
    st.sampled_from([(), (), ("++--+",), ("+++-?",)]),
)
MAYBE = st.sampled_from([True, True, False, None])
ABOUT = st.tuples(
    st.tuples(MAYBE, MAYBE, MAYBE),
    st.sampled_from(["north", "north", "south", None]),
    st.sampled_from([True, None, False]),
)
SHARES = st.lists(
    st.tuples(st.sampled_from(LEVELS), st.sampled_from([Fraction(1, 3), Fraction(1, 2)]), st.integers(2027, 2028)),
    max_size=1,
)
ASKED = st.lists(st.tuples(st.sampled_from([*NODES]), st.integers(2027, 2028)), min_size=1, max_size=2)
BUDGETS = st.fixed_dictionaries({}, optional={"money": AMOUNTS})
CASES = (STATES, EFFORTS, SHARES, ASKED, BUDGETS, ABOUT, st.sampled_from(["worst", "best"]))


class TestEveryPlan:
    """6.10 A target can also ask that a node of a subject of another framework is met at the end of a year."""

    @settings(max_examples=80, deadline=None)
    @given(*CASES)
    def test_the_cheapest_of_all(self, states, efforts, shares, nodes, budgets, about, unknowns):
        about = (about[0][: len(states)], *about[1:])
        every = list(every_plan(states, efforts, shares, nodes, budgets, about, unknowns))
        found = planned(states, efforts, shares, nodes, budgets, about, unknowns=unknowns)
        check_cheapest(found, every)
        if every:
            assert set(found.confirmed_nodes.values()) == {True}
            assert found.reached[len(shares) :] == (1,) * len(nodes)

    def test_a_way_to_a_lower_level_may_be_another_choice(self):
        # The work to the higher level, of the same cost, is one of the two ways to the lower.
        states, about = ["?-??+", "++--+"], ((True, True), "north", True)
        efforts, nodes = {name: {"cost": 1} for name in "12345"}, [("2", 2027)]
        every = [*every_plan(states, efforts, [], nodes, {}, about, "best")]
        found = planned(states, efforts, [], nodes, {}, about, unknowns="best")
        check_cheapest(found, every)
        assert found.unique is False

    @settings(max_examples=40, deadline=None)
    @given(*CASES)
    def test_what_binds_and_what_is_in_conflict(self, states, efforts, shares, nodes, budgets, about, unknowns):
        about = (about[0][: len(states)], *about[1:])
        found = planned(states, efforts, shares, nodes, budgets, about, unknowns=unknowns)
        years = range(2027, max(by for *_, by in (*shares, *nodes)) + 1)
        last = ("3", max(years))  # keeps the years of the plan; the third criterion is met in a town of its own

        def least_without(names):
            gone = {int(name) - 1 for kind, name, _ in names if kind == "target"}
            kept = [one for i, one in enumerate(shares) if i not in gone]
            asked = [one for i, one in enumerate(nodes, len(shares)) if i not in gone]
            money = {year: budgets["money"].get(year, 0) for year in years} if "money" in budgets else {}
            money |= {year: 10**6 for kind, _, year in names if kind == "budget"}
            limits = {"money": money} if money else {}
            plans = affordable(
                states, efforts, kept, [*asked, last], limits, unknowns, ranks=ranks_named(shares, nodes)
            )
            costs = [
                cost
                for cost, _, ranks in plans
                if all(count_share(level, ranks[by]) >= ceil(share * len(states)) for level, share, by in kept)
                and all(meets(about, ranks[by], node, unknowns) for node, by in asked)
            ]
            return min(costs, default=None)

        if found.status == "optimal":
            for one in found.binding:
                without = least_without([one.name])
                assert (one.binds, one.saved) == (without < found.cost, found.cost - without)
        else:
            conflict = [tuple(one) for one in found.conflict]
            every = [("target", str(i + 1), by) for i, (*_, by) in enumerate((*shares, *nodes))]
            every += [("budget", "money", year) for year in years if "money" in budgets]
            others = [one for one in every if one not in conflict]
            assert least_without(others) is None
            assert all(least_without([*others, one]) is not None for one in conflict)

    @settings(max_examples=40, deadline=None)
    @given(*CASES[:-1])
    def test_the_most_within_budgets(self, states, efforts, shares, nodes, budgets, about):
        """6.10 A node that is met counts as one school where as many as possible are asked for."""
        about = (about[0][: len(states)], *about[1:])
        found = planned(states, efforts, shares, nodes, budgets, about, objective="most")
        met = [
            (
                sum(count_share(level, ranks[by]) for level, _, by in shares)
                + sum(meets(about, ranks[by], node, "worst") for node, by in nodes),
                -cost,
            )
            for cost, _, ranks in affordable(states, efforts, shares, nodes, budgets)
        ]
        assert (found.status, (sum(found.reached), -found.cost)) == ("optimal", max(met))


class TestLaws:
    """6.10 What else is unknown of the subject turns out badly at worst and well at best (1.2)."""

    @settings(max_examples=30, deadline=None)
    @given(*CASES[:-1])
    def test_the_best_costs_no_more_than_the_worst(self, states, efforts, shares, nodes, budgets, about):
        about = (about[0][: len(states)], *about[1:])
        worst, best = (
            planned(states, efforts, shares, nodes, budgets, about, unknowns=unknowns) for unknowns in ("worst", "best")
        )
        assert worst.cost is None or best.cost <= worst.cost

    @settings(max_examples=30, deadline=None)
    @given(*CASES, st.tuples(st.sampled_from([*NODES]), st.integers(2027, 2028)))
    def test_a_further_node_never_makes_it_cheaper(
        self, states, efforts, shares, nodes, budgets, about, unknowns, more
    ):
        about = (about[0][: len(states)], *about[1:])
        few, many = (
            planned(states, efforts, shares, some, {}, about, unknowns=unknowns) for some in (nodes, [*nodes, more])
        )
        assert many.cost is None or few.cost <= many.cost

    @settings(max_examples=20, deadline=None)
    @given(*CASES)
    def test_a_phased_plan_costs_no_more(self, states, efforts, shares, nodes, budgets, about, unknowns):
        about = (about[0][: len(states)], *about[1:])
        whole, phased = (
            planned(states, efforts, shares, nodes, budgets, about, unknowns=unknowns, phased=one)
            for one in (False, True)
        )
        assert whole.cost is None or phased.cost <= whole.cost
        assert set(phased.confirmed_nodes.values()) <= {True}


class TestOpenContext:
    """6.10 in each case of open context (1.7)"""

    @staticmethod
    def ask(clubs, **more):
        """Towns with so many clubs of which nobody knows whether they are open; each lacks one criterion to be fine."""
        ids = [f"C{i}" for i in range(clubs)]
        rows = [{"school": one, **dict.fromkeys("123", "met"), "4": "unmet", "5": "unmet"} for one in ids]
        dossier = town_dossier((), "north", True)
        dossier["register"] = {"club": [{"id": one, "open": "unknown"} for one in ids]}
        subject = kd.assess(town(), dossier, on=DAY)
        target = {"framework": "own.towns", "subject": "T", "node": "1", "by": 2027}
        return kd.plan(kd.assess_many(club(), rows, on=DAY), on=DAY, targets=[target], references=[subject], **more)

    def test_a_club_may_be_the_only_one_that_is_open(self):
        found = self.ask(8)
        assert (found.status, found.cost, found.confirmed_nodes) == ("optimal", 8, {1: True})

    def test_more_cases_than_are_looked_at(self):
        """1.7 past a stated number of cases the result is sound only (1.6)."""
        found = self.ask(9)
        assert (found.status, found.cost, found.bound, found.confirmed_nodes) == ("bounded", 9, 0, {1: True})
        assert found.unique is None
        assert self.ask(9, exclude=["C0"]).status == "unknown"


def refused(**target):
    asked = {"framework": "own.towns", "subject": "T", "node": "1", "by": 2027} | target
    subject = kd.assess(town(), town_dossier((True, True), "north", True), on=DAY)
    with pytest.raises(kd.InputError) as error:
        kd.plan(batch_of("+----", "-----"), on=DAY, targets=[asked], references=[subject])
    return [one.path for one in error.value.diagnostics]


class TestProblems:
    def test_whom_and_what_it_is_about(self):
        assert refused(framework="own.villages") == ["targets/0/framework"]
        assert refused(subject="U", node="9", by=2020) == ["targets/0/by", "targets/0/subject", "targets/0/node"]
        assert refused(node="outcome:mark") == ["targets/0/node"]
        assert refused(node="outcome:mark/best") == ["targets/0/node"]

    def test_a_node_that_a_school_can_spoil(self):
        """6.10 A node that a school can spoil by what it reaches is refused."""
        assert refused(node="4") == ["targets/0/node"]

    def test_who_is_required_needs_a_level(self):
        subject = kd.assess(town(), town_dossier((True,), "north", True), on=DAY)
        target = {"framework": "own.towns", "subject": "T", "node": "1", "by": 2027}
        with pytest.raises(kd.InputError, match="which level"):
            kd.plan(batch_of("+----"), on=DAY, targets=[target], references=[subject], require=["A"])

    @pytest.mark.parametrize("odd", ["x", 3, [1], {"T": 1}, [{"subject": {"id": "T"}}]])
    def test_what_is_no_reference(self, odd):
        target = {"share": "good", "at_least": "50%", "by": 2027}
        with pytest.raises(kd.InputError) as error:
            kd.plan(batch_of("+----"), on=DAY, targets=[target], references=odd)
        assert [one.path for one in error.value.diagnostics] == ["references"]


class TestWhatIsInTheWay:
    """6.10 Where no level of a school would do, what else would have to change is named."""

    def test_the_own_criterion_of_a_town(self):
        found = planned(["+++++"], {}, [], [("outcome:mark/pass", 2027)], {}, ((True,), "north", False))
        assert (found.status, found.obstacles) == ("infeasible", {1: ("3",)})
        assert [tuple(one) for one in found.conflict] == [("target", "1", 2027)]
        assert "even if all of them are raised: 3" in " ".join(found.to_text("en").split())

    def test_what_is_unknown_of_a_town_at_worst_and_at_best(self):
        about = ((True,), "north", None)
        worst, best = (
            planned(["+++--"], {}, [], [("outcome:mark/pass", 2027)], {}, about, unknowns=unknowns)
            for unknowns in ("worst", "best")
        )
        assert (worst.status, worst.obstacles) == ("infeasible", {1: ("3",)})
        assert (best.status, best.cost, best.obstacles) == ("optimal", 1, {1: ()})

    def test_schools_that_are_enough_and_too_late(self):
        efforts = {key: {"cost": 1, "months": 18} for key in "45"}
        found = planned(["+++--"], efforts, [], [("1", 2027)], {}, ((True,), "north", True))
        assert (found.status, found.obstacles) == ("infeasible", {1: ()})
        assert [tuple(one) for one in found.conflict] == [("target", "1", 2027)]


class TestRecords:
    """6.10 What the batch says of a member counts there as what is computed (6.5)."""

    def test_what_others_found_stands(self):
        """The town has found B fine: it is not raised, though the batch has it at nothing."""
        subject = kd.assess(town(), town_dossier((True, True), "south", True, (0, 2)), on=DAY)
        target = {"framework": "own.towns", "subject": "T", "node": "1", "by": 2027}
        found = kd.plan(batch_of("+----", "-----"), on=DAY, targets=[target], references=[subject])
        assert {one.school for one in found.actions} == {"A"}
        assert found.confirmed_nodes == {1: True}

    def test_what_was_computed_before_gives_way(self):
        dossier = town_dossier((True,), "south", True)
        dossier["results"] = [{"member": "A", "outcome": "own.clubs/rank", "is": "fine", "side": "computed", "on": DAY}]
        subject = kd.assess(town(), dossier, on=DAY)
        assert [str(one.truth) for one in subject.nodes if one.id == "1"] == ["met"]
        target = {"framework": "own.towns", "subject": "T", "node": "1", "by": 2027}
        assert kd.plan(batch_of("+++--"), on=DAY, targets=[target], references=[subject]).cost == 1

    def test_many_towns_as_a_batch(self):
        register = [{"id": c, "commune": t, "open": "yes"} for c, t in zip("ABC", "TTU", strict=True)]
        towns = kd.assess_many(
            town(), [{"school": "T", "place": "north"}, {"school": "U", "place": "south"}], on=DAY,
            register={"club": kd.read_register(register, complete=True)},
        )  # fmt: skip
        targets = [{"framework": "own.towns", "subject": one, "node": "1", "by": 2027} for one in "TU"]
        found = kd.plan(batch_of("+++--", "+----", "++---"), on=DAY, targets=targets, references=[towns])
        assert {one.school: one.level for one in found.actions} == {"A": "fine", "C": "fine"}
        assert (found.reached, found.confirmed_nodes) == ((1, 1), {1: True, 2: True})

    def test_another_day_is_told(self):
        subject = kd.assess(town(), town_dossier((True,), "north", True), on="2026-01-01")
        target = {"framework": "own.towns", "subject": "T", "node": "1", "by": 2027}
        found = kd.plan(batch_of("+++++"), on=DAY, targets=[target], references=[subject])
        assert [one.code for one in found.warnings] == ["KD736"]
        assert (found.status, found.cost) == ("optimal", 0)
