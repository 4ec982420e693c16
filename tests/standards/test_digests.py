"""7.1 A result names the framework id, edition, digests of definition and dossier, engine version and the three dates.

The digest of the definition covers what bears on a verdict or is shown with it, certainty left out. A confirmation
carries the digest of its node and lapses when the node changes.
"""

import pickle

import pytest

import kiemdinh as kd
from kiemdinh.standards.catalogue import load

TEXT = """
kiemdinh: 1
framework: org.example.sure
source: {document: By-law 1, in_force: 2026-01-01}
subject: {kind: school}
inputs:
  certainty: {type: number, unit: count, range: {from: 0}, cite: Article 3}
  rooms: {type: number, unit: count}
layers: [{id: criterion, verdict: met}]
tree:
  - {id: "1", en: Water is safe, cite: Article 1}
  - id: "2"
    en: Rooms
    parts:
      - {id: a, en: Enough rooms, met_if: {value: rooms, at_least: 5}}
      - {id: b, en: Sure, met_if: {value: certainty, at_least: 2}}
outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
"""


def loaded(text):
    return load(text=text)


def confirmed(text, digest, at="1", on="2026-07-20", role="legal officer"):
    entry = f'{{at: "{at}", role: {role}, on: {on}, document: By-law 1, digest: "{digest}"}}'
    return loaded(f"{text}confirmations: [{entry}]\n")


class TestRulesDigest:
    def test_its_form(self):
        digest = loaded(TEXT).digest
        assert digest.startswith("rules2:sha256:")
        assert len(digest) == len("rules2:sha256:") + 64

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("cite: Article 1", "cite: Article 1, certainty: inferred"),
            ("at_least: 5}", "at_least: 5, certainty: unverified}"),
            ("in_force: 2026-01-01", "in_force: 2026-01-01, certainty: single_source"),
            ("framework: org.example.sure", "framework: org.example.sure\ncertainty: inferred"),
        ],
    )
    def test_certainty_makes_no_difference_to_it_and_still_counts(self, old, new):
        sure, less = loaded(TEXT), loaded(TEXT.replace(old, new))
        assert less.digest == sure.digest
        # They are two frameworks all the same: what a result rests on differs.
        assert less != sure
        said = [kd.assess(one, {}, on="2026-09-30").footing for one in (sure, less)]
        assert said[0] == ()

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("Article 1", "Article 2"),
            ("Water is safe", "Water is clean"),
            ("at_least: 5", "at_least: 6"),
            ("range: {from: 0}", "range: {from: 1}"),
            # An input may be called certainty.
            ("cite: Article 3", "cite: Article 4"),
            ("in_force: 2026-01-01", "in_force: 2026-01-02"),
        ],
    )
    def test_all_else_makes_a_difference(self, old, new):
        assert loaded(TEXT.replace(old, new)).digest != loaded(TEXT).digest


class TestConfirmations:
    def test_without_any_there_is_no_digest(self):
        framework = loaded(TEXT)
        assert (framework.confirmations, framework.confirmations_digest) == ((), None)
        assert kd.assess(framework, {}, on="2026-09-30").to_dict()["confirmations_digest"] is None

    def test_one_that_stands_has_a_digest_that_results_name(self):
        plain = loaded(TEXT)
        framework = confirmed(TEXT, plain.node_digest("1"))
        assert framework.digest == plain.digest
        assert framework.warnings == ()
        (one,) = framework.confirmations
        assert (one.at, one.role, one.document) == ("1", "legal officer", "By-law 1")
        result = kd.assess(framework, {}, on="2026-09-30")
        assert result.confirmations_digest == framework.confirmations_digest
        assert result.to_dict()["confirmations_digest"].startswith("sha256:")
        assert result.explain("good").to_dict()["confirmations_digest"] == framework.confirmations_digest

    @pytest.mark.parametrize("change", [{"on": "2026-07-21"}, {"role": "inspector"}, {"at": "2/a"}])
    def test_the_digest_is_of_what_was_confirmed_by_whom_and_when(self, change):
        plain = loaded(TEXT)
        one = confirmed(TEXT, plain.node_digest("1"))
        other = confirmed(TEXT, plain.node_digest(change.get("at", "1")), **change)
        assert None not in (one.confirmations_digest, other.confirmations_digest)
        assert one.confirmations_digest != other.confirmations_digest

    @pytest.mark.parametrize(("at", "stands"), [("2", False), ("2/a", False), ("2/b", True), ("1", True)])
    def test_it_lapses_when_the_node_changes(self, at, stands):
        digest = loaded(TEXT).node_digest(at)
        changed = TEXT.replace("at_least: 5", "at_least: 6")
        framework = confirmed(changed, digest, at=at)
        assert bool(framework.confirmations) is stands
        lapsed = [] if stands else [("KD245", "warning", framework.node_digest(at))]
        assert [(d.code, d.severity, d.expected) for d in framework.warnings] == lapsed
        assert (framework.confirmations_digest is not None) is stands

    def test_a_change_of_certainty_leaves_it(self):
        digest = loaded(TEXT).node_digest("1")
        framework = confirmed(TEXT.replace("cite: Article 1", "cite: Article 1, certainty: inferred"), digest)
        assert framework.confirmations

    def test_one_of_no_node_is_an_error(self):
        with pytest.raises(kd.InputError) as caught:
            confirmed(TEXT, "sha256:0", at="3")
        (problem,) = caught.value.diagnostics
        assert (problem.code, problem.path) == ("KD208", "confirmations[0].at")

    def test_it_travels(self):
        framework = confirmed(TEXT, loaded(TEXT).node_digest("1"))
        again = pickle.loads(pickle.dumps(framework))  # noqa: S301 - our own bytes
        assert (again, again.confirmations_digest) == (framework, framework.confirmations_digest)
