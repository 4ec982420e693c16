"""Long ladders, and long chains of conditions of which each reads the one before, work as short ones do."""

import pytest

import kiemdinh as kd
from kiemdinh.explanation.blocking.tree import MAX_BLOCKERS

BASE = {
    "kiemdinh": 1,
    "framework": "test.long",
    "source": {"document": "D"},
    "subject": {"kind": "school"},
    "layers": [{"id": "criterion", "verdict": "met", "not_applicable": "drop"}],
    "tree": [{"id": "1"}],
}
ALL_MET = {"every": "criterion", "that": "met"}


def ladder(size):
    steps = [f"s{i}" for i in range(size)]
    scales = {"ladder": {"steps": [{"id": step} for step in steps]}}
    return {
        **BASE,
        "scales": scales,
        "outcomes": [{"id": "o", "ladder": "ladder", "needs": dict.fromkeys(steps, ALL_MET)}],
    }


def chained_whens(size):
    """Each criterion applies only where the one before it is met."""
    names = [f"n{i}" for i in range(size)]
    sets = {f"only_{name}": {"among": "criterion", "ids": [name], "if_empty": "met"} for name in names}
    tree = [{"id": "n0"}]
    tree += [{"id": name, "when": {"every": f"only_n{i}", "that": "met"}} for i, name in enumerate(names[1:])]
    sets["every_one"] = {"among": "criterion", "if_empty": "met"}
    cases = [{"id": "good", "if": {"every": "every_one", "that": "met"}}]
    return {**BASE, "sets": sets, "tree": tree, "outcomes": [{"id": "o", "cases": cases, "otherwise": {"id": "poor"}}]}


def chained_outcomes(size):
    outcomes = []
    for i in range(size):
        condition = {"any": [{"outcome": f"o{i - 1}", "is": "good"}, ALL_MET]} if i else ALL_MET
        cases = [{"id": "good", "if": condition}]
        outcomes.append({"id": f"o{i}", "cases": cases, "otherwise": {"id": "poor"}})
    return {**BASE, "outcomes": outcomes}


LONG = [pytest.param(ladder(160), id="ladder"), pytest.param(chained_whens(100), id="whens")]
LONG += [pytest.param(chained_outcomes(150), id="outcomes")]


class TestLongChains:
    """2.1 A **ladder** is an ordered list of levels, lowest first. A level holds when its own condition and those of
    all lower levels hold.
    """

    @pytest.mark.parametrize("definition", LONG)
    @pytest.mark.parametrize("word", ["met", "unmet", None])
    def test_are_assessed(self, definition, word):
        findings = {node["id"]: word for node in definition["tree"]}
        result = kd.assess(kd.load(definition), {"findings": findings}, on="2027-06-30")
        last = result.outcomes[-1]
        assert last.determined is (word is not None)
        if word == "met":
            assert last.outcome.id in ("s159", "good")
        result.to_text("en")

    @pytest.mark.parametrize("definition", LONG)
    def test_are_explained(self, definition):
        framework = kd.load(definition)
        target = "s159" if "scales" in definition else "good"
        result = kd.assess(framework, {}, on="2027-06-30", target=target if len(framework.outcomes) == 1 else None)
        if len(framework.outcomes) == 1:
            assert result.explain(target).to_dict()
            assert list(result.repairs(target))
            assert count(result.target.blocking) <= MAX_BLOCKERS

    @pytest.mark.parametrize("definition", LONG)
    def test_lint_says_what_it_does_not_prove(self, definition):
        notes = [finding for finding in kd.lint(definition) if finding.code == "KD008"]
        assert [note.decided for note in notes] == [False]


def count(blocker):
    return 1 + sum(map(count, blocker.parts))
