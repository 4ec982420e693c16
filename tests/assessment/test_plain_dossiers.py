"""The quick way from dossiers that were read to levels, held against the general way."""

import copy
import datetime as dt
import pickle
from collections import OrderedDict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
import plain_dossiers
from bundled import FOR_SCHOOLS
from kiemdinh.assessment.plain import find_plain_levels, plain_levels
from kiemdinh.evidence.dossier import Dossier, FindingRecord, Held, Level, MetOrUnmet, pack
from kiemdinh.rules import UNKNOWN
from kiemdinh.testing import frameworks
from plain_dossiers import ON

BUNDLED = [entry.load() for entry in kd.catalogue()]
SECONDARY = kd.load("vn.tt57-2026.pho-thong")
CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]


def read(framework, mapping):
    return kd.read_dossier(copy.deepcopy(mapping), framework, default_date=ON)


def whole_school(word="muc-1", **more):
    return read(SECONDARY, {"findings": dict.fromkeys(CRITERIA, word) | more})


def warm_up(framework, dossier, on=ON):
    """Let dossiers of this outline be compiled: that is done once several have been met."""
    for _ in range(5):
        found = find_plain_levels(framework, dossier, on)
    return found


def in_general_way(framework, dossier, on=ON):
    """Return the result with a clock that is given, which the quick way never takes."""
    return kd.assess(framework, dossier, on=on, law_date=on)


def check_same_levels(framework, dossier, on=ON):
    found = warm_up(framework, dossier, on)
    general, result = in_general_way(framework, dossier, on), kd.assess(framework, dossier, on=on)
    assert (result.level, result.attainable) == (general.level, general.attainable)
    return found


def check_levels(framework, dossier, on=ON):
    found = check_same_levels(framework, dossier, on)
    assert found is None or found.read_dossier(framework) == dossier
    return found


def with_other_records(dossier, random):
    """Return a dossier with more than a plain mapping can say: days of its records, reasons, codes, an award, lists."""
    days = [ON, ON, ON.replace(year=2026), ON.replace(year=2028)]
    findings = [replace(f, date=random.choice(days), why=random.choice([None, "w"])) for f in dossier.findings]
    findings += random.sample(findings, min(len(findings), random.choice([0, 0, 1])))
    if random.random() < 0.2:
        findings = [replace(f, side="external") for f in findings]
    values = [replace(v, date=random.choice(days), evidence_codes=random.choice([(), ("A1",)])) for v in dossier.values]
    complete = frozenset(random.sample(["held", "findings", "decisions"], random.randint(0, 2)))
    return replace(dossier, findings=tuple(findings), values=tuple(values), complete=complete)


class TestLevels:
    @pytest.mark.parametrize("framework", BUNDLED, ids=lambda framework: framework.id)
    @given(random=st.randoms(use_true_random=True), staged=st.booleans())
    @settings(max_examples=10)
    def test_of_bundled_frameworks_are_those_of_the_general_way(self, framework, random, staged):
        declared = [stage.id for stage in framework.definition.subject.stages]
        stages = tuple(random.sample(declared, random.randint(1, len(declared)))) if staged and declared else None
        dossier = plain_dossiers.draw_dossier(framework, random, stages=stages)
        check_levels(framework, dossier)
        check_levels(framework, with_other_records(dossier, random))
        check_levels(framework, dossier, ON + dt.timedelta(days=random.randint(1, 1_000)))

    @given(frameworks(), st.randoms(use_true_random=True))
    @settings(max_examples=30)
    def test_of_drawn_frameworks_are_those_of_the_general_way(self, framework, random):
        dossier = plain_dossiers.draw_dossier(framework, random)
        check_levels(framework, dossier)
        check_levels(framework, with_other_records(dossier, random))
        check_levels(framework, dossier, ON + dt.timedelta(days=random.randint(1, 1_000)))

    @pytest.mark.parametrize("framework", BUNDLED, ids=lambda framework: framework.id)
    @given(random=st.randoms(use_true_random=True))
    @settings(max_examples=4)
    def test_of_an_outline_that_is_compiled_are_found_for_other_records_too(self, framework, random):
        dossier = plain_dossiers.draw_dossier(framework, random)
        warm_up(framework, dossier)
        for _ in range(4):
            levels = [record.verdict for record in dossier.findings if isinstance(record.verdict, Level)]
            random.shuffle(levels)
            findings = [
                replace(record, verdict=levels.pop()) if isinstance(record.verdict, Level) else record
                for record in dossier.findings
            ]
            other = replace(dossier, findings=tuple(findings))
            assert pack(other).outline is pack(dossier).outline
            check_levels(framework, other)

    @pytest.mark.parametrize("framework", FOR_SCHOOLS, ids=lambda framework: framework.id)
    def test_of_schools_need_no_general_way(self, framework):
        requirements = {n.id: "met" for n in framework.nodes.values() if n.is_requirement and not n.parts}
        assert warm_up(framework, read(framework, {"findings": requirements})) is not None

    def test_of_a_dossier_read_by_another_framework_are_those_of_the_general_way(self):
        """Two frameworks with the same ids and other scales."""
        other = kd.load("vn.tt57-2026.gdtx")
        check_levels(other, whole_school("muc-2"))
        framework, dossier = kd.load("vn.tt18-2018"), read(SECONDARY, {"inputs": {"career_guidance": True}})
        for _ in range(6):
            with pytest.raises(kd.InputError, match="KD413"):
                kd.assess(framework, dossier, on=ON)

    def test_on_other_days_are_worked_out_for_that_day(self):
        """A record that was made later is left out (4.1), and a figure of five years ago is another one next year."""
        framework = kd.load("vn.tt18-2018")
        dossier = read(framework, {"inputs": {"violations": {"2026-2027": 0}}})
        for day in (ON, dt.date(2028, 6, 30), dt.date(2026, 6, 30)):
            assert (check_levels(framework, dossier, day) is None) == (day < ON)

    def test_on_another_day_with_the_same_rules_need_no_compiling(self, monkeypatch):
        """Many days are asked about in turn, as in a loop over dates; of these the rules of some are others."""
        monkeypatch.setattr(plain_levels._known, "kept", OrderedDict())  # nothing that other tests have asked about
        yearly, dossier = kd.load("vn.tt18-2018"), whole_school("muc-2", **{"1.1": "unknown"})
        other = read(yearly, {"inputs": {"violations": {"2026-2027": 0}}})
        warm_up(SECONDARY, dossier)
        warm_up(yearly, other)
        for days in (1, 40, 500, 5_000):
            day = ON + dt.timedelta(days=days)
            assert find_plain_levels(SECONDARY, dossier, day).dates.evidence == day
            assert kd.assess(SECONDARY, dossier, on=day) == in_general_way(SECONDARY, dossier, day)
            assert (find_plain_levels(yearly, other, day) is not None) == (days < 365)
            check_levels(yearly, other, day)

    def test_on_the_day_of_the_dossier_are_found_too(self):
        dossier = replace(whole_school(), date=ON)
        warm_up(SECONDARY, dossier)
        assert "_plain" in vars(kd.assess(SECONDARY, dossier))
        assert kd.assess(SECONDARY, dossier) == in_general_way(SECONDARY, dossier)

    def test_of_a_dossier_made_by_hand_are_those_of_the_general_way(self):
        """Lists where a reader makes tuples, and a verdict that no reader makes."""
        made = [FindingRecord(c, Level(2), "self", ON, path=["findings", c]) for c in CRITERIA[1:]]
        made.append(FindingRecord("1.1", MetOrUnmet(UNKNOWN), "self", ON))
        check_same_levels(SECONDARY, Dossier(findings=made, complete={"held"}, held=[]))

    def test_follow_awards_that_are_held(self):
        dossier = whole_school("muc-2")
        held = (Held("chat-luong", "cap-do-1", dt.date(2026, 1, 1)),)
        check_levels(SECONDARY, replace(dossier, held=held))


class TestResult:
    """7.5 Results are immutable, safe to share between threads, equal by their digests, dates and engine."""

    def test_is_the_same_as_in_the_general_way(self):
        dossier = whole_school(**{"1.3": "unknown"})
        warm_up(SECONDARY, dossier)
        found, expected = kd.assess(SECONDARY, dossier, on=ON), in_general_way(SECONDARY, dossier)
        assert found.level == expected.level
        assert found == expected
        assert found.dossier == dossier
        assert found.to_dict() == expected.to_dict()
        assert found.explain().to_dict() == expected.explain().to_dict()

    def test_is_pickled_and_attached(self):
        dossier = whole_school()
        warm_up(SECONDARY, dossier)
        result, other = (kd.assess(SECONDARY, dossier, on=ON) for _ in range(2))
        again = pickle.loads(pickle.dumps(result))  # noqa: S301 - these are its own bytes
        assert again.explain().to_dict() == result.explain().to_dict()
        assert other.attach(SECONDARY).explain().to_dict() == result.explain().to_dict()

    def test_keeps_little_of_the_dossier(self):
        """What dossiers of one outline share stands once, whoever holds them."""
        results = []
        for word in ("muc-1", "muc-2"):
            dossier = whole_school(word)
            warm_up(SECONDARY, dossier)
            results.append(kd.assess(SECONDARY, dossier, on=ON))
        assert all("dossier" not in vars(result) for result in results)
        first, second = (vars(result)["_plain"].recorded for result in results)
        assert first.outline is second.outline


class TestDossier:
    def test_is_the_same_value_whether_it_was_assessed_or_not(self):
        dossier, other = whole_school(), whole_school()
        kd.assess(SECONDARY, dossier, on=ON)
        assert (dossier, hash(dossier), repr(dossier)) == (other, hash(other), repr(other))
        assert dossier.digest == other.digest
        assert len(pickle.dumps(dossier)) == len(pickle.dumps(other))
        again = pickle.loads(pickle.dumps(dossier))  # noqa: S301 - these are its own bytes
        assert (again, again.digest) == (dossier, dossier.digest)

    @pytest.mark.parametrize("framework", BUNDLED, ids=lambda framework: framework.id)
    @given(random=st.randoms(use_true_random=True))
    @settings(max_examples=5)
    def test_is_packed_without_loss(self, framework, random):
        dossier = with_other_records(plain_dossiers.draw_dossier(framework, random), random)
        assert pack(dossier).unpack() == dossier
