"""A workbook has the members of a register, their results and their awards, and is read as the same dossier."""

import datetime as dt
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from communes import commune, tan_lap
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.portfolio import make_school_workbook, open_school_workbook, write_school_workbook
from kiemdinh.testing import dossiers

ON = "2026-06-30"
PUPILS = """
kiemdinh: 1
framework: org.example.district
en: District
source: {document: Example}
subject: {kind: district, has: [commune, school]}
inputs:
  kind: {type: choice, en: Member id, choices: [{id: upper, en: Upper, vi: THPT}, {id: other, en: Other}], each: school}
  pupils: {type: number, each: [school, year], range: {from: 0, to: 9}, en: Pupils, vi: Học sinh}
  part: {type: number, unit: percent, range: {from: 0, to: 100}, each: commune, en: Share of roads}
references:
  org.example.commune/xa: {en: Commune}
  org.example.quality/standard: {scale: [{id: one, en: None}, {id: two, en: Two}], en: Quality}
  org.example.facility/muc: {scale: [{id: one, en: Unknown}, two, three], not_reached: none, en: Facility}
  org.example.view/mood: {scale: [good, fair, poor], labels: true}
sets:
  upper: {among: school, where: {value: kind, is: upper}, if_empty: unmet}
  two_years: {among: year, last: 2}
layers: [{id: criterion, verdict: met}]
tree:
  - {id: "1", met_if: {share: upper, that: {award: org.example.quality/standard, at_least: one}, at_least: 60%}}
  - {id: "2", met_if: {every: commune, that: {award: org.example.commune/xa, is: held}}}
  - {id: "3", met_if: {count: school, that: {outcome: org.example.facility/muc, below: two}, at_most: 1}}
  - {id: "4", met_if: {outcome: org.example.view/mood, is: [good, fair]}}
  - {id: "5", met_if: {every: school, that: {every: two_years, that: {value: pupils, above: 3}}}}
  - {id: "6", met_if: {every: commune, that: {value: part, at_least: 40%}}}
outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
"""
DISTRICT = kd.load(text=PUPILS)
EVERY = [DISTRICT, commune(), kd.load("vn.ntm-2021.xa"), kd.load("vn.ntm-2021.huyen")]


def plain(dossier):
    """What a dossier records of others, without the places where it stands there."""
    members = {
        kind: [replace(row, path=(), values=tuple(replace(one, path=()) for one in row.values)) for row in rows]
        for kind, rows in dossier.register.items()
        if rows
    }
    results = [replace(one, path=()) for one in dossier.results]
    return members, results, [replace(one, where="") for one in dossier.held], dossier.complete


def read_back(dossier, framework, path, lang="en"):
    path.write_bytes(write_school_workbook(dossier, framework, lang=lang))
    opened = open_school_workbook(path, framework)
    assert [one for one in opened.problems if one.severity == "error"] == []
    return read_dossier(opened, framework, default_date=ON)


@settings(max_examples=30, deadline=None, phases=[Phase.generate])
@given(data=st.data())
def test_what_is_drawn_of_members_is_read_back(tmp_path_factory, data):
    framework = data.draw(st.sampled_from(EVERY))
    lang = data.draw(st.sampled_from(["vi", "en"]))
    drawn = data.draw(dossiers(framework))
    # No workbook has an index without items, and none says that lists of findings are complete.
    lists = [one for one in drawn.get("complete", ()) if one not in ("findings", "decisions")]
    known = {key: value for key, value in drawn.items() if key != "evidence"}
    dossier = read_dossier({**known, "complete": lists}, framework, default_date=ON)
    read = read_back(dossier, framework, tmp_path_factory.mktemp("law") / "subject.xlsx", lang)
    assert plain(read) == plain(dossier)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_commune_of_the_example_is_assessed_alike(tmp_path, lang):
    framework = commune()
    dossier = read_dossier(tan_lap(), framework)
    read = read_back(dossier, framework, tmp_path / "xa.xlsx", lang)
    assert plain(read) == plain(dossier)
    assert [row.id for row in read.register["school"]] == ["A", "B", "C", "D"]
    nodes = [[str(node.truth) for node in kd.assess(framework, one).nodes] for one in (dossier, read)]
    assert nodes[0] == nodes[1]


class Filled:
    """An empty workbook of the district, filled in row by row, as a person does."""

    def __init__(self, path, framework=DISTRICT):
        self.path, self.framework = path, framework
        path.write_bytes(make_school_workbook(framework, lang="en", named=framework.id, on=ON))
        self.book = openpyxl.load_workbook(path)

    def headings(self, sheet):
        return [cell.value for cell in self.book[sheet][1]]

    def add(self, sheet, row, **cells):
        columns = self.headings(sheet)
        for heading, content in cells.items():
            self.book[sheet].cell(row, columns.index(heading.replace("_", " ")) + 1, content)

    def say(self, field, content):
        row = next(cell.row for cell in self.book["School"]["A"] if cell.value == field)
        self.book["School"].cell(row, 2, content)

    def read(self):
        self.book.save(self.path)
        return read_dossier(open_school_workbook(self.path, self.framework), self.framework, default_date=ON)

    def problems(self):
        with pytest.raises(kd.InputError) as caught:
            self.read()
        return [(one.path, one.code) for one in caught.value.diagnostics if one.severity == "error"]


@pytest.fixture
def form(tmp_path):
    return Filled(tmp_path / "district.xlsx")


class TestEmpty:
    @pytest.mark.parametrize("lang", ["vi", "en"])
    @pytest.mark.parametrize("framework", EVERY, ids=lambda framework: framework.id)
    def test_an_empty_workbook_records_nothing_of_others(self, tmp_path, framework, lang):
        path = tmp_path / "empty.xlsx"
        path.write_bytes(make_school_workbook(framework, lang=lang))
        assert open_school_workbook(path, framework).source.data == {"framework": framework.id}

    def test_the_columns_of_members_and_of_what_is_recorded_of_them(self, form):
        assert form.headings("Members") == [
            "Kind of member", "Member id", "Member name", "Stages", "Belongs from", "Belongs until",
            # The text of this input is the heading of the ids, so that its own id stands there.
            "Share of roads", "kind", "Pupils@2024-2025", "Pupils@2025-2026",
        ]  # fmt: skip
        assert form.headings("Results of others") == [
            "Kind of member", "Member id", "Stage", "Outcome", "Level reached", "Found by", "Date", "Valid until",
            "Decided by",
        ]  # fmt: skip
        assert form.headings("Awards held")[:3] == ["Kind of member", "Member id", "Award"]
        note = form.book["Results of others"]["D1"].comment.text
        assert note.splitlines() == [
            "org.example.facility/muc: Facility (none, Unknown, two, three)",
            "org.example.view/mood: org.example.view/mood (good, fair, poor)",
        ]

    def test_a_framework_without_members_has_no_such_sheets(self, tmp_path):
        path = tmp_path / "school.xlsx"
        path.write_bytes(make_school_workbook("vn.tt57-2026.gdtx", lang="en"))
        assert {"Members", "Results of others"} & set(openpyxl.load_workbook(path).sheetnames) == set()


class TestFilled:
    """6.2 ... A register lists members with the days on which each belongs."""

    def test_members_results_and_awards(self, form):
        form.add("Members", 2, Kind_of_member="School", Member_id="A", Stages="thcs; thpt", kind="Upper")
        form.add(
            "Members", 3, Kind_of_member="commune", Member_id="X", Belongs_until="2025-12-31", Share_of_roads="45%"
        )
        form.add("Members", 2, **{"Pupils@2024-2025": 7})
        form.add("Results of others", 2, Member_id="A", Stage="thcs", Outcome="org.example.facility/muc")
        form.add("Results of others", 2, Level_reached="two", Found_by="External review", Date=dt.date(2026, 2, 15))
        form.add("Awards held", 2, Kind_of_member="commune", Member_id="X", Award="org.example.commune/xa")
        form.add("Awards held", 2, Signed_on="2024-05-06")
        form.say("All members are listed", "commune")
        read = form.read()
        (school,), (place,) = read.register["school"], read.register["commune"]
        assert (school.id, school.stages) == ("A", ("thcs", "thpt"))
        assert [(one.name, one.value, one.at) for one in school.values] == [
            ("kind", 0, ("A",)),
            ("pupils", 7, ("A", "2024-2025")),
        ]
        assert (place.id, str(place.last_day), [one.value for one in place.values]) == ("X", "2025-12-31", [45])
        (result,) = read.results
        assert (str(result.member), result.low, result.side, str(result.on)) == (
            "school/A/thcs", "two", "external", "2026-02-15",
        )  # fmt: skip
        assert [(str(one.member), one.award) for one in read.held] == [("commune/X", "org.example.commune/xa")]
        assert read.complete == {"commune"}

    def test_where_one_outcome_is_read_a_row_need_not_name_it(self, tmp_path):
        form = Filled(tmp_path / "xa.xlsx", kd.load("vn.ntm-2021.xa"))
        form.add("Results of others", 2, Member_id="A", Level_reached="Level 1")
        assert [(one.of, one.low) for one in form.read().results] == [("vn.tt13-2020/muc", "muc-1")]

    @pytest.mark.parametrize(
        ("answer", "complete"),
        [
            ("Yes", {"commune", "school"}),
            ("có", {"commune", "school"}),
            ("No", set()),
            ("commune; trường", {"commune", "school"}),
        ],
    )
    def test_which_registers_are_complete(self, form, answer, complete):
        form.say("All members are listed", answer)
        assert form.read().complete == complete

    def test_what_is_wrong_is_said_of_the_cell(self, form):
        form.add("Members", 2, Member_id="A")
        form.add("Members", 3, Kind_of_member="school", Member_id="B", kind="lower")
        form.add("Members", 4, Kind_of_member="village", Member_id="C")
        form.add("Members", 5, Kind_of_member="commune", Member_id="D", kind="Upper")
        form.add("Results of others", 2, Member_id="B", Outcome="org.example.facility/muc", Level_reached="four")
        form.say("All members are listed", "villages")
        assert sorted(form.problems()) == [
            ("Members!A2", "KD720"),
            ("Members!A4", "KD325"),
            ("Members!H3", "KD104"),
            ("Members!H5", "KD102"),
            ("Results of others!E2", "KD331"),
            ("School!B9", "KD104"),
        ]

    def test_a_column_that_is_no_input(self, form):
        form.book["Members"].cell(1, 11, "Colour")
        form.add("Members", 2, Kind_of_member="school", Member_id="A", Colour="red")
        assert form.problems() == [("Members!K2", "KD102")]


@pytest.mark.parametrize(
    "values", ["{value: 3, why: counted}", "{value: 3, side: external}", "{value: 3, on: 2026-01-01}", "[3, 4]"]
)
def test_a_value_of_a_member_with_more_than_a_value(values):
    text = f"date: {ON}\nregister:\n  school:\n    - {{id: A, pupils: {{2024-2025: {values}}}}}\n"
    with pytest.raises(kd.InputError, match="register: A, pupils") as error:
        write_school_workbook(read_dossier(text, DISTRICT), DISTRICT)
    assert [one.code for one in error.value.diagnostics] == ["KD720"]


def test_a_folder_of_communes_is_assessed_as_each_of_them_is(tmp_path):
    framework = kd.load("vn.ntm-2021.xa")
    known = ("level: toi-thieu, attainable: muc-1", "is: muc-1")
    changes = {"1": [("public: unknown", "public: true"), known], "2": [("public: unknown", "public: true")]}
    results = {}
    for name, own in changes.items():
        text = tan_lap(("org.example.commune", "vn.ntm-2021.xa"), ('"19363"', f'"{name}"'), *own)
        dossier = read_dossier(text, framework)
        (tmp_path / f"{name}.xlsx").write_bytes(write_school_workbook(dossier, framework))
        results[name] = kd.assess(framework, open_school_workbook(tmp_path / f"{name}.xlsx"))
        assert [str(node.truth) for node in kd.assess(framework, dossier).nodes] == [
            str(node.truth) for node in results[name].nodes
        ]
    batch = kd.assess_many(framework, tmp_path)
    assert dict(zip(batch.level_columns["school"], batch.level_columns["level"], strict=True)) == {
        "1": "dat",
        "2": None,
    }
    assert {name: batch.school(name) for name in results} == results
