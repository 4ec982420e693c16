"""Parts that were copied and not changed, and orders that were (KD536, KD544, KD545, KD566, KD569)."""

import pytest
from library import REST, found, requirement, whole

STEPS = "scales: {stars: {not_reached: {id: none}, steps: [%s]}}\n"


class TestAwardsOfTheSameNeeds:
    """KD566: an award that needs what another one needs, and is called by something else."""

    AWARDS = (
        "outcomes:\n"
        "  - {id: hygiene, cases: [{id: clean, if: {every: criterion, that: met}}], otherwise: {id: dirty}}\n"
        "  - {id: welfare, cases: [{id: kind, if: {count: criterion, that: met, at_least: 1}}], otherwise: {id: bad}}\n"
        "awards:\n"
        "  - {id: first, en: %s, needs: {outcome: hygiene, is: clean}, valid: 2 years}\n"
        "  - {id: second, en: %s, needs: {outcome: %s}, valid: 2 years}\n"
    )

    def found(self, *parts):
        return found(whole(rest=REST[: REST.index("outcomes:")] + self.AWARDS % parts), "KD566")

    def test_the_name_is_that_of_another_outcome(self):
        assert self.found("Hygiene label", "Welfare label", "hygiene, is: clean") == ["awards[1].needs"]

    @pytest.mark.parametrize(
        "parts",
        [
            ("Hygiene label", "Welfare label", "welfare, is: kind"),
            ("Hygiene label", "Certificate", "hygiene, is: clean"),
            ("Hygiene label", "Label of hygiene and welfare", "hygiene, is: clean"),
        ],
    )
    def test_other_needs_and_names_that_say_nothing(self, parts):
        assert self.found(*parts) == []


class TestOrderOfSteps:
    """KD569: steps named by numbers or medals."""

    @pytest.mark.parametrize(
        "steps",
        [
            "{id: three}, {id: five}, {id: four}",
            "{id: a, en: 3 stars}, {id: b, en: 5 stars}, {id: c, en: 4 stars}",
            "{id: a, vi: Hạng ba}, {id: b, vi: Hạng một}, {id: c, vi: Hạng hai}",
            "{id: bronze}, {id: gold}, {id: silver}",
        ],
    )
    def test_neither_rising_nor_falling(self, steps):
        assert found(whole(declared=STEPS % steps), "KD569") == ["scales.stars.steps"]

    @pytest.mark.parametrize(
        "steps",
        [
            "{id: three}, {id: four}, {id: five}",
            "{id: c, vi: Hạng ba}, {id: b, vi: Hạng hai}, {id: a, vi: Hạng một}",
            "{id: s1, en: Level 1}, {id: s3, en: Level 2}, {id: s2, en: Level 3}",
            "{id: one}, {id: half}, {id: two}",
            "{id: low}, {id: high}, {id: middle}",
            "{id: a, en: 1 of 3}, {id: b, en: 3 of 3}, {id: c, en: 2 of 3}",
        ],
    )
    def test_in_order_or_without_numbers(self, steps):
        assert found(whole(declared=STEPS % steps), "KD569") == []


class TestOrderOfATable:
    """KD536: a text with all numbers of a table by steps."""

    INPUTS = (
        "inputs:\n"
        "  pupils: {type: number, unit: person, range: {from: 1}, step: 1, given: true, en: Pupils}\n"
        "  adults: {type: number, unit: adult, range: {from: 0}, step: 1, en: Adults}\n"
    )

    def found(self, text, *given):
        one, two, three = given
        steps = f"{{up_to: 20, then: {one}}}, {{up_to: 50, then: {two}}}, {{then: {three}}}"
        rule = f", met_if: {{value: adults, at_least: {{by: pupils, steps: [{steps}]}}}}"
        return found(requirement(text, rule, self.INPUTS), "KD536")

    UP = "There are 2 up to 20 pupils - 3 up to 50 and 5 above"
    DOWN = "There are 5 above 50 pupils - 3 above 20 and else 2"

    def test_another_order(self):
        assert self.found(self.UP, 2, 5, 3) == ["tree[0].met_if.at_least.steps"]
        assert self.found(self.DOWN, 2, 5, 3) == ["tree[0].met_if.at_least.steps"]

    def test_the_same_order_from_either_end(self):
        assert self.found(self.UP, 2, 3, 5) == []
        assert self.found(self.DOWN, 2, 3, 5) == []

    def test_a_text_that_leaves_one_out_says_nothing(self):
        assert self.found("There are 2 up to 20 pupils and 5 above", 2, 5, 3) == []


class TestRatioUpsideDown:
    """KD545: so many of one thing for each of another one."""

    INPUTS = (
        "inputs:\n"
        "  children: {type: number, unit: child, range: {from: 1}, step: 1, given: true, en: Children, vi: Số trẻ}\n"
        "  carers: {type: number, unit: carer, range: {from: 1}, step: 1, en: Carers, vi: Số cô nuôi}\n"
    )

    def found(self, text, rule):
        return found(requirement(text, f", met_if: {rule}", self.INPUTS), "KD545")

    @pytest.mark.parametrize(
        "text",
        [
            "At most 5 children for each carer",
            "At most 5 children per carer",
            "At most 5 children / carer",
            "Không quá 5 trẻ trên mỗi cô nuôi",
        ],
    )
    def test_the_rule_divides_the_other_way(self, text):
        assert self.found(text, "{value: carers, per: children, at_most: 5}") == ["tree[0].en"]
        assert self.found(text, "{value: children, per: carers, at_most: 5}") == []

    def test_words_of_both_or_of_neither_say_nothing(self):
        rule = "{value: carers, per: children, at_most: 5}"
        assert self.found("At most 5 for each of them", rule) == []
        assert self.found("At most 5 children and carers for each carer", rule) == []


class TestRepeatedFromALowerLevel:
    """KD544: what a level adds, as persons judge it."""

    TREE = (
        "scales: {level: {not_reached: {id: none}, steps: [{id: one}, {id: two}]}}\n"
        "layers: [{id: criterion, verdict: level, scale: level, no_text: carries}]\n"
        "tree:\n"
        '  - id: "1"\n'
        "    levels:\n"
        "      one: [{id: a, en: There is a plan}]\n"
        "      two: [{id: a, en: %s}, {id: b, en: The plan is followed}]\n"
        "outcomes: [{id: level, ladder: level, needs: {one: {every: criterion, that: {its: level, at_least: one}},"
        " two: {every: criterion, that: {its: level, at_least: two}}}}]\n"
    )

    def test_it_is_worth_a_look(self):
        assert found(whole(rest=self.TREE % "There is a plan"), "KD544") == ["tree[0].levels.two[0].en"]
        assert found(whole(rest=self.TREE % "There is a plan for two years"), "KD544") == []

    def test_a_text_that_is_not_known_has_its_title_at_each_level(self):
        levels = self.TREE[self.TREE.index("    levels:") : self.TREE.index("outcomes:")]
        tree = self.TREE.replace(levels, "    en: Plans\n    wording: unknown\n")
        assert found(whole(rest=tree), "KD544") == []
