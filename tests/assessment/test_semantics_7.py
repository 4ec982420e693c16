"""Section 7 of the semantics by hand-made examples."""

import datetime as dt
import json
import os
import subprocess
import sys
from functools import cache

import pytest

import kiemdinh as kd
from kiemdinh.diagnostics.codes import CODES

ON = dt.date(2026, 9, 30)
TEXT = """
kiemdinh: 1
framework: test.sure
source: {document: By-law 1, in_force: 2026-01-01, until: 2027-01-01}
subject: {kind: school}
scales: {lv: {not_reached: {id: l0}, steps: [{id: l1}, {id: l2}]}}
inputs:
  books: {type: number, unit: book, range: {from: 0, to: 500}}
  risk: {type: yes_no}
layers: [{id: criterion, verdict: level, scale: lv}]
tree:
  - id: c1
    guards: [{en: One finding is no trend}]
    levels:
      l1: [{id: a, warn_unless: {value: books, at_least: 100}}]
      l2: [{id: a}]
  - id: c2
    cite: Article 9
    certainty: inferred
    levels: {l1: [{id: a}], l2: [{id: a}]}
outcomes:
  - id: level
    warn_unless: {value: risk, is: false}
    ladder: lv
    needs:
      l1: {every: criterion, that: {its: level, at_least: l1}, cite: Article 3, certainty: single_source}
      l2: {every: criterion, that: {its: level, at_least: l2}, cite: Article 4, certainty: unverified}
"""
FINDINGS = {"c1": "l1", "c2": "l1"}


@cache
def framework(text=TEXT):
    return kd.load(text=text)


def assessed(dossier, text=TEXT, **options):
    return kd.assess(framework(text), dossier, on=ON, **options)


def codes(result):
    return [warned.code for warned in result.warnings]


class TestNames:
    """7.1 A result names the framework id, edition, digests of definition and dossier, engine version and the three
    dates.
    """

    def test_all_of_them(self):
        result = assessed({"findings": FINDINGS}, law_date=dt.date(2026, 5, 1), knowledge_date=dt.date(2027, 1, 1))
        said = result.to_dict()
        assert said["framework"]["id"] == "test.sure"
        assert (said["framework"]["in_force"], said["framework"]["until"]) == ("2026-01-01", "2027-01-01")
        assert said["framework_digest"] == framework().digest
        assert said["dossier_digest"] == result.dossier.digest
        assert said["engine"] == kd.__version__
        assert said["dates"] == {"law": "2026-05-01", "evidence": "2026-09-30", "knowledge": "2027-01-01"}

    def test_the_digests_are_of_what_is_said(self):
        text = "# A remark\n" + TEXT.replace("{id: l1}, {id: l2}", "{ id: l1 },   {id: 'l2'}")
        assert kd.load(text=text).digest == framework().digest
        assert kd.load(text=TEXT.replace("at_least: 100", "at_least: 101")).digest != framework().digest
        one, two = assessed({"findings": FINDINGS}), assessed({"findings": dict(reversed(FINDINGS.items()))})
        assert one.dossier_digest == two.dossier_digest
        assert one.dossier_digest != assessed({"findings": FINDINGS | {"c1": "l2"}}).dossier_digest


class TestFooting:
    """7.2 **Certainty of the law.** Every rule, number and requirement of a definition carries its citation and how
    sure we are of it (the default for an author's own standard is `confirmed`). A result *rests on* what occurs in
    the reasons of the level it gives and in what blocks the next; what of that is less than confirmed is named
    once, in its footing.
    """

    def test_what_is_less_than_confirmed_is_named_once(self):
        footing = assessed({"findings": FINDINGS}).footing
        assert [(entry.certainty, entry.cite) for entry in footing] == [
            ("unverified", "Article 4"),
            ("inferred", "Article 9"),
            ("single_source", "Article 3"),
        ]
        assert "c2" in footing[1].about

    def test_what_the_result_does_not_rest_on_is_not_named(self):
        footing = assessed({"findings": {"c1": "l0", "c2": "l0"}}).footing
        assert "Article 4" not in [entry.cite for entry in footing]

    def test_an_own_standard_is_confirmed(self):
        text = TEXT
        for word in ("inferred", "single_source", "unverified"):
            text = text.replace(f"certainty: {word}", "certainty: confirmed")
        plain = text.replace(", certainty: confirmed", "").replace("    certainty: confirmed\n", "")
        assert assessed({"findings": FINDINGS}, text).footing == ()
        assert assessed({"findings": FINDINGS}, plain).footing == ()


class TestWarnings:
    """7.3 A **warning** never changes a verdict: contradictions that 3.9 has resolved, guards a text states against a
    reading, metrics that inform, risks declared in the context, a date outside the edition, records hidden by a date
    (counted). A guard with a condition warns where that is certainly unmet. Warnings are data with a code.
    """

    @pytest.mark.parametrize(
        ("more", "options", "code", "about"),
        [
            ({"inputs": {"books": 99}}, {}, "KD410", "c1/l1/a"),
            ({"inputs": {"risk": True}}, {}, "KD410", "level"),
            ({}, {"law_date": dt.date(2027, 1, 1)}, "KD401", "test.sure"),
            ({"external": {"c2": {"reaches": "l0", "on": "2026-12-01"}}}, {}, "KD403", None),
            ({"external": {"c1": "l1"}, "findings": {**FINDINGS, "c1": "l2"}}, {}, "KD407", "c1"),
        ],
        ids=["informing", "risk", "edition", "hidden", "sides"],
    )
    def test_each_has_a_code_and_changes_nothing(self, more, options, code, about):
        plain = assessed({"findings": FINDINGS})
        result = assessed({"findings": FINDINGS} | more, **options)
        (warned,) = [w for w in result.warnings if w.code == code]
        assert code not in codes(plain)
        assert (warned.about or "").removeprefix("outcome:") == (about or "")
        assert CODES[code].severity == "warning"
        assert (result.level, result.outcome) == (plain.level, plain.outcome)

    def test_the_hidden_are_counted(self):
        late = [{"reaches": "l0", "on": "2026-12-01"}, {"reaches": "l1", "on": "2026-12-02"}]
        result = assessed({"findings": FINDINGS, "external": {"c2": late}})
        assert [w.parameters["count"] for w in result.warnings if w.code == "KD403"] == [2]

    @pytest.mark.parametrize("books", [None, "unknown", 100])
    def test_a_guard_warns_only_where_it_is_certainly_unmet(self, books):
        assert codes(assessed({"findings": FINDINGS, "inputs": {"books": books}})) == []

    @pytest.mark.parametrize(("level", "warned"), [("l0", [("KD412", "c1")]), ("l1", [])])
    def test_a_sentence_of_the_text_where_the_criterion_is_not_met(self, level, warned):
        result = assessed({"findings": FINDINGS | {"c1": level}})
        assert [(w.code, w.about) for w in result.warnings] == warned


class TestJson:
    """7.4 A result is JSON under a published schema; readers of an older minor version keep working.
    4.4 Assessing the same inputs again gives the same result, digest included, on any machine and any backend.
    """

    def test_names_its_schema(self):
        said = json.loads(assessed({"findings": FINDINGS}).to_json())
        assert said["schema"].endswith("/assessment/1.1.json")
        assert said["level"]["id"] == "l1"

    def test_another_process_gives_the_same(self):
        """Sets and maps are ordered differently there: the hashes of texts are salted by process."""
        call = "kd.assess(kd.load(text=sys.argv[1]), sys.argv[2], on='2026-09-30')"
        script = f"import sys, kiemdinh as kd; print({call}.to_json())"
        dossier = json.dumps({"findings": FINDINGS, "inputs": {"books": 99, "risk": True}})
        for seed in ("1", "2"):
            made = subprocess.run(
                [sys.executable, "-c", script, TEXT, dossier],
                env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
                capture_output=True,
                check=True,
                encoding="utf-8",
            )
            assert made.stdout.strip() == assessed(dossier).to_json()


class TestDecisionsShow:
    """2.9 An exception (a limiting judgement waived by an authority) changes an outcome only as a recorded decision
    with a reason and an author, and shows in the result."""

    FRAMEWORK = """\
kiemdinh: 1
framework: org.example.waiver
source: {document: By-law 1}
subject: {kind: school}
inputs: {waived: {type: decision, en: The limit is waived, vi: Được miễn áp dụng}}
layers: [{id: criterion, verdict: met}]
tree: [{id: "1", en: One}]
outcomes:
  - id: result
    en: Result
    cases: [{id: good, en: Good, if: {any: [{every: criterion, that: met}, {value: waived, is: true}]}}]
    otherwise: {id: poor, en: Poor}
"""

    def test_a_decision_shows_with_its_reason_and_author(self):
        waiver = {"value": True, "why": "flood", "author": "Council", "on": "2027-01-05"}
        dossier = {"findings": {"1": "unmet"}, "inputs": {"waived": waiver}}
        result = kd.assess(kd.load(text=self.FRAMEWORK), dossier, on="2027-06-30")
        assert result.outcome.id == "good"
        (decision,) = result.to_dict()["decisions"]
        assert decision == {
            "id": "input:waived",
            "on": "2027-01-05",
            "why": "flood",
            "author": "Council",
            "titles": {"vi": "Được miễn áp dụng", "en": "The limit is waived"},
            "until": None,
        }
        assert "The limit is waived: flood (Council, 2027-01-05)" in result.to_text("en")

    def test_without_it_there_is_none(self):
        result = kd.assess(kd.load(text=self.FRAMEWORK), {"findings": {"1": "unmet"}}, on="2027-06-30")
        assert result.decisions == ()
