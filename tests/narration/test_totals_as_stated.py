"""A sum, mean or share that decides is shown as its author named it, with its value and its bound."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.rules import Interval

DEFINITION = """
kiemdinh: 1
framework: org.example.totals
source: {document: By-law 1}
subject: {kind: school}
scales:
  rates: {from: 1, to: 5}
  step: {steps: [{id: one, en: One}]}
  other: {steps: [{id: up, en: Up}]}
layers:
  - {id: criterion, en: Criterion, vi: Tiêu chí, verdict: rating, scale: rates, not_applicable: drop}
  - {id: rule, en: Rule, vi: Quy tắc, verdict: met, not_applicable: drop}
define: {overall: {mean: criterion, of: {its: rating}, weight: {its: weight}, en: Overall score, vi: Điểm chung}}
sets:
  all: {among: criterion, if_empty: unmet}
  rules: {among: rule, if_empty: unmet}
tree:
  - {id: "1", layer: criterion, weight: 1}
  - {id: "2", layer: criterion, weight: 3, may_not_apply: true}
  - {id: "3", layer: criterion, weight: 1}
  - {id: r1, layer: rule}
  - {id: r2, layer: rule, may_not_apply: true}
  - {id: r3, layer: rule}
outcomes:
  - {id: main, ladder: step, needs: {one: RULE}}
"""

RULES = {
    "named": "{value: overall, at_least: 4}",
    "mean": "{mean: all, of: {its: rating}, at_least: 3.5}",
    "not": "{not: {mean: all, of: {its: rating}, at_most: 4}}",
    "sum": "{sum: all, of: {its: rating}, at_least: 14}",
    "share": "{share: rules, that: met, at_least: 70%}",
}


def assessed(rule, findings):
    text = DEFINITION.replace("RULE", RULES[rule])
    text = text.replace("mean: criterion", "mean: all")
    return kd.assess(kd.load(text=text), {"findings": findings}, on="2027-06-30", target="one")


def stated(rule, findings):
    (leaf,) = assessed(rule, findings).target.blocking.leaves()
    return leaf.figure.stated


class TestStated:
    """1.7 Shares and means are judged member by member against the threshold, never by dividing two intervals."""

    @pytest.mark.parametrize(
        ("rule", "findings", "low", "high", "op", "bound"),
        [
            ("named", {"1": 2, "2": 3, "3": 4}, 3, 3, ">=", 4),
            # Of weight 3 among weights of 1 is the one that nobody rated.
            ("named", {"1": 2, "3": 4}, Fraction(9, 5), Fraction(21, 5), ">=", 4),
            ("mean", {"1": 2, "2": 3, "3": 3}, Fraction(8, 3), Fraction(8, 3), ">=", Fraction(7, 2)),
            ("sum", {"1": 2, "2": 3, "3": 4}, 9, 9, ">=", 14),
            ("sum", {"1": 2, "2": 3}, 6, 10, ">=", 14),
            ("not", {"1": 2, "2": 3, "3": 4}, 3, 3, ">", 4),
            ("share", {"r1": "met", "r2": "unmet", "r3": "unmet"}, Fraction(100, 3), Fraction(100, 3), ">=", 70),
            ("share", {"r1": "met", "r2": "unmet"}, Fraction(100, 3), Fraction(200, 3), ">=", 70),
        ],
    )
    def test_value_and_bound(self, rule, findings, low, high, op, bound):
        found = stated(rule, findings)
        assert (found.now, found.op, found.bound) == (Interval(low, high), op, Interval.point(bound))

    def test_a_member_that_does_not_apply_is_left_out(self):
        left_out = {"is": "not-applicable", "why": "none"}
        assert stated("mean", {"1": 2, "2": left_out, "3": 4}).now == Interval.point(3)
        assert stated("sum", {"1": 2, "2": left_out, "3": 4}).now == Interval.point(6)
        assert stated("share", {"r1": "met", "r2": left_out, "r3": "unmet"}).now == Interval.point(50)

    def test_the_1_0_keys_keep_what_the_kernel_compares(self):
        (leaf,) = assessed("mean", {"1": 2, "2": 3, "3": 4}).target.blocking.leaves()
        assert leaf.id == "rating >= 0"
        assert (leaf.figure.now, leaf.figure.bound) == (Interval.point(Fraction(-3, 2)), Interval.point(0))

    @pytest.mark.parametrize(
        ("rule", "en", "vi"),
        [
            ("named", "Overall score: now 3, at least 4 needed", "Điểm chung: hiện 3, cần ít nhất 4"),
            ("sum", "Sum of rating over criteria: now 9, at least 14 needed", "Tổng xếp loại của tiêu chí: hiện 9"),
            (
                "not",
                "Mean of rating over criteria: now 3, more than 4 needed",
                "Trung bình xếp loại của tiêu chí: hiện 3",
            ),
        ],
    )
    def test_its_words(self, rule, en, vi):
        result = assessed(rule, {"1": 2, "2": 3, "3": 4})
        assert en in " ".join(result.to_text("en").split())
        assert vi in " ".join(result.to_text("vi").split())
        assert "ombined figure" not in result.to_text("en")

    def test_two_means_are_two_things_to_do(self):
        both = "{all: [" + RULES["named"] + ", " + RULES["mean"] + "]}"
        text = DEFINITION.replace("RULE", both).replace("mean: criterion", "mean: all")
        result = kd.assess(kd.load(text=text), {"findings": {"1": 2, "2": 3, "3": 2}}, on="2027-06-30")
        assert [todo.figure.stated.name for todo in result.target.improve] == ["overall", None]

    @given(st.dictionaries(st.sampled_from("123"), st.integers(1, 3)), st.booleans())
    def test_its_ends_are_those_of_the_completions(self, found, is_left_out):
        findings = found | ({"2": {"is": "not-applicable", "why": "none"}} if is_left_out else {})
        members = [one for one in "123" if not (is_left_out and one == "2")]
        low, high = (Fraction(sum(found.get(one, end) for one in members), len(members)) for end in (1, 5))
        # With ratings of 3 at most a mean of 3.5 is never certain, so that it always blocks.
        assert stated("mean", findings).now == Interval(low, high)
