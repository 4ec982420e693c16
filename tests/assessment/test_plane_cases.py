"""Facts of tables of schools with unknown context, held against those that are reported of one school at a time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
import plain_dossiers
from kiemdinh.assessment.cases import is_top, settle_by_cases
from kiemdinh.assessment.plain import NotPlainError, compile_plane_schools, settle_planes
from kiemdinh.assessment.reported_facts import ReportedSchool
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.testing import frameworks
from plain_dossiers import ON
from plain_tables import PlainTable


def compare_reported(framework, dossiers, *, numpy):
    """Return the facts that planes settle otherwise, and how many facts of schools the cases had settled."""
    table = PlainTable.read(framework, dossiers, numpy=numpy)
    wanted = table.empty.rules.definitions
    schools = compile_plane_schools(table.rows, {None: table}, table, filter(is_top, wanted), non_tops(wanted))
    found = settle_planes(schools).facts
    schools = [ReportedSchool(school, settle_by_cases(school)) for school in table.schools]
    other = [
        name
        for name, pair in {**found.parts[0], **found.school}.items()
        if table.truths_of(pair) != [truth_reported(name, school) for school in schools]
    ]
    return other, sum(len(school.joined.truths) for school in schools)


def non_tops(names):
    return [name for name in names if not is_top(name)]


def truth_reported(name, school):
    """Return an outcome or award of the school, any other fact of its only stage."""
    return school.truth(name) if is_top(name) else school.stages[0].truth(name)


def when(value, answer):
    return {"when": {"value": value, "is": answer}}


def either(value, yes, no):
    """Two parts of which one applies, whatever the answer is."""
    return [{"id": "a", **when(value, yes)}, {"id": "b", **when(value, no)}]


BOTH_WAYS = kd.load(
    {
        "kiemdinh": 1,
        "framework": "test.cases",
        "source": {"document": "By-law 1"},
        "subject": {"kind": "school"},
        "inputs": {
            "pool": {"type": "yes_no"},
            "area": {"type": "choice", "choices": [{"id": "easy"}, {"id": "hard"}, {"id": "wild"}]},
        },
        "layers": [{"id": "c", "verdict": "met", "not_applicable": "drop"}],
        "tree": [
            {"id": "1", **when("pool", True)},
            {"id": "2", **when("pool", False)},
            {"id": "3", **when("area", "easy")},
            {"id": "4", **when("area", "hard")},
            {"id": "5", "if_empty": "met", "parts": either("pool", True, False)},
            {"id": "6", "if_empty": "unmet", "parts": either("area", "hard", "easy")},
        ],
        "outcomes": [
            {"id": name, "cases": [{"id": "good", "if": {"count": "c", "at_least": k}}], "otherwise": {"id": "poor"}}
            for name, k in (("o", 2), ("p", 3), ("q", 4))
        ],
    }
)
FINDINGS = st.sampled_from(["met", "met", "met", "unmet", "unknown", None])
ANSWERS = {
    "pool": st.sampled_from([True, False, "unknown", None]),
    "area": st.sampled_from(["easy", "hard", "wild", "unknown", None]),
}


def recorded(**strategies):
    return st.fixed_dictionaries(strategies).map(lambda drawn: {k: v for k, v in drawn.items() if v is not None})


def rows():
    leaves = ("1", "2", "3", "4", "5/a", "5/b", "6/a", "6/b")
    findings = recorded(**dict.fromkeys(leaves, FINDINGS))
    parts = st.fixed_dictionaries({"findings": findings, "inputs": recorded(**ANSWERS)})
    return parts.map(lambda mapping: read_dossier(mapping, BOTH_WAYS, default_date=ON))


class TestCases:
    """1.7 An unknown context value that bears on several members or thresholds is settled by cases, joined."""

    @given(st.lists(rows(), min_size=1, max_size=8), st.booleans())
    @settings(max_examples=200)
    def test_of_a_table_are_those_of_one_school_at_a_time(self, dossiers, numpy):
        assert compare_reported(BOTH_WAYS, dossiers, numpy=numpy)[0] == []

    @pytest.mark.parametrize("numpy", [True, False], ids=["words", "integers"])
    def test_settle_what_a_single_reading_leaves_open(self, numpy):
        """Of two criteria one applies whatever the answer is, so that it counts."""
        findings = dict.fromkeys(["1", "2", "5/a", "5/b"], "met")
        tables = [{"findings": findings}, {"findings": findings | {"2": "unmet"}}, {}]
        dossiers = [read_dossier(mapping, BOTH_WAYS, default_date=ON) for mapping in tables]
        other, settled = compare_reported(BOTH_WAYS, dossiers, numpy=numpy)
        assert other == []
        assert settled > 0

    @given(frameworks(), st.randoms(use_true_random=True), st.booleans())
    @settings(max_examples=60)
    def test_of_drawn_frameworks_are_those_of_one_school_at_a_time(self, framework, random, numpy):
        dossiers = [plain_dossiers.draw_dossier(framework, random) for _ in range(6)]
        try:
            assert compare_reported(framework, dossiers, numpy=numpy)[0] == []
        except NotPlainError:
            assert any(framework.nodes[f.node].verdict == "level" for one in dossiers for f in one.findings)

    @pytest.mark.parametrize("numpy", [True, False], ids=["words", "integers"])
    @given(random=st.randoms(use_true_random=True))
    @settings(max_examples=5)
    def test_of_a_bundled_framework_are_those_of_one_school_at_a_time(self, random, numpy):
        framework = kd.load("vn.tt18-2018")
        dossiers = [plain_dossiers.draw_dossier(framework, random) for _ in range(8)]
        assert compare_reported(framework, dossiers, numpy=numpy)[0] == []
