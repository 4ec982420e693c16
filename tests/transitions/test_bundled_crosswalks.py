"""The crosswalks of the circulars of 2018 to Circular 57/2026: nothing is left out, and all is editorial."""

import pytest

import kiemdinh as kd
from kiemdinh.transitions.crosswalks import bundled_crosswalks, find_bundled_crosswalk

PAIRS = [
    ("vn.tt17-2018", "vn.tt57-2026.pho-thong"),
    ("vn.tt18-2018", "vn.tt57-2026.pho-thong"),
    ("vn.tt19-2018", "vn.tt57-2026.mam-non"),
]
# Criteria and clauses of article 22. Circulars 17, 18 and 19 had 27, 28 and 25 criteria; Circular 22/2024 made three of
# the six about facilities.
COUNTS = {"vn.tt17-2018": (24, 5), "vn.tt18-2018": (25, 6), "vn.tt19-2018": (22, 6)}


def test_these_come_with_kiemdinh():
    assert list(bundled_crosswalks()) == PAIRS
    assert find_bundled_crosswalk("vn.tt57-2026.pho-thong", "vn.tt18-2018") is None
    assert find_bundled_crosswalk("../x", "y") is None


@pytest.fixture(params=PAIRS, ids=lambda pair: pair[0])
def crosswalk(request):
    found = find_bundled_crosswalk(*request.param)
    assert found is not None
    return found


class TestEach:
    def test_it_is_between_the_editions_of_2025_and_2026(self, crosswalk):
        assert crosswalk.source.edition.endswith("@2025-01-25")
        assert crosswalk.target.edition.endswith("@2026-07-07")

    def test_every_criterion_and_level_is_mapped_or_said_to_have_no_counterpart(self, crosswalk):
        assert (crosswalk.unmapped_source, crosswalk.unmapped_target, crosswalk.warnings) == ((), (), ())
        criteria, clauses = COUNTS[crosswalk.source.id]
        nodes = {relation.source for relation in crosswalk.relations if relation.source in crosswalk.source.nodes}
        by_layer = [crosswalk.source.nodes[node].layer.id for node in nodes]
        assert (by_layer.count("criterion"), by_layer.count("clause")) == (criteria, clauses)
        targets = {relation.target for relation in crosswalk.relations if relation.target in crosswalk.target.nodes}
        assert len(targets) == 15

    def test_every_figure_is_mapped_one_by_one(self, crosswalk):
        for framework, look_up in (
            (crosswalk.source, crosswalk.from_source),
            (crosswalk.target, crosswalk.to_target),
        ):
            assert [name for name in framework.inputs if not look_up(f"inputs/{name}")] == []

    def test_a_level_is_mapped_within_what_its_criterion_is_mapped_to(self, crosswalk):
        for relation in crosswalk.relations:
            if relation.source and relation.target and "/muc-" in relation.source:
                criteria = {one.target for one in crosswalk.from_source(relation.source.partition("/")[0])}
                assert relation.target.partition("/")[0] in criteria, relation

    def test_each_is_editorial_with_a_sentence_in_both_languages(self, crosswalk):
        for relation in crosswalk.relations:
            assert relation.editorial
            for text in (relation.why.vi, relation.why.en):
                assert text.endswith(".")
                assert text[:-1].count(". ") == 0
        # Whoever compares statements is seldom sure.
        judged = [relation.confidence for relation in crosswalk.relations if relation.kind != "none"]
        assert judged.count("high") < judged.count("medium") + judged.count("low")

    def test_what_is_known_by_its_title_alone_is_of_low_confidence(self, crosswalk):
        unknown = {node for node, info in crosswalk.source.nodes.items() if info.node.wording is not None}
        for relation in crosswalk.relations:
            node = (relation.source or "").removesuffix("/whole")
            if f"{node}/whole" in unknown:
                assert relation.confidence == "low"


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_circular_as_issued_is_compared_as_it_was_amended(source, target):
    """The crosswalk relates the amended edition; a dossier under the one as issued is brought there first (4.7)."""
    issued = f"{source}@2018-10-10"
    assert kd.load(issued) != kd.load(source)
    assert kd.diff(issued, target, budget=1) == kd.diff(source, target, budget=1)
    node = "3.6" if source != "vn.tt19-2018" else "3.5"
    assert node in kd.load(issued).nodes
    assert node not in kd.load(source).nodes
    dossier = {"framework": source, "date": "2024-05-30", "findings": {"1.1": "muc-1", node: "muc-1"}}
    done = kd.carry_over(dossier, framework=issued, to=target, on="2027-06-30", lang="en")
    assert done.source == issued
    assert [(one.id, "22/2024/TT-BGDĐT" in (one.why.en or "")) for one in done.unmapped] == [(node, True)]
