"""Every framework that comes with kiemdinh keeps every law, and a failure says what a reader needs."""

import re
import subprocess
import sys
import unittest
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutants import EVIDENCE, LEVELS, POINTS

import kiemdinh as kd
from kiemdinh.testing import LAWS, FrameworkLaws, Law, LawFailure, check_framework, frameworks
from kiemdinh.testing.laws import fail_law

PAGE = Path(__file__).parents[2] / "docs" / "laws.md"
DEFINITIONS = Path(__file__).parents[1] / "data" / "definitions"
OTHERS = sorted(p.stem for p in DEFINITIONS.glob("*.yaml") if not p.stem.startswith("refused"))


def a_law(judge):
    return Law("made-up", "9.9", "nothing is so", lambda framework: st.integers(0, 100), judge)


class TestLaws:
    @pytest.mark.parametrize("name", LAWS)
    def test_each_stands_in_the_reference(self, name):
        assert f"\n### {name}\n" in PAGE.read_text(encoding="utf-8")

    @pytest.mark.parametrize("name", OTHERS)
    def test_hold_for_standards_of_every_form(self, name):
        check_framework(DEFINITIONS / f"{name}.yaml", examples=4, seed=7)

    # a law draws by itself, within a framework that is drawn
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.nested_given])
    @given(frameworks())
    def test_hold_for_drawn_frameworks(self, framework):
        check_framework(framework, examples=4, seed=7)


class TestCheckFramework:
    def test_takes_an_id_a_path_text_data_or_a_framework(self, tmp_path):
        path = tmp_path / "small.yaml"
        path.write_text(POINTS, encoding="utf-8")
        for what in ("vn.tt57-2026.gdtx", path, POINTS.encode(), yaml.safe_load(POINTS), kd.load(text=POINTS)):
            check_framework(what, laws=["interval"], examples=2)

    def test_an_unknown_law_names_those_there_are(self):
        with pytest.raises(KeyError, match="plain-reading"):
            check_framework(kd.load(text=POINTS), laws=["plain"])

    def test_the_least_case_is_shown(self):
        def judge(framework, case):
            if case >= 10:
                fail_law("a small number", case, {"findings": {"c1": case}})

        with pytest.raises(LawFailure) as failure:
            check_framework(kd.load(text=POINTS), laws=[a_law(judge)], seed=1)
        assert str(failure.value) == "\n".join(
            [
                "the law 'made-up' (semantics 9.9) does not hold for test.points",
                "law: nothing is so",
                "expected: a small number",
                "got: 10",
                "dossier:",
                "  findings: {c1: 10}",
            ]
        )

    def test_the_same_seed_draws_the_same_cases(self):
        def drawn(seed):
            cases = []
            check_framework(
                kd.load(text=POINTS), laws=[a_law(lambda _, case: cases.append(case))], seed=seed, examples=20
            )
            return cases

        assert drawn(3) == drawn(3)
        assert drawn(3) != drawn(4)

    def test_an_engine_that_trips_is_a_failure_too(self):
        def judge(framework, case):
            raise ZeroDivisionError

        with pytest.raises(LawFailure, match="got: ZeroDivisionError"):
            check_framework(kd.load(text=POINTS), laws=[a_law(judge)], seed=1)


class TestReadyClass(FrameworkLaws):
    framework = kd.load(text=POINTS)
    examples = 3
    seed = 7


class TestFrameworkLaws:
    def test_has_a_test_for_each_law(self):
        tests = {name for name in dir(FrameworkLaws) if name.startswith("test_law_")}
        assert tests == {f"test_law_{name.replace('-', '_')}" for name in LAWS}

    def test_works_with_unittest(self):
        class OurStandard(FrameworkLaws, unittest.TestCase):
            framework = kd.load(text=EVIDENCE)
            examples = 2
            seed = 7

        result = unittest.TestResult()
        unittest.defaultTestLoader.loadTestsFromTestCase(OurStandard).run(result)
        assert result.wasSuccessful()
        assert result.testsRun == len(LAWS)
        assert any("stages" in str(test) for test, _ in result.skipped)


class TestWithoutHypothesis:
    CODE = """
import sys
sys.modules["hypothesis"] = None
import kiemdinh.testing
kiemdinh.testing.load_scenarios
try:
    kiemdinh.testing.dossiers
except ImportError as error:
    print(error)
"""

    def test_only_strategies_and_laws_ask_for_it(self):
        ran = subprocess.run([sys.executable, "-c", self.CODE], capture_output=True, text=True, check=True)
        assert re.search(r"pip install .*kiemdinh\[testing\]", ran.stdout)


def test_levels_are_reached_in_drawn_dossiers():
    """A law that never sees a level held would prove little."""
    framework, seen = kd.load(text=LEVELS), set()

    def judge(_, case):
        seen.add(kd.assess(framework, case.dossier()).outcomes[0].outcome.id)

    law = Law("sees", "-", "levels", LAWS["plain-reading"].cases, judge)
    check_framework(framework, laws=[law], examples=100, seed=7)
    assert seen == {"l0", "l1", "l2"}


class TestAFigureBetweenTwoBounds:
    """5.3 … one metric one way: of two bounds of one figure neither is left out by itself."""

    TEXT = """
kiemdinh: 1
framework: org.example.hours
source: {document: By-law 12}
subject: {kind: school}
scales: {level: {not_reached: {id: none}, steps: [{id: gold}]}}
inputs: {hours: {type: number, unit: hours, range: {from: 0, to: 60}}}
layers: [{id: criterion, verdict: level, scale: level, no_text: carries}]
tree:
  - id: "1"
    levels:
      gold: [{id: a, met_if: {value: hours, at_least: 10}}, {id: b, met_if: {value: hours, at_most: 25}}]
outcomes:
  - id: level
    ladder: level
    needs: {gold: {every: criterion, that: {its: level, at_least: gold}}}
awards: [{id: plaque, needs: {outcome: level, at_least: gold}}]
"""

    @pytest.mark.parametrize("hours", ["unknown", 5, 60])
    def test_is_no_repair_with_a_change_too_many(self, hours):
        class Case:
            def dossier(self):
                return {"date": "2026-09-30", "inputs": {"hours": {"value": hours, "side": "external"}}}

        LAWS["repairs-minimal"].judge(kd.load(text=self.TEXT), Case())


class TestAThird:
    """A bound that has no decimal is reached all the same when a repair is carried out."""

    def test_a_repair_up_to_two_thirds_is_sound(self):
        text = TestAFigureBetweenTwoBounds.TEXT.replace("at_least: 10", "at_least: 2/3").replace(
            "at_most: 25", "at_most: 60"
        )

        class Case:
            def dossier(self):
                return {"date": "2026-09-30", "inputs": {"hours": {"value": 0, "side": "external"}}}

        framework = kd.load(text=text)
        assert kd.assess(framework, Case().dossier()).repairs().cost == 1
        LAWS["repairs-sound"].judge(framework, Case())


class TestALevelThatAsksNothing:
    """2.3 … such a level is given to nobody by itself …"""

    def test_is_not_left_to_a_school_whose_first_text_is_denied(self):
        one, both = ({level: [{"id": "a"}] for level in levels} for levels in (("l2",), ("l1", "l2")))
        reaches = {"its": "level", "at_least": "l2"}
        framework = kd.load(
            {
                "kiemdinh": 1,
                "framework": "org.example.late",
                "source": {"document": "By-law 12"},
                "subject": {"kind": "school"},
                "scales": {"level": {"not_reached": {"id": "l0"}, "steps": [{"id": "l1"}, {"id": "l2"}]}},
                "layers": [{"id": "criterion", "verdict": "level", "scale": "level", "no_text": "carries"}],
                "tree": [{"id": "1", "levels": both}, {"id": "2", "levels": one}],
                "outcomes": [
                    {"id": "level", "ladder": "level", "needs": {
                        "l1": {"count": "criterion", "that": reaches, "at_least": 1},
                        "l2": {"every": "criterion", "that": reaches},
                    }},
                ],
            }
        )  # fmt: skip
        check_framework(framework, laws=[LAWS["claims"]], examples=60, seed=1)
