"""What another edition does to schools, against one assessment of each school by each edition (semantics 6.7)."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.diagnostics.diagnostic import InputError

DAY = "2029-06-30"
LAW = {"document": "Draft 1", "in_force": "2028-01-01"}
BASE = {
    "kiemdinh": 1,
    "framework": "own.impact",
    "source": {"document": "By-law 1", "in_force": "2020-01-01", "until": "2028-01-01"},
    "subject": {"kind": "school"},
    "layers": [{"id": "criterion", "verdict": "level", "scale": "steps", "no_text": "carries"}],
    "scales": {"steps": {"steps": [{"id": "one"}, {"id": "two"}], "not_reached": {"id": "none"}}},
    "inputs": {"pupils": {"type": "number", "unit": "person", "range": {"from": 0, "to": 100}}},
    "tree": [
        {"id": "1", "levels": {"one": [{"id": "a"}, {"id": "b"}], "two": [{"id": "c"}]}},
        {
            "id": "2",
            "levels": {"one": [{"id": "a", "met_if": {"value": "pupils", "at_most": 40}}], "two": [{"id": "b"}]},
        },
    ],
    "outcomes": [
        {
            "id": "result",
            "ladder": "steps",
            "needs": {
                "one": {"every": "criterion", "that": {"its": "level", "at_least": "one"}},
                "two": {"every": "criterion", "that": {"its": "level", "at_least": "two"}},
            },
        }
    ],
}
CHANGES = [
    {"at": "1/one/b", "do": "remove"},
    {"at": "1/two", "do": "add", "to": {"id": "d", "en": "One more"}},
    {"at": "2/one/a", "do": "replace", "to": {"id": "a", "met_if": {"value": "pupils", "at_most": 30}}},
    {"at": "2/two/b", "do": "remove"},
]
LABELS = {
    **BASE,
    "framework": "own.labels",
    "outcomes": [
        {
            "id": "result",
            "cases": [{"id": "good", "if": {"every": "criterion", "that": {"its": "level", "at_least": "one"}}}],
            "otherwise": {"id": "poor"},
        }
    ],
}
REQUIREMENTS = ("1/one/a", "1/one/b", "1/two/c", "2/two/b")
CELLS = st.sampled_from(["met", "unmet", None])
SCHOOLS = st.lists(
    st.fixed_dictionaries({**dict.fromkeys(REQUIREMENTS, CELLS), "pupils": st.sampled_from(["20", "35", "50", None])}),
    min_size=1,
    max_size=6,
)
"""What is recorded of schools; the requirement that is added is recorded of none."""


def amend(base, changes):
    return kd.apply(base, {"kiemdinh": 1, "amends": base.id, "source": LAW, "changes": changes})


@pytest.fixture(scope="module")
def base():
    return kd.load(BASE)


def levels(framework, row):
    """Where one school stands, by an assessment of its own."""
    known = {key: value for key, value in row.items() if value is not None and key in framework.nodes}
    figures = {} if row["pupils"] is None else {"inputs": {"pupils": row["pupils"]}}
    outcome = kd.assess(framework, {"findings": known, **figures}, on=DAY).outcomes[0]
    return tuple(level and level.id for level in (outcome.guaranteed, outcome.attainable))


def table_of(rows):
    return [{"school": f"S{i}", **{key: cell for key, cell in row.items() if cell}} for i, row in enumerate(rows)]


def find(base, later, rows):
    columns = {key: key for key in (*REQUIREMENTS, "pupils")}
    blank = {"school": "blank", **dict.fromkeys(columns, "")}
    return kd.impact(kd.assess_many(base, [*table_of(rows), blank], on=DAY), base, later, on=DAY)


class TestMoves:
    """6.7 **Impact.** A school's levels by both editions are those of two assessments of the same records."""

    @settings(max_examples=25)
    @given(SCHOOLS)
    def test_each_school_stands_as_by_an_assessment_of_its_own(self, rows):
        """The levels are those of two assessments of the same records."""
        base = kd.load(BASE)
        later = amend(base, CHANGES)
        for row, move in zip(rows, find(base, later, rows).moves, strict=False):
            assert (tuple(move.before), tuple(move.after)) == (levels(base, row), levels(later, row))

    @settings(max_examples=12)
    @given(SCHOOLS, st.sets(st.sampled_from(range(len(CHANGES))), min_size=1))
    def test_a_cause_is_true_and_none_of_it_can_be_left_out(self, rows, chosen):
        """Without the changes the school stands as before; without fewer of them it does not."""
        base = kd.load(BASE)
        later = amend(base, [CHANGES[i] for i in sorted(chosen)])
        changes = kd.diff(base, later, budget=1).changes
        for row, move in zip(rows, find(base, later, rows).moves, strict=False):
            if move.move not in ("up", "down"):
                assert move.because == ()
                continue
            assert move.because
            for size in range(len(move.because) + 1):
                for taken_back in combinations(move.because, size):
                    left = [one for one in changes if one["at"] not in taken_back]
                    stands = levels(amend(base, left) if left else base, row)
                    assert (stands == tuple(move.before)) == (size == len(move.because))

    @settings(max_examples=25)
    @given(SCHOOLS)
    def test_a_move_holds_however_the_unknown_turns_out(self, rows):
        """A school moves where its ranges do not meet, and is *open* where they do not decide."""
        base = kd.load(BASE)
        order = [None, "one", "two"]
        for move in find(base, amend(base, CHANGES), rows).moves:
            low, high = (order.index(level) for level in move.before)
            new_low, new_high = (order.index(level) for level in move.after)
            pairs = {
                (after > before) - (after < before)
                for before in range(low, high + 1)
                for after in range(new_low, new_high + 1)
            }
            expected = {1: "up", -1: "down", 0: "same"}[pairs.pop()] if len(pairs) == 1 else "open"
            assert move.move == expected


class TestCauses:
    def test_what_one_change_does_and_what_takes_two(self, base):
        """By hand: one school falls by the number of pupils, the other rises since a requirement is gone."""
        met = dict.fromkeys(REQUIREMENTS, "met")
        later = amend(base, [CHANGES[0], CHANGES[2]])
        found = find(base, later, [{**met, "pupils": "35"}, {**met, "1/one/b": "unmet", "pupils": "20"}])
        assert [(one.move, one.because) for one in found.moves[:2]] == [("down", ("2/one/a",)), ("up", ("1/one/b",))]
        assert [(one.at, one.down, one.up, one.alone) for one in found.changes] == [
            ("1/one/b", 0, 1, 1),
            ("2/one/a", 1, 0, 1),
        ]

    def test_two_changes_that_each_keep_a_school_down(self, base):
        """Both requirements are tightened: taking back one alone does not do."""
        changes = [
            {"at": "1/one", "do": "add", "to": {"id": "e", "met_if": {"value": "pupils", "at_most": 10}}},
            CHANGES[2],
        ]
        met = dict.fromkeys(REQUIREMENTS, "met")
        found = find(base, amend(base, changes), [{**met, "pupils": "35"}])
        assert found.moves[0].because == ("1/one", "2/one/a")
        assert [one.alone for one in found.changes] == [0, 0]

    def test_a_figure_that_goes_with_its_requirement_comes_back_with_it(self, base):
        """The input is taken away too: the requirement is put back with what it reads."""
        changes = [
            {"at": "inputs/pupils", "do": "remove"},
            {"at": "2/one/a", "do": "replace", "to": {"id": "a", "en": "x"}},
        ]
        met = dict.fromkeys(REQUIREMENTS, "met")
        found = find(base, amend(base, changes), [{**met, "pupils": "50"}])
        assert (found.moves[0].move, found.moves[0].before.level) == ("open", None)

    def test_what_is_recorded_of_a_whole_criterion_stays(self, base):
        batch = kd.assess_many(base, [{"school": "A", "1": "two", "2": "two"}], on=DAY)
        found = kd.impact(batch, base, amend(base, CHANGES), on=DAY)
        assert found.counts == {"down": 0, "up": 0, "same": 1, "open": 0}

    def test_a_budget_that_does_not_reach(self, base):
        met = dict.fromkeys(REQUIREMENTS, "met")
        batch = kd.assess_many(base, table_of([{**met, "pupils": "35"}] * 3), on=DAY)
        found = kd.impact(batch, base, amend(base, CHANGES), on=DAY, budget=1)
        assert ([one.because for one in found.moves], found.complete) == ([None] * 3, False)


class TestDeciding:
    def test_the_criterion_that_decides(self, base):
        """Pupils are open in A: with any answer about criterion 2 it is known how A moves."""
        met = dict.fromkeys(REQUIREMENTS, "met")
        found = find(base, amend(base, [CHANGES[2]]), [{**met, "pupils": None}])
        open_ = [one for one in found.moves if one.school != "blank"]
        assert [one.move for one in open_] == ["open"]
        (deciding,) = [one for one in found.decide if one.decides]
        assert (deciding.node, deciding.schools, deciding.decides) == ("2", 2, 1)


class TestRegister:
    def test_schools_of_the_register_are_told_and_others_are_named(self, base):
        register = kd.read_register([{"id": "A", "name": "An"}, {"id": "B"}, {"id": "C", "until": "2020-01-01"}])
        batch = kd.assess_many(base, [{"school": one, "1": "two", "2": "two"} for one in "AZ"], on=DAY)
        found = kd.impact(batch, base, amend(base, CHANGES), on=DAY, register=register)
        assert [(one.school, one.name, one.move, one.after is None) for one in found.moves] == [
            ("A", "An", "same", False),
            ("B", None, "open", True),
        ]
        assert [(one.code, "Z" in str(one.message)) for one in found.warnings] == [("KD728", True)]


@pytest.fixture(scope="module")
def found(base):
    met = dict.fromkeys(REQUIREMENTS, "met")
    rows = [{**met, "pupils": "35"}, {**met, "1/one/b": "unmet", "pupils": "20"}]
    return find(base, amend(base, [CHANGES[0], CHANGES[2]]), rows)


class TestForms:
    def test_counts_are_those_of_the_moves(self, found):
        assert Counter(one.move for one in found.moves) == {key: n for key, n in found.counts.items() if n}
        assert sum(row["schools"] for row in found.frame_rows("counts")) == len(found.moves)

    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_it_is_told_in_both_languages(self, found, lang):
        text = found.to_text(lang)
        assert ("1 trường xuống mức" if lang == "vi" else "1 stand lower") in text
        assert "<script" not in found.to_html(lang)
        assert 'role="img"' in found.to_svg(lang)

    def test_a_hostile_name_is_text(self, base):
        row = {"school": "=1+1", "name": "<script>", "1": "two", "2": "two"}
        batch = kd.assess_many(base, [row], on=DAY)
        found = kd.impact(batch, base, amend(base, [{"at": "1", "do": "remove"}]), on=DAY)
        assert "<script" not in found.to_html("en")


class TestTwoFrameworks:
    def test_a_school_that_is_carried_over_is_open_until_somebody_looks(self):
        batch = kd.assess_many("vn.tt18-2018", [{"school": "A", "1.1": "muc-2"}], on="2026-06-30")
        found = kd.impact(batch, "vn.tt18-2018", "vn.tt57-2026.pho-thong", on="2027-06-30")
        assert [(one.move, one.because) for one in found.moves] == [("open", ())]
        assert found.changes == ()


class TestRefused:
    def test_labels_have_no_order(self, base):
        with pytest.raises(InputError, match="labels"):
            kd.impact([{"school": "A"}], LABELS, LABELS, on=DAY)

    def test_a_table_of_another_framework(self, base):
        batch = kd.assess_many("vn.tt57-2026.gdtx", [{"school": "A"}], on=DAY)
        with pytest.raises(InputError) as error:
            kd.impact(batch, base, base, on=DAY)
        assert error.value.diagnostics[0].path == "batch"

    def test_a_table_of_which_no_row_can_be_read(self, base):
        batch = kd.assess_many(base, [{"school": "A", "1": "three"}], on=DAY)
        found = kd.impact(batch, base, amend(base, CHANGES), on=DAY)
        assert (found.moves, sum(found.counts.values())) == ((), 0)
        assert [one.code for one in found.warnings] == ["KD732"]
        assert found.to_text("en")
