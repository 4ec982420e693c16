"""A comparison counts what each school is told by itself (6.1), and sums to the whole, whatever the groups."""

from __future__ import annotations

from collections import Counter

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

import kiemdinh as kd
from kiemdinh.rules import UNMET

GENERAL = "vn.tt57-2026.pho-thong"
CRITERIA = ("1.1", "1.2", "4.3")
LEVELS = ("muc-1", "muc-2")
STAGES = ("tieu-hoc", "thcs")
STATES = ("met", "unmet", "unknown", "absent")

words = st.sampled_from([None, "khong-dat", "muc-1", "muc-2", "unknown"])


@st.composite
def schools(draw):
    """A school with one stage or two, whose stages may have findings of their own."""
    stages = draw(st.sampled_from([STAGES, STAGES[:1]]))
    places = [*CRITERIA, *(f"{stage}/{id_}" for stage in stages for id_ in CRITERIA)]
    return {"stage": ", ".join(stages), **{place: draw(words) for place in places}}


def stands(result, criterion, level):
    """The state of a school at a criterion, as its own result tells it: that of the worst of its stages."""
    found = set()
    for node in (node for node in result.nodes if node.node == criterion):
        reach = [None if ref is None else LEVELS.index(ref.id) for ref in (node.guaranteed, node.attainable)]
        low, high = (-1 if place is None else place for place in reach)
        at = LEVELS.index(level)
        found.add("absent" if node.applies is UNMET else "met" if low >= at else "unmet" if high < at else "unknown")
    return next((state for state in ("unmet", "unknown", "met") if state in found), "absent")


@given(rows=st.lists(schools(), min_size=1, max_size=5))
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_each_count_is_that_of_single_results(rows):
    """6.1 A batch gives each school exactly what a single assessment with the same register gives."""
    table = [{"school": f"S{i}", **row} for i, row in enumerate(rows)]
    batch = kd.assess_many(GENERAL, table, on="2027-06-30")
    results = [batch.school(row["school"]) for row in table]
    for row in kd.compare(batch).frame_rows():
        if row["node"] in CRITERIA:
            counted = Counter(stands(result, row["node"], row["level"]) for result in results)
            assert [row[state] for state in STATES] == [counted[state] for state in STATES]


@pytest.mark.parametrize("at", ["criterion", "standard", "outcome", "requirement"])
@given(rows=st.lists(st.tuples(schools(), st.sampled_from("XYZ")), min_size=1, max_size=5))
@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow])
def test_groups_sum_to_all_schools(at, rows):
    table = [{"school": f"S{i}", **row} for i, (row, _) in enumerate(rows)]
    register = kd.read_register([{"id": f"S{i}", "commune": commune} for i, (_, commune) in enumerate(rows)])
    found = kd.compare(kd.assess_many(GENERAL, table, on="2027-06-30"), register=register, by="commune", at=at)
    sums, whole = {}, {}
    for row in found.count_rows():
        place, counts = (row["node"], row["level"]), [row[name] for name in ("schools", *STATES)]
        if row["group"] is None:
            whole[place] = counts
        else:
            sums[place] = [a + b for a, b in zip(sums.get(place, [0] * 5), counts, strict=True)]
    assert sums == whole
