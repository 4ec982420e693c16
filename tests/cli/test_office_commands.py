"""`kiemdinh compare` and `kiemdinh peers`: tables of schools in, counts out."""

import json

import pytest
from commands import run

OPTIONS = ("--framework", "vn.tt57-2026.gdtx", "--on", "2027-06-30")


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "schools.csv"
    path.write_text("school;1.1\nA;muc-2\nB;muc-1\nC;muc-9\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text("id;commune\nA;01\nB;01\nC;02\n", encoding="utf-8")
    return str(path)


class TestCompare:
    def test_counts_are_printed_and_what_cannot_be_read_is_told(self, table, register):
        said = run("compare", table, *OPTIONS, "--register", register, "--by", "commune", "--lang", "en")
        assert said.exit_code == 0
        assert "01: 2 schools" in said.stdout
        assert "2/2 (100%)" in said.stdout.replace("2/2 (100 %)", "2/2 (100%)")
        assert "B4: error KD104" in said.stderr
        assert "KD732" in said.stderr

    def test_forms(self, table, tmp_path):
        said = run("compare", table, *OPTIONS, "--format", "json")
        assert json.loads(said.stdout)["kind"] == "compare"
        assert run("compare", table, *OPTIONS, "--format", "csv").stdout.startswith("group,node,level")
        assert run("compare", table, *OPTIONS, "--format", "svg").stdout.startswith("<svg")
        assert run("compare", table, *OPTIONS, "--out", str(tmp_path / "x.xlsx")).exit_code == 0
        assert (tmp_path / "x.xlsx").stat().st_size

    def test_tables_of_two_years(self, table, tmp_path):
        later = tmp_path / "later.csv"
        later.write_text("school;1.1\nA;muc-2\nB;muc-2\n", encoding="utf-8")
        days = ("--on", "2027-06-30", "--on", "2028-06-30")
        said = run("compare", table, str(later), *OPTIONS[:2], *days, "--lang", "en", "--level", "muc-2")
        assert "From 2027-06-30 to 2028-06-30" in said.stdout

    def test_an_option_is_given_once_or_for_each_table(self, table):
        said = run("compare", table, table, table, *OPTIONS, "--on", "2028-06-30")
        assert said.exit_code == 2
        assert "--on" in said.stderr

    def test_small_groups_are_hidden_from_the_public(self, table, register):
        options = ("--register", register, "--by", "commune", "--audience", "public", "--lang", "vi")
        assert "ẩn" in run("compare", table, *OPTIONS, *options).stdout

    def test_a_wrong_column_is_named_without_a_traceback(self, table):
        said = run("compare", table, *OPTIONS, "--by", "commune")
        assert said.exit_code == 2
        assert "KD334" in said.stderr


class TestPeers:
    def test_a_school_beside_its_peers(self, table, register):
        said = run("peers", table, "A", *OPTIONS, "--register", register, "--by", "commune", "--lang", "en")
        assert said.exit_code == 0
        assert "School A and its peers" in said.stdout
        assert "• B" in said.stdout


class TestRenewals:
    OPTIONS = ("--on", "2026-12-01", "--until", "2027-12-31", "--lang", "en")

    @pytest.fixture
    def awards(self, tmp_path):
        path = tmp_path / "awards.csv"
        award = "THCS;vn.tt57-2026.pho-thong/chuan-quoc-gia;muc-do-1;2022-05-20;2027-05-31"
        path.write_text(f"id;stages;award;grade;signed;ends\nA;{award}\nB;{award}\n", encoding="utf-8")
        return str(path)

    @pytest.fixture
    def teams(self, tmp_path):
        path = tmp_path / "teams.yaml"
        path.write_text("teams:\n  - {id: T, per_month: 1, members: [{id: a, trained: true}]}\n", encoding="utf-8")
        return str(path)

    def test_what_is_due_is_told(self, awards):
        said = run("renewals", awards, *self.OPTIONS, "--lead", "chuan-quoc-gia=5 months")
        assert said.exit_code == 0
        assert "2026-12-31" in said.stdout
        assert "KD733" in said.stderr

    def test_an_earlier_schedule_is_kept(self, awards, teams, tmp_path):
        first, calendar = str(tmp_path / "first.json"), tmp_path / "x.ics"
        options = (*self.OPTIONS, "--teams", teams)
        assert run("renewals", awards, *options, "--blackout", "2027-05", "--out", first).exit_code == 0
        said = run("renewals", awards, *options, "--previous", first)
        assert "2 visits stay, and 0 are changed" in said.stdout
        assert run("renewals", awards, *options, "--out", str(calendar)).exit_code == 0
        assert calendar.read_text("utf-8").startswith("BEGIN:VCALENDAR")

    def test_wrong_input_is_told_without_a_traceback(self, awards, teams):
        assert run("renewals", awards, *self.OPTIONS, "--lead", "x").exit_code == 2
        said = run("renewals", awards, *self.OPTIONS, "--teams", teams, "--blackout", "soon")
        assert said.exit_code == 2
        assert "KD107" in said.stderr
