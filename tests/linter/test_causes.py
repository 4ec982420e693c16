"""What stands in the way, and what follows from what: a fault is told once, with the parts that make it."""

import json

import kiemdinh as kd
from kiemdinh.linter.output import format_github, format_json, format_text

HEAD = """\
kiemdinh: 1
framework: org.example.choirs
en: Choirs
source: {document: Rules}
cite: Rules
subject: {kind: choir}
inputs: {singers: {type: number, unit: person, range: {from: 0, to: 90}, en: Singers}}
layers: [{id: rule, verdict: met}]
"""
TREE = 'tree: [{id: "1", en: There is a room}, {id: "2", en: There is a piano}]\n'
LABELS = HEAD + TREE
LADDER = (
    HEAD.replace("inputs:", "scales: {level: {not_reached: {id: none}, steps: [{id: one}, {id: two}]}}\ninputs:") + TREE
)


def lint(text):
    return kd.lint(text=text)


def only(text, code):
    (found,) = (finding for finding in lint(text) if finding.code == code)
    return found


def paths(finding):
    return [obstacle.path for obstacle in finding.obstacles]


class TestObstacles:
    """A finding of what is impossible names the parts that cannot all hold, with their lines."""

    def test_the_earlier_case(self):
        text = LABELS + (
            "outcomes:\n"
            "  - id: result\n"
            "    cases:\n"
            "      - {id: fair, if: {count: rule, that: met, at_least: 1}}\n"
            "      - {id: good, if: {every: rule, that: met}}\n"
            "    otherwise: {id: poor}\n"
        )
        found = only(text, "KD502")
        assert found.line == 14
        assert found.hint == "wherever this holds, the earlier case 'fair' (line 13) holds"
        assert [obstacle.line for obstacle in found.obstacles] == [13, 14]

    def test_all_cases_together_leave_nothing_over(self):
        text = LABELS + (
            "outcomes:\n"
            "  - id: result\n"
            "    cases:\n"
            "      - {id: large, if: {value: singers, at_least: 40}}\n"
            "      - {id: ready, if: {every: rule, that: met}}\n"
            "      - {id: small, if: {value: singers, below: 40}}\n"
            "    otherwise: {id: none}\n"
        )
        found = next(finding for finding in lint(text) if finding.code == "KD502" and "none" in finding.message)
        assert found.hint == "the cases before it cover everything: 'large' (line 13), 'small' (line 15)"

    def test_the_opposite_bound_a_level_below(self):
        text = LADDER + (
            "outcomes:\n"
            "  - id: level\n"
            "    ladder: level\n"
            "    needs:\n"
            "      one: {all: [{every: rule, that: met}, {value: singers, at_most: 30}]}\n"
            "      two: {all: [{value: singers, at_least: 40}, {every: rule, that: met}]}\n"
        )
        found = only(text, "KD501")
        parts = "{value: singers, at_most: 30} (line 15); {value: singers, at_least: 40} (line 16)"
        assert found.hint == f"these contradict each other: {parts}"
        assert paths(found) == ["outcomes[0].needs.one.all[1]", "outcomes[0].needs.two.all[0]"]

    def test_the_two_parts_of_one_condition(self):
        rule = "{all: [{value: singers, above: 20}, {every: rule, that: met}, {value: singers, below: 10}]}"
        text = LABELS + f"outcomes: [{{id: r, cases: [{{id: good, if: {rule}}}], otherwise: {{id: poor}}}}]\n"
        found = only(text, "KD503")
        assert paths(found) == ["outcomes[0].cases[0].if.all[0]", "outcomes[0].cases[0].if.all[2]"]

    def test_two_bounds_of_one_comparison(self):
        rule = "{value: singers, at_least: 20, at_most: 10}"
        text = LABELS + f"outcomes: [{{id: r, cases: [{{id: good, if: {rule}}}], otherwise: {{id: poor}}}}]\n"
        assert only(text, "KD503").hint == (
            "nothing lies between its bounds: {value: singers, at_least: 20, at_most: 10} (line 10)"
        )

    def test_what_the_quantity_can_be(self):
        rule = "{value: singers, above: 90}"
        text = LABELS + f"outcomes: [{{id: r, cases: [{{id: good, if: {rule}}}], otherwise: {{id: poor}}}}]\n"
        assert only(text, "KD503").hint == "the compared number lies from 0 to 90"

    def test_a_condition_that_always_holds_names_what_covers_all(self):
        rule = "{any: [{value: singers, at_least: 20}, {every: rule, that: met}, {value: singers, below: 20}]}"
        text = LABELS + f"outcomes: [{{id: r, cases: [{{id: good, if: {rule}}}], otherwise: {{id: poor}}}}]\n"
        found = only(text, "KD504")
        assert paths(found) == ["outcomes[0].cases[0].if.any[0]", "outcomes[0].cases[0].if.any[2]"]

    def test_they_are_a_fewest_that_cannot_all_hold(self):
        bounds = ", ".join(f"{{value: singers, at_most: {n}}}" for n in range(50, 90))
        rule = f"{{all: [{bounds}, {{value: singers, at_least: 60}}, {{every: rule, that: met}}]}}"
        text = LABELS + f"outcomes: [{{id: r, cases: [{{id: good, if: {rule}}}], otherwise: {{id: poor}}}}]\n"
        assert len(only(text, "KD503").obstacles) == 2


class TestCauses:
    """What follows from another finding says so, and is printed under it."""

    NEEDS = "".join(line for line in LABELS.splitlines(keepends=True) if not line.startswith("inputs")) + (
        "outcomes:\n"
        "  - id: result\n"
        "    cases: [{id: good, if: {count: rule, that: met, at_least: 3}}]\n"
        "    otherwise: {id: poor}\n"
        "awards: [{id: star, needs: {outcome: result, is: good}, valid: 3 years}]\n"
    )

    def test_the_nearest_to_the_fault_is_the_cause(self):
        found = lint(self.NEEDS)
        (cause,) = (finding for finding in found if finding.cause is None)
        assert (cause.code, cause.path) == ("KD503", "outcomes[0].cases[0].if")
        others = [finding for finding in found if finding.cause is not None]
        assert [(finding.code, finding.line) for finding in others] == [("KD502", 11), ("KD508", 13), ("KD503", 13)]
        assert all(finding.cause == cause for finding in others)

    def test_two_faults_are_two_causes(self):
        text = LABELS + (
            "outcomes:\n"
            "  - {id: a, cases: [{id: good, if: {count: rule, that: met, at_least: 3}}], otherwise: {id: poor}}\n"
            "  - {id: b, cases: [{id: big, if: {value: singers, above: 90}}], otherwise: {id: poor}}\n"
        )
        found = lint(text)
        assert [finding.line for finding in found if finding.cause is None] == [11, 12]
        assert {(finding.line, finding.cause.line) for finding in found if finding.cause} == {(11, 11), (12, 12)}

    def test_nothing_follows_from_a_missing_citation(self):
        found = lint(self.NEEDS.replace("cite:", "# cite:"))
        assert "KD533" in {finding.code for finding in found}
        assert {finding.cause.code for finding in found if finding.cause is not None} == {"KD503"}

    def test_text_and_annotations_fold_it_and_data_keep_it(self):
        found = lint(self.NEEDS)
        text = format_text(found)
        assert "   what follows from it: line 11, error KD502: no dossier is given the label 'good'\n" in text
        assert text.count("^") == text.count("^", 0, text.index("what follows from it"))
        assert len(format_github(found).splitlines()) == 1
        data = json.loads(format_json(found))
        assert [one["cause"] and one["cause"]["code"] for one in data] == [
            None if finding.cause is None else "KD503" for finding in found
        ]
        assert len(data) == len(found) == 4

    def test_a_cause_that_is_allowed_leaves_what_follows(self):
        text = LADDER.split("tree:")[0].replace("verdict: met}", "verdict: level, scale: level}") + (
            "tree:\n"
            '  - id: "1"\n'
            "    levels:\n"
            "      one: [{id: a, en: At most 30 sing, met_if: {value: singers, at_most: 30}}]\n"
            "      # kiemdinh: allow KD521: as enacted\n"
            "      two: [{id: a, en: At most 40 sing, met_if: {value: singers, at_most: 40}}, {id: b, en: They read}]\n"
            "outcomes:\n"
            "  - id: level\n"
            "    ladder: level\n"
            "    needs:\n"
            "      one: {every: rule, that: {its: level, at_least: one}}\n"
            "      two: {every: rule, that: {its: level, at_least: two}}\n"
        )
        (left,) = (finding for finding in lint(text) if finding.code == "KD520")
        assert left.cause is None
        (folded,) = (finding for finding in lint(text.replace("allow KD521: as", "")) if finding.code == "KD520")
        assert folded.cause.code == "KD521"


class TestThresholdThatNothingReaches:
    """What no school reaches because of one threshold follows from that threshold."""

    def test_condition_and_label_follow_from_the_range(self):
        text = HEAD + (
            'tree: [{id: "1", en: Room, met_if: {value: singers, at_least: 150}}, {id: "2", en: Piano}]\n'
            "outcomes: [{id: r, cases: [{id: good, if: {every: rule, that: met}}], otherwise: {id: poor}}]\n"
        )
        causes = {finding.code: finding.cause and finding.cause.code for finding in lint(text)}
        assert causes == {"KD538": None, "KD505": None, "KD503": "KD505", "KD502": "KD505"}


class TestLowestStep:
    """KD504: what the lowest step of an outcome asks for may hold for all who are rated."""

    def severities(self, one, two):
        ladder = f"outcomes: [{{id: r, ladder: level, needs: {{one: {one}, two: {two}}}}}]\n"
        return [finding.severity for finding in lint(LADDER + ladder) if finding.code == "KD504"]

    def test_only_the_whole_of_the_lowest_is_worth_a_look(self):
        always, some = "{value: singers, at_least: 0}", "{value: singers, at_least: 20}"
        assert self.severities(always, some) == ["note"]
        assert self.severities(f"{{all: [{always}, {some}]}}", "{every: rule, that: met}") == ["error"]


class TestRoundedBounds:
    """KD552: several bounds of one rounded mean have one cause."""

    BANDS = "outcomes: [{id: r, ladder: level, bands: {of: {value: marks}, from: {one: 2.75, two: 3.5}}}]\n"

    def test_they_are_told_together(self):
        text = LADDER.replace("verdict: met", "verdict: rating, scale: five").replace(
            "scales: {", "scales: {five: {from: 1, to: 5, step: 1}, "
        )
        text += "define: {marks: {mean: rule, of: {its: rating}, round: {digits: 0, half: up}}}\n" + self.BANDS
        found = only(text, "KD552")
        assert found.message == "2.75, 3.5 are not values of this quantity: it is rounded to steps of 1"
        assert (found.path, found.expected) == ("outcomes[0].bands.from.one", "3, 4, as they act")


class TestGuards:
    """What only a guard reads has its range as any figure has it."""

    def guard(self, rule):
        tree = f'tree: [{{id: "1", en: Room, warn_unless: {{value: singers, {rule}}}}}, {{id: "2", en: Piano}}]\n'
        outcome = "outcomes: [{id: r, cases: [{id: good, if: {every: rule, that: met}}], otherwise: {id: poor}}]\n"
        return [
            (finding.code, finding.witness is not None)
            for finding in lint(HEAD + tree + outcome)
            if finding.code < "KD530"
        ]

    def test_a_bound_outside_the_range(self):
        assert self.guard("at_most: 1000") == [("KD505", True)]
        assert self.guard("at_least: -5") == [("KD505", True)]

    def test_a_bound_that_nothing_passes(self):
        assert self.guard("above: 90") == [("KD503", True)]
        assert self.guard("at_most: 90") == [("KD504", True)]

    def test_a_bound_within_the_range(self):
        assert self.guard("at_most: 40") == []


class TestWitnessThatCannotBeWritten:
    def test_a_third_of_a_point(self):
        text = HEAD.replace("verdict: met", "verdict: points") + (
            "tree: [{id: a, points: 1/3}, {id: b, points: 10}]\n"
            "outcomes:\n"
            "  - id: r\n"
            "    cases: [{id: good, if: {sum: rule, of: {its: points}, at_least: 40}}]\n"
            "    otherwise: {id: poor}\n"
        )
        assert "KD503" in [finding.code for finding in lint(text)]
