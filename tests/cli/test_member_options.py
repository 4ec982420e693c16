"""`--register`, `--results` and `--with`: members and what is known of them, for every command that reads a dossier."""

import json

import pytest
from commands import run

DEFINITION = """
kiemdinh: 1
framework: test.commune
vi: Xã thử nghiệm
en: A commune for tests
source: {document: none, in_force: 2020-01-01}
subject: {kind: commune, has: [school]}
inputs:
  state: {type: yes_no, each: school, vi: Trường công lập, en: State school}
layers: [{id: criterion, vi: Tiêu chí, en: Criterion, verdict: met}]
tree: [{id: "5", vi: Trường học, en: Schools}]
outcomes:
  - id: result
    vi: Kết quả
    en: Result
    cases: [{id: dat, vi: Đạt, en: Met, if: {every: criterion, that: met}}]
    otherwise: {id: chua-dat, vi: Chưa đạt, en: Not met}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "xa.yaml").write_text(DEFINITION, encoding="utf-8")
    (tmp_path / "dossier.yaml").write_text('subject: {id: "01234"}\nfindings: {"5": met}\n', encoding="utf-8")
    (tmp_path / "register.csv").write_text("Mã trường;Xã;Công lập\nA;01234;có\nB;19363;có\n", encoding="utf-8")
    (tmp_path / "results.csv").write_text("member;outcome;is\nA;vn.x/muc;muc-1\nZ;vn.x/muc;muc-1\n", encoding="utf-8")
    return tmp_path


def given(folder, *others):
    framework = ("--framework", str(folder / "xa.yaml"), "--on", "2024-06-30")
    return (*framework, "--register", str(folder / "register.csv"), *others)


@pytest.mark.parametrize("command", ["assess", "explain", "repair", "ask-next"])
def test_every_command_takes_them(folder, command):
    target = () if command == "ask-next" else ("--target", "dat")
    said = run(command, str(folder / "dossier.yaml"), *given(folder, *target))
    assert said.exit_code == 0, said.stderr


def test_results_are_read(folder):
    said = run("assess", str(folder / "dossier.yaml"), *given(folder, "--results", str(folder / "results.csv")),
               "--format", "json")  # fmt: skip
    assert said.exit_code == 0, said.stderr
    warnings = json.loads(said.stdout)["warnings"]
    assert [one["parameters"]["code"] for one in warnings if one["code"] == "KD402"] == ["KD728"]


def test_by_kind(folder):
    framework = ("--framework", str(folder / "xa.yaml"), "--on", "2024-06-30")
    said = run("assess", str(folder / "dossier.yaml"), *framework, "--register", f"school={folder / 'register.csv'}")
    assert said.exit_code == 0, said.stderr
    said = run("assess", str(folder / "dossier.yaml"), *framework, "--register", f"commune={folder / 'register.csv'}")
    assert (said.exit_code, "one of school" in said.stderr) == (2, True)


def test_files_that_are_not_there(folder):
    said = run("assess", str(folder / "dossier.yaml"), *given(folder, "--results", "nothing.csv"))
    assert (said.exit_code, "KD001" in said.stderr) == (2, True)
    said = run("assess", str(folder / "dossier.yaml"), *given(folder, "--with", "nothing.yaml"))
    assert said.exit_code == 2
    assert "Traceback" not in said.stderr


def test_many_communes(folder):
    (folder / "communes.csv").write_text("school;5\n01234;met\n19363;unmet\n", encoding="utf-8")
    said = run("batch", str(folder / "communes.csv"), *given(folder), "--lang", "en")
    assert said.exit_code == 0, said.stderr
    assert "Met: 1" in said.stdout


def test_a_framework_by_a_pipe_is_read_once(folder):
    """The framework of the dossier and the assessment both ask for it."""
    other = DEFINITION.replace("test.commune", "test.facility").replace("has: [school]", "has: [stage]")
    other = other.replace("inputs:\n  state: {type: yes_no, each: school, vi: Trường công lập, en: State school}\n", "")
    read = DEFINITION.replace(
        "en: Schools}", "en: Schools, met_if: {every: school, that: {outcome: test.facility/result, is: dat}}}"
    )
    (folder / "xa.yaml").write_text(read, encoding="utf-8")
    said = run("assess", str(folder / "dossier.yaml"), *given(folder, "--with", "-"), stdin=other)
    assert said.exit_code == 0, said.stderr
