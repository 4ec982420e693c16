"""Mutation of a definition: which one-place changes its scenarios notice, and which no scenario could."""

import os
from dataclasses import replace

import pytest

import kiemdinh as kd
from kiemdinh.testing import load_scenarios, mutate, run
from kiemdinh.testing.mutation import list_changes
from kiemdinh.testing.mutation.mutant import make_mutant
from kiemdinh.testing.mutation.notice import notices
from kiemdinh.testing.mutation.suite_case import SuiteCase
from saved import saved

DEFINITION = """\
kiemdinh: 1
framework: org.example.library
source: {document: By-law 12}
subject: {kind: school}
evidence: {items: 1}
tags: {core: {en: core}}
inputs:
  area: {type: choice, choices: [town, country]}
  books: {type: number, unit: book, range: {from: 0}, step: 1}
layers: [{id: criterion, verdict: met, not_applicable: drop}]
sets: {core: {among: criterion, tagged: core}}
tree:
  - id: "1"
    tags: [core]
    met_if: {value: books, at_least: {by: area, values: {town: 200, country: 100}}}
  - {id: "2", tags: [core], when: {value: area, is: town}}
  - {id: "3"}
outcomes:
  - id: grade
    cases:
      - {id: good, if: {all: [{every: core, that: met}, {count: criterion, that: met, at_least: 2}]}}
    otherwise: {id: poor}
awards:
  - {id: plaque, needs: {outcome: grade, is: good, side: external}, valid: 5 years, renew_before: 6 months}
"""
GOOD = {"external": {"2": "met", "3": "met"}, "inputs": {"area": "town", "books": 200}}


def scenarios(*written, definition=DEFINITION):
    numbered = [{"name": str(i), **one} for i, one in enumerate(written)]
    whole = {"kiemdinh": 1, "framework": saved(definition), "when": "2027-06-30", "scenarios": numbered}
    return load_scenarios(whole, allow_files=True)


def survivors(*written, definition=DEFINITION):
    file = scenarios(*written, definition=definition)
    return {(one.was, one.becomes) for one in mutate(file.framework, file.scenarios).survived}


def given(then, **changes):
    return {"given": GOOD, "but": changes, "then": then}


class TestWhatIsChanged:
    """thresholds and cells one step off, comparators swapped, what applies, sides, tags, evidence, terms of awards"""

    @pytest.mark.parametrize(
        ("was", "becomes"),
        [
            ("town: 200", {"town: 199", "town: 201"}),
            ("at_least: 2", {"at_least: 1", "at_least: 3", "at_most: 2"}),
            ("when: {value: area, is: town}", {"(left out)"}),
            ("side: external", {"(left out)"}),
            ("core", {"(left out)"}),
            ("items: 1", {"items: 0", "items: 2"}),
            ("valid: 5 years", {"valid: 4 years", "valid: 6 years"}),
            ("renew_before: 6 months", {"renew_before: 5 months", "renew_before: 7 months"}),
            ("unit: book", {"unit: item"}),
            ("is: town", {"is: country"}),
            ("from: 0", {"from: -1", "from: 1"}),
            ("step: 1", {"(left out)"}),
        ],
    )
    def test_one_place_at_a_time(self, was, becomes):
        assert {change.becomes for change in list_changes(kd.load(text=DEFINITION)) if change.was == was} == becomes

    def test_a_group_and_its_parts(self):
        changes = [change for change in list_changes(kd.load(text=DEFINITION)) if change.path[-1] == "all"]
        assert [change.becomes.partition(":")[0] for change in changes] == ["any"]
        dropped = [
            change.was for change in list_changes(kd.load(text=DEFINITION)) if change.kind == "part of a condition"
        ]
        assert dropped == ["{every: core, that: met}", "{count: criterion, that: met, at_least: 2}"]

    def test_rounding_levels_windows_and_roles(self):
        text = """\
kiemdinh: 1
framework: org.example.scores
source: {document: By-law 12}
subject: {kind: school}
school_year: {begins: 09-01}
roles: {informs: {until: 2028-12-31}}
scales: {stars: {from: 1, to: 5}, step: {not_reached: {id: none}, steps: [{id: low}, {id: high}]}}
inputs: {share: {type: number, unit: percent, each: year, better: higher, given: true}}
layers: [{id: criterion, verdict: rating, scale: stars}]
sets: {years: {among: year, last: 3}}
tree: [{id: "1"}, {id: "2"}]
outcomes:
  - id: grade
    ladder: step
    needs:
      low: {mean: criterion, of: {its: rating}, round: {digits: 1, half: up}, at_least: 3.5}
      high: {every: years, that: {value: share, at_least: 92.5%}}
"""
        changes = {(change.was, change.becomes) for change in list_changes(kd.load(text=text))}
        assert {
            ("[low, high]", "[high, low]"),
            ("last: 3", "last: 2"),
            ("last: 3", "last: 4"),
            ("at_least: 3.5", "at_least: 3.4"),
            ("at_least: 3.5", "above: 3.5"),
            ("at_least: 92.5%", "at_least: 92.6%"),
            ("digits: 1", "digits: 2"),
            ("half: up", "half: down"),
            ("better: higher", "better: lower"),
            ("given: true", "(left out)"),
            ("until: 2028-12-31", "until: 2029-01-01"),
            ("begins: 09-01", "begins: 08-31"),
        } <= changes


class TestScore:
    """a change is noticed by a scenario that does not pass any more"""

    def test_a_threshold_needs_a_case_on_it_and_one_just_short(self):
        on_it = given({"outcome": "good"})
        short = given({"outcome": "poor"}, **{"input:books": 199})
        far_off = given({"outcome": "poor"}, **{"input:books": 10})
        assert ("town: 200", "town: 201") not in survivors(on_it)
        assert ("town: 200", "town: 199") in survivors(on_it, far_off)
        assert ("town: 200", "town: 199") not in survivors(on_it, short)

    def test_each_cell_of_a_table(self):
        country = {"external": {"3": "met"}, "inputs": {"area": "country", "books": 100}}
        left = survivors(given({"outcome": "good"}), {"given": country, "then": {"outcome": "good"}})
        assert ("country: 100", "country: 101") not in left
        assert ("country: 100", "country: 99") in left

    def test_what_applies_only_to_some(self):
        country = {"external": {"2": "unmet", "3": "met"}, "inputs": {"area": "country", "books": 100}}
        when = ("when: {value: area, is: town}", "(left out)")
        assert when in survivors(given({"outcome": "good"}))
        assert when not in survivors({"given": country, "then": {"outcome": "good"}})

    def test_evidence(self):
        one = {"findings": {"2": {"is": "met", "by": ["E1"]}}, "evidence": [{"code": "E1"}], "inputs": {"area": "town"}}
        none = {**one, "findings": {"2": "met"}}
        left = survivors({"given": one, "then": {"nodes": {"2": "met"}}})
        assert ("items: 1", "items: 2") not in left
        assert ("items: 1", "items: 0") in left
        assert ("items: 1", "items: 0") not in survivors({"given": none, "then": {"nodes": {"2": "unknown"}}})

    def test_the_side_of_an_award(self):
        own = {"findings": {"2": "met", "3": "met"}, "inputs": GOOD["inputs"]}
        assert ("side: external", "(left out)") in survivors(given({"awards": {"plaque": "true"}}))
        assert ("side: external", "(left out)") not in survivors(
            {"given": own, "then": {"awards": {"plaque": {"eligible": "false"}}}}
        )

    def test_terms_of_an_award(self):
        held = {**GOOD, "held": [{"award": "plaque", "signed": "2026-01-31"}], "complete": ["held"]}
        until = {"given": held, "then": {"awards": {"plaque": {"held_until": "2031-01-31"}}}}
        renewed = {"given": held, "then": {"awards": {"plaque": {"renew_by": "2030-07-31"}}}}
        assert {was for was, _ in survivors(until) if "year" in was or "month" in was} == {"renew_before: 6 months"}
        assert not {was for was, _ in survivors(until, renewed) if "year" in was or "month" in was}

    def test_a_unit_is_noticed_by_words(self):
        text = """\
kiemdinh: 1
framework: org.example.shelves
source: {document: By-law 12}
subject: {kind: school}
scales: {grade: {not_reached: {id: none}, steps: [{id: basic}]}}
inputs: {area: {type: number, unit: m2}}
layers: [{id: criterion, verdict: met}]
tree: [{id: "1", met_if: {value: area, at_least: 200}}]
outcomes: [{id: grade, ladder: grade, needs: {basic: {every: criterion, that: met}}}]
"""
        short = {"given": {"inputs": {"area": 199}}, "then": {"level": "none"}}
        told = {"given": {"inputs": {"area": 199}}, "then": {"says": ["200 m²"]}}
        unit = ("unit: m2", "unit: item")
        assert unit in survivors(short, definition=text)
        assert unit not in survivors(told, definition=text)

    def test_the_score_counts_what_is_noticed(self):
        file = scenarios(given({"outcome": "good"}), given({"outcome": "poor"}, **{"3": "unmet", "2": "unmet"}))
        report = mutate(file.framework, file.scenarios)
        counted = report.killed + len(report.survived)
        assert 0 < report.killed < counted
        assert report.score * counted == 100 * report.killed
        changes = len(list(list_changes(file.framework)))
        assert counted + len(report.equivalent) + report.refused + report.untried == changes

    def test_without_scenarios_nothing_is_noticed(self):
        report = mutate(kd.load(text=DEFINITION), [])
        assert (report.killed, report.score) == (0, 0)

    def test_each_survivor_has_its_line(self):
        report = mutate(kd.load(text=DEFINITION), [])
        lines = {one.was: one.line for one in report.survived}
        assert DEFINITION.splitlines()[lines["town: 200"] - 1].strip().startswith("met_if")
        assert DEFINITION.splitlines()[lines["valid: 5 years"] - 1].strip().startswith("- {id: plaque")

    def test_a_scenario_that_does_not_pass_is_named(self):
        file = scenarios(given({"outcome": "poor"}))
        report = mutate(file.framework, file.scenarios)
        assert report.failing == ("0",)
        assert "'0' does not pass as it is" in report.to_text()

    def test_a_scenario_that_nobody_has_confirmed_notices_nothing(self):
        file = scenarios({**given({"outcome": "good"}), "confirmed": "false"})
        report = mutate(file.framework, file.scenarios)
        assert (report.killed, report.failing) == (0, ())

    def test_the_steps_bound_it(self):
        file = scenarios(given({"outcome": "good"}))
        report = mutate(file.framework, file.scenarios, budget=7)
        assert report.untried > 0
        assert f"{report.untried} changes were not tried" in report.to_text()

    @pytest.mark.parametrize("budget", [0, -1, True, "7"])
    def test_a_budget_is_a_whole_number(self, budget):
        with pytest.raises(kd.InputError):
            mutate(kd.load(text=DEFINITION), [], budget=budget)


class TestEquivalent:
    """a change of which it is proved that no result is another does not count, and says why"""

    def reasons(self, definition):
        return {(one.was, one.becomes): one.why for one in mutate(kd.load(text=definition), []).equivalent}

    def test_proved_by_the_prover(self):
        # With step 1 and a range from 0, "above -1" holds always, and so does "at least 0".
        text = DEFINITION.replace("country: 100", "country: 0")
        assert self.reasons(text)["country: 0", "country: -1"] == "proved: every dossier gives the same verdicts"
        assert ("country: 0", "country: 1") not in self.reasons(text)

    def test_read_by_no_result(self):
        text = DEFINITION.replace("step: 1}", "step: 1, better: higher}")
        assert "lint" in self.reasons(text)["better: higher", "better: lower"]

    def test_of_an_input_that_no_rule_reads(self):
        text = DEFINITION.replace("inputs:\n", "inputs:\n  pupils: {type: number, unit: pupil}\n")
        assert "no rule reads 'pupils'" in self.reasons(text)["unit: pupil", "unit: book"]

    def test_a_unit_that_no_text_shows(self):
        assert "no text shows the unit" in self.reasons(DEFINITION)["unit: book", "unit: item"]

    def test_the_school_year_where_nothing_is_given_by_years(self):
        text = DEFINITION.replace("subject:", "school_year: {begins: 09-01}\nsubject:")
        change = "begins: 09-01", "begins: 08-31"
        assert "for each school year" in self.reasons(text)[change]
        by_year = text.replace("inputs:\n", "inputs:\n  loans: {type: number, each: year}\n")
        assert change not in self.reasons(by_year)

    def test_in_vietnamese(self):
        text = mutate(kd.load(text=DEFINITION), []).to_text("vi")
        assert "thay đổi bị phát hiện" in text.splitlines()[0]
        assert "không nội dung nào hiện đơn vị" in text
        assert "equivalent" not in text

    def test_not_what_only_this_suite_misses(self):
        assert ("town: 200", "town: 201") not in self.reasons(DEFINITION)

    def test_a_stage_that_matters_is_looked_at(self):
        # Only a school of two stages can tell the two.
        text = """\
kiemdinh: 1
framework: org.example.stages
source: {document: By-law 12}
subject: {kind: school, has: [stage], stages: [{id: a}, {id: b}]}
inputs: {size: {type: number, each: stage, range: {from: 0}}}
layers: [{id: criterion, verdict: met}]
tree: [{id: "1", met_if: {count: stage, that: {value: size, at_least: 5}, at_least: 2}}, {id: "2"}]
outcomes: [{id: grade, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
"""
        assert ("at_least: 2", "at_least: 3") not in self.reasons(text)


RICH = """\
kiemdinh: 1
framework: org.example.rich
source: {document: By-law 12, in_force: 2026-01-01}
subject: {kind: school, has: [stage], stages: [{id: a}, {id: b}]}
school_year: {begins: 09-01}
evidence: {items: 1}
scales: {step: {not_reached: {id: none}, steps: [{id: low}, {id: high}]}}
inputs:
  area: {type: choice, choices: [town, country]}
  kitchen: {type: yes_no}
  books: {type: number, unit: book, range: {from: 0}, step: 1}
  lent: {type: number, unit: book, range: {from: 0}, step: 1, part_of: books}
  rate: {type: number, unit: percent, range: {from: 0, to: 100}, each: year, given: true}
  pupils: {type: number, range: {from: 0, to: 60}, each: stage}
layers: [{id: criterion, verdict: level, scale: step, no_text: carries}]
sets:
  years: {among: year, last: 2}
  small: {among: stage, where: {value: pupils, at_most: 30}, if_empty: met}
tree:
  - id: "1"
    levels:
      low: [{id: a, met_if: {value: books, at_least: {by: area, values: {town: 200, country: 100}}}}, {id: b}]
      high: [{id: c, when: {value: kitchen, is: true}}, {id: d, met_if: {value: lent, per: books, at_least: 50%}}]
  - id: "2"
    levels:
      low:
        - {id: e, met_if: {every: years, that: {value: rate, at_least: 80%}}}
        - id: f
          when: {any: [{value: area, is: country}, {value: kitchen, is: false}]}
        - {id: g, met_if: {every: small, that: {value: pupils, at_least: 5}}}
outcomes:
  - id: grade
    ladder: step
    needs:
      low: {every: criterion, that: {its: level, at_least: low}}
      high: {every: criterion, that: {its: level, at_least: high}}
awards:
  - {id: plaque, ladder: step, valid: 5 years, renew_before: 6 months, wait_for_higher: 2 years,
     needs: {low: {outcome: grade, at_least: low, side: external}, high: {outcome: grade, at_least: high}}}
"""
ALL_MET = {"1": {"low": {"b": "met"}, "high": {"c": "met"}}, "2": {"low": {"f": "met"}}}
FIGURES = {
    "area": "country", "kitchen": True, "books": 100, "lent": 50, "rate": {"2024-2025": "80%", "2025-2026": "81%"},
    "pupils": {"a": 5, "b": 31},
}  # fmt: skip
SCHOOL = {"school": {"stages": ["a", "b"]}, "complete": ["held"]}
HELD = {"held": [{"award": "plaque", "grade": "low", "signed": "2026-01-31"}]}
GIVEN = [
    {"external": ALL_MET, "inputs": FIGURES},
    {"external": ALL_MET, "inputs": {**FIGURES, "area": "unknown"}},
    {"external": ALL_MET, "inputs": {**FIGURES, "kitchen": None, "area": None}},
    {"external": {"1": "high", "2": {"low": {"f": "not applicable"}}}, "inputs": {"area": "town", "kitchen": False}},
    {"external": {"1": "high", "2": "high"}, "inputs": {"books": 99}},
    {"findings": {"1": "high", "2": {"low": {"f": {"is": "met", "by": ["E1"]}}}}, "evidence": [{"code": "E1"}]},
    {"findings": {"1": {"low": {"b": "met"}}}, "inputs": {"area": "country", "kitchen": False, "books": 100}},
    {"external": ALL_MET, "inputs": {**FIGURES, "pupils": {"a": 4, "b": 60}}, **HELD},
    {"inputs": {"books": 10, "lent": 11}},
    {"inputs": {"books": -1}},
    {"inputs": {"pupils": {"a": 61}}},
    {},
]
SHARE = 1 if os.environ.get("KIEMDINH_NIGHTLY") else 3
"""Each change is held against one of so many scenarios."""


def test_what_is_reused_gives_the_same_verdicts():
    """A scenario that is not assessed anew would have come out as it did, whatever a change bears on."""
    framework = kd.load(text=RICH)
    suite = [(scenario, SuiteCase.of(scenario)) for scenario in write_suite(framework)]
    differing = 0
    for i, change in enumerate(list_changes(framework)):
        mutant = make_mutant(framework, change)
        for scenario, case in suite[i % SHARE :: SHARE] if mutant else ():
            passed = run(replace(scenario, framework=mutant.framework)).passed
            assert notices(case, mutant) is not passed, (change, scenario)
            differing += not passed
    assert differing > 100 // SHARE


def write_suite(framework):
    """Yield scenarios that expect what comes out: all that a change can bear on is asked for."""
    for given_here in GIVEN:
        whole = {**SCHOOL, **given_here}
        try:
            result = kd.assess(framework, whole, on="2027-06-30")
        except kd.InputError as error:
            expected = [{"diagnostic": sorted({one.code for one in error.diagnostics if one.severity == "error"})}]
        else:
            level, nodes, plaque = result.level, result.nodes, result.awards[0]
            truths = {node.id: node.truth.name.lower() for node in nodes if node.truth is not None}
            eligible, possible = (one.id if one else "none" for one in (plaque.certain, plaque.possible))
            expected = [
                {"level": level.id if level else "none", "nodes": truths},
                {"awards": {"plaque": {"eligible": eligible, "possible": possible}}},
                {"warnings": sorted({one.code for one in result.warnings})},
            ]
        file = {"kiemdinh": 1, "framework": saved(RICH), "when": "2027-06-30"}
        file["scenarios"] = [{"name": str(then), "given": whole, "then": then} for then in expected]
        yield from load_scenarios(file, allow_files=True).scenarios


def test_the_order_of_scenarios_changes_nothing():
    framework = kd.load(text=RICH)
    suite = list(write_suite(framework))[::3]
    forward, backward = mutate(framework, suite), mutate(framework, reversed(suite))
    assert forward == backward
    assert forward.failing == ()
