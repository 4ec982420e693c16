"""Coverage counts what scenarios exercise of members: what is asked of each, and the points at which a share turns."""

from communes import assess_tan_lap, commune
from kiemdinh.testing.coverage import CoverageTally

D_IS_PUBLIC = ("public: unknown", "public: true")
D_IS_NOT = ("public: unknown", "public: false")
D_HAS_LEVEL_1 = ("level: toi-thieu, attainable: muc-1", "is: muc-1")


def seen_by(*dossiers):
    tally = CoverageTally(commune())
    for changes in dossiers:
        tally.add(assess_tan_lap(*changes))
    return tally.seen


class TestMembers:
    """6.2 ... at least 70 % of the commune's public schools hold ..."""

    def test_each_member_shows_whether_it_fulfils_what_is_asked(self):
        # A is at level 1, C at the minimum, D open; all three are at the minimum at least.
        shown = {what for name, what in seen_by((D_IS_PUBLIC,)) if name == "5: public_schools (2)"}
        assert {"true", "false", "unknown"} <= shown
        # One of them below the minimum would fail the criterion.
        of_all = {what for name, what in seen_by((D_IS_PUBLIC,)) if name == "5: public_schools"}
        assert of_all == {"true", "pivotal while true"}

    def test_one_of_two_schools_stands_on_50_percent(self):
        assert ("5: then: 50%", "just reached") in seen_by((D_IS_NOT,))
        # Two of three are well above, and say nothing of the point itself.
        assert ("5: then: 50%", "just reached") not in seen_by((D_IS_PUBLIC, D_HAS_LEVEL_1))

    def test_a_school_that_alone_decides_is_pivotal(self):
        seen = seen_by((D_IS_NOT,))
        assert ("5: public_schools (2)", "pivotal while true") in seen
        assert ("5", "pivotal while true") in seen
