"""`kiemdinh report`: a dossier in, a document out."""

import io
import zipfile

import docx
import pytest
from commands import EXAMPLES, FAILED, SCHOOL, process, refused, run

from kiemdinh.reports import REPORT_FORMS

COSTS = str(EXAMPLES / "thcs-binh-an" / "efforts.yaml")


def words(content):
    document = docx.Document(io.BytesIO(content))
    return [text.text or "" for text in document.element.body.iter(docx.oxml.ns.qn("w:t"))]


class TestFiles:
    @pytest.mark.parametrize("form", REPORT_FORMS)
    def test_the_ending_names_the_format(self, form, tmp_path):
        beginnings = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF-", "html": b"<!doctype html>", "csv": b"\xef\xbb\xbf"}
        for ending, beginning in beginnings.items():
            path = tmp_path / f"report.{ending.upper()}"
            found = run("report", SCHOOL, "--form", form, "--out", str(path))
            assert (found.exit_code, found.stdout) == (0, "")
            assert path.read_bytes().startswith(beginning)

    def test_a_file_that_is_there_is_replaced(self, tmp_path):
        path = tmp_path / "plan.docx"
        path.write_text("old", encoding="utf-8")
        assert run("report", SCHOOL, "--form", "mau-2", "--costs", COSTS, "--out", str(path)).exit_code == 0
        assert "Phó hiệu trưởng" in words(path.read_bytes())
        assert [one.name for one in tmp_path.iterdir()] == ["plan.docx"]

    def test_the_language_and_the_day(self, tmp_path):
        path = tmp_path / "list.docx"
        run("report", SCHOOL, "--form", "criteria", "--lang", "en", "--date", "2027-06-12", "--out", str(path))
        assert "……, 2027-06-12" in words(path.read_bytes())

    def test_a_template(self, tmp_path):
        document = docx.Document()
        document.add_paragraph("{{ school.name }} {{ framework.id }}")
        document.save(str(tmp_path / "own.docx"))
        out = tmp_path / "filled.docx"
        found = run("report", SCHOOL, "--form", "gap", "--template", str(tmp_path / "own.docx"), "--out", str(out))
        assert found.exit_code == 0
        assert words(out.read_bytes()) == ["THCS Bình An vn.tt57-2026.pho-thong"]

    def test_the_real_command_gives_the_same_bytes_twice(self, tmp_path):
        for name in ("a.docx", "b.docx"):
            done = process("report", SCHOOL, "--form", "mau-1", "--out", str(tmp_path / name))
            assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
        assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
        assert zipfile.is_zipfile(tmp_path / "a.docx")


class TestStandardOutput:
    def test_html_and_csv(self):
        assert run("report", SCHOOL, "--form", "gap", "--format", "html").stdout.startswith("<!doctype html>")
        assert run("report", SCHOOL, "--form", "evidence", "--format", "csv").stdout.startswith("TT,Mã minh chứng,")

    @pytest.mark.parametrize("format_", ["docx", "xlsx", "pdf"])
    def test_other_formats_need_a_file(self, format_):
        assert refused(run("report", SCHOOL, "--form", "gap", "--format", format_), f"--out FILE.{format_}")


class TestRefusals:
    @pytest.mark.parametrize("name", ["bao-cao", "bao-cao.doc", "bao-cao.xyz"])
    def test_an_ending_that_names_no_format(self, tmp_path, name):
        out = tmp_path / name
        assert refused(run("report", SCHOOL, "--form", "mau-1", "--out", str(out)), "names the format: docx, xlsx")
        assert not out.exists()
        assert run("report", SCHOOL, "--form", "mau-1", "--format", "docx", "--out", str(out)).exit_code == 0

    def test_a_form_of_another_framework(self, tmp_path):
        path = tmp_path / "dossier.yaml"
        path.write_text("framework: vn.tt18-2018\ndate: 2026-06-30\n", encoding="utf-8")
        assert refused(run("report", str(path), "--form", "mau-1", "--out", str(tmp_path / "x.docx")), "KD802")

    def test_a_continuing_education_centre_has_the_forms(self, tmp_path):
        assert run("report", FAILED, "--form", "mau-1", "--out", str(tmp_path / "x.docx")).exit_code == 0

    def test_a_template_that_is_none(self, tmp_path):
        (tmp_path / "own.docx").write_text("x", encoding="utf-8")
        arguments = ("--template", str(tmp_path / "own.docx"), "--out", str(tmp_path / "x.docx"))
        assert refused(run("report", SCHOOL, "--form", "gap", *arguments), "KD801", "own.docx")

    def test_a_folder_that_is_not_there(self, tmp_path):
        found = run("report", SCHOOL, "--form", "gap", "--out", str(tmp_path / "none" / "x.pdf"))
        assert found.exit_code == 3
        assert "Traceback" not in found.stderr
