"""All schools of a table at once, held against the assessment of each row by itself."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
import plain_dossiers
from kiemdinh.portfolio.batch import assess_many
from kiemdinh.testing import frameworks
from plain_dossiers import ON

BUNDLED = [entry.load() for entry in kd.catalogue()]
SECONDARY = kd.load("vn.tt57-2026.pho-thong")
CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]


def write_table(path, rows, columns=None):
    """Write dictionaries as a table with commas."""
    names = columns or list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def row_of(number, mapping):
    """Return the row of a plain dossier: a column for each node and input."""
    row = {"school": f"T{number}", "stage": ",".join(mapping["school"].get("stages", ()))}
    for node, said in mapping["findings"].items():
        row[node] = "n/a: x" if isinstance(said, dict) else said
    for name, said in mapping["inputs"].items():
        places = {f"{name}@{year}": value for year, value in said.items()} if isinstance(said, dict) else {name: said}
        row.update(places)
    return row


def draw_rows(framework, random, count):
    declared = [stage.id for stage in framework.definition.subject.stages]
    rows = []
    for number in range(count):
        stages = (random.choice(declared),) if declared and random.random() < 0.5 else None
        mapping = plain_dossiers.draw_mapping(framework, random, stages=stages)
        mapping["findings"] = {node: said for node, said in mapping["findings"].items() if isinstance(said, str)}
        rows.append(row_of(number, mapping))
    return rows


def attempt(framework, file, engine):
    """Return where all schools stand, or the codes of what is wrong with the table."""
    try:
        return standings(assess_many(framework, file, on=ON, engine=engine))
    except kd.InputError as error:
        return [found.code for found in error.diagnostics]


def standings(batch):
    return dict(zip(batch.level_columns["school"], zip(*batch.level_columns.values(), strict=True), strict=True))


class TestLevels:
    @pytest.mark.parametrize("framework", BUNDLED, ids=lambda framework: framework.id)
    @given(random=st.randoms(use_true_random=True))
    @settings(max_examples=5)
    def test_are_those_of_each_row_by_itself(self, framework, random, tmp_path_factory):
        file = write_table(tmp_path_factory.mktemp("t") / "schools.csv", draw_rows(framework, random, 8))
        quick, general = (assess_many(framework, file, on=ON, engine=engine) for engine in ("auto", "general"))
        assert standings(quick) == standings(general)
        assert quick.general <= len([row for row in quick.rows if row])
        for row in quick.rows:
            result = kd.assess(framework, quick.table.dossier_of(row), on=ON)
            found = standings(quick)[quick.table.rows.schools[row]]
            assert found[2:5] == (
                result.level and result.level.id,
                result.attainable and result.attainable.id,
                result.determined,
            )
            assert found[5:] == tuple(award.certain.id if award.certain else None for award in result.awards)

    @given(framework=frameworks(), random=st.randoms(use_true_random=True))
    @settings(max_examples=25)
    def test_of_drawn_frameworks_are_those_of_each_row_by_itself(self, framework, random, tmp_path_factory):
        rows = draw_rows(framework, random, 6)
        file = write_table(tmp_path_factory.mktemp("t") / "schools.csv", rows)
        # A drawn name can be one that no heading says: such a table is refused in both ways.
        quick, general = (attempt(framework, file, engine) for engine in ("auto", "general"))
        assert quick == general

    def test_of_rows_with_words_go_the_quick_way(self, tmp_path):
        rows = [{"school": f"T{i}", **dict.fromkeys(CRITERIA, f"muc-{1 + i % 2}")} for i in range(20)]
        batch = assess_many(SECONDARY, write_table(tmp_path / "t.csv", rows), on=ON)
        assert batch.general == 0
        assert list(batch.level_columns["level"])[:3] == ["muc-1", "muc-2", "muc-1"]

    def test_follow_each_stage(self, tmp_path):
        rows = [
            {"school": "A", "stage": "thcs, thpt"} | {f"{s}/{c}": "muc-2" for s in ("thcs", "thpt") for c in CRITERIA},
            {"school": "B", "stage": "thcs, thpt"}
            | {f"thcs/{c}": "muc-2" for c in CRITERIA}
            | {f"thpt/{c}": "muc-1" for c in CRITERIA},
        ]
        batch = assess_many(SECONDARY, write_table(tmp_path / "t.csv", rows), on=ON)
        assert (list(batch.level_columns["level"]), batch.general) == (["muc-2", "muc-1"], 0)


class TestRejected:
    def test_rows_are_set_aside_and_the_others_go_on(self, tmp_path):
        framework = kd.load("vn.tt18-2018")
        rows = [
            {"school": "A", "teachers@2025-2026": 40, "teachers_dat@2025-2026": 38},
            {"school": "B", "teachers@2025-2026": 40, "teachers_dat@2025-2026": 41},
            {"school": "C", "teachers@2025-2026": "forty", "teachers_dat@2025-2026": 38},
        ]
        batch = assess_many(framework, write_table(tmp_path / "t.csv", rows), on=ON)
        assert batch.level_columns["school"] == ["A"]
        assert [(cell.cell, cell.code) for cell in batch.set_aside] == [("C3", "KD329"), ("B4", "KD106")]

    def test_rows_are_an_error_where_the_table_has_to_be_whole(self, tmp_path):
        rows = [{"school": "A", **dict.fromkeys(CRITERIA, "muc-9")}]
        with pytest.raises(kd.InputError, match="KD104"):
            assess_many(SECONDARY, write_table(tmp_path / "t.csv", rows), on=ON, strict=True)


class TestSchool:
    def test_is_the_assessment_of_its_row(self, tmp_path):
        rows = [{"school": school, **dict.fromkeys(CRITERIA, "muc-1")} for school in ("A", "B")]
        batch = assess_many(SECONDARY, write_table(tmp_path / "t.csv", rows), on=ON)
        expected = kd.assess(SECONDARY, batch.table.dossier_of(1), on=ON)
        assert batch.school("B") == expected
        with pytest.raises(kd.InputError):
            batch.school("C")


class TestDetails:
    def test_stand_in_tables_of_their_own(self, tmp_path):
        rows = [{"school": "A", **dict.fromkeys(CRITERIA, "muc-2"), "1.1": "muc-1"}]
        batch = assess_many(SECONDARY, write_table(tmp_path / "t.csv", rows), on=ON)
        criteria = {row["id"]: row for row in as_rows(batch.criteria)}
        assert (criteria["1.1"]["level"], criteria["1.2"]["level"]) == ("muc-1", "muc-2")
        (margin,) = as_rows(batch.margins)
        assert (margin["level"], margin["proved"]) == (batch.level_columns["level"][0], True)

    def test_say_what_has_to_change(self, tmp_path):
        rows = [{"school": "A", **dict.fromkeys(CRITERIA, "muc-2"), "1.1": "muc-1", "1.2": "muc-1", "3.3": "khong-dat"}]
        batch = assess_many(SECONDARY, write_table(tmp_path / "t.csv", rows), on=ON)
        (blocker,) = as_rows(batch.blockers)
        result = batch.school("A")
        assert blocker["target"] == result.target.level.id
        assert blocker["changes"].split("; ") == [change.id for change in result.repairs().cheapest.changes]

    def test_are_summed_up(self, tmp_path):
        rows = [{"school": f"T{i}", **dict.fromkeys(CRITERIA, "muc-1" if i else "")} for i in range(3)]
        batch = assess_many(SECONDARY, write_table(tmp_path / "t.csv", rows), on=ON)
        summary = as_rows(batch.summary)
        assert [(row["level"], row["schools"], row["determined"]) for row in summary] == [(None, 1, 0), ("muc-1", 2, 2)]


def as_rows(frame):
    return frame if isinstance(frame, list) else frame.to_dicts()
