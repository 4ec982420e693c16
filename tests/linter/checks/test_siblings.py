"""What is written unlike its siblings, and rules that read the input of a neighbour (KD566, KD567)."""

import pytest
from library import found, nodes, whole

import kiemdinh as kd
from kiemdinh.analysis.study import Study
from kiemdinh.linter.checks import check_other_inputs, other_inputs
from kiemdinh.linter.checks.distinct_words import words_of

INPUTS = """\
inputs:
  novels: {type: number, unit: UNIT, range: {from: 0, to: 9999}, en: "Number of novels", vi: Số tiểu thuyết}
  comics: {type: number, unit: books, range: {from: 0, to: 9999}, en: "Number of comics", vi: Số truyện tranh}
"""
ASKED = """\
inputs:
  has_cafe: {type: yes_no, en: There is a café}
  has_shop: {type: yes_no, en: There is a shop}
"""
GRADES = """\
scales: {grade: {not_reached: {id: none}, steps: [{id: one}, {id: two}, {id: three}]}}
inputs:
  area: {type: choice, choices: [town, village]}
  books: {type: number, unit: books, range: {from: 0, to: 99999}, en: Books}
  seats: {type: number, unit: seats, range: {from: 0, to: 99999}, en: Seats}
"""


class TestWordsOfAnotherInput:
    def asked(self, text, rule, lang="en", unit="books"):
        node = f'  - {{id: "1", {lang}: {text}, met_if: {rule}}}\n  - {{id: "2", en: The room is well lit}}\n'
        return found(nodes(node, INPUTS.replace("UNIT", unit)), "KD566")

    @pytest.mark.parametrize(
        ("text", "lang"), [("At least 50 comics are lent", "en"), ("Có ít nhất 50 cuốn truyện tranh", "vi")]
    )
    def test_the_text_is_about_the_neighbour(self, text, lang):
        assert self.asked(text, "{value: novels, at_least: 50}", lang) == [f"tree[0].{lang}"]
        assert self.asked(text, "{value: comics, at_least: 50}", lang) == []

    @pytest.mark.parametrize("text", ["At least 50 books", "50 novels and comics", "The comic novel is lent 50 times"])
    def test_a_text_about_neither_or_both(self, text):
        assert self.asked(text, "{value: novels, at_least: 50}") == []

    def test_a_rule_that_reads_both(self):
        rule = "{all: [{value: novels, at_least: 50}, {value: comics, at_least: 50}]}"
        assert self.asked("At least 50 comics", rule) == []

    def test_an_input_of_another_unit_cannot_be_meant(self):
        assert self.asked("At least 50 comics", "{value: novels, at_least: 50}", unit="metres") == []

    @pytest.mark.parametrize(("name", "at"), [("has_shop", ["tree[0].en"]), ("has_cafe", [])])
    def test_what_it_applies_to(self, name, at):
        node = f'  - {{id: "1", en: The café is clean, when: {{value: {name}, is: true}}}}\n'
        node += '  - {id: "2", en: It is lit}\n'
        assert found(nodes(node, ASKED).replace("verdict: met}", "verdict: met, not_applicable: met}"), "KD566") == at

    def test_work_grows_with_the_size_of_the_definition(self, monkeypatch):
        read = []
        monkeypatch.setattr(other_inputs, "words_of", lambda text: read.append(text) or words_of(text))
        asked = []
        for size in (60, 240):
            inputs = "".join(f"  x{n}: {{type: number, unit: hours, en: Hours of course {n}}}\n" for n in range(size))
            row = '  - {{id: "{0}", en: At least 5 hours of course {0}, met_if: {{value: x{0}, at_least: 5}}}}\n'
            text = nodes("".join(row.format(n) for n in range(size)), f"inputs:\n{inputs}")
            read.clear()
            assert list(check_other_inputs(Study(kd.load(text=text)))) == []
            asked.append(len(read))
        assert asked[1] <= 5 * asked[0]


class TestSteps:
    def graded(self, one, two, three):
        rest = "layers: [{id: rule, verdict: met}]\ntree: [{id: a, en: It is open}]\noutcomes:\n"
        needs = f"  - {{id: grade, ladder: grade, needs: {{one: {one}, two: {two}, three: {three}}}}}\n"
        return found(whole(declared=GRADES, rest=rest + needs), "KD567")

    @pytest.mark.parametrize(
        ("two", "at"),
        [
            ("{value: books, at_least: 20}", []),
            ("{value: books, above: 20}", [".needs.two"]),
            ("{value: books, at_least: {by: area, values: {town: 20, village: 15}}}", [".needs.two"]),
        ],
    )
    def test_one_compares_in_another_way(self, two, at):
        rules = ("{value: books, at_least: 10}", two, "{value: books, at_least: 30}")
        assert self.graded(*rules) == [f"outcomes[0]{each}" for each in at]

    def test_any_where_all_others_ask_for_all(self):
        one, two, three = (
            f"{{{junction}: [{{value: books, at_least: {n}}}, {{value: seats, at_least: {n}}}]}}"
            for junction, n in (("all", 10), ("any", 20), ("all", 30))
        )
        assert self.graded(one, two, three) == ["outcomes[0].needs.two"]
        assert self.graded(one, two.replace("any", "all"), three) == []
        # A single bound is joined with nothing, so that there is no custom.
        assert self.graded("{value: books, at_least: 10}", two, three) == []


class TestDefinedQuantities:
    MEANS = """\
scales: {{five: {{from: 0, to: 5}}}}
sets: {{x: {{among: area, ids: ["1"]}}, y: {{among: area, ids: ["2"]}}, z: {{among: area, ids: ["3"]}}}}
define:
  x_mean: {{mean: x, of: {{its: rating}}{0}}}
  y_mean: {{mean: y, of: {{its: rating}}{1}}}
  z_mean: {{mean: z, of: {{its: rating}}{2}}}
"""
    REST = """\
layers: [{id: area, verdict: rating, scale: five}]
tree: [{id: "1", weight: 1, en: A}, {id: "2", weight: 2, en: B}, {id: "3", weight: 3, en: C}]
outcomes:
  - id: result
    cases:
      - id: good
        if: {all: [{value: x_mean, at_least: 3}, {value: y_mean, at_least: 3}, {value: z_mean, at_least: 3}]}
    otherwise: {id: poor}
"""

    @pytest.mark.parametrize("option", [", weight: {its: weight}", ", round: {digits: 1, half: up}"])
    def test_one_has_no_weight_or_is_not_rounded(self, option):
        def means(*options):
            return found(whole(declared=self.MEANS.format(*options), rest=self.REST), "KD567")

        assert means(option, "", option) == ["define.y_mean"]
        assert means("", "", option) == ["define.z_mean"]
        assert means(option, option, option) == []


class TestMissingStep:
    def criteria(self, *steps):
        levels = [", ".join(f"{step}: [{{id: a, en: {step} of it}}]" for step in each) for each in steps]
        rows = (f'  - {{id: "{n}", en: Area {n}, levels: {{{each}}}}}\n' for n, each in enumerate(levels, 1))
        rest = (
            "layers: [{id: rule, verdict: level, scale: grade, no_text: carries, not_applicable: met}]\ntree:\n"
            + "".join(rows)
            + "outcomes:\n  - {id: grade, ladder: grade, needs: {one: {every: rule, that: {its: level, at_least: one}},"
            " two: {every: rule, that: {its: level, at_least: two}}, three: {every: rule, that: {its: level, at_least:"
            " three}}}}\n"
        )
        return found(whole(declared=GRADES.split("inputs", maxsplit=1)[0], rest=rest), "KD567")

    def test_one_of_five_says_nothing_at_a_step(self):
        full, gap = ("one", "two", "three"), ("one", "three")
        assert self.criteria(full, full, gap, full, full) == ["tree[2].levels"]
        assert self.criteria(full, gap, gap, full, full) == []
        assert self.criteria(full, full, gap, full) == []


class TestLabels:
    def labelled(self, *rules):
        cases = ", ".join(f"{{id: label-{n}, if: {{value: books, {rule}}}}}" for n, rule in enumerate(rules))
        rest = "layers: [{id: rule, verdict: met}]\ntree: [{id: a, en: It is open}]\noutcomes:\n"
        rest += f"  - {{id: result, cases: [{cases}], otherwise: {{id: poor}}}}\n"
        return found(whole(declared=GRADES, rest=rest), "KD567")

    def test_one_of_several_asks_for_the_other_side(self):
        assert self.labelled("at_least: 90", "at_most: 60", "at_least: 30") == ["outcomes[0].cases[1].if.at_most"]

    @pytest.mark.parametrize(
        "rules",
        [
            ("at_least: 90", "above: 60", "at_least: 30"),
            ("at_least: 90", "at_most: 30"),
            ("at_least: 90", "at_least: 60, at_most: 80", "at_most: 10"),
        ],
    )
    def test_one_side_or_too_few(self, rules):
        assert self.labelled(*rules) == []
