"""What a plan is asked: everything that is wrong is told at once, and nothing is dropped (semantics 6.10)."""

from __future__ import annotations

import pytest

import kiemdinh as kd
from kiemdinh.solvers.choose import available_solvers

FRAMEWORK = "vn.tt57-2026.pho-thong"
DAY = "2027-06-30"
TARGET = {"share": "muc-1", "at_least": "50%", "by": 2028}


@pytest.fixture(scope="module")
def batch():
    held = dict.fromkeys(kd.load(FRAMEWORK).outline.by_layer["criterion"], "muc-1")
    return kd.assess_many(
        FRAMEWORK, [{"school": "A", **held}, {"school": "B", **held, "1.3": "khong-dat"}, {"school": "C"}], on=DAY
    )


def problems(batch, **asked):
    with pytest.raises(kd.InputError) as error:
        kd.plan(batch, **{"on": DAY, "targets": [TARGET], **asked})
    return {one.path: one for one in error.value.diagnostics}


class TestProblems:
    @pytest.mark.parametrize(
        ("target", "place"),
        [
            ({**TARGET, "share": "muc-9"}, "targets/0/share"),
            ({**TARGET, "at_least": "150%"}, "targets/0/at_least"),
            ({**TARGET, "at_least": 0}, "targets/0/at_least"),
            ({**TARGET, "by": 2026}, "targets/0/by"),
            ({**TARGET, "by": 2999}, "targets/0/by"),
            ({**TARGET, "by": "soon"}, "targets/0/by"),
            ({"share": "muc-1"}, "targets/0"),
            ({"framework": "x", "subject": "y", "node": "5", "by": 2028}, "targets/0/framework"),
            ({"subject": "y", "node": "5", "by": 2028}, "targets/0"),
            ("muc-1", "targets/0"),
        ],
    )
    def test_targets(self, batch, target, place):
        assert [*problems(batch, targets=[target])] == [place]

    def test_two_currencies(self, batch):
        found = problems(
            batch, budgets={"money": {"unit": "USD", 2027: 5}}, efforts={"1.1": {"cost": 5, "unit": "VND"}}
        )
        assert found["budgets/money/unit"].found == "USD"
        with pytest.raises(kd.InputError, match="two units"):
            kd.plan(
                batch,
                on=DAY,
                targets=[TARGET],
                efforts={"1.1": {"cost": 5, "unit": "VND"}, "1.2": {"cost": 5, "unit": "USD"}},
            )

    def test_a_negative_cost_and_a_negative_budget(self, batch):
        assert [*problems(batch, budgets={"money": {2027: -5}})] == ["budgets/money/2027"]
        with pytest.raises(kd.InputError) as error:
            kd.plan(batch, on=DAY, targets=[TARGET], efforts={"1.1": -5})
        assert [one.code for one in error.value.diagnostics] == ["KD333"]

    def test_all_at_once(self, batch):
        asked = {
            "targets": [{**TARGET, "by": 2020}, {**TARGET, "share": "x"}],
            "budgets": {"money": {2020: 1, 2027: "much"}, "posts": {"kind": "heap", 2027: 1}},
            "require": ["A", "Z"],
            "exclude": ["A"],
        }
        places = {
            "targets/0/by", "targets/1/share", "budgets/money/2020", "budgets/money/2027", "budgets/posts/kind",
            "budgets/posts", "require",
        }  # fmt: skip
        assert {*problems(batch, **asked)} == places

    def test_labels_have_no_order(self):
        definition = {
            "kiemdinh": 1, "framework": "own.labels", "source": {"document": "x"}, "subject": {"kind": "club"},
            "layers": [{"id": "c", "verdict": "met"}], "tree": [{"id": "1"}],
            "outcomes": [
                {"id": "o", "cases": [{"id": "good", "if": {"every": "c", "that": "met"}}], "otherwise": {"id": "poor"}}
            ],
        }  # fmt: skip
        labels = kd.assess_many(kd.load(definition), [{"school": "A", "1": "met"}], on=DAY)
        assert "batch" in problems(labels)

    def test_a_solver_is_needed(self, batch, monkeypatch):
        assert available_solvers()
        monkeypatch.setattr("kiemdinh.portfolio.planning.make_plan.available_solvers", tuple)
        with pytest.raises(kd.InputError, match="none is installed"):
            kd.plan(batch, on=DAY, targets=[TARGET])


class TestSchools:
    """6.10 A school of the register that nobody assessed is counted, holds nothing and does nothing."""

    def test_the_register_says_who_is_counted(self, batch):
        register = [{"id": "A"}, {"id": "B"}, {"id": "D"}]
        found = kd.plan(batch, on=DAY, targets=[{**TARGET, "at_least": "60%"}], register=register)
        (row,) = found.frame_rows("targets")
        assert [row[name] for name in ("schools", "held", "needed", "reached")] == [3, 1, 2, 2]
        assert [(one.code, str(one.message).rsplit(" ", 1)[1]) for one in found.warnings] == [
            ("KD728", "C"),
            ("KD727", "D"),
        ]

    def test_what_no_one_can_reach_is_a_conflict_of_its_own(self, batch):
        found = kd.plan(batch, on=DAY, targets=[{**TARGET, "at_least": "100%"}], register=[{"id": "A"}, {"id": "D"}])
        assert (found.status, [tuple(one) for one in found.conflict]) == ("infeasible", [("target", "1", 2028)])

    def test_what_cannot_be_acted_on_is_out_of_reach(self, batch):
        efforts = {"1.3": {"actionable": False}}
        found = kd.plan(batch, on=DAY, targets=[{**TARGET, "at_least": "100%"}], efforts=efforts)
        assert found.status == "infeasible"

    def test_another_day_is_told(self, batch):
        found = kd.plan(batch, on="2028-01-01", targets=[TARGET])
        assert [one.code for one in found.warnings] == ["KD736"]

    def test_nobody(self):
        empty = kd.assess_many(FRAMEWORK, [{"school": "A"}], on=DAY)
        found = kd.plan(empty, on=DAY, targets=[TARGET], exclude=["A"])
        assert found.status == "infeasible"


class TestWhatIsUnknown:
    """6.10 at worst the thing then falls short and is improved too, at best it holds."""

    def test_finding_out_has_a_cost_of_its_own(self, batch):
        only = {"targets": [{**TARGET, "at_least": "100%", "by": 2027}], "efforts": {"settle": 3, "1": 10}}
        register = [{"id": "A"}, {"id": "C"}]
        worst = kd.plan(batch, on=DAY, register=register, **only)
        best = kd.plan(batch, on=DAY, register=register, unknowns="best", **only)
        first = [(one.kind, one.cost) for one in worst.actions if one.id == "1.3/muc-1"]
        assert first == [("settle", 3), ("improve", 10)]
        assert [(one.kind, one.cost) for one in best.actions if one.id == "1.3/muc-1"] == [("settle", 3)]
        assert {one.kind for one in best.actions} == {"settle"}
        assert best.cost == 3 * len(best.actions)

    def test_steps_that_run_out_are_told(self, batch):
        found = kd.plan(batch, on=DAY, targets=[{**TARGET, "at_least": "100%"}], budget=1)
        assert (found.status, found.search.complete) == ("unknown", False)
        assert found.conflict is None
