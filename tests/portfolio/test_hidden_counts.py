"""What is hidden cannot be worked out from what is shown: by brute force over all tables that agree with it (6.6)."""

from __future__ import annotations

from collections import Counter
from itertools import combinations_with_replacement, product

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, example, given, settings

import kiemdinh as kd
from kiemdinh.portfolio.comparison.counts import PlaceCount
from kiemdinh.portfolio.comparison.standings import NodePlace
from kiemdinh.portfolio.comparison.suppression import hide_small_groups

STATES = ("met", "unmet", "unknown")
LEVELS = ("low", "high")
KINDS = [
    ("met", "met"), ("met", "unknown"), ("met", "unmet"),
    ("unknown", "unknown"), ("unknown", "unmet"), ("unmet", "unmet"),
]  # fmt: skip
"""How a school can stand at two levels: never higher at the higher one."""
LABELS = [("met", "unmet"), ("unmet", "met"), ("unknown", "unknown")]
"""How a school can stand at two labels: it has one of them."""


def count(group, schools, absent, level):
    said = Counter(kind[level] for kind in schools)
    place = NodePlace("1", LEVELS[level], ("1",))
    size, states = len(schools), (said[state] for state in STATES)
    return PlaceCount(group, "2027", "own", place, size + absent, size, *states, absent)


def table_of(groups):
    """The counts of groups of schools, as they stand, each with how many schools the node does not apply to."""
    everybody = [kind for schools, _ in groups for kind in schools]
    absent = sum(one for _, one in groups)
    return [
        row
        for level in range(len(LEVELS))
        for row in (
            count(None, everybody, absent, level),
            *(count((str(i),), schools, own, level) for i, (schools, own) in enumerate(groups)),
        )
    ]


def shown(rows):
    """What is printed of a table: each count that is not hidden."""
    return {(row.group, row.place.level, state): getattr(row, state) for row in rows for state in STATES}


def list_completions(groups, printed, kinds):
    """Every table of the same groups that agrees with what is printed, as its counts."""
    hidden = [
        i for i, _ in enumerate(groups) if any(printed[(str(i),), at, s] is None for at in LEVELS for s in STATES)
    ]
    ways = [list(combinations_with_replacement(kinds, len(groups[i][0]))) for i in hidden]
    for chosen in product(*ways):
        tried = list(groups)
        for i, schools in zip(hidden, chosen, strict=True):
            tried[i] = (list(schools), groups[i][1])
        counts = shown(table_of(tried))
        if all(value is None or counts[key] == value for key, value in printed.items()):
            yield counts


def assert_nothing_follows(groups, least, kinds=KINDS):
    labelled = {"own"} if kinds is LABELS else ()
    rows = list(hide_small_groups(table_of(groups), least, labelled))
    printed = shown(rows)
    open_cells = {key for key, value in printed.items() if value is None}
    values = {key: set() for key in open_cells}
    for counts in list_completions(groups, printed, kinds):
        for key in open_cells:
            values[key].add(counts[key])
        if all(len(found) > 1 for found in values.values()):
            return rows
    assert {key for key, found in values.items() if len(found) < 2} == set()
    return rows


def draw_groups(kinds):
    schools = st.lists(st.sampled_from(kinds), min_size=0, max_size=3)
    groups = st.lists(st.tuples(schools, st.integers(0, 2)), min_size=1, max_size=4)
    return groups.filter(lambda found: sum(len(own) for own, _ in found) <= 7)


class TestNothingFollows:
    """6.6 Where groups are shown, one smaller than the stated size is hidden, and with it as many others as needed."""

    @given(groups=draw_groups(KINDS), least=st.integers(1, 4))
    @example(groups=[([("met", "met")], 0), ([("met", "met")] * 3, 0), ([("unmet", "unmet")] * 3, 0)], least=2)
    @example(groups=[([("met", "unmet")], 0), ([("unmet", "unmet")] * 3, 0)], least=3)
    @example(groups=[([("met", "met")], 0), ([("met", "met")], 0), ([("met", "met")] * 3, 0)], least=2)
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_every_hidden_count_has_two_values(self, groups, least):
        assert_nothing_follows(groups, least)

    @given(groups=draw_groups(LABELS), least=st.integers(1, 4))
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_so_it_is_of_labels(self, groups, least):
        assert_nothing_follows(groups, least, LABELS)

    @given(groups=draw_groups(KINDS), least=st.integers(2, 4))
    @settings(deadline=None)
    def test_no_count_of_a_small_group_is_shown(self, groups, least):
        for row in hide_small_groups(table_of(groups), least):
            if row.applicable and (row.schools < least or row.applicable < least):
                assert {row.met, row.unmet, row.unknown} == {None}

    def test_what_is_shown_is_true_and_sums_to_the_whole(self):
        groups = [([KINDS[0], KINDS[5]] * 3, 1), ([KINDS[2]], 0), ([KINDS[0]] * 5, 0)]
        for row, true in zip(hide_small_groups(table_of(groups), 2), table_of(groups), strict=True):
            assert (row.schools, row.absent) == (true.schools, true.absent)
            assert all(getattr(row, state) in (None, getattr(true, state)) for state in STATES)

    def test_all_schools_stay_in_sight_where_a_second_group_can_be_hidden(self):
        rows = assert_nothing_follows([([KINDS[0]], 0), ([KINDS[0], KINDS[5]], 0), ([KINDS[0], KINDS[5]] * 2, 0)], 2)
        assert [(row.group, row.met) for row in rows if row.place.level == "low"] == [
            (None, 4), (("0",), None), (("1",), None), (("2",), 2),
        ]  # fmt: skip

    def test_without_small_groups_nothing_is_hidden(self):
        groups = [([KINDS[0]] * 3, 0), ([KINDS[5]] * 3, 0)]
        assert list(hide_small_groups(table_of(groups), 3)) == table_of(groups)


class TestTheResult:
    ROWS = tuple({"school": f"S{i}", "1.1": "muc-2" if i % 2 else "khong-dat"} for i in range(12))
    REGISTER = tuple({"id": f"S{i}", "commune": "small" if i < 2 else "mid" if i < 7 else "large"} for i in range(12))

    @pytest.fixture
    def public(self):
        batch = kd.assess_many("vn.tt57-2026.gdtx", list(self.ROWS), on="2027-06-30")
        register = kd.read_register(list(self.REGISTER))
        return kd.compare(batch, register=register, by="commune", audience="public")

    def test_hidden_counts_are_in_no_form(self, public):
        (row,) = [
            one for one in public.frame_rows() if (one["group"], one["node"], one["level"]) == ("small", "1.1", "muc-1")
        ]
        assert (row["schools"], row["met"], row["unmet"], row["unknown"], row["low"], row["high"], row["hidden"]) == (
            2, None, None, None, None, None, True,
        )  # fmt: skip
        assert "hidden" in public.to_text("en")
        assert "ẩn" in public.to_svg("vi")

    def test_what_schools_need_is_left_out(self, public):
        needs = ("margin", "cost", "necessary", "relevant", "pivotal")
        assert {row[name] for row in public.frame_rows() for name in needs} == {None}

    def test_an_office_sees_all_unless_it_asks(self):
        batch = kd.assess_many("vn.tt57-2026.gdtx", list(self.ROWS), on="2027-06-30")
        assert not any(row["hidden"] for row in kd.compare(batch).frame_rows())
        assert all(row["hidden"] for row in kd.compare(batch, min_group=13).frame_rows())
