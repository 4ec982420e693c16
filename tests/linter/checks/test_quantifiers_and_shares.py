"""Texts beside how their rules are joined, and beside terms, sets, weights, bands and units (KD536 to KD558)."""

import pytest
from library import found, nodes, requirement, whole

import kiemdinh as kd
from kiemdinh.analysis.study import Study
from kiemdinh.linter.checks import check_table_order

YEARS = """\
inputs: {loans: {type: number, unit: loans, range: {from: 0, to: 9999}, each: year, better: higher, en: Loans}}
sets: {three_years: {among: year, last: 3}}
"""
EVERY = "{every: three_years, that: {value: loans, at_least: 50}}"
MEAN = "{mean: three_years, of: {value: loans}, at_least: 50}"
TWO = "{count: three_years, that: {value: loans, at_least: 50}, at_least: 2}"
THREE = "{count: three_years, that: {value: loans, at_least: 50}, at_least: 3}"
LOWEST = "{lowest: three_years, of: {value: loans}, at_least: 50}"
ASKED = """\
inputs:
  fire: {type: yes_no, en: There was a fire}
  theft: {type: yes_no, en: There was a theft}
"""
AWARD = """\
awards:
  - id: seal
    en: Seal
    needs: {outcome: result, is: good}
    valid: 2 years
    cure_within: 60 days
    authority: {en: The council}
    law: {valid: {cite: § 1, en: VALID}, cure_within: {cite: § 2, en: CURE}}
"""


def years(text, rule):
    return requirement(f'"{text}"', f", met_if: {rule}", YEARS)


class TestEachYear:
    @pytest.mark.parametrize("text", ["In each of the last three years 50 loans", "Mỗi năm có 50 lượt mượn trở lên"])
    @pytest.mark.parametrize("rule", [MEAN, MEAN.replace("mean", "sum"), TWO])
    def test_it_is_not_kept_by_the_years_together(self, text, rule):
        assert found(years(text, rule), "KD556") == ["tree[0].en"]

    @pytest.mark.parametrize("rule", [EVERY, THREE, LOWEST])
    def test_it_is_kept_by_all_of_them(self, rule):
        assert found(years("In each of the last three years 50 loans", rule), "KD556") == []

    @pytest.mark.parametrize(
        "text", ["50 loans on average in each year", "Trung bình mỗi năm có 50 lượt mượn", "Over 3 years 50 loans"]
    )
    def test_a_text_of_the_average_is_kept_by_a_mean(self, text):
        assert found(years(text, MEAN), "KD556") == []

    def test_of_one_year_the_sum_is_that_year(self):
        one = years("Each year there are 50 loans", MEAN.replace("mean", "sum")).replace("last: 3", "last: 1")
        assert found(one, "KD556") == []

    def test_a_text_that_says_in_how_many(self):
        assert found(years("In at least 2 of three years, counting each year, 50 loans", TWO), "KD556") == []


class TestNeither:
    BOTH = "{all: [{value: fire, is: true}, {value: theft, is: true}]}"

    @pytest.mark.parametrize(
        "rule", [f"{{not: {BOTH}}}", "{any: [{value: fire, is: false}, {value: theft, is: false}]}"]
    )
    def test_not_all_is_too_little(self, rule):
        text = requirement("There was neither a fire nor a theft", f", met_if: {rule}", ASKED)
        assert found(text, "KD556") == ["tree[0].en"]

    @pytest.mark.parametrize("rule", [f"{{not: {BOTH.replace('all', 'any')}}}", BOTH.replace("true", "false")])
    def test_none_of_them(self, rule):
        text = requirement("There was neither a fire nor a theft", f", met_if: {rule}", ASKED)
        assert found(text, "KD556") == []

    def test_not_both(self):
        text = requirement("Fire and theft did not come together", f", met_if: {{not: {self.BOTH}}}", ASKED)
        assert found(text, "KD556") == []


class TestTerms:
    @pytest.mark.parametrize(
        ("valid", "cure", "paths"),
        [
            ("It is valid for two years", "Within 60 days", []),
            ("It is valid for 24 months", "Within two months", []),
            ("It is valid until it is withdrawn", "At once", []),
            ("It is valid from 30 days after the decision", "Within the time that the council sets each year", []),
            ("It is valid for three years", "Within 60 days", ["awards[0].valid"]),
            ("It is valid for 2 years", "Within 90 days", ["awards[0].cure_within"]),
        ],
    )
    def test_the_text_of_the_law_of_a_term(self, valid, cure, paths):
        text = whole(awards=AWARD.replace("VALID", valid).replace("CURE", cure))
        assert found(text, "KD536") == paths


class TestLastYears:
    @pytest.mark.parametrize("text", ["In the last three years", "Trong 3 năm gần nhất", "Ba năm liên tiếp"])
    def test_as_many_as_the_set_has(self, text):
        assert found(years(text + ": 50", EVERY), "KD536") == []

    @pytest.mark.parametrize("text", ["In the last five years", "Trong 5 năm gần nhất", "Trong 05 năm liên tiếp"])
    def test_another_number(self, text):
        assert found(years(text + ": 50", EVERY), "KD536") == ["tree[0].en"]

    def test_a_change_needs_a_year_more(self):
        rule = "{every: three_years, that: {change: loans, above: 0}}"
        assert found(years("Loans rose in the last two years", rule), "KD536") == []


class TestWeights:
    @staticmethod
    def shares(*weights):
        tree = "".join(
            f'  - {{id: "{i}", en: "{text}", weight: {weight}}}\n'
            for i, (text, weight) in enumerate(zip(["First (one third)", "Second (two thirds)"], weights, strict=True))
        )
        rule = "{mean: criterion, of: {its: rating}, weight: {its: weight}, at_least: 3}"
        text = nodes(tree).replace("verdict: met", "verdict: rating, scale: five")
        return text.replace("{every: criterion, that: met}", rule).replace(
            "layers:", "scales: {five: {from: 1, to: 5}}\nlayers:"
        )

    def test_the_shares_that_the_texts_say(self):
        assert found(self.shares(1, 2), "KD536") == found(self.shares(20, 40), "KD536") == []

    def test_other_shares(self):
        assert found(self.shares(2, 1), "KD536") == ["tree[0].weight"]

    def test_weights_that_no_rule_reads(self):
        text = self.shares(1, 2).replace(", weight: {its: weight}", "")
        assert found(text, "KD530") == ["tree[0].weight"]


class TestOrder:
    @staticmethod
    def table(*numbers):
        inputs = """\
inputs:
  pupils: {type: number, unit: person, range: {from: 0, to: 9999}, given: true, en: Pupils}
  books: {type: number, unit: books, range: {from: 0, to: 9999}, better: higher, en: Books}
"""
        steps = [f"{{up_to: {100 * i}, then: {number}}}" for i, number in enumerate(numbers[:-1], 1)]
        rows = ", ".join([*steps, f"{{then: {numbers[-1]}}}"])
        return requirement("Books", f", met_if: {{value: books, at_least: {{by: pupils, steps: [{rows}]}}}}", inputs)

    @pytest.mark.parametrize(
        ("numbers", "row"),
        [((10, 20, 25, 24, 30), 3), ((10, 20, 2, 40), 2), ((50, 40, 300, 20, 10), 2), ((10, 20, 20, 30), 2)],
    )
    def test_one_cell_is_out_of_order(self, numbers, row):
        assert found(self.table(*numbers), "KD555") == [f"tree[0].met_if.at_least.steps[{row}].then"]

    @pytest.mark.parametrize(
        "numbers",
        [(10, 20, 30, 40), (40, 30, 20), (10, 30, 20), (10, 20, 30, 20), (30, 10, 20, 40), (10, 40, 20, 50, 30, 60)],
    )
    def test_tables_that_are_in_order_or_have_none(self, numbers):
        assert found(self.table(*numbers), "KD555") == []

    def test_a_long_table(self):
        numbers = list(range(3000))
        numbers[1500] = 7000
        study = Study(kd.load(text=self.table(*numbers)))
        assert [finding.path for finding in check_table_order(study)] == ["tree[0].met_if.at_least.steps[1500].then"]


class TestUnits:
    @staticmethod
    def hours(text, bound, unit="hours"):
        declared = (
            f"inputs: {{wait: {{type: number, unit: {unit}, range: {{from: 0, to: 99}}, better: lower, en: Wait}}}}\n"
        )
        return requirement(text, f", met_if: {{value: wait, at_most: {bound}}}", declared)

    def test_minutes_beside_hours(self):
        assert found(self.hours("Books come within 60 minutes", 60), "KD545") == ["tree[0].en"]

    @pytest.mark.parametrize(("text", "bound"), [("Books come within 60 minutes", 1), ("Books come within 2 hours", 2)])
    def test_the_same_time(self, text, bound):
        assert found(self.hours(text, bound), "KD545") == []


class TestListedMembers:
    @staticmethod
    def listed(text, ids):
        tree = "".join(f'  - {{id: "{i}", en: Criterion number {i}}}\n' for i in range(1, 8))
        rule = "{count: core, that: met, at_least: 2}"
        made = nodes(tree, f"sets: {{core: {{among: criterion, ids: {ids}}}}}\n")
        return made.replace("id: result,", f'id: result, en: "{text}",').replace("{every: criterion, that: met}", rule)

    IDS = '["1", "4", "5"]'

    @pytest.mark.parametrize("text", ["Two among 1, 4, 5 and 7", "Hai trong các tiêu chí 1, 4, 5 và 7"])
    def test_one_is_forgotten(self, text):
        assert found(self.listed(text, self.IDS), "KD543") == ["sets.core.ids"]

    @pytest.mark.parametrize(
        "text",
        ["Two among 1, 4 and 5", "Two, as Articles 1, 4, 5 and 7 say", "Two of 2, 3, 6", "Two of 1, 4, 5 and 9"],
    )
    def test_the_same_or_something_else(self, text):
        assert found(self.listed(text, self.IDS), "KD543") == []


class TestOutcomes:
    @staticmethod
    def outcome(text, rule):
        return (
            whole().replace("id: result,", f'id: result, en: "{text}",').replace("{every: criterion, that: met}", rule)
        )

    def test_a_number_of_no_case(self):
        rule = "{share: criterion, that: met, at_least: 80%}"
        assert found(self.outcome("Good from at least 70%", rule), "KD536") == ["outcomes[0].en"]
        assert found(self.outcome("Good from at least 80%", rule), "KD536") == []

    def test_an_end_of_a_band_that_the_rule_leaves_out(self):
        rule = "{count: criterion, that: met, above: 1}"
        assert found(self.outcome("Good: 1 to 2", rule), "KD540") == ["outcomes[0].en"]
        assert found(self.outcome("Good: 2 to 9", rule), "KD540") == []


class TestCases:
    """Bounds of the cases of one outcome, the first case first."""

    INPUTS = """\
inputs:
  worst: {type: number, unit: points, range: {from: 0, to: 99}, better: lower, en: Worst}
  total: {type: number, unit: points, range: {from: 0, to: 999}, better: lower, en: Total}
"""

    def cases(self, *bounds):
        rules = [
            f"{{all: [{{value: total, at_most: {total}}}, {{value: worst, at_most: {worst}}}]}}"
            if worst is not None
            else f"{{value: total, at_most: {total}}}"
            for total, worst in bounds
        ]
        cases = ", ".join(f"{{id: c{i}, if: {rule}}}" for i, rule in enumerate(rules))
        return whole(declared=self.INPUTS).replace("[{id: good, if: {every: criterion, that: met}}]", f"[{cases}]")

    def test_one_case_lacks_a_bound(self):
        text = self.cases((15, 5), (20, None), (30, 10), (40, 15))
        assert found(text, "KD555") == ["outcomes[0].cases[1].if"]

    @pytest.mark.parametrize(
        "bounds",
        [
            [(15, 5), (20, 8), (30, 10), (40, 15)],
            [(15, None), (20, 5), (30, 10), (40, 15)],  # the first is free of it
            [(15, 5), (20, None), (30, None), (40, 15), (50, 20)],  # two are
        ],
    )
    def test_the_others(self, bounds):
        assert found(self.cases(*bounds), "KD555") == []

    def test_a_bound_is_out_of_order(self):
        text = self.cases((50, 5), (190, 8), (150, 10), (230, 15), (330, 20))
        assert found(text, "KD555") == ["outcomes[0].cases[1].if.all[0].at_most"]
