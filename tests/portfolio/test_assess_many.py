"""All schools of a table at once, held against the assessment of each row by itself."""

import csv
from pathlib import Path
from typing import ClassVar

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from bundled import BUNDLED, IN_GENERAL_WAY, IN_QUICK_WAY
from drawn_tables import draw_rows, draw_staged_rows, write_table
from kiemdinh.portfolio import make_schools
from kiemdinh.portfolio.batch import assess_many
from kiemdinh.portfolio.frames import TABLES, kind_of_column
from kiemdinh.portfolio.tables import read_table
from kiemdinh.testing import frameworks
from plain_dossiers import ON

STAGED = [framework for framework in BUNDLED if framework.definition.subject.assessed_by == "stage"]
SECONDARY = kd.load("vn.tt57-2026.pho-thong")
CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]


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
        assert quick.general == 0 or framework.id in IN_GENERAL_WAY
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

    @given(framework=frameworks(staged=True), random=st.randoms(use_true_random=True))
    @settings(max_examples=25)
    def test_of_several_stages_are_those_of_each_row_by_itself(self, framework, random):
        """2.6 A level of the school is held in every stage; 1.7 cases of one stage are joined in it alone."""
        rows = draw_staged_rows(framework, random, 6, ["s1", "s2", "s3"])
        quick, general = (attempt(framework, rows, engine) for engine in ("auto", "general"))
        assert quick == general

    @pytest.mark.parametrize("framework", STAGED, ids=lambda framework: framework.id)
    @given(random=st.randoms(use_true_random=True))
    @settings(max_examples=4)
    def test_of_several_stages_of_bundled_frameworks_are_those_of_each_row(self, framework, random):
        stages = [stage.id for stage in framework.definition.subject.stages]
        random.shuffle(stages)
        rows = draw_staged_rows(framework, random, 4, stages)
        quick, general = (assess_many(framework, rows, on=ON, engine=engine) for engine in ("auto", "general"))
        assert standings(quick) == standings(general)
        assert quick.general == 0

    def test_of_rows_that_are_recorded_later_are_those_of_nothing_recorded(self):
        """4.1 What is recorded after the day is not seen."""
        row = {"school": "A", "date": "2028-01-01", **dict.fromkeys(CRITERIA, "muc-2")}
        rows = [row, {**row, "school": "B", "date": "2027-01-01"}]
        quick, general = (assess_many(SECONDARY, rows, on=ON, engine=engine) for engine in ("auto", "general"))
        assert standings(quick) == standings(general)
        assert (list(quick.level_columns["level"]), quick.general) == ([None, "muc-2"], 0)

    def test_of_figures_with_many_digits_are_exact(self):
        """1.5 Figures are exact: shares with so many digits are beyond 64 bits."""
        framework = kd.load("vn.tt18-2018")
        names = ("teachers@2025-2026", "teachers_dat@2025-2026")
        figures = [(2 * 10**18 + 3 * i, 2 * 10**18 - 10**16 * i) for i in range(20)]
        figures = [dict(zip(names, each, strict=True)) for each in figures]
        rows = [{"school": f"T{i}", "stage": "thcs", **each} for i, each in enumerate(figures)]
        quick, general = (assess_many(framework, rows, on=ON, engine=engine) for engine in ("auto", "general"))
        assert standings(quick) == standings(general)
        assert quick.general == 0

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


class TestGeneralPath:
    """No row of plain findings and figures goes the general way, cases over unknown context included."""

    @pytest.mark.parametrize("framework", IN_QUICK_WAY, ids=lambda framework: framework.id)
    def test_is_taken_by_no_synthetic_row(self, framework):
        columns = make_schools(framework, schools=60, years=2, seed=5, lang="en").columns
        rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
        batch = assess_many(framework, rows)
        assert (len(batch.rows), as_rows(batch.summary)[0]["general_path"]) == (120, 0)

    def test_is_taken_by_no_row_of_the_example(self):
        folder = Path(__file__).parents[2] / "examples" / "tinh-mau"
        batch = assess_many(SECONDARY, folder / "schools.csv", on=ON, columns=folder / "columns.yaml")
        assert (len(batch.rows), as_rows(batch.summary)[0]["general_path"]) == (200, 0)


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


class TestHostileTexts:
    """What no dossier may hold stands in no result: its row is set aside, whichever way it would have gone."""

    @pytest.mark.parametrize("engine", ["auto", "general"])
    @pytest.mark.parametrize("column", ["school", "name", "1.1"])
    @pytest.mark.parametrize(
        ("text", "code"), [("a\x00b", "KD014"), ("\ud800", "KD014"), ("#REF!", "KD713"), ("x" * 40_000, "KD718")]
    )
    def test_are_rejected_with_their_cell(self, engine, column, text, code):
        row = {"school": "A", "name": "B", **dict.fromkeys(CRITERIA, "muc-1"), column: text}
        batch = assess_many(SECONDARY, [row, {**row, "school": "C", "name": "C", "1.1": "muc-1"}], on=ON, engine=engine)
        assert batch.level_columns["school"] == ["C"]
        assert [(cell.column, cell.row, cell.code) for cell in batch.set_aside] == [(column, 2, code)]

    def test_in_a_reason_are_rejected_too(self):
        rows = [{"school": "A", "id": "1.1", "value": "unknown", "reason": "x\x07"}]
        batch = assess_many(SECONDARY, rows, on=ON)
        assert [cell.code for cell in batch.set_aside] == ["KD014"]

    def test_do_not_keep_the_rejected_cells_from_being_written(self, tmp_path):
        batch = assess_many(SECONDARY, [{"school": text, "1.1": "muc-1"} for text in ("a\x07", "\ud800")], on=ON)
        batch.to_csv(tmp_path / "r.csv", "rejected")
        batch.to_parquet(tmp_path / "r.parquet", "rejected")
        batch.to_xlsx(tmp_path / "r.xlsx")
        assert (tmp_path / "r.csv").read_text("utf-8-sig").count("KD014") == 2

    def test_that_are_empty_when_they_are_cleaned_name_no_school(self):
        batch = assess_many(SECONDARY, [{"school": "\u202e", "1.1": "muc-1"}], on=ON)
        assert [cell.code for cell in batch.set_aside] == ["KD709"]


class TestTablesWithoutRows:
    def test_have_their_columns(self, tmp_path):
        row = {"school": "A", **dict.fromkeys(CRITERIA, "muc-1")}
        some, none = (assess_many(SECONDARY, rows, on=ON) for rows in ([row], [{**row, "1.1": "muc-9"}]))
        assert list(none.criteria_columns) == list(some.criteria_columns)
        assert list(none.requirement_columns) == list(some.requirement_columns)
        assert list(none.blocker_columns) == list(some.blocker_columns)
        assert list(none.margin_columns) == list(some.margin_columns)

    def test_still_sum_up_what_was_rejected(self):
        batch = assess_many(SECONDARY, [{"school": "A", "1.1": "muc-9"}], on=ON)
        assert as_rows(batch.summary) == [
            {"year": None, "level": None, "schools": 0, "determined": 0, "rejected": 1, "general_path": 0}
        ]


class TestTableReadBefore:
    def test_is_assessed_as_it_was_read(self):
        table = read_table(SECONDARY, [{"school": "A", "1.1": "muc-1"}], on=ON)
        assert assess_many(SECONDARY, table).rows == [0]

    @pytest.mark.parametrize("wrong", [{"on": "2020-01-01"}, {"columns": {"1.1": None}}, {"sheet": "A"}])
    def test_takes_no_options_of_reading(self, wrong):
        table = read_table(SECONDARY, [{"school": "A", "1.1": "muc-1"}], on=ON)
        with pytest.raises(kd.InputError, match="KD334"):
            assess_many(SECONDARY, table, **wrong)

    def test_is_refused_for_another_framework(self):
        table = read_table(SECONDARY, [{"school": "A", "1.1": "muc-1"}], on=ON)
        with pytest.raises(kd.InputError, match="'framework'"):
            assess_many("vn.tt18-2018", table)


class TestOptions:
    @pytest.mark.parametrize(
        "wrong", [{"sheet": 5}, {"encoding": 5}] + [{"delimiter": one} for one in (5, "", ";;", '"', "\n")]
    )
    def test_that_are_none_are_refused(self, wrong, tmp_path):
        file = write_table(tmp_path / "t.csv", [{"school": "A", "1.1": "muc-1"}])
        with pytest.raises(kd.InputError, match="KD334"):
            assess_many(SECONDARY, file, on=ON, **wrong)


class TestFiles:
    BATCH = assess_many(SECONDARY, [{"school": "A", **dict.fromkeys(CRITERIA, "muc-1")}], on=ON)

    def test_can_be_read_by_whom_other_new_files_can(self, tmp_path):
        (tmp_path / "other").touch()
        self.BATCH.to_csv(tmp_path / "t.csv")
        assert (tmp_path / "t.csv").stat().st_mode == (tmp_path / "other").stat().st_mode

    def test_keep_their_mode_and_stay_where_a_link_points(self, tmp_path):
        file, link = tmp_path / "t.csv", tmp_path / "link.csv"
        file.touch()
        file.chmod(0o660)
        link.symlink_to(file)
        self.BATCH.to_csv(link)
        assert (link.is_symlink(), file.stat().st_mode & 0o777, "muc-1" in file.read_text()) == (True, 0o660, True)

    def test_are_whole_when_writing_breaks_off(self, tmp_path, monkeypatch):
        file = tmp_path / "t.csv"
        file.write_text("as it was")

        def break_off(*_arguments, **_options):
            raise KeyboardInterrupt

        monkeypatch.setattr(csv, "writer", break_off)
        with pytest.raises(KeyboardInterrupt):
            self.BATCH.to_csv(file)
        assert (file.read_text(), list(tmp_path.iterdir())) == ("as it was", [file])

    @pytest.mark.parametrize("wrong", [{"path": 7}, {"path": "t.xlsx", "lang": "fr"}])
    def test_of_wrong_arguments_are_refused(self, wrong):
        with pytest.raises(kd.InputError, match="KD334"):
            self.BATCH.to_xlsx(**wrong)


class TestTypes:
    """The type of a column of results is declared, and hangs on no cell."""

    ROW: ClassVar = {"school": "A", **dict.fromkeys(CRITERIA, "muc-1")}

    @pytest.mark.parametrize("table", TABLES)
    @pytest.mark.parametrize("package", ["polars", "pandas", "pyarrow", "duckdb"])
    def test_of_a_table_without_rows_are_those_of_one_with_rows(self, table, package):
        some = assess_many(SECONDARY, frame_of([self.ROW, {**self.ROW, "school": "B", "1.1": "?"}], package), on=ON)
        none = assess_many(SECONDARY, frame_of([self.ROW], package, first=0), on=ON)
        assert types_of(getattr(none, table)) == types_of(getattr(some, table))
        assert len(types_of(getattr(none, table))) >= len(TABLES[table])

    def test_follow_the_declaration(self):
        batch = assess_many(SECONDARY, frame_of([self.ROW], "polars"), on=ON)
        kinds = {"text": pl.String, "whole": pl.Int64, "flag": pl.Boolean}
        for table in TABLES:
            frame = getattr(batch, table)
            assert dict(frame.schema) == {name: kinds[kind_of_column(table, name)] for name in frame.columns}


def frame_of(rows, package, first=None):
    frame = pl.DataFrame(rows)[:first]
    made = {"polars": lambda: frame, "pandas": frame.to_pandas, "pyarrow": frame.to_arrow}
    return duckdb.from_arrow(frame.to_arrow()) if package == "duckdb" else made[package]()


def types_of(frame):
    if isinstance(frame, duckdb.DuckDBPyRelation):
        return dict(zip(frame.columns, map(str, frame.types), strict=True))
    if hasattr(frame, "dtypes"):
        return {name: str(kind) for name, kind in zip(frame.columns, frame.dtypes, strict=True)}
    return {field.name: str(field.type) for field in frame.schema}


class TestBatch:
    def test_is_shown_in_a_line_and_can_be_a_key(self):
        rows = [{"school": "A", "1.1": "muc-1"}, {"school": "B", "1.1": "?"}]
        batch, other = (assess_many(SECONDARY, rows, on=ON) for _ in range(2))
        assert repr(batch) == "Batch('vn.tt57-2026.pho-thong', rows=1, rejected=1)"
        assert {batch: 1}[batch] == 1
        assert batch != other


class TestTextsThatSpreadsheetsRun:
    IDS = ("=1+1", "+A", "@SUM(A1)", "-2+3", "'=x", "79-001", "-", "0123")

    def test_stand_behind_an_apostrophe_and_come_back_as_they_were(self, tmp_path):
        rows = [{"school": id_, **dict.fromkeys(CRITERIA, "muc-1")} for id_ in self.IDS if id_ != "-"]
        batch = assess_many(SECONDARY, rows, on=ON)
        batch.to_csv(tmp_path / "levels.csv")
        text = (tmp_path / "levels.csv").read_text("utf-8-sig")
        assert [line[:2] for line in text.splitlines()[1:]] == ["'=", "'+", "'@", "'-", "''", "79", "01"]
        back = read_table(SECONDARY, tmp_path / "levels.csv", columns={"level": "1.1"}, on=ON)
        assert back.rows.schools == [row["school"] for row in rows]

    def test_stand_in_no_other_format(self, tmp_path):
        batch = assess_many(SECONDARY, [{"school": "=1+1", "1.1": "muc-1"}], on=ON)
        batch.to_parquet(tmp_path / "levels.parquet")
        assert [row["school"] for row in as_rows(batch.levels)] == ["=1+1"]
        assert pl.read_parquet(tmp_path / "levels.parquet")["school"].to_list() == ["=1+1"]

    def test_are_no_numbers(self, tmp_path):
        batch = assess_many(SECONDARY, [{"school": "A", "1.1": "-5"}], on=ON)
        batch.to_csv(tmp_path / "rejected.csv", "rejected")
        assert ",-5," in (tmp_path / "rejected.csv").read_text("utf-8-sig")
