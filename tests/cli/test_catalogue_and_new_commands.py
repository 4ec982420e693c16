"""``kiemdinh catalogue`` and ``kiemdinh new``: what comes with kiemdinh, and an empty dossier of it."""

import pytest
from commands import GENERAL, ROOT, run

import kiemdinh as kd


class TestCatalogueAndNew:
    """1.10 **Absence.** What is not recorded is unknown; an empty cell, null and NaN are absence, never "fails"."""

    def test_the_catalogue_names_each_bundled_framework(self):
        text = run("catalogue").stdout
        assert all(f"• {bundled.id}\n" in text for bundled in kd.catalogue())
        assert "Bundled frameworks" in run("catalogue", "--lang", "en").stdout

    @pytest.mark.parametrize("at", ["criterion", "requirement"])
    def test_a_new_dossier_assesses_to_undetermined(self, at):
        blank = run("new", GENERAL, "--at", at)
        assert blank.exit_code == 0
        result = run("assess", "-", "--on", "2027-06-30", "--lang", "en", stdin=blank.stdout)
        assert "Level of the school: Undetermined" in result.stdout

    def test_a_new_dossier_of_a_file_names_the_file(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        definition = (ROOT / "examples" / "own-framework" / "framework.yaml").read_text("utf-8")
        (tmp_path / "fw.yaml").write_text(definition, encoding="utf-8")
        (tmp_path / "school.yaml").write_text(run("new", "fw.yaml").stdout, encoding="utf-8")
        assert "framework: fw.yaml\n" in (tmp_path / "school.yaml").read_text("utf-8")
        assert run("assess", "school.yaml", "--on", "2027-06-30").exit_code == 0
