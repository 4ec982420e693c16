"""Figures that decide and have no range (KD537)."""

import pytest
from library import found, requirement


class TestRanges:
    """KD537 deciding figure without a range."""

    INPUTS = (
        "inputs: {seats: {type: number, unit: seats%s, en: Seats}, "
        "pupils: {type: number, unit: pupils, range: {from: 0}, en: Pupils}}\n"
    )

    def inputs_found(self, declared, rule):
        return found(requirement("There are seats", f", {rule}", self.INPUTS % declared), "KD537")

    @pytest.mark.parametrize(
        "rule",
        [
            "met_if: {value: seats, at_least: 40}",
            "met_if: {value: seats, per: pupils, at_least: 2}",
            "met_if: {value: pupils, per: seats, at_most: 2}",
            "when: {value: seats, at_least: 1}",
        ],
    )
    def test_a_rule_reads_it(self, rule):
        assert self.inputs_found("", rule) == ["inputs.seats"]

    def test_one_end_is_enough(self):
        assert self.inputs_found(", range: {from: 0}", "met_if: {value: seats, at_least: 40}") == []

    @pytest.mark.parametrize("rule", ["warn_unless: {value: seats, at_least: 40}", "indicators: [seats]"])
    def test_what_informs_needs_none(self, rule):
        assert self.inputs_found("", rule) == []
