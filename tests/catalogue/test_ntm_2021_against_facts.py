"""`vn.ntm-2021.xa` against the rule of criterion 5, written by hand, and the known answers of the commune Tân Lập."""

from fractions import Fraction
from itertools import combinations_with_replacement

import pytest

import kiemdinh as kd
from kiemdinh.rules import MET, UNKNOWN, UNMET

MUC = "vn.tt13-2020/muc"
STEPS = ("none", "toi-thieu", "muc-1", "muc-2")
REGIONS = {"dbsh": None, "dong-nam-bo": None, "other": (Fraction(1, 2), Fraction(7, 10))}
"""The shares at level 1 that are asked of communes with up to three and with more public schools; None asks all."""

TAN_LAP = """
framework: vn.ntm-2021.xa
subject: {id: "19363", name: Xã Tân Lập}
date: 2024-06-30
complete: [school]
inputs: {region: other}
findings: {"10": met, "17": met}
register:
  school:
    - {id: A, public: true, highest_stage: mam-non}
    - {id: B, public: true, highest_stage: tieu-hoc, until: 2023-08-31}
    - {id: C, public: true, highest_stage: thcs, stages: [tieu-hoc, thcs], from: 2023-09-01, succeeds: [B]}
    - {id: D, public: unknown, highest_stage: mam-non}
results:
  - {member: A, outcome: vn.tt13-2020/muc, is: muc-1, side: external, on: 2023-05-20, by: 45/QĐ-SGDĐT}
  - {member: C, stage: tieu-hoc, outcome: vn.tt13-2020/muc, is: muc-1, on: 2024-03-01}
  - {member: C, stage: thcs, outcome: vn.tt13-2020/muc, is: toi-thieu, on: 2024-03-01}
"""
D_FROM_A_BATCH = [{"member": "D", "outcome": MUC, "level": "toi-thieu", "attainable": "muc-1", "side": "computed"}]


@pytest.fixture(scope="module")
def framework():
    return kd.load("vn.ntm-2021.xa")


def criterion(result):
    return next(node.truth for node in result.nodes if node.id == "5")


def rule_by_hand(steps, region):
    """Criterion 5: every school at the minimum, and enough at level 1; the law does not say what holds without one."""
    if not steps:
        return UNKNOWN
    at_level_1 = sum(step in ("muc-1", "muc-2") for step in steps)
    shares = REGIONS[region]
    asked = 1 if shares is None else shares[len(steps) > 3]
    return MET if "none" not in steps and Fraction(at_level_1, len(steps)) >= asked else UNMET


def commune(steps, region):
    members = [{"id": f"S{i}", "public": True, "highest_stage": "thcs"} for i in range(len(steps))]
    others = [
        {"id": "private", "public": False, "highest_stage": "thcs"},
        {"id": "upper", "public": True, "highest_stage": "thpt"},
    ]
    results = [{"member": f"S{i}", "outcome": MUC, "is": step} for i, step in enumerate(steps)]
    return {
        "complete": ["school"], "inputs": {"region": region}, "register": {"school": [*members, *others]},
        **({"results": results} if results else {}),
    }  # fmt: skip


class TestRule:
    @pytest.mark.parametrize("region", REGIONS)
    @pytest.mark.parametrize("schools", range(7))
    def test_communes_with_0_to_6_schools(self, framework, schools, region):
        for steps in combinations_with_replacement(STEPS[:3], schools):
            result = kd.assess(framework, commune(steps, region), on="2024-06-30")
            assert criterion(result) is rule_by_hand(steps, region), (steps, region)

    def test_a_level_above_counts_too(self, framework):
        assert criterion(kd.assess(framework, commune(("muc-2", "muc-1"), "dbsh"), on="2024-06-30")) is MET


class TestTanLap:
    def assess(self, **given):
        return kd.assess(None, TAN_LAP, results=D_FROM_A_BATCH, **given)

    def test_criterion_5_is_unknown(self):
        """D not public: 1 of 2, met; D public: 1 of 3 or 2 of 3, where 50 % is asked up to three schools."""
        assert criterion(self.assess()) is UNKNOWN

    @pytest.mark.parametrize(
        ("public", "level", "truth"),
        [("false", "toi-thieu", MET), ("true", "toi-thieu", UNMET), ("true", "muc-1", MET)],
    )
    def test_each_way_in_which_it_can_turn_out(self, public, level, truth):
        dossier = TAN_LAP.replace("public: unknown", f"public: {public}")
        results = [{"member": "D", "outcome": MUC, "is": level, "side": "external"}]
        assert criterion(kd.assess(None, dossier, results=results)) is truth

    def test_minimal_repairs(self):
        found = self.assess().repairs("dat")
        assert (found.count, found.cost, found.proved) == (2, 1, True)
        texts = found.to_text("en")
        assert "Raise D to Level 1" in texts
        assert "Raise C/thcs to Level 1" in texts

    @pytest.mark.parametrize(("on", "counts"), [("2023-08-31", {"A", "B", "D"}), ("2023-09-01", {"A", "C", "D"})])
    def test_who_belongs_on_a_day(self, on, counts):
        members = self.assess(on=on).dossier.register["school"]
        day = kd.assess(None, TAN_LAP, on=on).dates.evidence
        assert {member.id for member in members if member.belongs_on(day)} == counts

    def test_the_school_that_closed_counts_until_its_last_day(self, framework):
        """On its last day B, below the minimum, fails the criterion; on the next it is C that counts."""
        dossier = TAN_LAP.replace("date: 2024-06-30", "date: 2023-05-31").replace("on: 2024-03-01", "on: 2023-05-31")
        dossier = dossier.replace("public: unknown", "public: false")
        dossier += f"  - {{member: B, outcome: {MUC}, is: none, side: external, on: 2023-01-01}}\n"
        assert criterion(kd.assess(None, dossier, on="2023-08-31")) is UNMET
        assert criterion(kd.assess(None, dossier, on="2023-09-01")) is MET

    def test_without_a_complete_register_it_is_never_certainly_met(self, framework):
        dossier = commune(("muc-1", "muc-1"), "dbsh") | {"complete": []}
        assert criterion(kd.assess(framework, dossier, on="2024-06-30")) is UNKNOWN


class TestExtract:
    """It is titled an extract, computes no award and no loss, and says what its outcome is about."""

    def test_no_award_is_computed(self, framework):
        assert framework.awards == ()

    def test_the_titles_say_it(self, framework):
        assert "trích" in framework.title("vi")
        assert "extract" in framework.title("en")
        assert "5, 10" in framework.outcomes[0].text_in("en")


class TestWithoutARegister:
    """Before there is a register any number of members may be missing: everything can be asked, nothing is certain."""

    @pytest.mark.parametrize("register", [{}, {"register": {"school": [{"id": "A", "public": True}]}}])
    def test_every_question_has_an_answer(self, framework, register):
        dossier = {"findings": {"10": "met", "17": "met"}, "inputs": {"region": "dbsh"}, **register}
        result = kd.assess(framework, dossier, on="2024-06-30")
        assert criterion(result) is UNKNOWN
        assert (result.level, result.attainable.id) == (None, "dat")
        assert result.to_dict()["level"] is None
        assert result.repairs("dat").to_text("en")
        assert result.explain("dat").to_text("vi")
        assert result.ask_next().to_text("en")
