"""`kiemdinh impact` and `kiemdinh risk`: tables of schools in, moves and awards at risk out."""

import json

import pytest
from commands import run

GENERAL = "vn.tt57-2026.pho-thong"
CRITERIA = [f"{i}.{j}" for i, n in enumerate((4, 3, 5, 3), 1) for j in range(1, n + 1)]


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "schools.csv"
    head = ";".join(["school", *CRITERIA])
    good = ";".join(["A", *["muc-1"] * len(CRITERIA)])
    bad = ";".join(["B", *["muc-1"] * (len(CRITERIA) - 2), "khong-dat", "muc-1"])
    path.write_text("\n".join((head, good, bad)), encoding="utf-8")
    return str(path)


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "register.csv"
    rows = ["id;district;award;grade;signed", *(f"{one};H1;chuan-quoc-gia;muc-do-1;2026-09-01" for one in "AB")]
    path.write_text("\n".join(rows), encoding="utf-8")
    return str(path)


class TestImpact:
    def test_an_amendment_of_ones_own(self, table, tmp_path):
        act = {
            "kiemdinh": 1,
            "amends": GENERAL,
            "source": {"document": "Draft", "in_force": "2030-01-01"},
            "changes": [{"at": "4.2", "do": "remove"}],
        }
        path = tmp_path / "draft.json"
        path.write_text(json.dumps(act), encoding="utf-8")
        said = run("impact", table, GENERAL, str(path), "--on", "2029-06-30", "--lang", "en")
        assert said.exit_code == 0
        assert "1 stand higher" in said.stdout
        said = run("impact", table, GENERAL, str(path), "--on", "2029-06-30", "--format", "json")
        moves = json.loads(said.stdout)["tables"]["moves"]
        assert [(one["school"], one["move"], one["because"]) for one in moves] == [
            ("A", "same", ""),
            ("B", "up", "4.2"),
        ]

    def test_a_day_is_needed(self, table):
        assert run("impact", table, GENERAL, GENERAL).exit_code == 2


class TestRisk:
    def test_the_report(self, table, register):
        options = ("--framework", GENERAL, "--register", register, "--on", "2027-06-30", "--until", "2028-06-30")
        said = run("risk", table, *options, "--lang", "vi")
        assert said.exit_code == 0
        assert "B: Hiện không đạt mức mà danh hiệu yêu cầu" in said.stdout
        assert run("risk", table, *options, "--format", "csv").stdout.startswith("school,name,commune")

    def test_the_workbook(self, table, register, tmp_path):
        openpyxl = pytest.importorskip("openpyxl")
        options = ("--framework", GENERAL, "--register", register, "--on", "2027-06-30", "--until", "2028-06-30")
        assert run("risk", table, *options, "--out", str(tmp_path / "x.xlsx")).exit_code == 0
        assert "H1" in openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames

    @pytest.mark.parametrize(("lang", "title"), [("vi", "Danh hiệu có nguy cơ"), ("en", "Awards at risk")])
    def test_the_document(self, table, register, tmp_path, lang, title):
        docx = pytest.importorskip("docx")
        options = ("--framework", GENERAL, "--register", register, "--on", "2027-06-30", "--until", "2028-06-30")
        assert run("risk", table, *options, "--lang", lang, "--out", str(tmp_path / "x.docx")).exit_code == 0
        assert docx.Document(str(tmp_path / "x.docx")).paragraphs[0].text == title

    def test_one_day(self, table, register):
        options = ("--framework", GENERAL, "--register", register, "--until", "2028-06-30")
        said = run("risk", table, *options)
        assert (said.exit_code, "--on" in said.stderr) == (2, True)
