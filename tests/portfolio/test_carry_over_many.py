"""4.7 ... A carry-over makes records under the new framework out of records under the old: of every row of a table."""

import pytest

import kiemdinh as kd

OLD, NEW, DAY = "vn.tt18-2018", "vn.tt57-2026.pho-thong", "2027-06-30"
ROWS = [
    {"school": "A", "date": "2026-05-30", "stage": "thcs", "1.1": "muc-2", "1.3": "muc-1", "cohort_completed": "true"},
    {"school": "B", "date": "2026-05-30", "stage": "thcs; thpt", "3.1": "muc-1", "3.2": "muc-1", "area": "other"},
    {"school": "C", "date": "2026-05-30", "stage": "thcs"},
]


def carry(rows=ROWS, **more):
    return kd.carry_over_many(rows, **{"framework": OLD, "to": NEW, "on": DAY, **more})


def records(frame):
    return frame.to_dicts() if hasattr(frame, "to_dicts") else frame


class TestRows:
    def test_each_is_told_what_a_single_school_is_told(self):
        done = carry()
        for row, given in zip(done.rows, ROWS, strict=True):
            findings = {key: word for key, word in given.items() if key[0].isdigit()}
            inputs = {key: given[key] for key in ("cohort_completed", "area") if key in given}
            school = {"id": given["school"], "stages": given["stage"].split("; ")}
            dossier = {"school": school, "date": given["date"], "findings": findings, "inputs": inputs}
            one = kd.carry_over(dossier, framework=OLD, to=NEW, on=DAY)
            for name in ("carried", "raised", "unmapped", "without_source", "several_sources", "unused"):
                assert getattr(row.done, name) == getattr(one, name), name

    def test_the_frames(self):
        done = carry()
        assert [(one["school"], one["id"], one["sources"]) for one in records(done.several_sources)] == [
            ("B", "4.1", "3.1; 3.2")
        ]
        assert [(one["school"], one["id"]) for one in records(done.unmapped)] == [("A", "1.3"), ("B", "inputs/area")]
        assert {one["kind"] for one in records(done.carried)} == {"finding", "figure", "school"}
        assert records(done.unused) == []
        assert records(done.raised) == []
        assert len(records(done.without_source)) == 14 + 14 + 15

    def test_the_new_table_is_assessed(self):
        done = carry()
        batch = kd.assess_many(NEW, done.dossier, on=DAY)
        assert batch.school("A").node("1.1").reasons == ("to confirm",)
        assert batch.school("B").node("4.1").reasons == ("to confirm",)
        values = {value.name: value.value for value in done.rows[0].draft.values}
        assert values == {"cohort_completed": 1}
        assert records(done.dossier)[0]["cohort_completed"] == "true"

    @pytest.mark.parametrize("kind", ["polars", "pandas"])
    def test_frames_are_of_the_kind_that_was_handed_over(self, kind):
        package = pytest.importorskip(kind)
        done = carry(package.DataFrame(ROWS[:1]))
        assert type(done.carried).__module__.partition(".")[0] == kind
        assert type(done.dossier).__module__.partition(".")[0] == kind

    def test_a_row_that_cannot_be_read_is_set_aside(self):
        done = carry([{**ROWS[0], "1.1": "muc-9"}, ROWS[1]])
        assert [row.school for row in done.rows] == ["B"]
        assert [cell.code for cell in done.rejected] == ["KD104"]

    def test_no_crosswalk(self):
        with pytest.raises(kd.InputError, match="KD260"):
            carry(to="vn.tt57-2026.gdtx")


CROSSWALK = {
    "kiemdinh": 1,
    "crosswalk": {"from": "org.example.before", "to": "org.example.after"},
    "relations": [
        {"from": one, "to": one, "is": "equivalent-to", "why": {"en": "The text is the same"}, "confidence": "high"}
        for one in ("inputs/matches", "inputs/present", "1")
    ],
}


class TestPlacesOfFigures:
    """4.7 ... Figures are carried where the crosswalk calls the measure the same, unit and window included."""

    OLD = """
kiemdinh: 1
framework: org.example.before
source: {document: By-law 1}
subject: {kind: club}
layers: [{id: item, verdict: met}]
inputs:
  matches: {type: number, unit: count, each: [item, year], en: Matches}
  present: {type: number, unit: percent, en: Present}
tree: [{id: "1", en: One, met_if: {value: present, at_least: 50%}}]
outcomes: [{id: o, cases: [{id: good, if: {every: item, that: met}}], otherwise: {id: poor}}]
"""
    NEW = OLD.replace("org.example.before", "org.example.after")

    def test_each_has_a_column_for_its_member_and_year(self):
        before, after = kd.load(text=self.OLD), kd.load(text=self.NEW)
        row = {"school": "A", "date": "2026-05-30", "matches@1/2025-2026": 4, "present": "7/12"}
        done = kd.carry_over_many([row], framework=before, to=after, on=DAY, crosswalk=CROSSWALK)
        (drafted,) = records(done.dossier)
        assert {name: drafted[name] for name in ("matches@1/2025-2026", "present")} == {
            "matches@1/2025-2026": "4",
            "present": "7/12",
        }
        again = kd.assess_many(after, done.dossier, on=DAY)
        assert again.warnings == ()
        assert [one.id for one in again.school("A").outcomes[0].labels] == ["good"]
