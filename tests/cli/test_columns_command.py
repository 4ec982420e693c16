"""``kiemdinh columns``: what each column of a table is taken for, and a mapping file of it."""

from __future__ import annotations

from commands import GENERAL, run

from kiemdinh.portfolio.tables import describe_columns, read_table

TABLE = "Mã trường;Năm học;1.1 Tầm nhìn;thcs/1.2;Tầm nhin;Ghi chú\nA;2025-2026;muc-1;muc-2;x;y\n"


def write(folder):
    path = folder / "schools.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_each_column_is_named(tmp_path):
    result = run("columns", str(write(tmp_path)), "--framework", GENERAL, "--lang", "en")
    assert result.exit_code == 0
    assert "4 of 6 columns are known" in result.stdout
    assert "• C: 1.1 Tầm nhìn\n" in result.stdout
    assert "finding 1.1:" in result.stdout
    assert "finding thcs/1.2:" in result.stdout
    assert "not known, and not read" in result.stdout


def test_the_mapping_file_reads_back_to_the_same(tmp_path):
    path, mapping = write(tmp_path), tmp_path / "mapping.yaml"
    assert run("columns", str(path), "--framework", GENERAL, "--out", str(mapping)).exit_code == 0
    before = [(one.heading, one.meaning) for one in describe_columns(GENERAL, path)]
    assert [(one.heading, one.meaning) for one in describe_columns(GENERAL, path, columns=mapping)] == before
    assert read_table(GENERAL, path, columns=mapping, on="2027-06-30").warnings == ()
    # A file that is there is kept.
    assert run("columns", str(path), "--framework", GENERAL, "--out", str(mapping)).exit_code == 2


def test_what_is_no_table(tmp_path):
    result = run("columns", str(tmp_path / "absent.csv"), "--framework", GENERAL)
    assert result.exit_code == 2
    assert "KD001" in result.stderr
