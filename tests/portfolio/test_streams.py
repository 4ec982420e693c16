"""Tables in blocks: what a streamed table says is what the same table says in memory."""

import subprocess
import sys

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from bundled import IN_QUICK_WAY
from drawn_tables import draw_rows, write_table
from kiemdinh.portfolio.batch.streams import assess_stream, blocks, result_store
from plain_dossiers import ON

SECONDARY = kd.load("vn.tt57-2026.pho-thong")
CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch):
    monkeypatch.setattr(blocks, "_BYTES", 1_000)
    monkeypatch.setattr(blocks, "_ROWS", 3)
    monkeypatch.setattr(result_store, "_COMPARED", 2)


def row_of(school, step="muc-2", **more):
    return {"school": school, **dict.fromkeys(CRITERIA, step), **more}


def check_same(framework, table, **options):
    whole = kd.assess_many(framework, table, on=ON, **options)
    streamed = kd.assess_many(framework, table, on=ON, engine="duckdb", **options)
    assert streamed.level_columns == {name: list(cells) for name, cells in whole.level_columns.items()}
    assert streamed.summary_columns == whole.summary_columns
    key = ("file", "row", "column", "cell", "code", "value")
    told = [sorted(zip(*(one.rejected_columns[name] for name in key), strict=True)) for one in (whole, streamed)]
    assert told[0] == told[1]
    assert len(streamed) == len(whole.rows)
    return streamed


class TestLaw:
    @pytest.mark.parametrize("framework", IN_QUICK_WAY, ids=lambda framework: framework.id)
    @given(random=st.randoms(use_true_random=True))
    @settings(max_examples=1)
    def test_levels_are_those_of_the_table_in_memory(self, framework, random, tmp_path_factory):
        rows = draw_rows(framework, random, 4)
        # The same school again, in another block: once as it was, once with less.
        rows += [dict(rows[0]), dict(list(rows[1].items())[:2])]
        check_same(framework, write_table(tmp_path_factory.mktemp("t") / "schools.csv", rows))


class TestFiles:
    def test_of_text_have_titles_quotes_and_blank_rows(self, tmp_path):
        file = write_table(tmp_path / "t.csv", [row_of(f"S{i}", name='a "b"\nc') for i in range(9)])
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("Schools of 2027\n\n" + "".join(lines) + "\n\nS10,x\n" + "Tổng,\n", encoding="utf-8")
        streamed = check_same(SECONDARY, file)
        assert len(streamed) == 9

    def test_of_semicolons_and_columns_of_other_names(self, tmp_path):
        file = tmp_path / "t.csv"
        file.write_text("Mã trường;A\n" + "".join(f"S{i};muc-1\n" for i in range(99)), encoding="utf-8")
        assert len(check_same(SECONDARY, file, columns={"A": "1.1"})) == 99

    def test_prove_no_order_of_dates_since_another_block_may_have_another(self, tmp_path):
        days = [*(f"05/{day}/2027" for day in range(13, 20)), *(f"{day}/06/2027" for day in range(13, 20))]
        rows = [row_of(f"S{i}", date=day) for i, day in enumerate(days)]
        file = write_table(tmp_path / "t.csv", rows)
        assert len(check_same(SECONDARY, file)) == 0
        ordered = write_table(tmp_path / "ordered.csv", rows[7:])
        columns = {"date": {"id": "date", "dates": "day-first"}}
        assert len(check_same(SECONDARY, ordered, columns=columns)) == 7
        refused = kd.assess_many(SECONDARY, ordered, on=ON, engine="duckdb").rejected_columns
        assert set(refused["code"]) == {"KD107"}

    def test_of_parquet_and_relations_of_duckdb(self, tmp_path):
        frame = pl.DataFrame([row_of(f"S{i}", "muc-1" if i % 2 else "muc-2") for i in range(10)])
        frame.write_parquet(tmp_path / "t.parquet")
        check_same(SECONDARY, tmp_path / "t.parquet")
        relation = duckdb.connect().from_parquet(str(tmp_path / "t.parquet"))
        streamed = kd.assess_many(SECONDARY, relation, on=ON, engine="duckdb")
        assert streamed.level_columns["level"] == ["muc-2", "muc-1"] * 5

    def test_of_a_folder_are_one_table(self, tmp_path):
        write_table(tmp_path / "a.csv", [row_of(f"S{i}") for i in range(5)])
        write_table(tmp_path / "b.csv", [row_of("S1", "muc-1"), row_of("S2"), row_of("T")])
        streamed = kd.assess_many(SECONDARY, tmp_path, on=ON, engine="duckdb")
        assert sorted(streamed.level_columns["school"]) == ["S0", "S2", "S3", "S4", "T"]
        assert len(streamed.rejected_rows) == 3

    def test_without_rows_say_nothing(self, tmp_path):
        file = tmp_path / "t.csv"
        file.write_text("school,1.1\n", encoding="utf-8")
        assert len(check_same(SECONDARY, file)) == 0

    @pytest.mark.parametrize("name", ["t.xlsx", "utf16.csv"])
    def test_that_are_not_streamed_are_refused(self, name, tmp_path):
        file = tmp_path / name
        if name == "t.xlsx":
            kd.assess_many(SECONDARY, [row_of("A")], on=ON).to_xlsx(file)
        else:
            file.write_text("school,1.1\nA,muc-1\n", encoding="utf-16")
        with pytest.raises(kd.InputError, match="KD731"):
            kd.assess_many(SECONDARY, file, on=ON, engine="duckdb")

    def test_with_one_record_in_each_row_are_refused(self, tmp_path):
        file = tmp_path / "t.csv"
        file.write_text("school,id,value\nA,1.1,muc-1\n", encoding="utf-8")
        with pytest.raises(kd.InputError, match="KD731"):
            kd.assess_many(SECONDARY, file, on=ON, engine="duckdb")


class TestRepeated:
    """KD707: of rows that differ all are set aside, of equal rows all but the first, wherever they stand."""

    def test_in_other_blocks(self, tmp_path):
        rows = [row_of(f"S{i}") for i in range(12)]
        rows += [row_of("S1"), row_of("S2", "muc-1"), row_of("S11"), row_of("S12")]
        streamed = check_same(SECONDARY, write_table(tmp_path / "t.csv", rows))
        assert "S1" in streamed.level_columns["school"]
        assert "S2" not in streamed.level_columns["school"]


class TestResults:
    def test_are_written_as_those_of_a_batch_in_memory(self, tmp_path):
        file = write_table(tmp_path / "t.csv", [row_of(f"S{i}", "muc-9" if i == 4 else "muc-1") for i in range(9)])
        whole, streamed = (kd.assess_many(SECONDARY, file, on=ON, engine=engine) for engine in ("auto", "duckdb"))
        for table in ("levels", "rejected", "summary"):
            whole.to_csv(tmp_path / "whole.csv", table)
            streamed.to_csv(tmp_path / "streamed.csv", table)
            assert (tmp_path / "whole.csv").read_bytes() == (tmp_path / "streamed.csv").read_bytes()
            whole.to_parquet(tmp_path / "whole.parquet", table)
            streamed.to_parquet(tmp_path / "streamed.parquet", table)
            one, two = (pl.read_parquet(tmp_path / f"{name}.parquet") for name in ("whole", "streamed"))
            assert one.equals(two)
        assert streamed.levels.equals(whole.levels)

    def test_have_each_school(self, tmp_path):
        file = write_table(tmp_path / "t.csv", [row_of(f"S{i}") for i in range(9)])
        whole, streamed = (kd.assess_many(SECONDARY, file, on=ON, engine=engine) for engine in ("auto", "duckdb"))
        assert streamed.school("S7") == whole.school("S7")
        with pytest.raises(kd.InputError):
            streamed.school("S9")

    @pytest.mark.parametrize("name", ["criteria", "margins", "blockers", "to_xlsx"])
    def test_do_not_have_the_rest(self, name, tmp_path):
        streamed = kd.assess_many(SECONDARY, write_table(tmp_path / "t.csv", [row_of("A")]), on=ON, engine="duckdb")
        with pytest.raises(kd.InputError, match="KD731"):
            getattr(streamed, name)
        with pytest.raises(kd.InputError, match="KD731"):
            kd.assess_many(SECONDARY, tmp_path / "t.csv", on=ON, engine="duckdb", detail="criterion")

    def test_are_an_error_where_the_table_has_to_be_whole(self, tmp_path):
        file = write_table(tmp_path / "t.csv", [row_of("A", "muc-9")])
        with pytest.raises(kd.InputError, match="KD104"):
            kd.assess_many(SECONDARY, file, on=ON, engine="duckdb", strict=True)


class TestBlocks:
    def test_hold_few_rows_whatever_the_file(self, tmp_path):
        """Memory is that of one block: no table of more rows is ever read."""
        file = write_table(tmp_path / "t.csv", [row_of(f"S{i}") for i in range(200)])
        sizes = []

        def assess_block(read):
            sizes.append(len(read))
            return kd.assess_many(SECONDARY, read)

        options = blocks.TableOptions()
        assert len(assess_stream(SECONDARY, file, options, ON, assess_block)) == 200
        assert sum(sizes) == 200
        assert max(sizes) <= 15


def test_the_command_streams(tmp_path):
    file = write_table(tmp_path / "t.csv", [row_of(f"S{i}") for i in range(4)] + [row_of("S5", "muc-9")])
    command = [sys.executable, "-m", "kiemdinh", "batch", str(file), "--framework", SECONDARY.id, "--on", str(ON)]
    out = [
        subprocess.run([*command, "--engine", engine], capture_output=True, text=True, check=True)
        for engine in ("auto", "duckdb")
    ]
    assert out[0].stdout == out[1].stdout
    assert out[0].stderr == out[1].stderr
