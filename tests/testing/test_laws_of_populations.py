"""The laws of frameworks that count members and read other frameworks (semantics 6.2, 6.5)."""

from functools import cache

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis.errors import InvalidArgument

import kiemdinh as kd
from communes import commune
from kiemdinh.rules import UNMET
from kiemdinh.testing import check_framework, dossiers
from kiemdinh.testing.laws.cases import plain_school
from kiemdinh.testing.laws.suppositions import is_reached_by
from kiemdinh.testing.oracle import OpenError, read_plainly
from kiemdinh.testing.strategies import complete_records

DISTRICT = """
kiemdinh: 1
framework: org.example.district
source: {document: Example}
subject: {kind: district, has: [commune, school]}
inputs:
  kind: {type: choice, choices: [thpt, centre, other], each: school}
  pupils: {type: number, each: [school, year], range: {from: 0, to: 9}}
references:
  org.example.commune/xa: {}
  org.example.quality/standard: {scale: [one, two]}
  org.example.older/standard: {scale: [two, one]}
  org.example.facility/muc: {scale: [one, two, three], not_reached: none}
  org.example.view/mood: {scale: [good, fair, poor], labels: true}
sets:
  upper: {among: school, where: {value: kind, is: [thpt, centre]}, if_empty: unmet}
  two_years: {among: year, last: 2}
layers: [{id: criterion, verdict: met}]
tree:
  - id: "1"
    met_if:
      share: upper
      that: {award: [org.example.quality/standard, org.example.older/standard], at_least: one}
      at_least: 60%
  - {id: "2", met_if: {every: commune, that: {award: org.example.commune/xa, is: held}}}
  - {id: "3", met_if: {count: school, that: {outcome: org.example.facility/muc, below: two}, at_most: 1}}
  - {id: "4", met_if: {outcome: org.example.view/mood, is: [good, fair]}}
  - {id: "5", met_if: {not: {count: commune, that: {award: org.example.commune/xa, is: never}, above: 1}}}
  - {id: "6", met_if: {outcome: org.example.facility/muc, is: two}}
  - {id: "7", met_if: {every: school, that: {every: two_years, that: {value: pupils, above: 3}}}}
outcomes:
  - id: good
    ladder: good
    needs: {half: {count: criterion, that: met, at_least: 3}, all: {every: criterion, that: met}}
scales: {good: {steps: [{id: half}, {id: all}]}}
"""


@cache
def district():
    return kd.load(text=DISTRICT)


class TestLaws:
    """5.3 ... 6.2 ... 6.5 ... hold of what is drawn."""

    @pytest.mark.parametrize("framework", [commune, district], ids=["commune", "district"])
    def test_frameworks_with_members_keep_every_law(self, framework):
        check_framework(framework(), examples=12, seed=1)

    @pytest.mark.parametrize("framework", [commune, district], ids=["commune", "district"])
    def test_the_plain_reading_reads_members(self, framework):
        check_framework(framework(), laws=["plain-reading"], examples=150, seed=1)


class TestRepairs:
    """6.4 A repair of a population is a set of members' targets."""

    @pytest.mark.parametrize("framework", ["vn.ntm-2021.xa", DISTRICT], ids=["commune", "district"])
    def test_repairs_that_raise_members_are_carried_out(self, framework, monkeypatch):
        carried_out = []

        def count(result, step, supposed):
            carried_out.extend(name for name in supposed if name.startswith(("reaches:", "held:")) and "@" in name)
            return is_reached_by(result, step, supposed)

        monkeypatch.setattr("kiemdinh.testing.laws.judge_repairs.is_reached_by", count)
        loaded = kd.load(text=framework) if ":" in framework else kd.load(framework)
        check_framework(loaded, laws=["repairs-sound", "repairs-minimal"], examples=40, seed=1)
        assert carried_out


class TestDrawnDossiers:
    """6.2 ... A register lists members with the days on which each belongs."""

    @pytest.mark.parametrize("label", ["dat", "chua-dat"])
    def test_the_plain_reading_tells_communes_of_several_schools(self, label):
        def has_it(case):
            school = plain_school(case)
            if len(school.members["school"]) < 2:
                return False
            return read_plainly(commune().source.data, school).outcomes["ntm"] == label

        # A commune without public schools is open, which is no answer.
        found = find(complete_records(commune()), lambda case: not_open(has_it, case))
        assert len(found.dossier()["register"]["school"]) >= 2

    @pytest.mark.parametrize("side", ["external", "computed", "self"])
    def test_results_that_leave_the_level_open_are_drawn_of_every_side(self, side):
        def leaves_it_open(dossier):
            rows = dossier.get("results", ())
            return any(row["side"] == side and row.get("is", "unknown") == "unknown" for row in rows)

        assert find(dossiers(commune()), leaves_it_open)["register"]["school"]

    def test_rows_outside_of_the_day_and_registers_that_are_not_complete_are_drawn(self):
        drawn = dossiers(commune())
        found = find(
            drawn,
            lambda one: (
                any("until" in row for row in one.get("register", {}).get("school", ()))
                and "school" not in one.get("complete", ())
            ),
        )
        assert kd.assess(commune(), found).node("5").truth is not None


class TestLevels:
    """Each drawn dossier is at the level, or misses it, in registers of several members."""

    @pytest.mark.parametrize(
        ("framework", "level"), [(commune, "dat"), (commune, "chua-dat"), (district, "half"), (district, "all")]
    )
    def test_at_a_level_with_registers_of_several_sizes(self, framework, level):
        found, sizes = framework(), set()

        @settings(max_examples=25, deadline=None, derandomize=True)
        @given(dossiers(found, level=level))
        def check(dossier):
            result = kd.assess(found, dossier)
            assert (result.level.id, result.determined) == (level, True)
            sizes.add(len(dossier["register"]["school"]))
            assert "school" in dossier["complete"]
            if framework is commune and level == "dat":
                assert all(is_commune_met(dossier, otherwise) for otherwise in ("none", "muc-2"))

        check()
        assert len(sizes) > 1

    @pytest.mark.parametrize(("framework", "level"), [(commune, "dat"), (commune, "chua-dat"), (district, "all")])
    def test_near_a_level(self, framework, level):
        found = framework()

        @settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(dossiers(found, near=level))
        def check(dossier):
            result = kd.assess(found, dossier)
            assert result.determined
            assert result.level is None or result.level.id != level

        check()

    def test_a_result_of_a_member_can_be_what_is_missed(self):
        def misses_by_a_school(dossier):
            return all(dossier["external"].get(one) == "met" for one in ("10", "17"))

        found = find(dossiers(commune(), near="dat"), misses_by_a_school)
        assert kd.assess(commune(), found).node("5").truth is UNMET

    def test_figures_of_members_lie_on_a_boundary(self):
        crowded = kd.load(
            text="""
kiemdinh: 1
framework: org.example.crowded
source: {document: Example}
subject: {kind: commune, has: [school]}
inputs: {pupils: {type: number, step: 1, each: school, range: {from: 0, to: 9}}}
layers: [{id: criterion, verdict: met}]
tree: [{id: "1", met_if: {every: school, that: {value: pupils, above: 3}}}]
outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
"""
        )
        for number in (3, 4):
            assert find(dossiers(crowded, near="boundary"), lambda one, n=number: has_pupils(one, n))

    def test_a_level_that_rests_on_a_parameter_is_refused(self):
        with pytest.raises(InvalidArgument, match="parameter 'communes_asked', which no dossier records"):
            dossiers("vn.ntm-2021.huyen", level="dat")

    def test_a_framework_that_reads_its_own_result_under_another_one(self):
        reader = kd.load(
            text="""
kiemdinh: 1
framework: org.example.reader
source: {document: Example}
subject: {kind: school}
references:
  org.example.facility/muc: {scale: [minimum, level-1]}
  org.example.label/mark: {scale: [a, b], labels: true}
layers: [{id: criterion, verdict: met}]
tree:
  - {id: "1", met_if: {outcome: org.example.facility/muc, is: minimum}}
  - {id: "2", met_if: {not: {outcome: org.example.label/mark, is: b}}}
outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
"""
        )
        found = find(dossiers(reader, level="good"), lambda _: True)
        said = {row["outcome"]: row["is"] for row in found["results"]}
        assert said == {"org.example.facility/muc": "minimum", "org.example.label/mark": "a"}


def has_pupils(dossier, number):
    return any(row.get("pupils") == number for row in dossier["register"]["school"])


def is_commune_met(dossier, otherwise):
    """Whether a commune fulfils its three criteria, reckoned by hand; *otherwise* is the level that is not said."""
    levels = {row["member"]: row["is"] for row in dossier.get("results", ())}
    rows = dossier["register"]["school"]
    counted = [row["id"] for row in rows if row.get("public") is True and row.get("highest_stage") != "thpt"]
    reached = [("none", "toi-thieu", "muc-1", "muc-2").index(levels.get(one, otherwise)) for one in counted]
    share = 100 * sum(one >= 2 for one in reached) / len(counted)
    few = 50 if len(counted) <= 3 else 70
    asked = few if dossier["external"]["inputs"]["region"] == "other" else 100
    others = all(dossier["external"].get(one) == "met" for one in ("10", "17"))
    return others and min(reached) >= 1 and share >= asked


def not_open(judge, case):
    try:
        return judge(case)
    except OpenError:
        return False
