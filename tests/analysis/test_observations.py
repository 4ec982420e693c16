"""What no dossier can show: only what is proved, and what a suite then need not cover."""

import kiemdinh as kd
from kiemdinh.analysis.observations import FALSE, PIVOTAL_FALSE, PIVOTAL_TRUE, TRUE, UNCERTAIN, find_impossible
from kiemdinh.testing import load_scenarios, rule_coverage
from saved import saved

HEAD = """\
kiemdinh: 1
framework: org.example.library
source: {document: By-law 12}
subject: {kind: school}
scales: {grade: {steps: [{id: basic}, {id: full}]}}
inputs: {books: {type: number, range: {from: 0, to: 50}}, seats: {type: number}}
layers: [{id: criterion, verdict: met}]
sets: {first: {among: criterion, ids: ["1"]}}
"""


def loaded(tree, outcomes):
    return kd.load(text=HEAD + f"tree: {tree}\noutcomes:\n  - {outcomes}\n")


def cases(condition):
    return f"{{id: result, cases: [{{id: good, if: {condition}}}], otherwise: {{id: poor}}}}"


class TestSteps:
    def test_a_level_that_no_figures_reach_is_never_true(self):
        needs = "{basic: {every: criterion, that: met}, full: {value: books, above: 50}}"
        framework = loaded('[{id: "1"}]', f"{{id: grade, ladder: grade, needs: {needs}}}")
        assert find_impossible(framework) == {("outcome:grade/full", what) for what in (TRUE, UNCERTAIN, PIVOTAL_TRUE)}

    def test_a_case_that_always_holds_is_never_false(self):
        framework = loaded('[{id: "1"}]', cases("{value: books, at_least: 0}"))
        found = find_impossible(framework)
        assert {("case:result=good", what) for what in (FALSE, UNCERTAIN, PIVOTAL_FALSE)} <= found
        assert ("label:result=poor", TRUE) in found
        assert ("1", PIVOTAL_TRUE) in found

    def test_nothing_where_everything_can_be(self):
        assert find_impossible(loaded('[{id: "1"}, {id: "2"}]', cases("{every: criterion, that: met}"))) == frozenset()


class TestRequirements:
    TREE = '[{id: "1"}, {id: "2"}]'
    DEAD = cases("{every: first, that: met}")

    def test_what_never_decides_is_never_pivotal(self):
        assert find_impossible(loaded(self.TREE, self.DEAD)) == {("2", PIVOTAL_TRUE), ("2", PIVOTAL_FALSE)}

    def test_only_what_is_asked(self):
        framework = loaded(self.TREE, self.DEAD)
        assert find_impossible(framework, {("2", PIVOTAL_TRUE), ("1", PIVOTAL_TRUE)}) == {("2", PIVOTAL_TRUE)}
        assert find_impossible(framework, ()) == frozenset()

    def test_a_figure_that_fails_another_rule_too_never_decides_alone(self):
        tree = '[{id: "1", met_if: {value: seats, at_least: 5}}, {id: "2", met_if: {value: seats, at_least: 3}}]'
        framework = loaded(tree, cases("{every: criterion, that: met}"))
        assert find_impossible(framework) == {("2", PIVOTAL_FALSE)}


def test_coverage_does_not_ask_for_the_impossible():
    whole = {
        "kiemdinh": 1,
        "framework": saved(HEAD + f"tree: {TestRequirements.TREE}\noutcomes:\n  - {TestRequirements.DEAD}\n"),
    }
    whole |= {"when": "2027-06-30", "scenarios": []}
    for one in ("met", "unmet", "unknown"):
        given = {"findings": {"1": one, "2": one}}
        whole["scenarios"].append({"name": one, "given": given, "then": {"determined": str(one != "unknown").lower()}})
    file = load_scenarios(whole, allow_files=True)
    assert rule_coverage(file.framework, file.scenarios).missed == ()
    counted = rule_coverage(file.framework, file.scenarios, impossible=frozenset())
    assert {(one.id, one.what) for one in counted.missed} == {("2", PIVOTAL_TRUE), ("2", PIVOTAL_FALSE)}
