"""Careless and hostile definitions, comments and arguments: lint ends soon, says only what is true, and never trips."""

import json
import os
import time
from itertools import product

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.cli import main
from kiemdinh.testing import dossiers, frameworks

SOON = 60
"""Seconds of the processor, many times what is taken: where a bound is missing it takes minutes, or has no end."""
"""Seconds of work; alone on a machine each of these takes well under five."""
ON = "2027-06-30"
LAYERS = [{"id": "criterion", "verdict": "met"}]
ALL_MET = {"every": "criterion", "that": "met"}
NUMBER = {"type": "number", "unit": "count", "range": {"from": 0}}


def definition(tree, *conditions, **more):
    """A decision list with a label for each condition."""
    cases = [{"id": f"l{i}", "if": condition} for i, condition in enumerate(conditions)]
    return {
        "kiemdinh": 1,
        "framework": "org.example.hostile",
        "cite": "By-law 1",
        "source": {"document": "By-law 1"},
        "subject": {"kind": "school"},
        "layers": LAYERS,
        "tree": tree,
        "outcomes": [{"id": "result", "cases": cases, "otherwise": {"id": "last"}}],
    } | more


def criteria(n):
    return [{"id": f"c{i}"} for i in range(n)]


def linted(data):
    """Lint a definition that loads, soon."""
    framework = kd.load(data)
    begun = time.process_time()
    found = kd.lint(framework)
    assert time.process_time() - begun < SOON
    return found


class TestLargeDefinitions:
    @pytest.mark.parametrize(
        "condition",
        [ALL_MET, {"share": "criterion", "that": "met", "at_least": "80%"}],
        ids=["every", "share"],
    )
    def test_two_thousand_requirements(self, condition):
        assert linted(definition(criteria(2_000), condition)) == ()

    def test_a_requirement_beside_a_thousand_that_are_alike_is_found(self):
        sets = {"all": {"among": "criterion", "untagged": "own"}}
        tree = [*criteria(1_000), {"id": "lonely", "tags": ["own"]}]
        half = {"share": "all", "that": "met", "at_least": "50%"}
        found = linted(definition(tree, half, sets=sets, tags={"own": {}}))
        assert [(f.code, f.path) for f in found] == [("KD520", "tree[1000]")]

    def test_hundreds_of_ratios_each_of_its_own_figures(self):
        tree = [{"id": f"c{i}", "met_if": {"value": f"n{i}", "per": f"d{i}", "at_least": "50%"}} for i in range(150)]
        inputs = {f"{kind}{i}": NUMBER for i in range(150) for kind in "nd"}
        most = {"share": "criterion", "that": "met", "at_least": "80%"}
        assert linted(definition(tree, most, inputs=inputs)) == ()

    def test_points_and_ratings_of_hundreds_of_criteria(self):
        points = {"sum": "criterion", "of": {"its": "points"}, "at_least": 350}
        earned = definition([{"id": f"c{i}", "points": 5} for i in range(200)], points)
        assert linted(earned | {"layers": [{"id": "criterion", "verdict": "points"}]}) == ()
        mean = {"mean": "criterion", "of": {"its": "rating"}, "at_least": 3.5}
        rated = definition(criteria(100), mean, scales={"r": {"from": 1, "to": 7}})
        assert linted(rated | {"layers": [{"id": "criterion", "verdict": "rating", "scale": "r"}]}) == ()

    def test_forty_labels(self):
        counts = [{"count": "criterion", "that": "met", "at_least": 100 - i} for i in range(40)]
        assert linted(definition(criteria(100), *counts)) == ()

    def test_sets_inside_sets(self):
        tree = [
            {"id": f"s{i}", "layer": "standard", "parts": [{"id": f"s{i}.{j}"} for j in range(6)]} for i in range(10)
        ]
        inner = {"count": "criterion", "that": "met", "at_least": 3}
        layers = [{"id": "standard"}, {"id": "criterion", "in": "standard", "verdict": "met"}]
        nested = definition(tree, {"count": "standard", "that": inner, "at_least": 5}, layers=layers)
        assert linted(nested) == ()

    def test_conditions_as_deep_as_they_may_be(self):
        condition = ALL_MET
        for _ in range(55):
            condition = {"not": condition}
        assert linted(definition(criteria(3), condition)) == ()

    def test_questions_that_are_too_hard_are_not_decided_and_end(self):
        most = {"count": "criterion", "that": "met", "at_least": 20}
        rest = {"count": "criterion", "that": "unmet", "at_least": 21}
        found = linted(definition(criteria(40), {"all": [most, rest]}))
        assert {(f.decided, f.severity) for f in found} == {(False, "note")}
        assert all("nothing is claimed" in f.hint for f in found)

    def test_figures_beyond_all_measure(self):
        inputs = {
            "low": {"type": "number", "unit": "u", "range": {"from": -9, "to": -6}},
            "open": {"type": "number", "unit": "u", "range": {"to": -3}},
            "free": {"type": "number", "unit": "u"},
        }
        asked = [
            {"value": "low", "at_least": -5},
            {"value": "open", "above": -3},
            {"value": "free", "below": f"1{'0' * 30}.5"},
        ]
        framework = kd.load(definition([{"id": "c", "met_if": {"all": asked}}], ALL_MET, inputs=inputs))
        found = kd.lint(framework)
        assert {f.code for f in found} == {"KD502", "KD503", "KD505", "KD537"}
        assert {kd.assess(framework, f.witness).outcome.id for f in found if f.witness} == {"last"}


# -- held against brute force ------------------------------------------------------------------------------

NAMES = ("a", "b", "c")
SETS = {
    "one": {"among": "criterion", "ids": ["a"]},
    "two": {"among": "criterion", "ids": ["a", "b"]},
}
MET_OR_NOT = st.sampled_from(["met", "unmet"])
LEAVES = st.one_of(
    st.builds(
        lambda op, n, that: {"count": "criterion", "that": that, op: n},
        st.sampled_from(["at_least", "at_most", "above", "below", "is"]),
        st.integers(0, 4),
        MET_OR_NOT,
    ),
    st.builds(
        lambda name, that: {"every": name, "that": that}, st.sampled_from(["one", "two", "criterion"]), MET_OR_NOT
    ),
    st.builds(lambda n: {"share": "criterion", "that": "met", "at_least": f"{n}%"}, st.sampled_from([0, 33, 34, 100])),
    st.builds(lambda op, n: {"value": "n", op: n}, st.sampled_from(["at_least", "below"]), st.integers(0, 3)),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=5,
)


class TestAgainstBruteForce:
    """Proved means: of all dossiers that there can be, none is otherwise."""

    @settings(max_examples=30, deadline=None)
    @given(st.lists(CONDITIONS, min_size=1, max_size=2), st.none() | st.integers(0, 4))
    def test_labels_never_given_and_requirements_that_never_matter(self, conditions, bound):
        tree = [{"id": name} for name in NAMES]
        if bound is not None:
            tree[2]["met_if"] = {"value": "n", "at_least": bound}
        inputs = {"n": {"type": "number", "unit": "count", "range": {"from": 0, "to": 3}}}
        framework = kd.load(definition(tree, *conditions, inputs=inputs, sets=SETS))
        found = kd.lint(framework)
        free = NAMES if bound is None else NAMES[:2]
        given_to = {
            (n, truths): kd.assess(
                framework, {"date": ON, "external": dict(zip(free, truths, strict=True)), "inputs": {"n": n}}
            ).outcome.id
            for n in range(4)
            for truths in product(("met", "unmet"), repeat=len(free))
        }
        labels = {case.id for case in framework.outcomes[0].cases} | {"last"}
        never = {f.message.split("'")[1] for f in found if f.code in ("KD502", "KD507")}
        assert never == labels - set(given_to.values())
        dead = {f.path for f in found if f.code == "KD520" and f.severity == "warning"}
        for at, name in enumerate(free):
            if f"tree[{NAMES.index(name)}]" in dead:
                for (n, truths), label in given_to.items():
                    assert given_to[n, (*truths[:at], "met", *truths[at + 1 :])] == label


class TestRandomFrameworks:
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(frameworks(max_criteria=3), st.data())
    def test_witnesses_are_dossiers_and_no_dossier_reaches_what_is_out_of_reach(self, framework, data):
        found = kd.lint(framework)
        for dossier in (d for f in found for d in (f.witness, f.contrast) if d is not None):
            assert kd.assess(framework, dossier).to_json()
        beyond = {f.path.rpartition(".")[2] for f in found if f.code == "KD501" and f.path.startswith("outcomes[0]")}
        never = {f.message.split("'")[1] for f in found if f.code in ("KD502", "KD507")}
        result = kd.assess(framework, data.draw(dossiers(framework)))
        standing = result.outcomes[0]
        sure = standing.guaranteed if standing.kind == "ladder" else standing.outcome
        assert sure is None or sure.id not in beyond | never


# -- comments ------------------------------------------------------------------------------------------------

TEXT = """\
kiemdinh: 1
framework: org.example.library
source: {document: By-law 12}
cite: By-law 12
subject: {kind: school}
layers: [{id: criterion, verdict: met}]
tree:
TREE
outcomes:
  - {id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}
"""
ONE = '  - {id: "1", en: At least 95% are listed}'
ALLOW = "# kiemdinh: allow KD535: counted by hand"


def said(*tree, change=str):
    return [f.code for f in kd.lint(text=change(TEXT.replace("TREE", "\n".join(tree))))]


class TestComments:
    @pytest.mark.parametrize(
        "change",
        [
            lambda text: text.replace("\n", "\r\n"),
            lambda text: "\ufeff" + text,
            lambda text: text.replace("\n", "\r\n") + "# the end",
            lambda text: text.replace(ALLOW, "\t" + ALLOW),
            lambda text: text.replace(ALLOW, f"# {ALLOW}"),
            lambda text: text.replace(ALLOW, f"{ALLOW} # kiemdinh: allow KD530: another"),
            lambda text: text.replace(ALLOW, ALLOW + "x" * 20_000),
            lambda text: text.replace("document: By-law 12", 'document: "By-\x85law\u2028 12"'),
            lambda text: f"%YAML 1.2\n---\n{text}...\n",
        ],
        ids=["crlf", "bom", "no-last-line-break", "tab", "nested", "two", "long", "odd-line-breaks", "document"],
    )
    def test_it_allows_however_the_file_is_written(self, change):
        assert said(f"{ONE}  {ALLOW}", change=change) == []

    @pytest.mark.parametrize("sign", [">-", "|", "|2", ">+"])
    def test_behind_the_sign_of_a_block_it_is_a_comment(self, sign):
        assert said('  - id: "1"', f"    en: {sign}  {ALLOW}", "      At least 95%") == []

    @pytest.mark.parametrize("sign", [">-", "|"])
    def test_inside_a_block_it_is_text(self, sign):
        block = ('  - id: "1"', f"    en: {sign}", f"      At least 95% {ALLOW}", f"      {ALLOW}")
        assert said(*block) == ["KD535"]

    def test_inside_quotes_over_several_lines_it_is_text(self):
        assert said('  - id: "1"', '    en: "At least 95%', f"      {ALLOW}", '      are listed"') == ["KD535"]

    @pytest.mark.parametrize(
        "comment",
        [
            "# kiemdinh allow KD535: no colon",
            "# kiemdinh: Allow KD535: a capital",
            "# Kiemdinh Allow-file KD535: a capital and no colon",
            "# kiemdinh: allow kd535: small",
            "# kiemdinh: allow KD535 KD530: no comma",
            "# kiemdinh: allow KD535,: nothing behind the comma",
            "# kiemdinh: allow *: all",
            "# kiemdinh: disable KD535",
            "# kiemdinh: allow KD535 - a dash",
            f"# kiemdinh: allow {', '.join(['KD535'] * 2_000)}",
            f"# kiemdinh: allow {'a' * 50_000}",
        ],
        ids=lambda comment: comment[:40],
    )
    def test_what_cannot_be_read_is_said_and_allows_nothing(self, comment):
        assert said(f"{ONE}  {comment}") == ["KD535", "KD590"]

    def test_allowed_twice_is_allowed(self):
        twice = "# kiemdinh: allow-file KD535: one\n# kiemdinh: allow-file KD535: two\n"
        assert said(ONE, change=lambda text: twice + text) == []


# -- arguments and the command ---------------------------------------------------------------------------------


class TestArguments:
    @pytest.mark.parametrize(
        "odd", [3, None, b"x", [1], object(), open, {"a": object()}, "a: b"], ids=lambda v: type(v).__name__
    )
    def test_what_is_no_definition_is_refused_or_a_finding(self, odd):
        try:
            found = [f.code for f in kd.lint(odd)]
        except kd.InputError as error:
            found = [d.code for d in error.diagnostics]
        assert found == ["KD330" if odd is None else {str: "KD243", bytes: "KD010"}.get(type(odd), "KD103")]

    @pytest.mark.parametrize("odd", [0, -1, None, "4", 1.5])
    def test_a_budget_that_is_none_is_refused(self, odd):
        with pytest.raises(kd.InputError, match="splits"):
            kd.lint(text=TEXT.replace("TREE", ONE), splits=odd)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    sound = TEXT.replace("TREE", '  - {id: "1", en: There is a catalogue}')
    (tmp_path / "good.yaml").write_text(sound, encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text(sound.replace("tree:", "tre:"), encoding="utf-8")
    (tmp_path / "tên %20 #.yaml").write_text(TEXT.replace("TREE", ONE), encoding="utf-8")
    (tmp_path / "no.yaml").write_text("a: b: c\n", encoding="utf-8")
    (tmp_path / "bin.yaml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


class TestTheCommand:
    @pytest.mark.parametrize(
        ("names", "code", "findings"),
        [
            (["good.yaml"], 0, 0),
            (["good.yaml", "wrong.yaml", "tên %20 #.yaml"], 1, 2),
            (["no.yaml"], 1, 1),
            (["bin.yaml"], 2, 0),
            (["none.yaml"], 2, 0),
            (["folder.yaml"], 2, 0),
            (["pipe.yaml"], 2, 0),
            (["vn.tt57-2026.gdtxx"], 2, 0),
            (["none.yaml", "tên %20 #.yaml", "pipe.yaml"], 2, 1),
        ],
    )
    def test_what_is_printed_can_always_be_read(self, folder, names, code, findings):
        for form, count in (("json", len), ("sarif", lambda log: len(log["runs"][0]["results"]))):
            done = CliRunner().invoke(main, ["lint", "--format", form, *names])
            assert (done.exit_code, count(json.loads(done.stdout))) == (code, findings)
        for form in ("text", "github"):
            assert CliRunner().invoke(main, ["lint", "--format", form, *names]).exit_code == code

    def test_a_name_of_a_file_is_written_as_each_form_wants_it(self, folder):
        log = json.loads(CliRunner().invoke(main, ["lint", "--format", "sarif", "tên %20 #.yaml"]).stdout)
        place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
        assert place["uri"] == "t%C3%AAn%20%2520%20%23.yaml"
        told = CliRunner().invoke(main, ["lint", "--format", "github", "tên %20 #.yaml"]).stdout
        assert told.startswith("::notice file=tên %2520 #.yaml,line=8,")
