"""The verb: what it takes, what it gives back, and that it does not raise where something can be said."""

import subprocess
import sys

import pytest

import kiemdinh as kd
from kiemdinh.linter import lint as linting
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.catalogue import catalogue

TEXT = """\
kiemdinh: 1
framework: org.example.library
source: {document: By-law 12}
cite: By-law 12
subject: {kind: school}
inputs: {books: {type: number, en: Titles}}
tags: {urgent: {en: urgent}}
layers: [{id: criterion, verdict: met}]
tree: [{id: "1", en: There is a catalogue}]
outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
"""


def codes(findings):
    return [finding.code for finding in findings]


class TestWhatItTakes:
    def test_a_text_a_path_objects_and_a_framework(self, tmp_path):
        import yaml

        path = tmp_path / "library.yaml"
        path.write_text(TEXT, encoding="utf-8")
        for what in (TEXT.encode(), path, kd.load(text=TEXT), yaml.safe_load(TEXT)):
            assert codes(kd.lint(what)) == ["KD530", "KD530"]
        assert codes(kd.lint(text=TEXT)) == codes(kd.lint(path=str(path))) == ["KD530", "KD530"]

    def test_a_bundled_framework_by_its_id_and_as_listed(self, monkeypatch):
        monkeypatch.setattr(linting, "CHECKS", (lambda study: iter([make_finding(study, "KD535", "m", ("tree", 0))]),))
        bundled = next(one for one in catalogue() if one.id == "vn.tt18-2018")
        assert kd.lint(bundled.id) == kd.lint(bundled) != ()

    def test_no_such_framework(self):
        with pytest.raises(kd.InputError, match="KD243"):
            kd.lint("vn.tt57-2026.pho-thongg")

    def test_no_such_file(self, tmp_path):
        with pytest.raises(kd.InputError, match="KD001"):
            kd.lint(tmp_path / "none.yaml")


class TestWhatItGives:
    def test_findings_are_diagnostics_in_the_order_of_the_text(self):
        found = kd.lint(text=TEXT)
        assert isinstance(found, tuple)
        assert all(isinstance(finding, kd.Finding) and isinstance(finding, kd.Diagnostic) for finding in found)
        assert [(f.line, f.column, f.path) for f in found] == [(6, 10, "inputs.books"), (7, 8, "tags.urgent")]

    def test_of_objects_by_path(self):
        import yaml

        found = kd.lint(yaml.safe_load(TEXT))
        assert [(f.file, f.line, f.path) for f in found] == [(None, None, "tags.urgent"), (None, None, "inputs.books")][
            ::-1
        ]

    def test_each_finding_once(self):
        twice = TEXT.replace(
            "{id: good, if: {every: criterion, that: met}}", "{id: good, if: a}, {id: fair, if: {all: [a, a]}}"
        )
        twice = twice.replace(
            "layers:", "define: {a: {count: criterion, that: met, at_least: 1, en: 3 or more}}\nlayers:"
        )
        assert codes(kd.lint(text=twice)).count("KD536") == 1

    def test_what_the_text_alone_shows_has_no_witness(self):
        assert {finding.witness for finding in kd.lint(text=TEXT)} == {None}


def test_a_definition_that_just_loads_can_be_looked_at(monkeypatch):
    """Lint lowers a condition for each of its questions; the bound of conditions is for each of them by itself."""
    cases = [
        {"id": f"at least {n}", "if": {"count": "criterion", "that": "met", "at_least": n}} for n in (19, 15, 10, 5)
    ]
    definition = {
        "kiemdinh": 1,
        "framework": "org.example.large",
        "source": {"document": "By-law 1"},
        "subject": {"kind": "school"},
        "layers": [{"id": "criterion", "verdict": "met"}],
        "tree": [{"id": f"c{n}"} for n in range(20)],
        "outcomes": [{"id": "result", "cases": cases, "otherwise": {"id": "less"}}],
    }
    monkeypatch.setattr("kiemdinh.standards.lowering.context.MAX_STEPS", 90)
    framework = kd.load(definition)
    assert {finding.severity for finding in kd.lint(framework)} <= {"note", "warning"}


class TestADefinitionThatDoesNotLoad:
    """The loader's diagnostics are the findings."""

    def test_they_are_as_they_are(self):
        broken = TEXT.replace("tree:", "treee:").replace("met}}", "mett}}")
        with pytest.raises(kd.InputError) as caught:
            kd.load(text=broken)
        found = kd.lint(text=broken)
        assert [str(f) for f in found] == [str(d) for d in caught.value.diagnostics]
        assert {(f.severity, f.witness) for f in found} == {("error", None)}

    def test_no_yaml(self):
        assert codes(kd.lint(text="a: b: c\n")) == ["KD004"]

    def test_a_fragment_that_is_not_there(self, tmp_path):
        path = tmp_path / "library.yaml"
        path.write_text(TEXT.replace('{id: "1", en: There is a catalogue}', "{from: none.yaml}"), encoding="utf-8")
        assert "KD001" in codes(kd.lint(path))


class TestTheNameInThePackage:
    """``kd.lint`` is the function, whatever was imported before."""

    @pytest.mark.parametrize(
        "before",
        [
            "",
            "kd.Finding; ",
            "import kiemdinh.linter.checks.unused; ",
            "from kiemdinh.linter.finding import LintFinding; ",
        ],
    )
    def test_whatever_was_imported_first(self, before):
        after = "import kiemdinh.linter.checks.unused as t"
        program = f"import kiemdinh as kd; {before}print(kd.lint(text='a: b: c\\n')[0].code); {after}"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert done.stdout == "KD004\n"

    def test_import_stays_quick(self):
        program = "import kiemdinh, sys; print([m for m in sys.modules if m.startswith(('kiemdinh.linter', 'yaml'))])"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert done.stdout == "[]\n"
