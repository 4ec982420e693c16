"""Outcomes (semantics 2.1 to 2.6) against every way in which the unknown can turn out, and their invariances."""

from copy import deepcopy
from dataclasses import replace
from itertools import product
from math import prod

from dossiers import (
    LATER,
    STAGES,
    STEPS,
    Entry,
    Papers,
    cases,
    definition,
    definitions,
    entries,
    facts_of,
    holed,
    its,
    rank,
    result_of,
    standing,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.evidence.resolution import Rank
from kiemdinh.rules import MET, UNKNOWN, Interval
from kiemdinh.standards.definition import LadderOutcome
from oracle import holds

MOST = 64
"""Completions that a test tries at most."""


class TestLadder:
    """2.1 A **ladder** is an ordered list of levels, lowest first. A level holds when its own condition and those of
    all lower levels hold.
    """

    @given(cases())
    @settings(max_examples=120)
    def test_a_level_implies_those_below(self, case):
        framework, papers = case
        facts = facts_of(framework, papers)
        steps = STEPS[: len(framework.definition.scales["lv"].steps)]
        truths = [facts.truth(f"outcome:level/{step}") for step in steps]
        assert truths == sorted(truths, reverse=True)

    @given(cases(negation=False))
    @settings(max_examples=100)
    def test_what_is_reported_never_falls_below_or_rises_above_itself(self, case):
        framework, papers = case
        for outcome in result_of(framework, papers).outcomes[:1]:
            assert rank(framework, outcome.guaranteed) <= rank(framework, outcome.attainable)


class TestDetermined:
    """2.2 The **guaranteed** level is the highest level that is certain; the **attainable** level the highest that is
    possible. They coincide when nothing that matters is unknown: then the outcome is *determined*. Below the lowest
    level stands an outcome with a name and an id of its own, and that name is said only when it is certain: a school
    not yet assessed is *undetermined* between two outcomes, never failed.
    """

    @given(cases())
    @settings(max_examples=120)
    def test_an_undetermined_school_has_no_outcome(self, case):
        framework, papers = case
        result = result_of(framework, papers)
        for outcome in (*result.outcomes, *(o for part in result.parts for o in part.outcomes)):
            assert (outcome.outcome is None) == (not outcome.determined)
            if outcome.kind == "ladder":
                assert outcome.determined == (outcome.guaranteed == outcome.attainable)
                wanted = "l0" if outcome.guaranteed is None else outcome.guaranteed.id
                assert outcome.outcome is None or outcome.outcome.id == wanted
            else:
                assert outcome.determined == (len(outcome.labels) == 1)

    @given(definitions(negation=False, kinds=("judged",), staged=False))
    @settings(max_examples=40)
    def test_a_school_not_yet_assessed_has_not_failed(self, said):
        for node in said["tree"]:  # a count of more criteria than are asked for a level cannot hold (2.3)
            node["levels"].setdefault("l1", [{"id": "a", "en": "x"}])
        result = result_of(kd.load(said), Papers())
        assert result.outcome is None or result.outcome.id != "l0"
        assert result.outcomes[1].outcome is None or result.outcomes[1].outcome.id != "poor"


class TestCompletions:
    """1.6 A *completion* gives every unknown a value that it can take. Both readings are exact (certain = true in
    every completion, possible = true in some) if nothing enters both ways. Otherwise the readings are sound (never
    narrower than the truth), and the result says so.
    """

    @given(holed())
    @settings(max_examples=120)
    def test_by_requirements(self, case):
        against_completions(*case)

    @given(holed(whole=True, kinds=("judged",)))
    @settings(max_examples=120)
    def test_by_criteria_as_a_whole(self, case):
        against_completions(*case)

    @given(cases(most=12, empty=("met", "unmet")))
    @settings(max_examples=120)
    def test_by_the_facts_whatever_is_recorded(self, case):
        framework, papers = case
        main = result_of(framework, papers).outcomes[0]
        facts = facts_of(framework, papers)
        completed = [_Completed(part, MOST) for part in facts.stages.values()]
        assume(prod(c.size for c in completed) <= 4 * MOST)
        by_part = [c.levels() for c in completed]
        levels = {min(found) for found in product(*by_part)}
        low, high = rank(framework, main.guaranteed), rank(framework, main.attainable)
        assert low <= min(levels)
        assert high >= max(levels)
        if main.exact:
            assert (low, high) == (min(levels), max(levels))


def against_completions(framework, papers, holes):
    """Compare a result with the results of all completions: new dossiers, in which an external record settles each.

    A completion is determined unless the definition itself says that an empty group is unknown.
    """
    assume(prod(len(hole.ways) for hole in holes) <= MOST)
    main, *others = result_of(framework, papers).outcomes
    completed = [result_of(framework, papers.add(*ways)) for ways in product(*(hole.ways for hole in holes))]
    least = min(rank(framework, result.level) for result in completed)
    most = max(rank(framework, result.attainable) for result in completed)
    low, high = rank(framework, main.guaranteed), rank(framework, main.attainable)
    assert low <= least
    assert high >= most
    if main.exact:
        assert (low, high) == (least, most)
    for i, label in enumerate(others, 1):
        yielded = {found for result in completed for found in result.outcomes[i].labels}
        assert yielded <= set(label.labels)
        assert yielded == set(label.labels) or not label.exact


class _Completed:
    """Every completion of the facts of one part, read by the plainest evaluator there is."""

    def __init__(self, part, most):
        self.part, self.conditions = part, part.rules.definitions
        main = part.framework.outcomes[0]
        self.tops = [f"outcome:{main.id}/{step.id}" for step in part.framework.definition.scales["lv"].steps]
        self.values = {}
        for top in self.tops:
            self._find_values(top, set())
        assume(prod(len(ways) for ways in self.values.values()) <= most)
        self.cases = list(self._cases())
        self.size = sum(prod(map(len, (*facts.values(), *values.values()))) for facts, values in self.cases)
        assume(self.size <= most)

    def _find_values(self, name, seen):
        if name in seen or name not in self.conditions:
            return
        seen.add(name)
        for value in self.part.rules.values[name] & self.part.rules.context_values:
            now = self.part.value(value)
            self.values[value] = list(range(now.low, now.high + 1))
        for below in self.part.rules.facts[name]:
            self._find_values(below, seen)

    def _cases(self):
        """For each way the context can turn out: the facts that records settle then, and what figures can be."""
        for numbers in product(*self.values.values()):
            points = {name: Interval.point(number) for name, number in zip(self.values, numbers, strict=True)}
            resolved, facts, values = self.part.in_case(points, frozenset(self.conditions)), {}, {}
            for top in self.tops:
                self._look(top, resolved, facts, values)
            yield facts, values

    def _look(self, name, resolved, facts, values):
        if self._is_leaf(name, resolved):
            truth = resolved.truth(name)
            facts[name] = [True, False] if truth is UNKNOWN else [truth is MET]
            return
        for value in self.part.rules.values[name]:
            now = resolved.value(value)
            values[value] = list(range(now.low, now.high + 1))
        for below in self.part.rules.facts[name]:
            self._look(below, resolved, facts, values)

    def _is_leaf(self, name, resolved):
        return name not in self.conditions or resolved.resolved(name).rank not in (Rank.CONDITION, Rank.METRIC)

    def levels(self):
        """The levels that the part has in some completion."""
        found = set()
        for leaves, values in self.cases:
            for facts in product(*leaves.values()):
                for numbers in product(*values.values()):
                    truths = _Lazily(self, dict(zip(leaves, facts, strict=True)))
                    truths.values_ = dict(zip(values, numbers, strict=True))
                    found.add(sum(truths[top] for top in self.tops))
        return found


class _Lazily(dict):
    """The truth of each fact in one completion, derived from those given when asked for."""

    def __init__(self, completed, given_):
        super().__init__(given_)
        self.completed, self.values_ = completed, {}

    def __missing__(self, name):
        self[name] = holds(self.completed.conditions[name], self, self.values_)
        return self[name]


class TestStages:
    """2.6 Where a definition declares parts (stages), a school with several is assessed part by part: its level is the
    lowest, and one part without a level leaves the school without one. A part not assessed is unknown.
    """

    @given(cases(staged=True))
    @settings(max_examples=100)
    def test_a_school_counts_by_its_lowest_part(self, case):
        framework, papers = case
        result = result_of(framework, papers)
        parts = [part.outcomes[0] for part in result.parts]
        assert [part.stage for part in result.parts] == list(STAGES)
        assert rank(framework, result.level) == min(rank(framework, part.guaranteed) for part in parts)
        assert rank(framework, result.attainable) == min(rank(framework, part.attainable) for part in parts)

    @given(cases(staged=True))
    @settings(max_examples=60)
    def test_what_is_recorded_for_the_school_is_recorded_for_every_part(self, case):
        framework, papers = case
        only = papers.with_entries(e for e in papers.entries if e.stage is None)
        result = result_of(framework, only)
        one, two = result.parts
        assert one.outcomes == two.outcomes
        assert result.level == one.outcomes[0].guaranteed

    @given(st.data())
    @settings(max_examples=40)
    def test_a_dossier_without_stages_is_assessed_as_one_part(self, data):
        staged = data.draw(definitions(staged=True, kinds=("judged", "when", "measured"), negation=False))
        plain = deepcopy(staged)
        del plain["subject"]["assessed_by"]
        framework = kd.load(plain)
        found = data.draw(st.lists(entries(framework), max_size=6))
        papers = Papers(tuple(e for e in found if e.stage is None))
        assert standing(result_of(kd.load(staged), papers)) == standing(result_of(framework, papers))


class TestRewriting:
    """2.3 Criteria have levels of their own by the same rule; a rule may ask that a criterion *reaches* a level. (1.3:
    the ways to write a rule do not matter, nor do the order and names of criteria.)
    """

    @given(definitions(), st.randoms(), st.data())
    @settings(max_examples=100)
    def test_the_order_of_criteria_does_not_matter(self, said, random, data):
        other = deepcopy(said)
        random.shuffle(other["tree"])
        self.same(said, other, data)

    @given(definitions(), st.data())
    @settings(max_examples=80)
    def test_the_names_of_criteria_do_not_matter(self, said, data):
        other = deepcopy(said)
        for node in other["tree"]:
            node["id"] = f"z{9 - int(node['id'][1:])}"
        framework, papers = self.papers(said, data)
        renamed = papers.with_entries(replace(e, about=_renamed(e.about)) for e in papers.entries)
        one, two = result_of(framework, papers), result_of(kd.load(other), renamed)
        assert one.outcomes == two.outcomes

    @given(definitions(), st.sampled_from(["all", "any"]), st.data())
    @settings(max_examples=80)
    def test_a_group_of_one_is_its_member(self, said, group, data):
        other = deepcopy(said)
        needs = other["outcomes"][0]["needs"]
        for step, condition in needs.items():
            needs[step] = {group: [condition]}
        self.same(said, other, data)

    @given(definitions(), st.data())
    @settings(max_examples=80)
    def test_every_is_all_of_them_counted(self, said, data):
        other = deepcopy(said)
        needs = other["outcomes"][0]["needs"]
        for step in needs:
            that = its(step)
            needs[step] = {"count": "criteria", "that": that, "at_least": _number_asked(said, step)}
            said["outcomes"][0]["needs"][step] = {"every": "criteria", "that": that}
        self.same(said, other, data)

    @given(definitions(), st.data())
    @settings(max_examples=60)
    def test_at_most_k_fail_is_that_the_rest_reach_it(self, said, data):
        other = deepcopy(said)
        for step in other["outcomes"][0]["needs"]:
            size = _number_asked(said, step)
            k = data.draw(st.integers(0, size))
            fail = {"not": its(step)}
            said["outcomes"][0]["needs"][step] = {"count": "criteria", "that": fail, "at_most": k}
            other["outcomes"][0]["needs"][step] = {"count": "criteria", "that": its(step), "at_least": size - k}
        self.same(said, other, data)

    def papers(self, said, data):
        framework = kd.load(said)
        found = data.draw(st.lists(entries(framework), max_size=8))
        return framework, Papers(tuple(found), {"school": {"stages": list(STAGES)}})

    def same(self, said, other, data):
        framework, papers = self.papers(said, data)
        one, two = result_of(framework, papers), result_of(kd.load(other), papers)
        assert [o for o in one.outcomes if o.id == "level"] == [o for o in two.outcomes if o.id == "level"]


def _number_asked(said, step):
    """How many criteria have text at *step* or below; the others are left out of a rule that asks for it (2.3)."""
    steps = STEPS[: STEPS.index(step) + 1]
    return sum(any(one in node["levels"] for one in steps) for node in said["tree"])


def _renamed(about):
    if not about.startswith("c"):
        return about
    first, *rest = about.split("/")
    return "/".join([f"z{9 - int(first[1:])}", *rest])


class TestCarrying:
    """2.3 A criterion without requirements of its own at a level says so: its lower level carries (it reaches the
    level by reaching the one below). 2.3 A level that carries and has no lower level with text asks nothing: it is
    shown as *no text* and given to nobody by itself; who reaches a level above has it too.
    """

    @given(st.sets(st.sampled_from(STEPS), min_size=1).map(sorted), st.data())
    @settings(max_examples=60)
    def test_a_level_without_text_is_reached_with_the_one_below(self, with_text, data):
        tree = {"c1": {step: ["judged"] for step in with_text}}
        needs = [{"every": "criteria", "that": its(step)} for step in STEPS]
        framework = kd.load(definition(tree, needs, steps=3))
        words = {step: data.draw(st.sampled_from(["met", "unmet"])) for step in with_text}
        papers = Papers(tuple(Entry(f"c1/{step}/a", word, LATER) for step, word in words.items()))
        result = result_of(framework, papers)
        reached = 0
        while reached < 3 and words.get(STEPS[reached], "met") == "met":
            reached += 1
        assert result.determined
        assert rank(framework, result.level) == reached
        # Below its first text nothing is asked of it, and nothing is given to it.
        first = STEPS.index(with_text[0])
        assert rank(framework, result.node("c1").guaranteed) == (reached if reached > first else 0)


def test_these_tests_see_ladders_and_labels():
    framework = kd.load(
        definition(
            {"c1": {"l1": ["judged"], "l2": ["judged"]}},
            [{"every": "criterion", "that": met} for met in (its("l1"), its("l2"))],
        )
    )
    assert isinstance(framework.outcomes[0], LadderOutcome)
