"""The quick way from plain mappings to levels, held against the general way, which reads every dossier."""

import copy
import datetime as dt
import pickle
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
import plain_dossiers
from bundled import FOR_SCHOOLS
from kiemdinh.assessment.plain import find_plain_levels, plain_levels
from kiemdinh.testing import frameworks
from plain_dossiers import ON

BUNDLED = [entry.load() for entry in kd.catalogue()]
SECONDARY = kd.load("vn.tt57-2026.pho-thong")
CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]


def warm_up(framework, mapping):
    """Let mappings of this outline be compiled: that is done once several have been met."""
    for _ in range(5):
        found = find_plain_levels(framework, copy.deepcopy(mapping), ON)
    return found


def in_general_way(framework, mapping):
    """Return the result of the same mapping with a clock that is given, which the quick way never takes."""
    return kd.assess(framework, copy.deepcopy(mapping), on=ON, law_date=ON)


def redrawn(mapping, random):
    """Return a mapping of the same outline with some leaves changed places with others of their kind."""
    findings = mapping["findings"]
    texts = [key for key, said in findings.items() if isinstance(said, str)]
    words = [findings[key] for key in texts]
    random.shuffle(words)
    return {**mapping, "findings": {**findings, **dict(zip(texts, words, strict=True))}}


def check_levels(framework, mapping, found):
    general = in_general_way(framework, mapping)
    result = kd.assess(framework, mapping, on=ON)
    assert (result.level, result.attainable) == (general.level, general.attainable)
    assert found is None or (found.guaranteed, found.attainable) == (general.level, general.attainable)


def framework_of(*criteria):
    return kd.load(
        {
            "kiemdinh": 1,
            "framework": "test.met",
            "source": {"document": "D"},
            "subject": {"kind": "school"},
            "scales": {"lv": {"not_reached": {"id": "l0"}, "steps": [{"id": "l1"}]}},
            "layers": [{"id": "c", "verdict": "met"}],
            "tree": [{"id": criterion} for criterion in criteria],
            "outcomes": [{"id": "o", "ladder": "lv", "needs": {"l1": {"every": "c", "that": "met"}}}],
        }
    )


def whole_school(word="muc-1", **more):
    return {"findings": dict.fromkeys(CRITERIA, word) | more}


class TestLevels:
    @pytest.mark.parametrize("framework", BUNDLED, ids=lambda framework: framework.id)
    @given(random=st.randoms(use_true_random=True), staged=st.booleans())
    @settings(max_examples=12)
    def test_of_bundled_frameworks_are_those_of_the_general_way(self, framework, random, staged):
        declared = [stage.id for stage in framework.definition.subject.stages]
        stages = tuple(random.sample(declared, random.randint(1, len(declared)))) if staged and declared else None
        mapping = plain_dossiers.draw_mapping(framework, random, stages=stages)
        check_levels(framework, mapping, warm_up(framework, mapping))

    @given(frameworks(), st.randoms(use_true_random=True))
    @settings(max_examples=30)
    def test_of_drawn_frameworks_are_those_of_the_general_way(self, framework, random):
        mapping = plain_dossiers.draw_mapping(framework, random)
        check_levels(framework, mapping, warm_up(framework, mapping))

    @pytest.mark.parametrize("framework", BUNDLED, ids=lambda framework: framework.id)
    @given(random=st.randoms(use_true_random=True))
    @settings(max_examples=4)
    def test_of_an_outline_that_is_compiled_are_found_for_other_leaves_too(self, framework, random):
        mapping = plain_dossiers.draw_mapping(framework, random)
        warm_up(framework, mapping)
        for _ in range(4):
            other = redrawn(mapping, random)
            try:
                in_general_way(framework, other)
            except kd.InputError:
                with pytest.raises(kd.InputError):
                    kd.assess(framework, other, on=ON)
            else:
                check_levels(framework, other, find_plain_levels(framework, other, ON))

    def test_of_schools_need_no_general_way(self):
        """Rows of words, of requirements and figures, and with an open context are all plain."""
        for framework in FOR_SCHOOLS:
            requirements = {n.id: "met" for n in framework.nodes.values() if n.is_requirement and not n.parts}
            assert warm_up(framework, {"findings": requirements}) is not None, framework.id

    def test_follow_both_stages_of_a_school(self):
        school = {"school": {"id": "t1", "name": "A B", "stages": ["thcs", "thpt"]}, **whole_school("muc-2")}
        school["findings"] |= {f"thpt/{criterion}": "muc-1" for criterion in CRITERIA}
        found = warm_up(SECONDARY, school)
        assert [found.guaranteed.id, found.attainable.id] == ["muc-1", "muc-1"]

    def test_of_thousands_of_criteria_are_found_too(self):
        """Python compiles no expression of thousands of operands."""
        criteria = [f"c{n}" for n in range(3_000)]
        framework = framework_of(*criteria)
        mapping = {"findings": dict.fromkeys(criteria, "met")}
        assert warm_up(framework, mapping) is not None
        for word, level in (("met", "l1"), ("unmet", None)):
            mapping["findings"]["c2999"] = word
            found = kd.assess(framework, mapping, on=ON).level
            assert (found and found.id) == level

    def test_of_an_outline_met_for_the_first_time_are_found_in_the_general_way(self):
        mapping = {"findings": dict.fromkeys(reversed(CRITERIA), "muc-1")}
        assert find_plain_levels(SECONDARY, mapping, ON) is None
        assert kd.assess(SECONDARY, mapping, on=ON).level.id == "muc-1"


class TestMistakes:
    """Bad input loses nothing: what the general way refuses, the quick way leaves to it."""

    @pytest.mark.parametrize(
        "word", ["muc-9", 1, 1.0, True, None, ["muc-1"], {"is": "muc-1", "on": "2020-01-01"}, "x" * 20_000, b"muc-1"]
    )
    def test_are_reported_as_in_the_general_way(self, word):
        warm_up(SECONDARY, whole_school())
        self.check_same(whole_school(**{"1.1": word}))

    @pytest.mark.parametrize("number", [2, 2.0, 0, -1, "3", True, 10**30])
    def test_of_numbers_are_those_of_the_general_way(self, number):
        mapping = whole_school() | {"inputs": {"years_of_data": 5}}
        warm_up(SECONDARY, mapping)
        self.check_same(mapping | {"inputs": {"years_of_data": number}})

    @pytest.mark.parametrize("name", ["Trường THCS", "a\u200bb", "", " a", 7, "=1+1"])
    def test_of_the_name_of_a_school_are_those_of_the_general_way(self, name):
        mapping = whole_school() | {"school": {"name": "A"}}
        warm_up(SECONDARY, mapping)
        self.check_same(mapping | {"school": {"name": name}})

    @pytest.mark.parametrize("key", [("a", "bc"), ("a", 0, ("b",)), ("1.1", ("x",)), 1, True, 1.1, None, b"1.1"])
    def test_of_keys_that_are_no_text_are_reported(self, key):
        for mapping in (whole_school() | {"findings": {key: "muc-1"}}, whole_school() | {"school": {key: "x"}}):
            for _ in range(6):
                self.check_same(mapping)

    @pytest.mark.parametrize("key", [True, 1.0])
    def test_of_keys_that_equal_a_whole_number_are_reported(self, key):
        framework = framework_of("1", "2")
        for _ in range(6):
            assert kd.assess(framework, {"findings": {1: "met", "2": "met"}}, on=ON).level.id == "l1"
        with pytest.raises(kd.InputError, match="KD016"):
            kd.assess(framework, {"findings": {key: "met", "2": "met"}}, on=ON)

    @pytest.mark.parametrize("innermost", [{}, {"a": 1}, {"a": ["b"] * 50}])
    def test_of_mappings_that_stand_in_each_other_many_times_take_no_time(self, innermost):
        """Seven mappings of a hundred keys are 10**14 leaves."""
        mapping = innermost
        for _ in range(6):
            mapping = {str(n): mapping for n in range(100)}
        assert find_plain_levels(SECONDARY, {"findings": mapping}, ON) is None

    def test_of_a_part_above_its_whole_are_reported(self):
        framework = kd.load("vn.tt18-2018")
        mapping = {"inputs": {"teachers": {"2025-2026": 40}, "teachers_dat": {"2025-2026": 38}}}
        warm_up(framework, mapping)
        mapping["inputs"]["teachers_dat"]["2025-2026"] = 41
        with pytest.raises(kd.InputError, match="KD329"):
            kd.assess(framework, mapping, on=ON)

    def check_same(self, mapping):
        found, expected = (self.attempt(way, mapping) for way in (self.in_quick_way, in_general_way))
        assert found == expected

    def attempt(self, way, mapping):
        """Return the level and the whole result, or the codes of what is wrong."""
        try:
            result = way(SECONDARY, mapping)
        except kd.InputError as error:
            return [diagnostic.code for diagnostic in error.diagnostics]
        return result.level, result.to_dict()

    def in_quick_way(self, framework, mapping):
        return kd.assess(framework, mapping, on=ON)


class TestResult:
    """7.5 Results are immutable, safe to share between threads, equal by their digests, dates and engine."""

    def test_is_the_same_as_in_the_general_way(self):
        mapping = whole_school(**{"1.3": "unknown"}) | {"inputs": {"career_guidance": True}}
        warm_up(SECONDARY, mapping)
        found, expected = kd.assess(SECONDARY, mapping, on=ON), in_general_way(SECONDARY, mapping)
        assert found.level == expected.level
        assert found == expected
        assert found.to_dict() == expected.to_dict()
        assert found.explain().to_dict() == expected.explain().to_dict()

    def test_does_not_follow_what_happens_to_the_mapping_later(self):
        mapping = whole_school()
        warm_up(SECONDARY, mapping)
        result = kd.assess(SECONDARY, mapping, on=ON)
        mapping["findings"]["1.1"] = "khong-dat"
        assert result.node("1.1").guaranteed.id == "muc-1"

    def test_is_pickled_and_attached_before_its_dossier_is_read(self):
        mapping = whole_school()
        warm_up(SECONDARY, mapping)
        result, other = (kd.assess(SECONDARY, mapping, on=ON) for _ in range(2))
        again = pickle.loads(pickle.dumps(result))  # noqa: S301 - these are its own bytes
        assert again.explain().to_dict() == result.explain().to_dict()
        assert other.attach(SECONDARY).explain().to_dict() == result.explain().to_dict()

    def test_is_the_same_whatever_thread_compiles_first(self):
        mapping = {"findings": dict.fromkeys(sorted(CRITERIA, reverse=True), "muc-2")}
        with ThreadPoolExecutor(8) as pool:
            levels = list(pool.map(lambda _: kd.assess(SECONDARY, dict(mapping), on=ON).level.id, range(64)))
        assert set(levels) == {"muc-2"}

    def test_of_another_day_is_worked_out_for_that_day(self):
        """A figure of five years ago is another one next year."""
        framework = kd.load("vn.tt18-2018")
        mapping = {"inputs": {"violations": {"2026-2027": 0}}}
        for day in (ON, dt.date(2028, 6, 30)):
            for _ in range(6):
                found = kd.assess(framework, mapping, on=day)
            expected = kd.assess(framework, mapping, on=day, law_date=day)
            assert (found.level, found.to_dict()) == (expected.level, expected.to_dict())

    def test_of_many_days_with_the_same_rules_are_compiled_once(self, monkeypatch):
        """A loop over rows with a date each compiles no rules for each day; next year they are others."""
        monkeypatch.setattr(plain_levels._known, "kept", OrderedDict())  # nothing that other tests have asked about
        compiled = []

        def compile_counted(framework, on, *rest):
            compiled.append(on)
            return compile_outline(framework, on, *rest)

        compile_outline = plain_levels.compile_outline
        monkeypatch.setattr(plain_levels, "compile_outline", compile_counted)
        framework = kd.load("vn.tt18-2018")
        mapping = {"inputs": {"violations": {"2026-2027": 0}}}
        for number in range(120):
            day = ON + dt.timedelta(days=number // 6)
            found = kd.assess(framework, mapping, on=day)
            expected = kd.assess(framework, mapping, on=day, law_date=day)
            assert (found.level, found.attainable, found.dates) == (expected.level, expected.attainable, expected.dates)
        assert compiled == [ON]
        for _ in range(6):
            kd.assess(framework, mapping, on=dt.date(2028, 6, 30))
        assert compiled == [ON, dt.date(2028, 6, 30)]
