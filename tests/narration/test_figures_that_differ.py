"""A figure and the bound that it misses never look alike: digits are shown until they differ."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.narration.language import Messages, digits_to_tell_apart

DEFINITION = """
kiemdinh: 1
framework: org.example.share
source: {document: By-law 1}
subject: {kind: school}
inputs:
  good: {type: number, unit: percent, range: {from: 0, to: 100}, better: higher}
  area: {type: number, unit: m2, range: {from: 0, to: 9000}}
  pupils: {type: number, unit: count, range: {from: 1, to: 900}}
layers: [{id: criterion, verdict: met}]
scales: {step: {steps: [{id: one, en: One}]}}
tree:
  - {id: "1", en: Good, met_if: {value: good, at_least: 29%}}
  - {id: "2", en: Room, met_if: {value: area, per: pupils, at_least: 1.33}}
outcomes: [{id: r, ladder: step, needs: {one: {every: criterion, that: met}}}]
"""


def assessed(good, area):
    inputs = {"good": good, "area": area, "pupils": 301}
    return kd.assess(kd.load(text=DEFINITION), {"inputs": inputs}, on="2027-06-30")


class TestDigits:
    def test_a_float_that_misses_its_bound_by_a_hair(self):
        text = assessed(0.29 * 100, 500).to_text("en")
        assert "now 28.999999999999996%, at least 29% needed" in text

    def test_a_ratio_that_misses_its_bound(self):
        text = assessed("40%", 399).to_text("vi")
        assert "hiện ≈ 1,326, cần ít nhất 1,33" in text

    def test_two_decimals_where_they_tell_enough(self):
        assert "now ≈ 28.12%, at least 29% needed" in assessed("28.125%", 500).to_text("en")

    def test_the_least_change_is_not_shown_as_none(self):
        text = " ".join(assessed(0.29 * 100, 500).repairs().to_text("en").split())
        assert "from 28.999999999999996% to at least 29% (+0.000000000000004 percentage points)" in text

    @pytest.mark.parametrize(
        ("numbers", "digits"),
        [((), 2), ((1, 1), 2), ((1, None), 2), ((1, Fraction(1, 3)), 2), ((Fraction(1, 3), Fraction(33, 100)), 3)],
    )
    def test_how_many_decimals(self, numbers, digits):
        assert digits_to_tell_apart(numbers) == digits

    @given(st.fractions(max_denominator=10**6), st.fractions(max_denominator=10**6))
    def test_two_different_numbers_never_look_alike(self, one, other):
        digits = digits_to_tell_apart((one, other))
        for lang in ("vi", "en"):
            shown = {Messages(lang).format_number(number, digits).removeprefix("≈ ") for number in (one, other)}
            assert len(shown) == len({one, other})
