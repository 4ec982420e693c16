"""The command ``kiemdinh carry-over``: a draft in a new file, and what was carried on standard output."""

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from commands import EXAMPLES, GENERAL, refused, run

import kiemdinh as kd
from kiemdinh.evidence.dossier import ToConfirm
from kiemdinh.portfolio import open_school_workbook

OLD = str(EXAMPLES / "thcs-phu-van" / "dossier.yaml")
MAY, JUNE = ("--on", "2026-05-30", "--lang", "en"), ("--on", "2027-06-30", "--lang", "en")
TO = ("--to", GENERAL, "--on", "2027-06-30")


def read_book(file):
    return kd.read_dossier(open_school_workbook(file), GENERAL)


def list_said(dossier):
    """Return all that a dossier says, wherever it stands in its file."""
    records = sorted(repr(replace(one, path=())) for one in (*dossier.findings, *dossier.values))
    return dossier.school, dossier.date, dossier.evidence, records, [replace(one, where="") for one in dossier.held]


@pytest.fixture
def out(tmp_path):
    return tmp_path / "draft.yaml"


class TestCarryOver:
    def test_it_writes_the_draft_and_says_what_was_carried(self, out):
        done = run("carry-over", OLD, *TO, "--out", str(out), "--lang", "en")
        assert done.exit_code == 0
        assert "Carried: findings to confirm 15" in done.stdout
        expected = kd.carry_over(Path(OLD), to=GENERAL, on="2027-06-30", lang="en").dossier
        assert out.read_text("utf-8") == expected
        assert run("check", str(out)).exit_code == 0
        assert "Undetermined" in run("assess", str(out), "--lang", "en").stdout

    def test_a_table_is_told_what_reads_it(self, out, tmp_path):
        table = tmp_path / "schools.csv"
        table.write_text("school,date,1.1\nA,2026-05-30,muc-2\n", encoding="utf-8")
        done = run("carry-over", str(table), *TO, "--out", str(out), "--lang", "en")
        assert done.exit_code == 2
        assert "KD010" in done.stderr
        assert "carry_over_many" in done.stderr
        assert "kiemdinh batch FILE" in run("assess", str(table), "--lang", "en").stderr

    def test_repeating_it_changes_nothing(self, out, tmp_path):
        run("carry-over", OLD, *TO, "--out", str(out))
        again = tmp_path / "again.yaml"
        assert run("carry-over", OLD, *TO, "--into", str(out), "--out", str(again)).exit_code == 0
        assert again.read_bytes() == out.read_bytes()

    def test_a_file_that_is_there_is_kept(self, out):
        out.write_text("x", "utf-8")
        assert refused(run("carry-over", OLD, *TO, "--out", str(out)), str(out))
        assert out.read_text("utf-8") == "x"

    def test_as_data_and_in_vietnamese(self, out, tmp_path):
        data = json.loads(run("carry-over", OLD, *TO, "--out", str(out), "--format", "json").stdout)
        assert (data["kind"], len(data["several_sources"])) == ("carry-over", 11)
        text = run("carry-over", OLD, *TO, "--out", str(tmp_path / "b.yaml"), "--lang", "vi").stdout
        assert "Cần xem trước" in text

    def test_a_crosswalk_of_ones_own(self, out, tmp_path):
        walk = tmp_path / "walk.yaml"
        walk.write_text(
            f"kiemdinh: 1\ncrosswalk: {{from: vn.tt18-2018, to: {GENERAL}}}\nrelations:\n"
            '  - {from: "1.1", to: "4.3", is: intersects-with, confidence: low, why: {en: For once}}\n',
            "utf-8",
        )
        assert run("carry-over", OLD, *TO, "--crosswalk", str(walk), "--out", str(out)).exit_code == 0
        assert [one.node for one in kd.read_dossier(out, GENERAL).findings] == ["4.3"]

    def test_workbooks(self, out, tmp_path):
        old, base = tmp_path / "old.xlsx", tmp_path / "base.xlsx"
        assert run("new", "vn.tt18-2018", "--format", "xlsx", "--out", str(old), *MAY).exit_code == 0
        assert run("new", GENERAL, "--format", "xlsx", "--out", str(base), *JUNE).exit_code == 0
        for file, node, word in ((old, "1.1", "muc-2"), (base, "1.2", "muc-1")):
            book = openpyxl.load_workbook(file)
            sheet = next(one for one in book if any(cell.value == node for cell in one["A"]))
            column = next(cell.column for cell in sheet[1] if cell.value == "Result")
            sheet.cell(next(cell.row for cell in sheet["A"] if cell.value == node), column).value = word
            book.save(file)
        done = run("carry-over", str(old), *TO, "--into", str(base), "--out", str(out), "--lang", "en")
        assert done.exit_code == 0, done.stderr
        found = {one.node: type(one.verdict).__name__ for one in kd.read_dossier(out, GENERAL).findings}
        assert found == {"1.1": "ToConfirm", "1.2": "Level"}

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("--to", "vn.tt18-2018", "--on", "2027-06-30"), ["KD260"]),
            (("--to", "vn.tt57-2026.gdtx", "--on", "2027-06-30"), ["KD260", "vn.tt18-2018"]),
            (("--to", "nothing", "--on", "2027-06-30"), ["KD243"]),
            (("--to", GENERAL, "--on", "soon"), ["KD107"]),
            ((*TO, "--crosswalk", "nowhere.yaml"), ["KD001"]),
            ((*TO, "--into", "nowhere.yaml"), ["KD001"]),
        ],
    )
    def test_what_is_refused(self, out, arguments, words):
        assert refused(run("carry-over", OLD, *arguments, "--out", str(out), "--lang", "en"), *words)
        assert not out.exists()

    def test_the_draft_as_a_workbook_has_the_same_records(self, tmp_path):
        for lang in ("en", "vi"):
            book, draft = tmp_path / f"draft-{lang}.xlsx", tmp_path / f"draft-{lang}.yaml"
            for file in (book, draft):
                assert run("carry-over", OLD, *TO, "--out", str(file), "--lang", lang).exit_code == 0
            assert list_said(read_book(book)) == list_said(kd.read_dossier(draft, GENERAL))
        sheets = openpyxl.load_workbook(tmp_path / "draft-en.xlsx")
        assert "Look at these first" in [cell.value for row in sheets["School"] for cell in row]
        records = sheets["Findings and figures"]
        origin = next(cell.column for cell in records[1] if cell.value == "Carried over from")
        row = next(cell.row for cell in records["A"] if cell.value == "1.1")
        assert records.cell(row, origin).value.startswith("vn.tt18-2018@")

    def test_a_workbook_is_gone_on_with(self, tmp_path):
        """Repeating it changes nothing, and what was confirmed in the workbook stays."""
        first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
        assert run("carry-over", OLD, *TO, "--out", str(first)).exit_code == 0
        book = openpyxl.load_workbook(first)
        sheet = book.worksheets[1]
        column = next(cell.column for cell in sheet[1] if cell.value == "Kết quả")
        sheet.cell(next(cell.row for cell in sheet["A"] if cell.value == "1.1"), column).value = "Mức 1"
        book.save(first)
        assert run("carry-over", OLD, *TO, "--into", str(first), "--out", str(second)).exit_code == 0
        assert list_said(read_book(second)) == list_said(read_book(first))
        found = {one.node: one.verdict for one in read_book(second).findings}
        assert not isinstance(found["1.1"], ToConfirm)
        assert isinstance(found["1.2"], ToConfirm)

    def test_other_workbooks_are_not_written(self, tmp_path):
        done = run("carry-over", OLD, *TO, "--out", str(tmp_path / "draft.ods"), "--lang", "en")
        assert (done.exit_code, "--out FILE.xlsx" in done.stderr) == (2, True)
