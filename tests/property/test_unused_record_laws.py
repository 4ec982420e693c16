"""What plays no part in a result is told, and nothing is told that plays one."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh import testing
from kiemdinh.rules import UNMET

FIELDS = ("outcomes", "parts", "awards")


@st.composite
def schools(draw):
    framework = draw(testing.frameworks())
    return framework, kd.read_dossier(draw(testing.dossiers(framework, max_records=8)), framework)


def stands(framework, dossier, on):
    """Where a school stands, apart from how it is shown: a record of a stage's own is shown as such."""
    result = kd.assess(framework, dossier, on=on)
    nodes = {
        (node.node, node.truth, node.guaranteed, node.attainable, node.value)
        for node in result.nodes
        if node.applies is not UNMET
    }
    return [*(getattr(result, field) for field in FIELDS), nodes]


class TestUnused:
    """7.3 A **warning** never changes a verdict."""

    @settings(max_examples=40)
    @given(schools())
    def test_without_what_plays_no_part_the_result_is_the_same(self, school):
        framework, dossier = school
        result = kd.assess(framework, dossier)
        told = {(unused.about, unused.where) for unused in result.unused}
        expected = stands(framework, dossier, dossier.date)
        for kind in ("findings", "values"):
            for record in getattr(dossier, kind):
                if any(record.where == where for _, where in told):
                    rest = tuple(other for other in getattr(dossier, kind) if other != record)
                    assert stands(framework, replace(dossier, **{kind: rest}), dossier.date) == expected
        cited = {c for records in (dossier.findings, dossier.values) for r in records for c in r.evidence_codes}
        assert {about for about, where in told if where.startswith("evidence")} == set(dossier.evidence or ()) - cited

    @settings(max_examples=40)
    @given(schools())
    def test_each_record_is_told_at_most_once_and_has_a_place(self, school):
        framework, dossier = school
        places = [unused.where for unused in kd.assess(framework, dossier).unused]
        assert len(places) == len(set(places))
        known = {record.where for kind in ("findings", "values") for record in getattr(dossier, kind)}
        assert {where for where in places if not where.startswith("evidence")} <= known
