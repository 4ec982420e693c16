"""The laws of frameworks that count members and read other frameworks (semantics 6.2, 6.5)."""

from functools import cache

import pytest
from hypothesis import find
from hypothesis.errors import InvalidArgument

import kiemdinh as kd
from communes import commune
from kiemdinh.testing import check_framework, dossiers
from kiemdinh.testing.laws.cases import plain_school
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

    @pytest.mark.parametrize("wanted", [{"level": "dat"}, {"near": "dat"}])
    def test_a_level_of_members_is_refused_with_what_to_do(self, wanted):
        with pytest.raises(InvalidArgument, match="draw them complete"):
            dossiers(commune(), **wanted)


def not_open(judge, case):
    try:
        return judge(case)
    except OpenError:
        return False
