"""Findings as text, JSON, SARIF and annotations of GitHub."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

import kiemdinh as kd
from kiemdinh.diagnostics.codes import CODES
from kiemdinh.linter.output import format_counts, format_github, format_json, format_sarif, format_text

ROOT = Path("/srv/standards")
WITNESS = {"framework": "org.example", "findings": {"1.1": "muc-1"}, "inputs": {"share": Fraction(1, 3)}}


def finding(code="KD520", severity="warning", **more):
    place = {"file": "a.yaml", "line": 3, "column": 5, "path": "tree[0]", "source": "  - id: a", "caret": (4, 5)}
    return kd.Finding(code, severity, "whether 'a' is met changes no outcome", **{**place, **more})


class TestText:
    def test_the_place_and_then_the_dossiers(self):
        text = format_text([finding(witness=WITNESS, contrast={"findings": {"1.1": "muc-2"}})])
        assert text.split("\n") == [
            "a.yaml:3:5: warning KD520: whether 'a' is met changes no outcome",
            "   3 |   - id: a",
            "     |     ^^^^^",
            "   kind: surely not meant",
            "   witness:",
            "      framework: org.example",
            "      findings: {'1.1': muc-1}",
            "      inputs: {share: 1/3}",
            "   contrast:",
            "      findings: {'1.1': muc-2}",
            "",
            "1 finding: 1 warning",
            "",
        ]

    def test_a_long_dossier_is_cut_and_says_so(self):
        long = {"findings": {f"{n}": {"a": "met", "b": {"is": "unmet"}} for n in range(100)}}
        text = format_text([finding(witness=long)])
        assert len(text.splitlines()) < 32
        assert "lines more; --format json has them all" in text

    @pytest.mark.parametrize(
        ("severities", "said"),
        [
            ([], "no findings"),
            (["note"], "1 finding: 1 note"),
            (["warning", "error", "warning"], "3 findings: 1 error, 2 warnings"),
        ],
    )
    def test_tally(self, severities, said):
        assert format_counts([finding(severity=severity) for severity in severities]) == said


class TestKinds:
    """An error is proved wrong, a warning is surely not meant, a note is worth a look: so says every form."""

    KINDS = (("error", "proved wrong"), ("warning", "surely not meant"), ("note", "worth a look"))

    @pytest.mark.parametrize(("severity", "kind"), KINDS)
    def test_every_form_says_it(self, severity, kind):
        one = finding(severity=severity)
        assert one.kind == kind
        assert f"\n   kind: {kind}\n" in format_text([one])
        assert format_github([one]).endswith(f"%0Akind: {kind}\n")
        assert json.loads(format_json([one]))[0]["kind"] == kind
        (run,) = json.loads(format_sarif([one], ROOT))["runs"]
        assert run["results"][0]["properties"]["kind"] == kind


class TestJson:
    def test_it_is_all_that_is_known(self):
        (data,) = json.loads(format_json([finding(witness=WITNESS)]))
        assert data == {**finding(witness=WITNESS).to_dict(), "witness": {**WITNESS, "inputs": {"share": "1/3"}}}

    def test_nothing_found(self):
        assert json.loads(format_json([])) == []


class TestSarif:
    """SARIF 2.1.0: what a scanner must have to show a result."""

    def log(self, *findings):
        return json.loads(format_sarif(findings, ROOT))

    def test_a_run_of_this_tool(self):
        log = self.log(finding())
        assert (log["version"], log["$schema"]) == ("2.1.0", "https://json.schemastore.org/sarif-2.1.0.json")
        (run,) = log["runs"]
        assert (run["tool"]["driver"]["name"], run["tool"]["driver"]["version"]) == ("kiemdinh", kd.__version__)
        assert run["columnKind"] == "unicodeCodePoints"

    def test_a_rule_for_each_code_with_its_page_as_help(self):
        (run,) = self.log(finding("KD534"), finding("KD520"), finding("KD520"), finding("KD102", "error"))["runs"]
        rules = run["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == ["KD102", "KD520", "KD534"]
        assert rules[1]["shortDescription"]["text"] == CODES["KD520"].title
        assert rules[1]["help"]["markdown"].startswith("# KD520 ")
        assert rules[1]["defaultConfiguration"]["level"] == "warning"
        assert [rules[r["ruleIndex"]]["id"] for r in run["results"]] == [r["ruleId"] for r in run["results"]]

    def test_a_result_has_level_message_and_place(self):
        (run,) = self.log(finding(hint="it repeats 'b'", witness=WITNESS))["runs"]
        (result,) = run["results"]
        assert result["level"] == "warning"
        assert result["message"]["text"] == "whether 'a' is met changes no outcome; hint: it repeats 'b'"
        (location,) = result["locations"]
        assert location["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 5}
        assert location["logicalLocations"] == [{"fullyQualifiedName": "tree[0]"}]
        assert result["properties"]["kind"] == "surely not meant"
        assert result["properties"]["witness"]["findings"] == {"1.1": "muc-1"}

    @pytest.mark.parametrize(
        ("file", "uri"),
        [
            ("a.yaml", "a.yaml"),
            ("tiêu chuẩn/50% a.yaml", "ti%C3%AAu%20chu%E1%BA%A9n/50%25%20a.yaml"),
            ("a:b.yaml", "a%3Ab.yaml"),
            ("/srv/standards/x/a.yaml", "x/a.yaml"),
            ("/srv/other/a b.yaml", "file:///srv/other/a%20b.yaml"),
        ],
    )
    def test_files_by_their_uri(self, file, uri):
        (run,) = self.log(finding(file=file))["runs"]
        assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri}

    def test_of_plain_objects_the_path_alone(self):
        (run,) = self.log(finding(file=None, line=None, column=None))["runs"]
        assert run["results"][0]["locations"] == [{"logicalLocations": [{"fullyQualifiedName": "tree[0]"}]}]

    def test_nothing_found(self):
        (run,) = self.log()["runs"]
        assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])


class TestGithub:
    """Workflow commands, whose text must be escaped or a line of it would be a command of its own."""

    def test_a_line_for_each(self):
        severities = ("error", "warning", "note")
        lines = format_github([finding(severity=severity) for severity in severities]).splitlines()
        assert [line.split(" ")[0] for line in lines] == ["::error", "::warning", "::notice"]

    def test_place_title_and_message(self):
        said = format_github([finding(file="a,b:50%.yaml", hint="look\n::error::at it")])
        place = "file=a%2Cb%3A50%25.yaml,line=3,col=5,title=KD520 Requirement that never matters"
        message = "whether 'a' is met changes no outcome%0Ahint: look%0A::error::at it%0Akind: surely not meant"
        assert said == f"::warning {place}::{message}\n"

    def test_without_a_place(self):
        said = format_github([finding(file=None, line=None, column=None)])
        assert said.startswith("::warning title=KD520 ")
