"""The example schools give what their README says, the numbers there being worked out from the circular by hand."""

from pathlib import Path

import pytest

import kiemdinh as kd

EXAMPLES = Path(__file__).parents[2] / "examples"


def assessed(name, **options):
    return kd.assess(None, EXAMPLES / name / "dossier.yaml", **options)


def ids(todos):
    return {todo.id for todo in todos}


class TestThcsBinhAn:
    def test_is_at_level_1(self):
        result = assessed("thcs-binh-an")
        assert (result.level.id, result.attainable.id, result.determined) == ("muc-1", "muc-1", True)
        assert result.outcome.id == "muc-1"

    def test_any_one_of_three_gives_level_2(self):
        tree = assessed("thcs-binh-an").target.blocking
        assert (tree.kind, tree.need, tree.have, tree.of) == ("at_least", 5, 4, 7)
        assert [part.id for part in tree.parts] == ["1.2/muc-2", "3.3/muc-2", "3.5/muc-2"]
        assert [leaf.id for leaf in tree.parts[2].leaves()] == ["3.5/muc-2/c"]

    def test_each_of_the_three_is_a_choice_to_improve_and_none_to_settle(self):
        target = assessed("thcs-binh-an").target
        assert ids(target.improve) == {"1.2/muc-2", "3.3/muc-2", "3.5/muc-2/c"}
        assert all(todo.choice for todo in target.improve)
        assert (target.settle, target.wait, target.decide, target.irrelevant) == ((), (), (), ())

    def test_awards(self):
        (award,) = assessed("thcs-binh-an").awards
        assert (award.certain.id, award.possible.id) == ("muc-do-1", "muc-do-1")
        assert award.held.grade == "muc-do-1"
        assert award.held_until.isoformat() == "2029-03-01"
        degree_1, degree_2 = award.grades
        assert degree_1.earliest.isoformat() == "2027-06-10"
        assert degree_2.waits_until is None
        assert degree_2.discretionary
        assert ids(degree_2.target.improve) == {"outcome:muc/muc-2"}
        assert ids(degree_2.target.decide) == {"input:conditions"}


class TestMamNonHoaSen:
    def test_is_undetermined_and_not_said_to_have_failed(self):
        result = assessed("mam-non-hoa-sen")
        assert (result.level, result.attainable.id) == (None, "muc-1")
        assert not result.determined
        assert result.outcome is None

    def test_the_expired_certificate_is_to_be_settled(self):
        target = assessed("mam-non-hoa-sen").target
        assert [(todo.id, todo.reasons, todo.choice) for todo in target.settle] == [("4.2/muc-1", ("expired",), False)]
        assert target.improve == ()
        assert target.irrelevant == ("3.4",)

    def test_expired_beside_valid_is_a_warning(self):
        result = assessed("mam-non-hoa-sen")
        assert result.node("4.1").guaranteed.id == "muc-1"
        assert [(w.code, w.about) for w in result.warnings] == [("KD405", "MC.4.2.01"), ("KD417", None)]

    def test_on_the_last_day_of_the_certificate(self):
        import datetime as dt

        result = assessed("mam-non-hoa-sen", evidence_date=dt.date(2027, 3, 14))
        assert result.node("4.2").guaranteed.id == "muc-1"
        assert result.node("1.4").reasons == ("not yet valid",)


class TestThThcsDongTien:
    def test_counts_by_its_lowest_stage(self):
        result = assessed("th-thcs-dong-tien")
        assert {part.stage: part.outcomes[0].outcome.id for part in result.parts} == {
            "tieu-hoc": "muc-2",
            "thcs": "muc-1",
        }
        assert (result.level.id, result.determined) == ("muc-1", True)

    def test_all_that_blocks_is_in_the_lower_secondary_stage(self):
        target = assessed("th-thcs-dong-tien").target
        assert {todo.stage for todo in (*target.improve, *target.settle)} == {"thcs"}
        musts = {todo.id for todo in target.improve if not todo.choice}
        assert musts == {"thcs/3.2/muc-2", "thcs/3.5/muc-1"}
        choices = {todo.id for todo in target.improve if todo.choice}
        assert choices == {"2.3/muc-2", "thcs/3.3/muc-2", "thcs/3.4/muc-2", "thcs/3.5/muc-2"}

    def test_three_years_of_data_are_missing_for_recognition(self):
        degree_1 = assessed("th-thcs-dong-tien").awards[0].grades[0]
        assert degree_1.eligible.name == "UNMET"
        assert ids(degree_1.target.decide) == {"input:years_of_data"}

    def test_the_stage_rule_is_named_in_the_footing(self):
        footing = assessed("th-thcs-dong-tien").footing
        assert any("subject" in entry.about and entry.certainty == "single_source" for entry in footing)


class TestGdtxSongHong:
    def test_the_external_review_prevails(self):
        result = assessed("gdtx-song-hong")
        assert (result.outcome.id, result.determined) == ("khong-dat", True)
        assert result.sides["self"].guaranteed.id == "muc-1"
        assert ids(result.target.improve) == {"2.2/muc-1"}
        assert result.target.irrelevant == ("2.3",)

    def test_gives_no_award(self):
        assert assessed("gdtx-song-hong").awards == ()


@pytest.mark.parametrize("folder", sorted(p.parent.name for p in EXAMPLES.glob("*/dossier.yaml")))
def test_every_example_says_what_is_expected(folder):
    assert "Expected" in (EXAMPLES / folder / "README.md").read_text(encoding="utf-8")
