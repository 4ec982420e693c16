"""The register of a commune and the results of its members, read from a dossier (semantics 6.2, 6.5)."""

import datetime as dt

import pytest

import kiemdinh as kd
from kiemdinh.evidence.dossier import RecordedResult
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.evidence.writing import dossier_data
from kiemdinh.standards.names import FactKind, FactName, MemberName, read_fact_name

COMMUNE = """
kiemdinh: 1
framework: org.example.commune
source: {document: By-law 1}
subject: {kind: commune, has: [school]}
inputs:
  region: {type: choice, choices: [delta, other]}
  public: {type: yes_no, each: school, vi: Trường công lập}
  highest_stage: {type: choice, choices: [mam-non, tieu-hoc, thcs, thpt], each: school}
references:
  vn.tt13-2020/muc: {scale: [toi-thieu, {id: muc-1, vi: Mức độ 1}, muc-2]}
layers: [{id: criterion, verdict: met}]
tree: [{id: "10"}, {id: "17"}]
outcomes: [{id: ntm, cases: [{id: dat, if: {every: criterion, that: met}}], otherwise: {id: chua-dat}}]
"""
TAN_LAP = """
framework: org.example.commune
subject: {id: "19363", name: Xã Tân Lập}
date: 2024-06-30
complete: [school]
inputs: {region: other}
findings: {"10": met, "17": met}
register:
  school:
    - {id: A, public: true, highest_stage: mam-non}
    - {id: B, public: true, highest_stage: tieu-hoc, until: 2023-08-31}
    - {id: C, public: true, highest_stage: thcs, stages: [tieu-hoc, thcs], from: 2023-09-01, succeeds: [B]}
    - {id: D, public: unknown, highest_stage: mam-non}
results:
  - {member: A, outcome: vn.tt13-2020/muc, is: muc-1, side: external, on: 2023-05-20, by: 45/QĐ-SGDĐT}
  - {member: C, stage: tieu-hoc, outcome: vn.tt13-2020/muc, is: muc-1, on: 2024-03-01}
  - {member: C, stage: thcs, outcome: vn.tt13-2020/muc, is: toi-thieu, on: 2024-03-01}
"""


@pytest.fixture(scope="module")
def commune():
    return kd.load(text=COMMUNE)


@pytest.fixture(scope="module")
def read(commune):
    def read_changed(old="", new=""):
        return read_dossier(TAN_LAP.replace(old, new), commune)

    return read_changed


def problems_of(read, old, new):
    with pytest.raises(kd.InputError) as caught:
        read(old, new)
    return [(problem.code, problem.path) for problem in caught.value.diagnostics]


class TestRegister:
    """6.2 Populations."""

    def test_a_dossier_lists_members_with_their_days_and_their_context(self, read):
        dossier = read()
        assert dossier.school.name == "Xã Tân Lập"
        assert dossier.complete == {"school"}
        found = {row.id: row for row in dossier.register["school"]}
        assert found["C"].stages == ("tieu-hoc", "thcs")
        assert found["C"].first_day == dt.date(2023, 9, 1)
        assert found["C"].succeeds == ("B",)
        assert [(value.id, value.value) for value in found["A"].values] == [
            ("input:public@A", 1),
            ("input:highest_stage@A", 0),
        ]
        assert [value.value for value in found["D"].values if value.name == "public"] == [None]

    @pytest.mark.parametrize(("day", "belongs"), [("2023-08-31", "ABD"), ("2023-09-01", "ACD")])
    def test_the_first_and_the_last_day_are_included(self, read, day, belongs):
        rows = read().register["school"]
        assert [row.id for row in rows if row.belongs_on(dt.date.fromisoformat(day))] == list(belongs)

    def test_rows_of_the_only_population_need_no_name_of_it(self, commune):
        dossier = read_dossier({"date": "2024-06-30", "register": [{"id": "A", "public": True}]}, commune)
        assert [row.id for row in dossier.register["school"]] == ["A"]

    def test_an_input_may_stand_by_its_title(self, commune):
        dossier = read_dossier({"date": "2024-06-30", "register": [{"id": "A", "Trường công lập": "có"}]}, commune)
        assert [value.value for value in dossier.register["school"][0].values] == [1]

    def test_one_member_may_have_rows_for_days_of_their_own(self, read):
        rows = read("{id: D, public: unknown", "{id: B, from: 2024-01-01, public: unknown").register["school"]
        assert [row.id for row in rows].count("B") == 2

    @pytest.mark.parametrize("days", ["", "from: 2023-01-01, ", "until: 2023-08-31, "])
    def test_rows_of_one_member_that_overlap_are_an_error(self, read, days):
        found = problems_of(read, "{id: D, ", "{id: B, " + days)
        assert [code for code, _ in found] == ["KD325"]

    def test_a_kind_and_an_input_that_there_is_not_are_named(self, read):
        assert problems_of(read, "register:\n  school:", "register:\n  class:")[0][0] == "KD325"
        assert problems_of(read, "public: unknown", "publik: unknown")[0][0] == "KD102"

    def test_an_id_that_looks_like_a_school_year_is_refused(self, read):
        assert problems_of(read, "{id: D", "{id: 2025-2026")[0][0] == "KD103"

    def test_the_digest_covers_the_register_and_the_results(self, read):
        changed = read("until: 2023-08-31", "until: 2023-08-30"), read("is: toi-thieu", "is: muc-1")
        assert len({read().digest, *(dossier.digest for dossier in changed)}) == 3

    def test_who_is_assessed_stands_under_one_key(self, read):
        assert problems_of(read, "complete:", "school: {id: X}\ncomplete:")[0][0] == "KD105"


class TestResults:
    """6.5 References."""

    def test_each_says_of_whom_it_is_and_what_was_found(self, read):
        first, _, last = read().results
        assert (first.of, first.member, first.low, first.high) == (
            "vn.tt13-2020/muc",
            MemberName("school", "A"),
            "muc-1",
            "muc-1",
        )
        assert (first.side, first.on, first.by) == ("external", dt.date(2023, 5, 20), "45/QĐ-SGDĐT")
        assert last.member == MemberName("school", "C", "thcs")

    def test_without_a_side_it_is_the_members_own(self, read):
        assert [result.side for result in read().results] == ["external", "self", "self"]

    def test_it_may_say_what_is_guaranteed_and_what_is_attainable(self, read):
        found = read("is: toi-thieu, on", "level: toi-thieu, attainable: muc-1, side: computed, on").results[-1]
        assert (found.low, found.high, found.side) == ("toi-thieu", "muc-1", "computed")

    def test_an_unknown_one_can_be_any_step(self, read):
        found = read("is: toi-thieu", "is: unknown").results[-1]
        assert (found.low, found.high) == (None, "muc-2")

    def test_a_step_may_stand_by_its_title_or_number(self, read):
        assert read("is: toi-thieu", "is: Mức độ 1").results[-1].low == "muc-1"
        assert read("is: toi-thieu", "is: 2").results[-1].low == "muc-2"

    def test_without_a_member_it_is_that_of_the_subject(self, read):
        found = read("{member: A, outcome", "{outcome").results[0]
        assert isinstance(found, RecordedResult)
        assert found.member is None

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("is: toi-thieu", "is: muc-9", "KD331"),
            ("is: toi-thieu", "level: muc-2, attainable: muc-1", "KD314"),
            ("is: toi-thieu", "is: muc-1, level: muc-1", "KD105"),
            (", is: toi-thieu", "", "KD101"),
            ("outcome: vn.tt13-2020/muc, is: toi-thieu", "outcome: muc, is: muc-1", "KD326"),
            ("side: external", "side: theirs", "KD104"),
            ("{member: A,", "{member: A, kind: class,", "KD325"),
        ],
    )
    def test_what_cannot_be_is_an_error_at_its_place(self, read, old, new, code):
        assert [found for found, _ in problems_of(read, old, new)] == [code]


class TestAwardsOfMembers:
    """2.8 Awards."""

    def test_a_member_holds_awards_by_recorded_decision(self, read):
        held = "held: [{member: A, award: vn.tt18-2018/dat-chuan, grade: muc-do-1, signed: 2023-01-01}]\nregister:"
        found = read("register:", held).held
        assert [(one.member, one.award) for one in found] == [(MemberName("school", "A"), "vn.tt18-2018/dat-chuan")]


class TestNames:
    @pytest.mark.parametrize(
        "name",
        [
            FactName(FactKind.REACHES, "muc", "muc-1", framework="vn.tt13-2020"),
            FactName(
                FactKind.REACHES, "muc", "muc-1", framework="vn.tt13-2020", member=MemberName("school", "C", "thcs")
            ),
            FactName(FactKind.HELD, "A", "1", held_for="5 years", framework="F", member=MemberName("school", "C")),
            FactName(FactKind.REVOKED, "A", framework="F", member=MemberName("commune", "C")),
            FactName(FactKind.KNOWN, "school"),
        ],
    )
    def test_the_text_of_a_name_is_read_back(self, name):
        assert read_fact_name(str(name)) == name

    def test_an_own_award_keeps_its_name(self):
        assert str(read_fact_name("held:A/1 for 5 years")) == "held:A/1 for 5 years"


class TestValuesOfAStage:
    """6.2 A register lists members with the days on which each belongs, both included, and their context."""

    DEFINITION = """
kiemdinh: 1
framework: org.example.rooms
source: {document: By-law 1}
subject: {kind: commune, has: [stage, school]}
inputs:
  rooms: {type: number, unit: count, each: [school, stage], en: Rooms}
  lessons: {type: number, unit: count, each: [school, stage, year], en: Lessons}
sets: {schools: {among: school, if_empty: unknown}, stages: {among: stage, if_empty: unknown}}
layers: [{id: item, verdict: met}]
tree: [{id: "1", met_if: {every: schools, that: {every: stages, that: {value: rooms, at_least: 3}}}}]
outcomes: [{id: o, cases: [{id: good, if: {every: item, that: met}}], otherwise: {id: poor}}]
"""

    def test_what_is_given_for_member_and_stage_is_written_with_its_stage(self):
        framework = kd.load(text=self.DEFINITION)
        school = {"id": "A", "rooms": {"thcs": 4, "thpt": 2}, "lessons": {"thcs": {"2024-2025": 9}}}
        plain = {"date": "2026-01-01", "school": {"stages": ["thcs", "thpt"]}, "register": {"school": [school]}}
        dossier = kd.read_dossier(plain, framework)
        written = dossier_data(dossier, allowed_entries(framework))
        assert written["register"]["school"] == [school]
        assert kd.read_dossier(written, framework).digest == dossier.digest
