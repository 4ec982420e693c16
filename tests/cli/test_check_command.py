"""``kiemdinh check``: definitions, dossiers and effort files."""

import pytest
from commands import GENERAL, ROOT, SCHOOL, refused, run


class TestCheck:
    """1.10 ... A value outside its declared range or scale is an error, never data."""

    def test_tells_definitions_from_dossiers(self):
        definition = str(ROOT / "tests" / "data" / "definitions" / "leed.yaml")
        result = run("check", definition, SCHOOL)
        assert result.exit_code == 0
        assert result.stdout == f"{definition}: definition, ok\n{SCHOOL}: dossier, ok\n"

    def test_a_bundled_framework_by_its_id(self):
        result = run("check", GENERAL)
        assert (result.exit_code, result.stdout) == (0, f"{GENERAL}: definition, ok\n")

    def test_a_dossier_is_checked_against_its_framework(self, tmp_path):
        bad = tmp_path / "bad.yaml"
        bad.write_text(f"framework: {GENERAL}\ndate: 2027-06-30\nfindings: {{'1.99': muc-1}}\n", encoding="utf-8")
        result = run("check", str(bad), SCHOOL)
        assert result.exit_code == 2
        assert "KD301" in result.stderr
        assert f"{SCHOOL}: dossier, ok" in result.stdout

    def test_all_problems_of_a_definition_are_printed(self, tmp_path):
        bad = tmp_path / "bad.yaml"
        bad.write_text("kiemdinh: 1\nframework: org.x\nlayer: []\nsubject: {kind: school}\n", encoding="utf-8")
        assert refused(run("check", str(bad)), "KD102", "KD101", "did you mean 'layers'?")

    def test_a_dossier_that_names_no_framework(self, tmp_path):
        lone = tmp_path / "lone.yaml"
        lone.write_text("findings: {}\n", encoding="utf-8")
        assert refused(run("check", str(lone)), "KD330")
        lone.write_text("date: 2027-06-30\n", encoding="utf-8")
        assert refused(run("check", str(lone)), "KD335")
        assert run("check", str(lone), "--framework", GENERAL).exit_code == 0

    @pytest.mark.parametrize("form", ["yaml", "csv"])
    def test_an_effort_file(self, form):
        efforts = str(ROOT / "examples" / "thcs-binh-an" / f"efforts.{form}")
        assert run("check", efforts, "--framework", GENERAL).stdout == f"{efforts}: effort file, ok\n"
        assert refused(run("check", efforts), "KD330", "this is an effort file")

    def test_warnings_are_shown_and_do_not_fail(self, tmp_path):
        odd = tmp_path / "odd.yaml"
        lines = ["date: 2027-06-30", f"framework: {GENERAL}", "evidence: {}", "findings:"]
        odd.write_text("\n".join([*lines, "  '1.1': {reaches: muc-1, by: [H1]}", ""]), encoding="utf-8")
        result = run("check", str(odd))
        assert result.exit_code == 0
        assert "warning KD320" in result.stderr

    def test_what_plays_no_part_is_told(self, tmp_path):
        odd = tmp_path / "odd.yaml"
        lines = ["date: 2027-06-30", "framework: vn.tt18-2018", "evidence: {MC.1.1.01: Plan, MC.1.1.02: Minutes}"]
        lines += ["inputs: {attendance: 40}", "findings:", "  '1.1': {reaches: muc-1, by: [MC.1.1.01]}", ""]
        odd.write_text("\n".join(lines), encoding="utf-8")
        result = run("check", str(odd), "--framework", GENERAL)
        assert result.exit_code == 0
        assert all(f"warning {code}" in result.stderr for code in ("KD413", "KD415", "KD417"))
        assert "MC.1.1.02" in result.stderr
        assert str(odd) in result.stderr
