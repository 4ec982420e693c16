"""The example commune gives what its README says, worked out from the rule of criterion 5 by hand."""

from pathlib import Path

import pytest

import kiemdinh as kd

DOSSIER = Path(__file__).parents[2] / "examples" / "xa-tan-lap" / "dossier.yaml"


def changed(*changes):
    text = DOSSIER.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return kd.assess(None, text)


def criterion(result):
    return result.node("5").truth.name


class TestTanLap:
    def test_criterion_5_is_open(self):
        result = kd.assess(None, DOSSIER)
        assert criterion(result) == "UNKNOWN"
        assert (result.level, result.attainable.id, result.determined) == (None, "dat", False)

    @pytest.mark.parametrize(
        ("public", "level", "expected"),
        [
            ("false", "toi-thieu", "MET"), ("false", "muc-1", "MET"),
            ("true", "toi-thieu", "UNMET"), ("true", "muc-1", "MET"),
        ],
    )  # fmt: skip
    def test_each_way_in_which_it_can_turn_out(self, public, level, expected):
        known = ("level: toi-thieu, attainable: muc-1", f"is: {level}")
        assert criterion(changed(("public: unknown", f"public: {public}"), known)) == expected

    def test_either_of_two_schools_would_do(self):
        found = kd.assess(None, DOSSIER).repairs("dat")
        assert (found.count, found.cost, found.proved) == (2, 1, True)
        assert {change.member.shown for repair in found for change in repair.changes} == {"C/thcs", "D"}

    def test_the_school_that_closed_counts_no_more(self):
        """Below the minimum it would fail the criterion by itself, whatever D is."""
        below = "  - {member: B, outcome: vn.tt13-2020/muc, is: none, side: external, on: 2023-01-01}\n  - {member: A,"
        assert criterion(changed(("  - {member: A,", below))) == "UNKNOWN"
        assert criterion(changed(("  - {member: A,", below), (", until: 2023-08-31", ""))) == "UNMET"
