import pytest

from kiemdinh.rules import MET, UNKNOWN, UNMET, Truth, join_truths


class TestTruth:
    """1.2 Truth is the pair (certain, possible) with certain <= possible: met (1,1), unmet (0,0),
    unknown (0,1).
    """

    @pytest.mark.parametrize(
        ("truth", "certain", "possible"), [(MET, True, True), (UNKNOWN, False, True), (UNMET, False, False)]
    )
    def test_is_a_pair_of_readings(self, truth, certain, possible):
        assert (truth.certain, truth.possible) == (certain, possible)
        assert Truth.of(certain, possible) is truth

    def test_certain_without_possible_is_refused(self):
        with pytest.raises(ValueError, match="possible"):
            Truth.of(certain=True, possible=False)

    def test_negation_swaps_the_readings(self):
        assert [truth.negated() for truth in (UNMET, UNKNOWN, MET)] == [MET, UNKNOWN, UNMET]


class TestJoin:
    """1.7 settled by cases, joined: least certain, greatest possible."""

    @pytest.mark.parametrize("one", Truth)
    @pytest.mark.parametrize("two", Truth)
    def test_takes_the_least_certain_and_the_greatest_possible(self, one, two):
        joined = join_truths([one, two])
        assert joined.certain == (one.certain and two.certain)
        assert joined.possible == (one.possible or two.possible)

    def test_no_case_at_all_is_refused(self):
        with pytest.raises(ValueError, match="at least one case"):
            join_truths([])
