"""Dates of an edition beside those of the edition whose awards it continues (KD554)."""

import pytest
from library import found, whole

AWARD = """\
awards:
  - id: seal
    en: Seal
    needs: {outcome: result, is: good}
    valid: 2 years
    continues: [CONTINUED]
    authority: {en: The council}
"""


def edition(in_force, continued):
    text = whole(awards=AWARD.replace("CONTINUED", continued))
    return text.replace("{document: By-law 12}", f"{{document: By-law 12{in_force}}}")


class TestTheEditionBefore:
    """The last edition of Circular 18 is in force until 2026-07-07, the day on which it is replaced (4.2)."""

    @pytest.mark.parametrize("in_force", ["2018-10-10", "2026-07-06"])
    def test_it_is_still_in_force_when_this_one_begins(self, in_force):
        text = edition(f", in_force: {in_force}", "vn.tt18-2018/kiem-dinh")
        assert found(text, "KD554") == ["awards[0].continues[0]"]

    @pytest.mark.parametrize("in_force", ["2026-07-07", "2026-09-01"])
    def test_it_is_replaced_by_then(self, in_force):
        assert found(edition(f", in_force: {in_force}", "vn.tt18-2018/kiem-dinh"), "KD554") == []

    def test_each_edition_before_is_told_by_itself(self):
        both = "vn.tt18-2018/kiem-dinh, vn.tt18-2018/chuan-quoc-gia"
        text = edition(", in_force: 2020-01-01", both)
        assert found(text, "KD554") == ["awards[0].continues[0]", "awards[0].continues[1]"]

    @pytest.mark.parametrize(
        ("in_force", "continued"),
        [
            ("", "vn.tt18-2018/kiem-dinh"),  # no day on which this one begins
            (", in_force: 2020-01-01", "vn.tt57-2026.gdtx/kiem-dinh"),  # no day on which that one ends
            (", in_force: 2020-01-01", "org.example.elsewhere/seal"),  # its dates are not known
        ],
    )
    def test_nothing_is_claimed_where_a_day_is_not_known(self, in_force, continued):
        assert found(edition(in_force, continued), "KD554") == []
