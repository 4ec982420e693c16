"""`kiemdinh synth`: a table of synthetic schools that `kiemdinh batch` reads."""

import pytest
from commands import GENERAL, run


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_batch_reads_what_it_writes(suffix, tmp_path):
    out = str(tmp_path / f"schools{suffix}")
    said = run("synth", "--framework", GENERAL, "--schools", "12", "--years", "2", "--out", out, "--lang", "en")
    assert said.exit_code == 0
    assert said.stdout.startswith("24 rows in ")
    assert "synthetic, no row is about a real school" in said.stdout
    read = run("batch", out, "--framework", GENERAL, "--lang", "en")
    assert "assessed: 24" in read.stdout
    assert read.stderr == ""


def test_the_same_seed_makes_the_same_file(tmp_path):
    files = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for file in files:
        run("synth", "--framework", GENERAL, "--schools", "5", "--seed", "7", "--out", str(file))
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_file_that_is_there_is_kept(tmp_path):
    out = tmp_path / "real.csv"
    out.write_text("school\n", encoding="utf-8")
    said = run("synth", "--framework", GENERAL, "--out", str(out), "--lang", "en")
    assert (said.exit_code, out.read_text(encoding="utf-8")) == (2, "school\n")
    assert "exists already" in said.stderr


def test_another_ending_is_refused(tmp_path):
    said = run("synth", "--framework", GENERAL, "--out", str(tmp_path / "schools.doc"), "--lang", "en")
    assert said.exit_code == 2
    assert ".csv, .xlsx" in said.stderr


def test_a_folder_that_is_not_there_is_an_error_of_output(tmp_path):
    assert run("synth", "--framework", GENERAL, "--out", str(tmp_path / "no" / "a.csv")).exit_code == 3


def test_help_speaks_vietnamese():
    assert "Tạo một bảng các trường không có thật" in run("--lang", "vi", "synth", "--help").output
