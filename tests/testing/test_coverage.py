"""Rule coverage of a suite: seen true, false, unknown, and pivotal each way."""

from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.testing import load_scenarios, rule_coverage
from kiemdinh.testing.coverage import CoverageTally
from saved import saved

FRAMEWORK = """\
kiemdinh: 1
framework: org.example.library
source: {document: By-law 12}
subject: {kind: school}
scales:
  grade: {steps: [{id: basic}, {id: full}]}
inputs: {books: {type: number}}
layers: [{id: criterion, verdict: level, scale: grade, no_text: carries}]
tree:
  - {id: "1", levels: {basic: [{id: a}, {id: b}], full: [{id: a}]}}
  - {id: "2", levels: {basic: [{id: a, met_if: {value: books, at_least: 100}}]}}
outcomes:
  - id: grade
    ladder: grade
    needs:
      basic: {count: criterion, that: {its: level, at_least: basic}, at_least: 2}
      full: {every: criterion, that: {its: level, at_least: full}}
  - {id: sort, cases: [{id: big, if: {value: books, at_least: 200}}], otherwise: {id: small}}
awards:
  - id: plaque
    needs: {outcome: grade, at_least: basic, side: external}
    lost_if: {not: {outcome: grade, at_least: basic}}
"""

ALL = {"1": {"basic": {"a": "met", "b": "met"}, "full": {"a": "met"}}}


def suite(*dossiers, framework=FRAMEWORK, on="2027-06-30"):
    scenarios = [{"name": str(i), "given": given, "then": {"determined": "true"}} for i, given in enumerate(dossiers)]
    named = framework if framework.startswith("vn.") else saved(framework)
    whole = {"kiemdinh": 1, "framework": named, "when": on, "scenarios": scenarios}
    return load_scenarios(whole, allow_files=True)


def missed(*dossiers, **options):
    file = suite(*dossiers, **options)
    found = {}
    for one in rule_coverage(file.framework, file.scenarios).missed:
        found.setdefault(one.id, set()).add(one.what)
    return found


def seen_of(name, *dossiers, **options):
    whats = {"true", "false", "unknown", "pivotal while true", "pivotal while false"}
    return whats - missed(*dossiers, **options).get(name, set())


def ends(dossier):
    """Where every outcome and award stands."""
    result = kd.assess(kd.load(text=FRAMEWORK), dossier, on="2027-06-30")
    outcomes = [(o.guaranteed, o.attainable, o.labels) for o in result.outcomes]
    return outcomes, [grade.eligible for award in result.awards for grade in award.grades]


class TestSeen:
    """for each requirement, criterion, set and step: seen true, false, unknown"""

    def test_of_nothing_known(self):
        for name in ("1/basic/a", "1/basic", "outcome:grade/basic", "outcome:grade/full: criterion"):
            assert seen_of(name, {"findings": {}}) == {"unknown"}

    def test_no_scenario_covers_nothing(self):
        coverage = rule_coverage(kd.load(text=FRAMEWORK), ())
        assert coverage.percent == 0
        rules = ("requirement", "criterion", "set", "step")
        assert {one.id for one in coverage.missed if one.kind in rules} == {
            *("1/basic", "1/basic/a", "1/basic/b", "1/full", "1/full/a", "2/basic", "2/basic/a"),
            *("outcome:grade/basic: criterion", "outcome:grade/full: criterion"),
            *("outcome:grade/basic", "outcome:grade/full", "case:sort=big", "label:sort=small"),
            *("award:plaque", "lost:plaque"),
        }

    def test_a_set_is_seen_by_its_members(self):
        half = {"findings": {"1": "basic", "2": None}, "inputs": {"books": 99}}
        assert seen_of("outcome:grade/basic: criterion", half) >= {"true", "false"}
        assert "unknown" not in seen_of("outcome:grade/basic: criterion", half)

    def test_a_refused_dossier_shows_nothing(self):
        file = suite({"findings": {"9": "met"}})
        assert rule_coverage(file.framework, file.scenarios).percent == 0


class TestPivotal:
    """pivotal each way: flipping it alone would change an outcome or award"""

    def test_one_requirement_that_decides(self):
        dossier = {"findings": ALL, "inputs": {"books": 150}}
        assert seen_of("1/basic/a", dossier) == {"true", "pivotal while true"}
        assert seen_of("2/basic/a", dossier) == {"true", "pivotal while true"}

    def test_two_that_fail_together_decide_nothing_alone(self):
        findings = {"1": {"basic": {"a": "unmet", "b": "unmet"}, "full": {"a": "met"}}}
        dossier = {"findings": findings, "inputs": {"books": 150}}
        assert seen_of("1/basic/a", dossier) == {"false"}

    def test_one_that_fails_alone_decides(self):
        findings = {"1": {"basic": {"a": "unmet", "b": "met"}, "full": {"a": "met"}}}
        dossier = {"findings": findings, "inputs": {"books": 150}}
        assert seen_of("1/basic/a", dossier) == {"false", "pivotal while false"}
        assert "pivotal while true" in seen_of("1/basic/b", {"findings": ALL, "inputs": {"books": 150}})
        assert seen_of("1/basic/b", dossier) == {"true"}

    def test_a_claim_about_the_whole_does_not_hang_on_its_parts(self):
        dossier = {"findings": {"1": "full"}, "inputs": {"books": 150}}
        assert seen_of("1/basic", dossier) == {"true", "pivotal while true"}
        assert seen_of("1/basic/a", dossier) == {"unknown"}

    def test_a_set_decides_at_its_bound(self):
        one_short = {"findings": {"1": "basic"}, "inputs": {"books": 99}}
        both = {"findings": {"1": "basic"}, "inputs": {"books": 150}}
        none = {"findings": {"1": {"basic": {"a": "unmet"}}}, "inputs": {"books": 99}}
        name = "outcome:grade/basic: criterion"
        assert seen_of(name, one_short) == {"true", "false", "pivotal while false"}
        assert seen_of(name, both) == {"true", "pivotal while true"}
        assert seen_of(name, none) == {"false"}

    def test_a_step_decides_only_on_top_of_the_lower_one(self):
        below = {"findings": {"1": {"basic": {"a": "unmet"}}}, "inputs": {"books": 150}}
        on_top = {"findings": {"1": "basic"}, "inputs": {"books": 150}}
        assert seen_of("outcome:grade/full", below) == {"false"}
        assert seen_of("outcome:grade/full", on_top) == {"false", "pivotal while false"}

    def test_what_one_side_alone_says_decides_an_award(self):
        outside = {"external": {"1": "basic"}, "inputs": {"books": 150}}
        assert seen_of("award:plaque", outside) == {"true", "pivotal while true"}
        framework = FRAMEWORK.replace("at_least: basic}, at_least: 2}", "at_least: basic}, at_least: 0}")
        assert "pivotal while true" not in seen_of("1/basic", outside, framework=framework)

    FOUND = st.sampled_from(["met", "unmet", "unknown"])

    @settings(max_examples=80, deadline=None)
    @given(
        a=FOUND, b=FOUND, c=FOUND, books=st.sampled_from([50, 150, 250]), side=st.sampled_from(["findings", "external"])
    )
    def test_it_is_what_a_new_assessment_gives(self, a, b, c, books, side):
        found = {"1/basic/a": a, "1/basic/b": b, "1/full/a": c}
        seen = CoverageTally(kd.load(text=FRAMEWORK))
        seen.add(kd.assess(seen.framework, {side: found, "inputs": {"books": books}}, on="2027-06-30"))
        for name, word in found.items():
            if word == "unknown":
                continue
            other = found | {name: "unmet" if word == "met" else "met"}
            before, after = (ends({side: each, "inputs": {"books": books}}) for each in (found, other))
            what = "pivotal while true" if word == "met" else "pivotal while false"
            assert ((name, what) in seen.seen) is (before != after)

    def test_a_stage_decides_for_the_school(self):
        staged = FRAMEWORK.replace("{kind: school}", "{kind: school, has: [stage], assessed_by: stage}")
        framework = "".join(line for line in staged.splitlines(keepends=True) if "id: sort" not in line)
        school = {"stages": ["th", "thcs"]}
        low = {"th": {"findings": {"1": {"basic": {"a": "unmet", "b": "met"}}}}, "thcs": {"findings": {"1": "full"}}}
        dossier = {"school": school, "stages": low, "inputs": {"books": 150}}
        assert seen_of("1/basic/a", dossier, framework=framework) >= {"false", "pivotal while false"}

    def test_a_case_decides_its_label(self):
        assert seen_of("case:sort=big", {"inputs": {"books": 300}}) == {"true", "pivotal while true"}
        assert seen_of("case:sort=big", {"inputs": {"books": 30}}) == {"false", "pivotal while false"}


class TestReport:
    """percentage, list of what is missed with its line"""

    def test_percent_is_exact_and_rises(self):
        first = suite({"findings": ALL, "inputs": {"books": 150}})
        both = suite({"findings": ALL, "inputs": {"books": 150}}, {"findings": {}})
        one, two = (rule_coverage(f.framework, f.scenarios) for f in (first, both))
        assert 0 < one.percent < two.percent < 100
        rules = ("requirement", "criterion", "set", "step")
        assert sum(of for kind, (_, of) in two.by_kind.items() if kind in rules) == 14 * 5 + 3

    def test_lines(self, tmp_path):
        path = tmp_path / "library.yaml"
        path.write_text(FRAMEWORK, encoding="utf-8")
        missed_lines = {one.id: one.line for one in rule_coverage(kd.load(path), ()).missed}
        assert missed_lines["1/basic"] == missed_lines["1/full/a"] == 10
        assert missed_lines["outcome:grade/full"] == missed_lines["outcome:grade/full: criterion"] == 17
        assert missed_lines["lost:plaque"] == 22
        assert f"{path}:17: step outcome:grade/full never true, false" in rule_coverage(kd.load(path), ()).to_text()

    def test_what_is_impossible_is_left_out(self):
        framework = kd.load(text=FRAMEWORK)
        every = {(one.id, one.what) for one in rule_coverage(framework, (), impossible=frozenset()).missed}
        assert rule_coverage(framework, (), impossible=frozenset(every)).percent == 100
        some = frozenset({("1/basic/a", "pivotal while true")})
        assert len(rule_coverage(framework, (), impossible=some).missed) == len(every) - 1
        proved = every - {(one.id, one.what) for one in rule_coverage(framework, ()).missed}
        assert ("outcome:grade/basic: at_least: 2", "well beyond") in proved  # there are two criteria
        assert ("outcome:grade/basic: at_least: 2", "just short") not in proved

    def test_what_several_saw_adds_up(self):
        file = suite({"findings": ALL, "inputs": {"books": 150}}, {"findings": {}})
        tallies = [CoverageTally(file.framework), CoverageTally(file.framework)]
        for tally, scenario in zip(tallies, file.scenarios, strict=True):
            tally.add(kd.assess(file.framework, dict(scenario.dossier.data), on=scenario.date))
        tallies[0].seen |= tallies[1].seen
        assert tallies[0].coverage_of_possible() == rule_coverage(file.framework, file.scenarios)


THRESHOLDS = """\
kiemdinh: 1
framework: org.example.thresholds
source: {document: By-law 13}
subject: {kind: school}
inputs:
  books: {type: number, range: {from: 0, to: 500}}
  area: {type: choice, choices: [town, hills]}
layers: [{id: criterion, verdict: met}]
tree:
  - {id: "1", met_if: {value: books, at_least: {by: area, values: {town: 100}, otherwise: 50}}}
  - {id: "2", met_if: {value: books, at_most: 500}}
  - {id: "3", when: {value: area, is: town}}
  - {id: "4", may_not_apply: true}
outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
"""


def seen_thresholds(name, *dossiers):
    whats = {"just reached", "just short"}
    return whats - missed(*dossiers, framework=THRESHOLDS).get(name, set())


def of_town(books, area="town"):
    return {"inputs": {"books": books, "area": area}}


class TestThresholds:
    """each threshold and each cell of a table: a case on it, one just short of it, one well beyond it"""

    def test_each_cell_of_a_table(self):
        town, other = "1: town: 100", "1: otherwise: 50"
        assert seen_thresholds(town, of_town(100)) == {"just reached"}
        assert seen_thresholds(town, of_town(99)) == {"just short"}
        assert seen_thresholds(town, of_town(200)) == seen_thresholds(town, of_town(20)) == set()
        assert seen_thresholds(town, of_town(100, "hills")) == set()
        assert seen_thresholds(other, of_town(50, "hills"), of_town(49, "hills")) == {"just reached", "just short"}

    def test_well_beyond(self):
        of_books = {"findings": ALL, "inputs": {"books": 150}}
        name = "2/basic/a: at_least: 100"
        assert missed(of_books)[name] == {"just reached", "just short"}
        assert missed(of_books, {"inputs": {"books": 100}})[name] == {"just short"}

    def test_of_each_stage_and_year(self):
        framework = "vn.tt18-2018"
        school = {"school": {"stages": ["thpt"]}, "inputs": {"programme": {"thpt": "thpt"}, "area": "other"}}
        name = "5.6/muc-3/a/gioi: thpt: 10%"
        for value, left in (("10%", {"just short"}), ("9.9%", {"just reached"})):
            inputs = {**school["inputs"], "excellent": {"thpt": value}}
            assert missed({**school, "inputs": inputs}, framework=framework, on="2024-06-14")[name] == left

    def test_what_is_not_known_stands_on_nothing(self):
        assert seen_thresholds("1: town: 100", {"findings": {}}) == set()

    def test_what_lies_outside_the_range_is_not_asked(self):
        """Nobody has more than 500 books: 500 at most is always kept, so that none stands short of it."""
        whats = missed({"findings": {}}, framework=THRESHOLDS)["2: at_most: 500"]
        assert "just short" not in whats
        assert "just reached" in whats

    def test_one_that_stands_alone_by_its_side(self):
        name = "award:plaque: side: external"
        assert "decided by that side alone" in missed({"findings": {"1": "basic"}})[name]
        by_school = {"findings": ALL, "inputs": {"books": 150}}
        assert name not in missed(by_school, {"external": {"1": "basic"}, "inputs": {"books": 150}} | by_school)


class TestWhatElse:
    """what applies, the evidence policy, ratings and points, the terms of awards"""

    def test_what_applies_and_does_not(self):
        both = {"applying", "left out"}
        assert missed(of_town(1), framework=THRESHOLDS)["applies:3"] == {"left out"}
        assert missed(of_town(1, "hills"), framework=THRESHOLDS)["applies:3"] == {"applying"}
        assert missed({"findings": {}}, framework=THRESHOLDS)["applies:3"] == both
        left_out = {"findings": {"4": "not-applicable"}}
        assert missed(left_out, framework=THRESHOLDS)["applies:4"] == {"applying"}

    def test_evidence(self):
        policy = FRAMEWORK.replace("tree:", "evidence: {items: 2}\ntree:")
        index = [{"code": code} for code in "AB"]
        two = {"findings": {"1/basic/a": {"is": "met", "by": ["A", "B"]}}, "evidence": index}
        one = {"findings": {"1/basic/a": {"is": "met", "by": ["A"]}}, "evidence": index}
        assert missed(two, framework=policy)["evidence: items"] == {"just short"}
        assert missed(one, framework=policy)["evidence: items"] == {"just reached"}

    def test_evidence_of_one_level(self):
        policy = FRAMEWORK.replace("tree:", "evidence: {items: 1, levels: {basic: {items: 2}}}\ntree:")
        index = [{"code": code} for code in "AB"]
        two = {"findings": {"1/basic/a": {"is": "met", "by": ["A", "B"]}}, "evidence": index}
        assert missed(two, framework=policy)["evidence: items: basic"] == {"just short"}

    POINTS = """\
kiemdinh: 1
framework: org.example.points
source: {document: By-law 14}
subject: {kind: school}
layers: [{id: criterion, verdict: points}]
tree: [{id: "1", points: 10}, {id: "2", points: 10}]
outcomes:
  - {id: result, cases: [{id: good, if: {sum: criterion, of: {its: points}, at_least: 12}}], otherwise: {id: poor}}
"""

    def test_points(self):
        def left(one, two):
            return missed({"findings": {"1": one, "2": two}}, framework=self.POINTS).get("points:1", set())

        assert left(1, 8) == {"unknown", "pivotal when lower"}
        assert left(6, 8) == {"unknown", "pivotal when higher"}
        assert left(1, 1) == {"unknown", "pivotal when lower", "pivotal when higher"}
        assert "unknown" not in missed({"findings": {}}, framework=self.POINTS)["points:1"]

    def test_an_award_on_its_last_day_and_the_day_after(self):
        lasting = FRAMEWORK.replace("  - id: plaque", "  - id: plaque\n    valid: 2 years")
        held = {"held": [{"award": "plaque", "signed": "2025-06-30"}], "complete": ["held"]}
        name = "plaque: valid"
        assert missed(held, framework=lasting, on="2027-06-30")[name] == {"on the day after"}
        assert missed(held, framework=lasting, on="2027-07-01")[name] == {"on its last day"}
        assert len(missed(held, framework=lasting, on="2027-06-29")[name]) == 2


class TestBundled:
    CRITERIA = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3".split()  # noqa: SIM905

    def test_the_count_of_circular_57_is_exercised_at_its_bound(self):
        """khoản 3 Điều 5: five of the seven others at level 2"""
        findings = dict.fromkeys(self.CRITERIA, "muc-2")
        five = findings | dict.fromkeys(("1.1", "1.2"), "muc-1")
        name, framework = "outcome:muc/muc-2: others", "vn.tt57-2026.pho-thong"
        assert "pivotal while true" not in seen_of(name, {"findings": findings}, framework=framework)
        assert "pivotal while true" in seen_of(name, {"findings": five}, framework=framework)
        assert "pivotal while false" in seen_of(name, {"findings": five | {"4.3": "muc-1"}}, framework=framework)
