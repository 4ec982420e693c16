"""Every search has a budget of steps: what is said where it runs out, and what is true of it all the same."""

import json
from itertools import pairwise

import jsonschema
import pytest
from schools import gap

import kiemdinh as kd
from kiemdinh.data.explanation_schema import explanation_schema
from kiemdinh.rules import DEFAULT_BUDGET, ExhaustedError

NAMES = tuple("abcdefg")
ENOUGH = 100_000


def overlapping():
    """A ladder whose one step needs one of each two of its neighbours: its parts share their criteria."""
    either = [{"count": f"{one}{two}", "that": "met", "at_least": 1} for one, two in ring()]
    definition = {
        "kiemdinh": 1,
        "framework": "test.ring",
        "source": {"document": "D"},
        "subject": {"kind": "school"},
        "scales": {"lv": {"not_reached": {"id": "l0"}, "steps": [{"id": "l1"}]}},
        "layers": [{"id": "criterion", "verdict": "met"}],
        "sets": {f"{one}{two}": {"among": "criterion", "tagged": f"{one}{two}"} for one, two in ring()},
        "tags": {f"{one}{two}": {"en": f"{one}{two}"} for one, two in ring()},
        "tree": [{"id": name, "tags": [f"{o}{t}" for o, t in ring() if name in (o, t)]} for name in NAMES],
        "outcomes": [{"id": "level", "ladder": "lv", "needs": {"l1": {"all": either}}}],
    }
    return kd.load(definition)


def ring():
    return [*pairwise(NAMES), (NAMES[-1], NAMES[0])]


def held(**options):
    return kd.assess(overlapping(), {"findings": dict.fromkeys(NAMES, "met")}, on="2026-09-30", **options)


def open_ring(**options):
    return kd.assess(overlapping(), {"findings": dict.fromkeys(NAMES, "unmet")}, on="2026-09-30", **options)


def worked(explanation):
    """What the data says of the search, and that the whole is as its schema says."""
    data = json.loads(explanation.to_json())
    jsonschema.Draft202012Validator(explanation_schema()).validate(data)
    return data["search"] if "search" in data else data["repairs"]["search"]


class TestBudgets:
    """5.11 Every search has a budget of steps, not of time, and the caller can set it. ... A result of a search names
    the budget, what was spent, the extras, and whether everything was worked out."""

    @pytest.mark.parametrize("ask", ["margin", "why"])
    def test_of_what_holds_a_level(self, ask):
        whole = worked(getattr(held(), ask)(budget=ENOUGH))
        assert (whole["budget"], whole["complete"]) == (ENOUGH, True)
        assert 0 < whole["spent"] <= ENOUGH
        short = worked(getattr(held(), ask)(budget=1))
        assert (short["budget"], short["spent"], short["complete"]) == (1, 1, False)

    @pytest.mark.parametrize("ask", ["repairs", "explain"])
    def test_of_what_leads_to_one(self, ask):
        whole = worked(getattr(open_ring(), ask)(budget=ENOUGH))
        assert (whole["budget"], whole["complete"]) == (ENOUGH, True)
        short = worked(getattr(open_ring(), ask)(budget=1))
        assert (short["budget"], short["complete"]) == (1, False)

    def test_is_that_of_the_assessment_where_none_is_given(self):
        assert held().margin().search.budget == DEFAULT_BUDGET
        assert held(budget=500).margin().search.budget == 500
        assert held(budget=500).what_if({"a": "unmet"}).result.margin().search.budget == 500
        assert held().what_if({"a": "unmet"}, budget=700).result.margin().search.budget == 700

    def test_the_same_question_takes_the_same_steps(self):
        assert len({held().margin().search.spent for _ in range(3)}) == 1

    def test_blocking_sets_end_where_it_runs_out(self):
        assert len(list(open_ring().blocking_sets())) == len(NAMES)
        with pytest.raises(ExhaustedError):
            list(open_ring().blocking_sets(budget=1))

    @pytest.mark.parametrize("budget", [0, -1, True, 2.0, "many", "9" * 500])
    def test_is_a_whole_number_of_one_or_more(self, budget):
        result = gap()
        for ask in (result.margin, result.why, result.repairs, result.explain, result.blocking_sets):
            with pytest.raises(kd.InputError, match="KD334"):
                ask(budget=budget)
        with pytest.raises(kd.InputError, match="KD334"):
            result.what_if({}, budget=budget)
        with pytest.raises(kd.InputError, match="KD334"):
            held(budget=budget)


class TestWhereItRanOut:
    """5.11 ... Where the budget ran out, what is given is still true: a cost or a size is a bound with its gap, a
    reason or repair can spare nothing, and a list may be shorter than it could be."""

    @pytest.mark.parametrize("budget", [1, 20, 100, 400])
    def test_a_margin_is_a_bound(self, budget):
        best, margin = held().margin(), held().margin(budget=budget)
        assert best.proved
        assert margin.size - margin.gap <= best.size <= margin.size
        assert margin.alone == best.alone

    @pytest.mark.parametrize("budget", [1, 20, 100, 400])
    def test_a_reason_holds_and_can_spare_nothing(self, budget):
        why = held().why(budget=budget)
        assert len(why.reason) >= len(held().why().reason)
        kept = dict.fromkeys(why.reason, "met")

        def level(findings):
            return kd.assess(overlapping(), {"findings": findings}, on="2026-09-30").level

        assert level(kept) is not None
        assert all(level({name: "met" for name in kept if name != left}) is None for left in kept)

    @pytest.mark.parametrize("budget", [1, 20, 100, 400])
    def test_a_repair_leads_to_the_level(self, budget):
        best, repairs = open_ring().repairs(), open_ring().repairs(budget=budget)
        assert repairs.cost - repairs.gap <= best.cost <= repairs.cost
        for repair in repairs:
            changes = {change.id: "met" for change in repair.changes}
            assert open_ring().what_if(changes).result.level.id == "l1"

    @pytest.mark.parametrize(("lang", "words"), [("en", "Not worked out in full"), ("vi", "Chưa tính hết")])
    def test_the_text_says_so(self, lang, words):
        short = [held().margin(budget=1), held().why(budget=1), open_ring().repairs(budget=1)]
        for explanation in [*short, open_ring().explain(budget=1)]:
            assert words in explanation.to_text(lang).replace("\n", " ")
            assert words in explanation.to_markdown(lang)
        for explanation in (held().margin(), held().why(), open_ring().repairs(), open_ring().explain()):
            assert words not in explanation.to_text(lang).replace("\n", " ")
