"""A folder and a pattern: the rows of several files as one table."""

from __future__ import annotations

import pytest
from test_read_table import findings, refused, rejected

from kiemdinh.evidence.dossier import Level
from kiemdinh.portfolio.tables import read_table

PHO_THONG = "vn.tt57-2026.pho-thong"


def read(table, **options):
    return read_table(PHO_THONG, table, on="2027-06-30", **options)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "b.csv").write_text("Mã trường,1.2,1.1\nC,muc-1,Mức 2\nD,muc-2,\nE,??,\n", encoding="utf-8")
    (tmp_path / "a.tsv").write_text("school\t1.1\nA\tmuc-1\nB\tmuc-2\n", encoding="utf-8")
    (tmp_path / "readme.md").write_text("x", encoding="utf-8")
    (tmp_path / "~$b.csv").write_text("x", encoding="utf-8")
    return tmp_path


def test_a_folder(folder):
    table = read(folder)
    assert table.rows.schools == ["A", "B", "C", "D"]
    files = [table.sources[source][0] for source in table.rows.sources]
    assert files == [str(folder / name) for name in ("a.tsv", "a.tsv", "b.csv", "b.csv")]
    assert [findings(table, row) for row in range(4)] == [
        {"1.1": "muc-1"},
        {"1.1": "muc-2"},
        {"1.2": "muc-1", "1.1": "muc-2"},
        {"1.2": "muc-2"},
    ]
    first = next(column for column in table.columns if column.meaning.id == "1.1")
    assert [entry.plain and entry.plain.verdict for entry in first.entries] == [None, Level(1), Level(2)]
    assert [(one.file, one.cell) for one in table.rejected] == [(str(folder / "b.csv"), "B4")]


def test_a_pattern(folder):
    assert read(folder / "*.csv").rows.schools == ["C", "D"]
    assert read(folder / "[ab].*").rows.schools == ["A", "B", "C", "D"]
    assert refused(read, folder / "*.xlsx") == ["KD001"]


def test_a_folder_without_tables(tmp_path):
    assert refused(read, tmp_path) == ["KD001"]


def test_one_school_in_two_files(folder):
    (folder / "c.csv").write_text("school,1.1\nA,muc-2\nF,muc-2\n", encoding="utf-8")
    table = read(folder)
    assert table.rows.schools == ["B", "C", "D", "F"]
    assert sorted(rejected(table)) == [("A2", "KD707"), ("A2", "KD707"), ("B4", "KD104")]
    assert all(len(column.codes) == 4 for column in table.columns)


def test_every_bad_file_is_named(folder):
    (folder / "c.csv").write_text("", encoding="utf-8")
    (folder / "d.csv").write_text("<html>", encoding="utf-8")
    assert refused(read, folder) == ["KD704", "KD716"]


def test_a_mapping_of_a_column_that_one_file_has(folder):
    table = read(folder, columns={"Mã trường": "school", "1.2": None})
    assert table.rows.schools == ["A", "B", "C", "D", "E"]
    assert [one.message for one in table.warnings] == ["rows that record nothing: 3, 4"]
    assert refused(read, folder, columns={"1.9": None}) == ["KD719"]
