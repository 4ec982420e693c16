"""Frames of every library, rows as mappings and files of Arrow give one and the same table."""

from __future__ import annotations

import datetime as dt
import sys
from decimal import Decimal

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import pytest
from test_read_table import findings, percentage_column, refused, rejected, warned

import kiemdinh as kd
from kiemdinh.evidence.dossier import Level
from kiemdinh.portfolio.tables import read_table

PHO_THONG = "vn.tt57-2026.pho-thong"
DATA = {
    "school": ["A", "B", None, "C"],
    "date": [dt.date(2027, 1, 31), dt.date(2027, 2, 1), None, dt.date(2027, 2, 2)],
    "1.1": ["muc-1", "Mức 2", None, "??"],
    "1.2": ["muc-1", None, None, "muc-2"],
    "1.3/muc-1/a": [True, False, None, None],
    "note": ["x", "y", None, "z"],
}


def rows_of(data):
    return [dict(zip(data, row, strict=True)) for row in zip(*data.values(), strict=True)]


def read(table, **options):
    return read_table(PHO_THONG, table, **options)


def said(table):
    columns = [
        (str(column.meaning), [column.entries[code].records for code in column.codes]) for column in table.columns
    ]
    return table.rows, columns, rejected(table), warned(table)


def parquet(data, folder):
    pa.parquet.write_table(pa.table(data), folder / "t.parquet")
    return folder / "t.parquet"


def feather(data, folder):
    pa.feather.write_feather(pa.table(data), folder / "t.feather")
    return folder / "t.feather"


def stream(data, folder):
    table = pa.table(data)
    with pa.ipc.new_stream(folder / "t.arrow", table.schema) as file:
        file.write_table(table)
    return folder / "t.arrow"


def relation(data, _folder):
    table = pa.table(data)  # noqa: F841 - DuckDB finds it by its name
    return duckdb.sql("select * from table")


LEVELS = pl.Enum(["muc-1", "Mức 2", "??", "left over"])


def encoded(array):
    return array.dictionary_encode() if pa.types.is_string(array.type) else array


def enlarged(array):
    return array.cast(pa.large_string()) if pa.types.is_string(array.type) else array


FORMS = {
    "polars": lambda data, _: pl.DataFrame(data),
    "polars lazy": lambda data, _: pl.LazyFrame(data),
    "pandas": lambda data, _: pd.DataFrame(data),
    "pandas with types of its own": lambda data, _: pd.DataFrame(data).convert_dtypes(),
    "pandas with categories": lambda data, _: pd.DataFrame(data).astype({"1.1": "category"}),
    "pyarrow": lambda data, _: pa.table(data),
    "pyarrow in pieces": lambda data, _: pa.concat_tables([pa.table(data).slice(0, 2), pa.table(data).slice(2)]),
    "pyarrow batch": lambda data, _: pa.table(data).to_batches()[0] if data["school"] else pa.table(data),
    "pyarrow reader": lambda data, _: pa.table(data).to_reader(),
    "pyarrow of dictionaries": lambda data, _: pa.table({n: encoded(pa.array(v)) for n, v in data.items()}),
    "pyarrow of large texts": lambda data, _: pa.table({n: enlarged(pa.array(v)) for n, v in data.items()}),
    "pandas of Arrow": lambda data, _: pa.table(data).to_pandas(types_mapper=pd.ArrowDtype),
    "polars of categories": lambda data, _: pl.DataFrame(data).with_columns(pl.col("1.1", "note").cast(pl.Categorical)),
    "polars of an enumeration": lambda data, _: pl.DataFrame(data).with_columns(pl.col("1.1").cast(LEVELS)),
    "duckdb": lambda data, _: duckdb.from_arrow(pa.table(data)),
    "rows": lambda data, _: rows_of(data),
    "rows that come one by one": lambda data, _: iter(rows_of(data)),
    "parquet": parquet,
    "feather": feather,
    "arrow stream": stream,
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_form_gives_the_same(form, tmp_path):
    table = read(form(DATA, tmp_path))
    assert table.rows.schools == ["A", "B"]
    assert table.rows.days == [dt.date(2027, 1, 31), dt.date(2027, 2, 1)]
    assert list(table.rows.numbers) == [2, 3]
    assert rejected(table) == [("C5", "KD104")]
    assert warned(table) == ["KD701", "KD710"]
    assert said(table)[1] == said(read(rows_of(DATA)))[1]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_table_without_rows(form, tmp_path):
    if form in (FORMS["rows"], FORMS["rows that come one by one"]):
        assert refused(read, form({name: [] for name in DATA}, tmp_path)) == ["KD704"]
        return
    table = read(form({name: [] for name in DATA}, tmp_path))
    assert len(table) == 0


class TestCells:
    def test_true_is_not_one(self):
        table = read([{"school": "A", "1.3/muc-1/a": True}, {"school": "B", "1.3/muc-1/a": 1}], on="2027-06-30")
        assert rejected(table) == [("B3", "KD104")]

    @pytest.mark.parametrize("number", [2, 2.0, Decimal(2), "2.0"])
    def test_a_number_in_a_column_of_levels_needs_words(self, number):
        rows = [{"school": "A", "1.1": number}]
        assert rejected(read(rows, on="2027-06-30")) == [("B2", "KD714")]
        settled = read(rows, on="2027-06-30", columns={"1.1": {"words": {2: "muc-1", "2.0": "muc-1"}}})
        assert findings(settled) == {"1.1": "muc-1"}

    def test_ids_of_schools_that_became_decimals(self):
        table = read(pd.DataFrame({"school": [79001.0, 79002.0], "1.1": ["muc-1"] * 2}), on="2027-06-30")
        assert table.rows.schools == ["79001", "79002"]

    def test_short_floats_are_what_they_show(self):
        framework = kd.load("vn.tt18-2018")
        heading = percentage_column(framework)
        frame = pl.DataFrame({"school": ["A"], heading: [92.1]}, schema_overrides={heading: pl.Float32})
        (column,) = read_table(framework, frame, on="2027-06-30").columns
        assert column.entries[1].plain.value * 10 == 921

    def test_numbers_and_texts_in_one_column_are_told(self):
        rows = [{"school": "A", "1.1": "muc-1"}, {"school": "B", "1.1": 3}]
        assert warned(read(rows, on="2027-06-30")) == ["KD712"]
        assert warned(read(pd.DataFrame(rows), on="2027-06-30")) == ["KD712"]

    @pytest.mark.parametrize("value", [["muc-1"], {"is": "muc-1"}, ({"is": "muc-1"},)])
    def test_what_a_dossier_may_have_a_cell_may_have(self, value):
        (column,) = read([{"school": "A", "1.1": value}], on="2027-06-30").columns
        assert column.entries[1].plain.verdict == Level(1)

    @pytest.mark.parametrize("value", [["??"], {"is": "??"}, {"is": object()}, b"muc-1", object(), {1: {2: 3}}])
    def test_what_is_no_cell_is_refused(self, value):
        assert len(read([{"school": "A", "1.1": value}], on="2027-06-30").rejected) == 1

    @pytest.mark.parametrize("value", [None, float("nan"), pd.NaT, pd.NA, ""])
    def test_nothing(self, value):
        table = read([{"school": "A", "1.1": value}], on="2027-06-30")
        assert "findings" not in table.dossier_of(0)


class TestWhatIsNoTable:
    @pytest.mark.parametrize("table", [None, 3, "school", b"school", {"school": ["A"]}, [1], [["A"]], pl.Series([1])])
    def test_arguments(self, table):
        assert refused(read, table) == ["KD334"]

    def test_two_rows_of_headings(self):
        frame = pd.DataFrame([["A", "muc-1"]], columns=pd.MultiIndex.from_tuples([("x", "school"), ("x", "1.1")]))
        assert refused(read, frame, on="2027-06-30") == ["KD705"]

    def test_two_columns_of_one_name(self):
        frame = pd.DataFrame([["A", "muc-1", "muc-2"]], columns=["school", "1.1", "1.1"])
        assert refused(read, frame, on="2027-06-30") == ["KD703"]

    @pytest.mark.parametrize("name", ["t.parquet", "t.feather"])
    def test_a_damaged_file(self, tmp_path, name):
        path = tmp_path / name
        path.write_bytes(b"PAR1 and nothing else")
        assert refused(read, path, on="2027-06-30") == ["KD716"]

    def test_a_package_that_is_missing_names_the_extra(self, tmp_path, monkeypatch):
        path = parquet(DATA, tmp_path)
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(kd.InputError) as caught:
            read(path, on="2027-06-30")
        (problem,) = caught.value.diagnostics
        assert problem.code == "KD717"
        assert "kiemdinh[tables]" in problem.hint
